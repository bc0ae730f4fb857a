"""The forms of a wallet: adding from elsewhere, sharing, and choosing what to share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.wallet.models import Item, Share

__all__ = ["AddForm", "PortfolioForm", "ShareForm"]

MAX_UPLOAD: Final = 2 * 1024 * 1024
MAX_PASTED: Final = 1024 * 1024

_UNTIL: Final = (
    ("7", gettext_lazy("One week")),
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("0", gettext_lazy("Until I stop it")),
)


class AddForm(forms.Form):
    """A credential as a file, or as text."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("A badge image (PNG, SVG) or a JSON file, at most 2 MB."),
        widget=forms.FileInput(
            attrs={"accept": ".png,.svg,.json,.jsonld,.jwt,image/png,image/svg+xml"}
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste it here"),
        required=False,
        max_length=MAX_PASTED,
        strip=True,
        help_text=gettext_lazy("The JSON or token of Open Badges 2.0 or 3.0."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        given = super().clean() or {}
        file, text = given.get("file"), given.get("text")
        if not self.errors and bool(file) == bool(text):
            raise forms.ValidationError(_("Choose a file or paste the text: one of the two."))
        if file and file.size > MAX_UPLOAD:
            self.add_error("file", _("The file is larger than 2 MB."))
        return given

    @property
    def source(self) -> bytes | str:
        """What was handed over."""
        file = self.cleaned_data["file"]
        return file.read() if file else str(self.cleaned_data["text"])


class ItemsField(forms.ModelMultipleChoiceField[Item]):
    """Credentials of a wallet, each told with its issuer."""

    def label_from_instance(self, obj: Item) -> str:
        """The credential in one line."""
        return f"{obj.title}, {obj.issuer_name}"


class SecretForm(forms.Form):
    """What a secret link is called, and how long it lives."""

    title = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: application at Dara's. Whoever opens it sees this."),
    )
    days = forms.ChoiceField(label=gettext_lazy("How long it works"), choices=_UNTIL, initial="30")

    def expires_at(self, now: datetime) -> datetime | None:
        """When it ends; None for never."""
        days = int(self.cleaned_data["days"])
        return now + timedelta(days=days) if days else None


class ShareForm(SecretForm):
    """How one credential is shared; only a secret link says for how long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_open = self.is_bound and self.data.get("kind") != Share.Kind.SECRET
        self.fields["days"].required = not is_open

    kind = forms.ChoiceField(choices=Share.Kind.choices, widget=forms.HiddenInput)


class PortfolioForm(SecretForm):
    """Which credentials are shown behind one secret link."""

    items = ItemsField(
        label=gettext_lazy("What it shows"),
        queryset=Item.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ("items", "title", "days")

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, ItemsField)  # noqa: S101 -- declared above
        field.queryset = items
