"""Programmes of an organisation: prepared, launched, answered by each person, paid for, closed.

Launching asks; it sets nothing. Each person is proposed the role as a goal, and what they answer,
and whether they let be seen how far they are, is theirs (ADR 23).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import Need
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.skills import entry_of
from testamur_web.catalogue.vocabulary import CURRENCIES
from testamur_web.employers.leading import Teams
from testamur_web.employers.models import Expense, Participant, Programme, Team, TeamPlace
from testamur_web.employers.standings import ask_for_due
from testamur_web.learning.models import Cohort
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import roles_of
from testamur_web.plans.models import GoalProposal, RoleProfile
from testamur_web.plans.profiles import create_profile, refuse_withdrawn
from testamur_web.plans.proposing import propose

__all__ = [
    "REMINDER",
    "Joining",
    "ProgrammeStated",
    "Spent",
    "add_people",
    "close_programme",
    "edit_programme",
    "find_programme",
    "launch",
    "link_help",
    "make_programme",
    "participants_in",
    "profile_of_stack",
    "programmes_of",
    "programmes_with",
    "remove_participant",
    "running_for",
    "spend",
    "still_open",
]

REMINDER: Final = "employers.reminder"
MOST_REMINDERS: Final = 6
MOST_DAYS: Final = 365
_HOUR: Final = time(8)
_State = Programme.State
_Answer = GoalProposal.State


@dataclass(frozen=True, slots=True)
class ProgrammeStated:
    """What is said of a programme; money is in its currency, in all and for each person."""

    title: str
    profile: RoleProfile
    begins: date
    ends: date
    owner: Person | None = None
    reminders: Sequence[int] = ()
    currency: str = "EUR"
    budget: Decimal | None = None
    budget_each: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who is to take part, with the team they come from."""

    person: Person
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """Money that was spent, for one person or for all."""

    amount: Decimal
    note: str
    on: date
    participant: Participant | None = None


def programmes_of(organisation: Organisation, *, teams: Teams = None) -> QuerySet[Programme]:
    """The newest first, each with its `people` and how many of them `accepted`.

    With `teams`, what was launched for somebody of these, and only they are counted.
    """
    rows = Programme.objects.filter(organisation=organisation)
    mine = Q() if teams is None else _of_teams(teams, "participants__")
    if teams is not None:
        there = Participant.objects.filter(_of_teams(teams), programme=OuterRef("pk"))
        rows = rows.filter(Exists(there), launched_at__isnull=False)
    is_accepted = Q(participants__proposal__state=_Answer.ACCEPTED)
    return rows.select_related("profile", "owner", "organisation").annotate(
        people=Count("participants", filter=mine, distinct=True),
        accepted=Count("participants", filter=mine & is_accepted, distinct=True),
    )


def find_programme(
    organisation: Organisation, pk: UUID, *, teams: Teams = None
) -> Programme | None:
    """A programme of an organisation; with `teams`, one that somebody of these takes part in."""
    return programmes_of(organisation, teams=teams).filter(pk=pk).first()


def participants_in(programme: Programme, *, teams: Teams = None) -> QuerySet[Participant]:
    """Who takes part, by name; with `teams`, who came with one of these and is in one still."""
    related = ("person", "team", "proposal__goal__person", "proposal__version__profile")
    rows = programme.participants.select_related(*related, "proposal__organisation")
    if teams is not None:
        rows = rows.filter(_of_teams(teams))
    return rows.order_by("person__name", "pk")


def programmes_with(person: Person) -> QuerySet[Participant]:
    """Where somebody takes part: what runs or ran, while they belong to the organisation."""
    rows = Participant.objects.filter(person=person, programme__launched_at__isnull=False)
    rows = rows.filter(programme__organisation__memberships__person=person).distinct()
    related = ("programme__organisation", "programme__profile", "programme__owner")
    return rows.select_related(*related, "proposal__goal").order_by("programme__ends")


def running_for(person: Person) -> QuerySet[Participant]:
    """The programmes of somebody that run and have a question or a goal for them."""
    answers = (_Answer.WAITING, _Answer.ACCEPTED)
    rows = programmes_with(person).filter(programme__state=_State.RUNNING)
    return rows.filter(proposal__state__in=answers)


def still_open(at: datetime | None = None) -> Q:
    """Of cohorts: that somebody can still enrol at a moment, now where none is stated."""
    return Q(closes_at=None) | Q(closes_at__gt=at or timezone.now())


@transaction.atomic
def make_programme(
    organisation: Organisation, stated: ProgrammeStated, *, by: Person, at: datetime
) -> Programme:
    """Prepare a programme; raises `Refused` (`programme.*`, `text.*`) and `Conflict`."""
    programme = Programme(organisation=organisation, created_at=at)
    _write(programme, stated)
    _record("programme.make", programme, by=by, at=at)
    return programme


@transaction.atomic
def edit_programme(
    programme: Programme, stated: ProgrammeStated, *, by: Person, at: datetime
) -> Programme:
    """Say something else; the role stays once it was launched. Raises as `make_programme` does."""
    locked = _locked(programme, _State.DRAFT, _State.RUNNING)
    if locked.state == _State.RUNNING and stated.profile.pk != locked.profile_id:
        told = "people were asked for this role already"
        raise Conflict.because("programme.state", told, "/profile")
    _write(locked, stated)
    _record("programme.edit", locked, by=by, at=at)
    if locked.state == _State.RUNNING:
        _remind_later(locked, locked.participants.all(), at=at)
    return locked


@transaction.atomic
def link_help(
    programme: Programme,
    *,
    offers: Iterable[Achievement],
    cohorts: Iterable[Cohort],
    by: Person,
    at: datetime,
) -> None:
    """What helps to reach the role: micro-credentials to earn, and cohorts to join."""
    locked = _locked(programme, _State.DRAFT, _State.RUNNING)
    locked.offers.set(offers)
    locked.cohorts.set(cohorts)
    counts = {"offers": locked.offers.count(), "cohorts": locked.cohorts.count()}
    _record("programme.help", locked, by=by, at=at, **counts)


@transaction.atomic
def add_people(
    programme: Programme, joining: Iterable[Joining], *, by: Person, at: datetime
) -> int:
    """Let members take part; those who do already stay. How many came anew.

    Of a programme that runs, each is asked at once.
    """
    locked = _locked(programme, _State.DRAFT, _State.RUNNING)
    added = []
    for one in joining:
        if not roles_of(one.person, locked.organisation):
            raise Refused.because("member.unknown", "this person is no member", "/people")
        participant, is_new = Participant.objects.get_or_create(
            programme=locked, person=one.person, defaults={"team": one.team, "added_at": at}
        )
        if is_new:
            added.append(participant)
    if added:
        _record("programme.people", locked, by=by, at=at, added=len(added))
    if locked.state == _State.RUNNING:
        _ask(locked, added, by=by, at=at)
        ask_for_due(locked, at=at)
    return len(added)


@transaction.atomic
def remove_participant(participant: Participant, *, by: Person, at: datetime) -> None:
    """They take part no more; a goal that they accepted is theirs and stays."""
    locked = _locked(participant.programme, _State.DRAFT, _State.RUNNING)
    _record("programme.remove", locked, by=by, at=at, person=participant.person.name)
    Participant.objects.filter(pk=participant.pk).delete()


@transaction.atomic
def launch(programme: Programme, *, by: Person, at: datetime) -> int:
    """Ask everybody; launching again asks those who could not be asked. How many were.

    Raises `Conflict` (`programme.state`, `profile.withdrawn`) and `Refused` (`programme.nobody`).
    """
    locked = _locked(programme, _State.DRAFT, _State.RUNNING)
    refuse_withdrawn(locked.profile)
    people = list(locked.participants.filter(proposal=None).select_related("person"))
    if not locked.participants.exists():
        raise Refused.because("programme.nobody", "choose people or teams first", "/people")
    if locked.state == _State.DRAFT:
        locked.state, locked.launched_at = _State.RUNNING, at
        locked.save(update_fields=["state", "launched_at"])
        _record("programme.launch", locked, by=by, at=at, people=len(people))
    asked = _ask(locked, people, by=by, at=at)
    ask_for_due(locked, at=at)
    return asked


@transaction.atomic
def close_programme(programme: Programme, *, by: Person, at: datetime) -> None:
    """Nobody is reminded or asked any more; goals stay. Raises `Conflict` (`programme.state`).

    One that was never launched is over as well.
    """
    locked = _locked(programme, _State.DRAFT, _State.RUNNING)
    locked.state, locked.closed_at = _State.CLOSED, at
    locked.save(update_fields=["state", "closed_at"])
    _record("programme.close", locked, by=by, at=at)


@transaction.atomic
def spend(programme: Programme, spent: Spent, *, by: Person, at: datetime) -> Expense:
    """Write down what was spent; a negative amount puts right what was wrong.

    Raises `Refused` (`value.out-of-range`, `text.*`).
    """
    locked = _locked(programme, *_State)
    if not spent.amount or abs(spent.amount) >= 10**9:
        raise Refused.because("value.out-of-range", "an amount is not 0", "/amount")
    expense = Expense.objects.create(
        programme=locked,
        participant=spent.participant,
        amount=spent.amount.quantize(Decimal("0.01")),
        note=words.read_name(spent.note, "/note"),
        spent_on=spent.on,
        entered_by=by,
        entered_at=at,
    )
    _record("programme.spend", locked, by=by, at=at, amount=str(expense.amount))
    return expense


def profile_of_stack(
    organisation: Organisation, stack: Version, *, by: Person, at: datetime
) -> RoleProfile:
    """A role that asks for what a stack certifies; raises `Refused` (`programme.no-skills`)."""
    skills = {skill.uri: skill.level for skill in stack.skills.all()}
    if not skills:
        raise Refused.because("programme.no-skills", f"{stack.title} names no skill", "/stack")
    needs = tuple(Need(uri, level=level) for uri, level in skills.items())
    known = {uri: entry.entry.label for uri in skills if (entry := entry_of(uri))}
    wanted = Wanted(needs, label=stack.title, names=known)
    return create_profile(organisation, wanted, by=by, at=at)


def _of_teams(teams: AbstractSet[UUID], path: str = "") -> Q:
    """Of participants: that they came with one of these teams, and are in one of them still."""
    there = TeamPlace.objects.filter(team__in=teams, entry__is_active=True)
    return Q(**{f"{path}team__in": teams, f"{path}person__in": there.values("entry__person")})


def _write(programme: Programme, stated: ProgrammeStated) -> None:
    if stated.profile.organisation_id != programme.organisation_id:
        raise Refused.because("gap.goal-unknown", "no such role", "/profile")
    if stated.ends <= stated.begins:
        raise Refused.because("programme.dates", "it ends before it began", "/ends")
    if stated.owner is not None and not roles_of(stated.owner, programme.organisation):
        raise Refused.because("member.unknown", "this person is no member", "/owner")
    if stated.currency not in CURRENCIES:
        raise Refused.because("value.unknown-choice", "no currency that is known", "/currency")
    refuse_withdrawn(stated.profile)
    programme.title = words.read_name(stated.title, "/title")
    programme.profile, programme.owner = stated.profile, stated.owner
    programme.begins, programme.ends = stated.begins, stated.ends
    programme.reminders = _reminders(stated.reminders)
    programme.currency = stated.currency
    programme.budget, programme.budget_each = stated.budget, stated.budget_each
    programme.save()


def _reminders(days: Sequence[int]) -> list[int]:
    told = sorted(set(days), reverse=True)
    if len(told) > MOST_REMINDERS or any(not 1 <= one <= MOST_DAYS for one in told):
        raise Refused.because("programme.reminders", "whole numbers from 1 to 365", "/reminders")
    return told


def _locked(programme: Programme, *states: Programme.State) -> Programme:
    rows = Programme.objects.select_for_update(of=("self",))
    row = rows.select_related("organisation", "profile", "owner").get(pk=programme.pk)
    if row.state not in states:
        raise Conflict.because("programme.state", f"it is {row.state}")
    return row


def _ask(programme: Programme, people: Iterable[Participant], *, by: Person, at: datetime) -> int:
    """Propose the role to each; who has an unanswered proposal of the house is left for later."""
    asked = []
    for one in people:
        proposal = _pursued(programme, one.person) or _proposed(programme, one.person, by, at)
        if proposal is not None:
            one.proposal = proposal
            one.save(update_fields=["proposal"])
            asked.append(one)
    _remind_later(programme, asked, at=at)
    return len(asked)


def _pursued(programme: Programme, person: Person) -> GoalProposal | None:
    """What they accepted before of the same role, and still pursue."""
    rows = GoalProposal.objects.filter(person=person, version__profile=programme.profile)
    return rows.filter(state=_Answer.ACCEPTED, goal__ended_at=None, goal__isnull=False).first()


def _proposed(
    programme: Programme, person: Person, by: Person, at: datetime
) -> GoalProposal | None:
    with override(person.language):
        told = {"title": programme.title, "day": f"{programme.ends:%Y-%m-%d}"}
        note = _("For the programme “%(title)s”, until %(day)s.") % told
    try:
        with transaction.atomic():
            return propose(programme.profile, person, note=note, by=by, at=at)
    except (Refused, Conflict):  # another goal waits for an answer, or they left meanwhile
        return None


def _remind_later(programme: Programme, people: Iterable[Participant], *, at: datetime) -> None:
    for one in people:
        for days in programme.reminders:
            due = timezone.make_aware(
                datetime.combine(programme.ends - timedelta(days=days), _HOUR)
            )
            if due > at:
                told = {"participant": str(one.pk), "ends": f"{programme.ends}", "days": days}
                key = f"{REMINDER}:{one.pk}:{programme.ends}:{days}"
                tenant = programme.organisation_id
                outbox.post(REMINDER, told, key=key, tenant=tenant, due_at=due)


def _record(
    verb: str, programme: Programme, *, by: Person, at: datetime, **more: str | int
) -> None:
    told = {"title": programme.title, **more}
    trail.record(verb, programme, by=by, tenant=programme.organisation_id, at=at, **told)
