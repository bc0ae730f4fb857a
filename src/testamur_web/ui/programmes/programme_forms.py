"""What is typed of a programme: what it is for, who takes part, what helps, what was spent."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.pathways.goal import goal_from
from testamur_web.catalogue.matched import standing_for
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import published
from testamur_web.catalogue.skills import offers_of_skills
from testamur_web.catalogue.vocabulary import CURRENCIES
from testamur_web.employers.models import Participant, Programme, Team
from testamur_web.employers.programmes import Joining, ProgrammeStated, Spent, still_open
from testamur_web.learning.models import Cohort
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.people.queries import members_of
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.profiles import newest_of, profiles_of
from testamur_web.ui.issuer.award_forms import DateInput

__all__ = ["HelpForm", "JoiningForm", "ProgrammeForm", "SpentForm"]

_MOST_HELP: Final = 60


class ProgrammeForm(forms.Form):
    """What a programme is for, by when, and what it may cost."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    profile = forms.ModelChoiceField(
        label=gettext_lazy("Role to reach"),
        queryset=RoleProfile.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a role"),
    )
    stack = forms.ModelChoiceField(
        label=gettext_lazy("Or a stack to earn"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=gettext_lazy("No stack"),
        help_text=gettext_lazy("A role is made that asks for what the stack certifies."),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Responsible"), queryset=Person.objects.none(), required=False
    )
    begins = forms.DateField(label=gettext_lazy("Begins"), widget=DateInput())
    ends = forms.DateField(label=gettext_lazy("Ends"), widget=DateInput())
    reminders = forms.CharField(
        label=gettext_lazy("Reminders, days before the end"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example: 30, 7. Who has nothing left to do gets no letter."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(code, code) for code in CURRENCIES]
    )
    budget = forms.DecimalField(
        label=gettext_lazy("Budget in all"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )
    budget_each = forms.DecimalField(
        label=gettext_lazy("Budget for each person"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )

    def __init__(self, *args: Any, organisation: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, "profile", profiles_of(organisation))
        _choose(self, "stack", published().filter(is_stack=True).order_by("title"))
        _choose(self, "owner", _managers(organisation))

    def clean_reminders(self) -> list[int]:
        """Whole numbers."""
        parts = self.cleaned_data["reminders"].replace(";", ",").split(",")
        words = [part.strip() for part in parts if part.strip()]
        if not all(word.isascii() and word.isdecimal() and len(word) < 4 for word in words):
            raise forms.ValidationError(_("Write whole numbers, such as 30, 7."))
        return [int(word) for word in words]

    def clean(self) -> dict[str, Any]:
        """One thing to reach."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("profile")) == bool(given.get("stack")):
            raise forms.ValidationError(_("Choose a role or a stack."))
        return given

    def stated(self, profile: RoleProfile) -> ProgrammeStated:
        """What was said, for this role."""
        given = {name: self.cleaned_data[name] for name in _SAID}
        return ProgrammeStated(profile=profile, **given)


_SAID: Final = (
    *("title", "owner", "begins", "ends", "reminders", "currency", "budget", "budget_each"),
)


class JoiningForm(forms.Form):
    """Teams and people who are to take part."""

    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everybody in them who has joined."),
    )
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*args, **more)
        self._organisation = organisation = programme.organisation
        _choose(self, "teams", Team.objects.filter(organisation=organisation).order_by("name"))
        members = Person.objects.filter(memberships__organisation=organisation).distinct()
        there = programme.participants.values("person")
        _choose(self, "people", members.exclude(pk__in=there).order_by("name"))

    @property
    def joining(self) -> list[Joining]:
        """Who was chosen, those of teams with their team."""
        given = self.cleaned_data
        people = [
            Joining(person, _team_of(person, self._organisation)) for person in given["people"]
        ]
        return [*_of_teams(given["teams"]), *people]


class HelpForm(forms.Form):
    """Micro-credentials that certify what the role asks for, and cohorts of the house."""

    offers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Micro-credentials to earn"),
        queryset=Achievement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cohorts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Cohorts to join"),
        queryset=Cohort.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*args, **more)
        found = _fitting(programme)
        _choose(self, "offers", Achievement.objects.filter(pk__in=found))
        cohorts = Cohort.objects.filter(still_open(), version__achievement__in=found)
        own = cohorts.filter(organisation=programme.organisation)
        open_ones = cohorts.filter(entry=Cohort.Entry.OPEN)
        _choose(self, "cohorts", (own | open_ones).select_related("version").distinct())


class _ByName(forms.ModelChoiceField[Participant]):
    """Participants, called by their names."""

    def label_from_instance(self, obj: Participant) -> str:
        """What is read in the list."""
        return obj.person.name


class SpentForm(forms.Form):
    """Money that was spent."""

    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("A negative amount puts right what was wrong."),
    )
    note = forms.CharField(label=gettext_lazy("What for"), max_length=200)
    on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput())
    participant = _ByName(
        label=gettext_lazy("For whom"),
        queryset=Participant.objects.none(),
        required=False,
        empty_label=gettext_lazy("All together"),
    )

    def __init__(self, *args: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = programme.participants.select_related("person").order_by("person__name")
        _choose(self, "participant", rows)

    @property
    def spent(self) -> Spent:
        """What was written down."""
        given = self.cleaned_data
        return Spent(given["amount"], given["note"], given["on"], given["participant"])


def _choose(form: forms.Form, name: str, among: Any) -> None:
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = among


def _managers(organisation: Organisation) -> Any:
    held = [one.person.pk for one in members_of(organisation) if _MANAGING & set(one.roles)]
    return Person.objects.filter(pk__in=held).order_by("name")


_MANAGING: Final = frozenset({Role.MANAGER, Role.ADMIN})


def _team_of(person: Person, organisation: Organisation) -> Team | None:
    return Team.objects.filter(organisation=organisation, places__entry__person=person).first()


def _of_teams(teams: Iterable[Team]) -> list[Joining]:
    return [
        Joining(place.entry.person, team)
        for team in teams
        for place in team.places.filter(
            entry__is_active=True,
            entry__person__memberships__organisation=team.organisation_id,
        )
        .select_related("entry__person")
        .distinct()
        if place.entry.person is not None
    ]


def _fitting(programme: Programme) -> list[Any]:
    """The achievements that certify a skill of the role, and what is linked already."""
    wanted = goal_from(newest_of(programme.profile).content)
    same = standing_for(need.skill for need in wanted.needs)
    offers = offers_of_skills(uri for uris in same.values() for uri in uris)
    found = {version.achievement_id: None for each in offers.values() for version in each}
    linked = programme.offers.values_list("pk", flat=True)
    return [*linked, *list(found)[:_MOST_HELP]]
