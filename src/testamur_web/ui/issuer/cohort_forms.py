"""The forms of cohorts: their terms, and lists of people."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from testamur.errors import Refused
from testamur_web.catalogue.models import Version
from testamur_web.learning.models import Cohort
from testamur_web.learning.roster import Roster, read_roster
from testamur_web.learning.services import Terms
from testamur_web.people.models import Organisation
from testamur_web.people.workbooks import MAX_FILE_BYTES

__all__ = [
    "CohortForm",
    "ListForm",
    "OpenCohortForm",
    "WithdrawForm",
    "begin_of",
    "end_of",
    "versions_of",
]

_DAY = timedelta(days=1)


def versions_of(organisation: Organisation) -> Any:
    """What an organisation can open a cohort of: the current versions of what it offers."""
    return Version.objects.filter(
        achievement__organisation=organisation,
        achievement__withdrawn_at=None,
        pk=F("achievement__current"),
    ).order_by("title")


class CohortForm(forms.Form):
    """What a cohort is called, who may enrol, until when, and how many."""

    name = forms.CharField(
        label=_("Name of the cohort"),
        max_length=200,
        help_text=_("Learners see it, so say what tells it from others: “Spring 2027, evenings”."),
    )
    entry = forms.ChoiceField(
        label=_("Who may enrol"),
        choices=Cohort.Entry.choices,
        initial=Cohort.Entry.OPEN,
        widget=forms.RadioSelect,
        help_text=_("You can enrol people yourself in each case."),
    )
    first_day = forms.DateField(
        label=_("First day to enrol"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: at once."),
    )
    last_day = forms.DateField(
        label=_("Last day to enrol"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until you close it. Days begin and end in UTC."),
    )
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: as many as come."),
    )

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned

    def terms(self, cohort: Cohort | None = None) -> Terms:
        """What was typed; a moment that was not touched stays as exactly as it was."""
        cleaned = self.cleaned_data
        opens, closes = begin_of(cleaned["first_day"]), end_of(cleaned["last_day"])
        if cohort and "first_day" not in self.changed_data:
            opens = cohort.opens_at
        if cohort and "last_day" not in self.changed_data:
            closes = cohort.closes_at
        return Terms(opens_at=opens, closes_at=closes, places=cleaned["places"])

    @staticmethod
    def initial_of(cohort: Cohort) -> dict[str, Any]:
        """What the form shows of a cohort."""
        return {
            "name": cohort.name,
            "entry": cohort.entry,
            "first_day": cohort.opens_at.date() if cohort.opens_at else None,
            "last_day": cohort.last_day,
            "places": cohort.places,
        }


class OpenCohortForm(CohortForm):
    """The same, and what it leads to."""

    version = forms.ModelChoiceField(
        Version.objects.none(),
        label=_("What it leads to"),
        empty_label=_("Choose an achievement"),
    )
    is_prior_learning = forms.BooleanField(
        label=_("For prior learning"),
        required=False,
        help_text=_(
            "Nobody is taught: people claim what they can do already, show it, and may ask a "
            "supervisor to confirm it. You decide against the same criteria. This stays as it is "
            "for as long as the cohort is there."
        ),
    )
    field_order = (
        "version",
        "name",
        "is_prior_learning",
        "entry",
        "first_day",
        "last_day",
        "places",
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["version"]
        choice.queryset = versions_of(organisation)  # type: ignore[attr-defined]
        choice.label_from_instance = lambda one: one.title  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """People to enrol, as a file or pasted."""

    pasted = forms.CharField(
        label=_("Paste the list"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "dir": "auto"}
        ),
        help_text=_(
            "One person in a row: name, e-mail address, student number, in any order and with or "
            "without headings. Cells copied from a spreadsheet are fine."
        ),
    )
    file = forms.FileField(
        label=_("Or choose a file: CSV or XLSX"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )
    mail = forms.BooleanField(
        label=_("Send an invitation to everybody with an e-mail address"),
        required=False,
        initial=True,
        help_text=_(
            "They choose themselves to take part, with an account of theirs. Without it everybody "
            "takes part at once and nobody is written to."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A file or a text, one of them, read as the list that it is."""
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if not upload and not (cleaned.get("pasted") or "").strip():
            self.add_error("pasted", _("Paste a list, or choose a file."))
        elif upload and (cleaned.get("pasted") or "").strip():
            self.add_error("file", _("There is a pasted list too. Send one of them."))
        elif upload and upload.size > MAX_FILE_BYTES:
            self.add_error("file", _("The file is too large. Cut it in several."))
        else:
            self._read_roster("file" if upload else "pasted")
        return cleaned

    def _read_roster(self, field: str) -> None:
        sent = self.cleaned_data[field]
        try:
            self.cleaned_data["roster"] = read_roster(sent if field == "pasted" else sent.read())
        except Refused as refused:
            self.add_error(field, refused.problem.detail)

    @property
    def roster(self) -> Roster:
        """Who stands in what was sent."""
        found: Roster = self.cleaned_data["roster"]
        return found


class WithdrawForm(forms.Form):
    """Why somebody is taken out."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Kept in the audit trail of your organisation."),
    )


def begin_of(day: date | None) -> datetime | None:
    """The first moment of a day in UTC."""
    return datetime.combine(day, time.min, tzinfo=UTC) if day else None


def end_of(day: date | None) -> datetime | None:
    """The first moment after a day in UTC."""
    return begin_of(day + _DAY) if day else None
