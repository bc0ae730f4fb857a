"""The forms of learning: an entry code, and one small form for each kind of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.filetypes import ACCEPTED, MAX_BYTES
from testamur_web.learning.programme import OwnActivity
from testamur_web.learning.services import Piece

__all__ = ["EVIDENCE_FORMS", "CodeForm", "EvidenceForm"]

_TITLE_HELP: Final = _("What it is, for whoever looks at it.")


class CodeForm(forms.Form):
    """The code of a cohort."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Eight letters and digits; whoever teaches you has it."),
    )


class EvidenceForm(forms.Form):
    """What every kind has: a title."""

    kind: ClassVar[str]
    heading: ClassVar[object]

    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_TITLE_HELP)

    def __init__(self, *args: Any, activities: Sequence[OwnActivity] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._activities = {str(one.activity.pk): one.activity for one in activities}
        if activities:
            self.fields["activity"] = forms.ChoiceField(
                label=_("For"),
                required=False,
                choices=[("", _("Nothing in particular")), *map(_offered, activities)],
                help_text=_("What is for an activity is in time by the day you add it."),
            )

    def piece(self) -> Piece:
        """What was sent."""
        cleaned = self.cleaned_data
        return Piece(
            kind=self.kind,
            title=cleaned["title"],
            file=cleaned.get("file"),
            url=cleaned.get("url", ""),
            text=cleaned.get("text", ""),
            activity=self._activities.get(cleaned.get("activity", "")),
        )


class FileForm(EvidenceForm):
    """A file."""

    kind = "file"
    heading = _("Add a file")

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
        help_text=_(
            "PDF, office documents, images, sound, film, text or ZIP, up to %(megabytes)d MB."
        )
        % {"megabytes": MAX_BYTES // 2**20},
    )
    field_order = ("file", "title")


class LinkForm(EvidenceForm):
    """A page."""

    kind = "link"
    heading = _("Add a link")

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
        help_text=_("Check that it opens for somebody who is not signed in as you."),
    )
    field_order = ("url", "title")


class RepositoryForm(LinkForm):
    """Code, or anything else under version control."""

    kind = "repository"
    heading = _("Add a repository")

    url = forms.CharField(
        label=_("Address of the repository"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
        help_text=_("Best with the commit in it, so that it is clear which state you mean."),
    )


class NoteForm(EvidenceForm):
    """A text."""

    kind = "note"
    heading = _("Write a note")

    text = forms.CharField(
        label=_("Note"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What you did, what you saw, who can confirm it."),
    )
    field_order = ("text", "title")


def _offered(own: OwnActivity) -> tuple[str, str]:
    """An activity as a choice, with the last moment that is in time."""
    title = own.activity.title
    if own.last:
        told = {"title": title, "day": date_format(own.last, "j F Y, H:i")}
        title = gettext("%(title)s (until %(day)s UTC)") % told
    return str(own.activity.pk), title


EVIDENCE_FORMS: Final[dict[str, type[EvidenceForm]]] = {
    one.kind: one for one in (FileForm, LinkForm, RepositoryForm, NoteForm)
}
