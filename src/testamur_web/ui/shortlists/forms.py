"""The forms of shortlists: what is handed over, which rows are shown, and a receipt to judge."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.interop.receipts import MAX_RECEIPT_BYTES
from testamur_web.ui.public.verify_forms import FilesField, handed_in
from testamur_web.verifying.models import ShortlistRow
from testamur_web.verifying.shortlists import MAX_BYTES
from testamur_web.verifying.sources import Handed
from testamur_web.verifying.tables import ANSWERS, Wanted

__all__ = ["HandOverForm", "ReceiptForm", "RowsForm"]

_TYPES: Final = ".zip,.csv,.txt,.json,.jsonld,.jwt,.png,.svg,.jpg,.jpeg,.webp,.pdf"
_GROUPS: Final = (
    ("", gettext_lazy("All")),
    ("holds", gettext_lazy("Genuine and valid")),
    ("fails", gettext_lazy("Not to be relied on")),
    ("look", gettext_lazy("To look at")),
)
_ANY: Final = ("", gettext_lazy("Any answer"))
_LABELS: Final[dict[str, str | Promise]] = {
    "untampered": gettext_lazy("Untampered"),
    "signed": gettext_lazy("Signed by issuer"),
    "current": gettext_lazy("Still valid"),
    "trusted": gettext_lazy("Issuer known"),
}


class HandOverForm(forms.Form):
    """Files, archives of them, and links; and what to call them together."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example the title of a vacancy. Only you see it."),
    )
    file = FilesField(
        types=_TYPES,
        help_text=gettext_lazy(
            "Credentials of any kind, a ZIP of up to 2,000 of them, or a CSV with a link in each "
            "row. Up to 100 files and 64 MB at once."
        ),
    )
    links = forms.CharField(
        label=gettext_lazy("Or paste links"),
        required=False,
        max_length=400_000,
        help_text=gettext_lazy("One in each line, as candidates sent them."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Something at least."""
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("links", "").strip():
            raise forms.ValidationError(_("Choose files, or paste links."))
        return given

    @property
    def handed(self) -> list[Handed]:
        """What was handed over."""
        found = handed_in(self.cleaned_data["file"], most=MAX_BYTES)
        links = self.cleaned_data["links"].strip()
        return [*found, *([Handed(_("Pasted links"), links.encode())] if links else [])]


class RowsForm(forms.Form):
    """Which rows of the table are shown."""

    text = forms.CharField(
        label=gettext_lazy("Person, claim or issuer"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    group = forms.ChoiceField(label=gettext_lazy("Result"), choices=_GROUPS, required=False)
    answer = forms.ChoiceField(label=gettext_lazy("Answer"), required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level at least"),
        choices=[("", gettext_lazy("Any")), *((str(one), str(one)) for one in range(1, 9))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ShortlistRow.Outcome.labels
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            _ANY,
            *(
                (f"{column}:{outcome}", f"{_LABELS[column]}: {word}")
                for column in ANSWERS
                for outcome, word in zip(ShortlistRow.Outcome.values, words, strict=True)
            ),
        ]

    @property
    def wanted(self) -> Wanted:
        """The rows that were asked for; what cannot be understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        column, _colon, outcome = given.get("answer", "").partition(":")
        answers = {column: outcome} if column else {}
        return Wanted(given.get("group", ""), answers, given.get("level"), given.get("text", ""))


class ReceiptForm(forms.Form):
    """A receipt to judge."""

    file = forms.FileField(
        label=gettext_lazy("Receipt"),
        help_text=gettext_lazy("The JSON file as it was downloaded, or as attached to the PDF."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def read(self) -> bytes:
        """Its bytes; of one that is too large only enough to say so."""
        read: bytes = self.cleaned_data["file"].read(MAX_RECEIPT_BYTES + 1)
        return read
