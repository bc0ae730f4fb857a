"""The forms of a cohort's programme, and of what is agreed with one learner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from testamur.errors import Refused
from testamur_web.catalogue.vocabulary import ComponentKind
from testamur_web.learning.models import Activity, LateRule
from testamur_web.learning.schedule import last_moment
from testamur_web.learning.services import ActivityTerms, Source, percent_of
from testamur_web.learning.services.arrangements import MAX_EXTRA
from testamur_web.people.workbooks import MAX_FILE_BYTES
from testamur_web.ui.issuer.cohort_forms import begin_of, end_of
from testamur_web.ui.refusals import sentence_of

__all__ = [
    "AccommodationForm",
    "ActivityForm",
    "AnnouncementForm",
    "ExtensionForm",
    "LateRuleForm",
    "ResourceForm",
    "ResultListForm",
    "ResultsForm",
]

_DAY: Final = {"type": "date"}


def _day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class ActivityForm(forms.Form):
    """What is done, from when until when, and what it weighs."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Other")), *ComponentKind.choices], required=False
    )
    first_day = _day_field(_("Opens on"))
    last_day = _day_field(_("Last day"), _("In time until its end. Days begin and end in UTC."))
    hours = forms.IntegerField(label=_("Hours"), required=False, min_value=0, max_value=10_000)
    weight = forms.IntegerField(
        label=_("Weight in percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("What it counts in the total; empty: nothing."),
    )

    def terms(self, activity: Activity | None = None) -> ActivityTerms:
        """What was typed; a moment that was not touched stays as exactly as it was."""
        said = self.cleaned_data
        opens, due = begin_of(said["first_day"]), end_of(said["last_day"])
        if activity and "first_day" not in self.changed_data:
            opens = activity.opens_at
        if activity and "last_day" not in self.changed_data:
            due = activity.due_at
        return ActivityTerms(said["title"], said["kind"], said["hours"], said["weight"], opens, due)

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """What the form shows of an activity."""
        due = activity.due_at
        return {
            "title": activity.title,
            "kind": activity.kind,
            "hours": activity.hours,
            "weight": activity.weight,
            "first_day": activity.opens_at.date() if activity.opens_at else None,
            "last_day": last_moment(due).date() if due else None,
        }


class _OfActivity(forms.Form):
    """A form that may name an activity of the cohort."""

    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label=_("Activity"),
        required=False,
        empty_label=_("The whole cohort"),
    )

    def __init__(self, *args: Any, activities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = activities  # type: ignore[attr-defined]


class ResourceForm(_OfActivity):
    """Something to learn from, online or at a place."""

    title = forms.CharField(label=_("Title"), max_length=200)
    url = forms.CharField(
        label=_("Address"),
        max_length=2_000,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Where it is not online: a room, a shelf, a workshop."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("title", "url", "place", "note", "activity")

    def source(self) -> Source:
        """What was typed."""
        said = self.cleaned_data
        return Source(said["title"], said["url"], said["place"], said["note"])


class AnnouncementForm(forms.Form):
    """What everybody who takes part is told."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It stands on everybody's page and goes to each by letter, once."),
    )


class LateRuleForm(forms.Form):
    """What becomes of evidence after its day."""

    late = forms.ChoiceField(
        label=_("Evidence that is late"), choices=LateRule.Late.choices, widget=forms.RadioSelect
    )
    grace_days = forms.IntegerField(
        label=_("Days of grace"),
        min_value=0,
        max_value=90,
        help_text=_("So many days after the last one are still in time."),
    )


class ExtensionForm(_OfActivity):
    """Another last day for one learner."""

    activity = forms.ModelChoiceField(
        Activity.objects.none(), label=_("Activity"), empty_label=_("Choose an activity")
    )
    last_day = _day_field(_("New last day"), required=True)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner reads it."),
    )
    field_order = ("activity", "last_day", "reason")

    @property
    def due_at(self) -> datetime:
        """The first moment that is too late."""
        after: date = self.cleaned_data["last_day"] + timedelta(days=1)
        return datetime.combine(after, time.min, tzinfo=UTC)


class AccommodationForm(forms.Form):
    """What was agreed with one learner."""

    what = forms.CharField(
        label=_("What was agreed"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is done differently, not why. Only staff of cohorts and they read it."),
    )
    agreed_by = forms.CharField(label=_("Agreed by"), max_length=200)
    extra_percent = forms.IntegerField(
        label=_("Extra time in percent"),
        min_value=0,
        max_value=MAX_EXTRA,
        initial=0,
        help_text=_("Moves each of their last days; 25 on four weeks is one week."),
    )


class ResultListForm(forms.Form):
    """Results of one activity as a list."""

    pasted = forms.CharField(
        label=_("Paste the list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One learner in a row: number or e-mail address, then the result in percent."),
    )
    file = forms.FileField(
        label=_("Or choose a file: CSV"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def clean(self) -> dict[str, Any]:
        """A file or a text, one of them."""
        said = super().clean() or self.cleaned_data
        upload, pasted = said.get("file"), (said.get("pasted") or "").strip()
        if bool(upload) == bool(pasted):
            self.add_error("pasted", _("Paste a list, or choose a file."))
        elif upload and upload.size > MAX_FILE_BYTES:
            self.add_error("file", _("The file is too large. Cut it in several."))
        return said

    @property
    def sent(self) -> bytes | str:
        """What was pasted or uploaded."""
        upload = self.cleaned_data.get("file")
        found: bytes | str = upload.read() if upload else self.cleaned_data["pasted"]
        return found


class _PercentField(forms.CharField):
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return percent_of(text) if text else None
        except Refused as refused:
            raise ValidationError(sentence_of(refused.problem)) from None


class ResultsForm(forms.Form):
    """The results of one learner, an activity a field."""

    def __init__(
        self, *args: Any, activities: Sequence[tuple[Activity, Decimal | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._activities = [one for one, _percent in activities]
        for place, (one, percent) in enumerate(activities):
            self.fields[f"percent_{place}"] = _PercentField(
                label=one.title,
                max_length=12,
                required=False,
                initial="" if percent is None else f"{percent.normalize():f}",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "8"}),
            )

    @property
    def reached(self) -> dict[Activity, Decimal]:
        """What was typed; a field that is empty says nothing."""
        told = [self.cleaned_data[f"percent_{place}"] for place in range(len(self._activities))]
        pairs = zip(self._activities, told, strict=True)
        return {one: percent for one, percent in pairs if percent is not None}
