"""What is typed to give, find, change and correct awards."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.queries import held_by
from testamur_web.awards.services import Recipient
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Organisation

__all__ = ["AwardFilter", "CorrectionForm", "GiveForm", "ReasonForm", "moment_of"]

MAX_NAME: Final = 200
_STATES: Final = (
    ("", _("Any state")),
    ("valid", _("Valid")),
    ("expired", _("Expired")),
    ("suspended", _("Suspended")),
    ("revoked", _("Revoked")),
    ("waiting", _("Being issued")),
)

_DAYS_LEFT: Final = (
    ("", _("At any time")),
    ("30", _("Within 30 days")),
    ("60", _("Within 60 days")),
    ("90", _("Within 90 days")),
    ("365", _("Within a year")),
)


class DateInput(forms.DateInput):
    """A date, chosen in the browser's own way."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AwardFilter(forms.Form):
    """Which awards are shown; what cannot be read is as if it were not stated."""

    q = forms.CharField(label=_("Name, address or number"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=_STATES)
    achievement = forms.ModelChoiceField(
        label=_("Achievement"),
        required=False,
        queryset=Achievement.objects.none(),
        empty_label=_("Any achievement"),
    )
    days_left = forms.TypedChoiceField(
        label=_("Expires"), required=False, choices=_DAYS_LEFT, coerce=int, empty_value=None
    )
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, organisation: Organisation) -> None:
        super().__init__(data)
        choices = self.fields["achievement"]
        assert isinstance(choices, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        choices.queryset = Achievement.objects.filter(organisation=organisation)
        self.full_clean()

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters as `queries.awards_of` takes them."""
        clean: dict[str, Any] = self.cleaned_data
        achievement: Achievement | None = clean.get("achievement")
        batch: UUID | None = clean.get("batch")
        return {
            "text": clean.get("q", ""),
            "state": clean.get("state", ""),
            "achievement": achievement.pk if achievement else None,
            "batch": batch,
            "key": clean.get("key"),
            "days_left": clean.get("days_left"),
        }


class GiveForm(forms.Form):
    """One award for one person; its key comes with the page, so that sending twice gives one."""

    version = forms.ModelChoiceField(
        label=_("Achievement"), queryset=Version.objects.none(), empty_label=None
    )
    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The link to claim the award is sent here."),
    )
    number = forms.CharField(label=_("Student or staff number"), required=False, max_length=80)
    awarded_on = forms.DateField(label=_("Awarded on"), widget=DateInput())
    grade = forms.CharField(label=_("Grade"), required=False, max_length=40)
    evidence = forms.URLField(
        label=_("Address of the evidence"),
        required=False,
        max_length=2000,
        assume_scheme="https",
    )
    again = forms.BooleanField(label=_("Award it again"), required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: Organisation, **more: Any) -> None:
        more.setdefault("initial", {})
        more["initial"] |= {"awarded_on": timezone.now().date(), "key": uuid4()}
        super().__init__(*args, **more)
        choices = self.fields["version"]
        assert isinstance(choices, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        choices.queryset = published().filter(achievement__organisation=organisation)

    def clean(self) -> dict[str, Any]:
        """Tell where the person has this award already; ticking `again` is the answer."""
        clean: dict[str, Any] = self.cleaned_data
        version, email, number = (clean.get(name) for name in ("version", "email", "number"))
        if version is None or clean.get("again"):
            return clean
        known = held_by(version, email=email or "", number=number or "", at=timezone.now())
        if known is not None and known.award_key != self.award_key:
            self.fields["again"].widget = forms.CheckboxInput()
            told = _("%(name)s was given this on %(date)s. Tick “Award it again” if you mean it.")
            values = {"name": known.recipient_name, "date": f"{known.awarded_at:%Y-%m-%d}"}
            self.add_error("again", forms.ValidationError(told, params=values))
        return clean

    @property
    def award_key(self) -> str:
        """The key that makes sending the form twice harmless."""
        return f"direct:{self.cleaned_data.get('key')}"

    @property
    def given(self) -> dict[str, Any]:
        """What `award_person` is told."""
        clean = self.cleaned_data
        facts: dict[str, Any] = {}
        if clean["grade"]:
            facts["grade"] = clean["grade"]
        if clean["evidence"]:
            facts["evidence"] = [{"url": clean["evidence"]}]
        return {
            "recipient": Recipient(clean["name"], clean["email"], clean["number"]),
            "awarded_at": moment_of(clean["awarded_on"]),
            "award_key": self.award_key,
            "facts": facts,
        }


class CorrectionForm(forms.Form):
    """What a corrected award says instead, and why."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    number = forms.CharField(label=_("Student or staff number"), required=False, max_length=80)
    awarded_on = forms.DateField(label=_("Awarded on"), widget=DateInput())
    grade = forms.CharField(label=_("Grade"), required=False, max_length=40)
    reason = forms.CharField(
        label=_("Reason for the correction"),
        max_length=500,
        help_text=_("Kept in the history of the old award. It is not published."),
    )

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the award, as `reissue` takes it."""
        clean = self.cleaned_data
        changed = {name: clean[name] for name in self.changed_data if name != "reason"}
        if "awarded_on" in changed:
            changed["awarded_at"] = moment_of(changed.pop("awarded_on"))
        return changed


class ReasonForm(forms.Form):
    """Why a state is changed, and of how many the person who confirms was told."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Kept in the history of each award and told to its holder. Not published."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)


def moment_of(day: date) -> datetime:
    """The first moment of a day, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)
