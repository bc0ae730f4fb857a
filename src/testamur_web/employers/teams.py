"""The teams of an organisation: made, named, put under one another, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from testamur.errors import Conflict, Refused
from testamur_web.employers.models import StaffEntry, Team, TeamPlace
from testamur_web.employers.models.teams import MAX_TEAM
from testamur_web.ops import trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person

__all__ = [
    "TeamStated",
    "edit_team",
    "find_team",
    "make_team",
    "people_in",
    "place_in_teams",
    "remove_team",
    "set_people",
    "team_called",
    "teams_of",
]


@dataclass(frozen=True, slots=True)
class TeamStated:
    """What is said of a team: its name, the team above it, who manages it, its id elsewhere."""

    name: str
    parent: Team | None = None
    manager: StaffEntry | None = None
    external_id: str = ""


def teams_of(organisation: Organisation) -> QuerySet[Team]:
    """The teams by name, each with how many `people` are in it, and how many of them `joined`."""
    is_active = Q(places__entry__is_active=True)
    return (
        Team.objects.filter(organisation=organisation)
        .select_related("parent", "manager")
        .annotate(
            people=Count("places", filter=is_active, distinct=True),
            joined=Count(
                "places", filter=is_active & Q(places__entry__person__isnull=False), distinct=True
            ),
        )
        .order_by("name")
    )


def find_team(organisation: Organisation, pk: UUID) -> Team | None:
    """A team of an organisation."""
    return teams_of(organisation).filter(pk=pk).first()


def team_called(organisation: Organisation, name: str) -> Team | None:
    """The team of this name, in capitals or not."""
    return Team.objects.filter(organisation=organisation, name__iexact=name.strip()).first()


def people_in(team: Team) -> QuerySet[StaffEntry]:
    """Who is in a team, by name."""
    rows = StaffEntry.objects.filter(places__team=team, is_active=True)
    return rows.select_related("person", "job_profile", "manager").order_by("name", "email")


@transaction.atomic
def make_team(organisation: Organisation, stated: TeamStated, *, by: Person, at: datetime) -> Team:
    """Make a team; raises `Refused` (`text.*`) and `Conflict` (`team.exists`)."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    team = Team(organisation=organisation, created_at=at)
    _write(team, stated, at)
    _record("team.make", team, by=by, at=at)
    return team


@transaction.atomic
def edit_team(team: Team, stated: TeamStated, *, by: Person, at: datetime) -> Team:
    """Change what is said of a team; raises what `make_team` does, and `Refused`."""
    Organisation.objects.select_for_update().get(pk=team.organisation_id)
    _refuse_circle(team, stated.parent)
    _write(team, stated, at)
    _record("team.edit", team, by=by, at=at)
    return team


@transaction.atomic
def remove_team(team: Team, *, by: Person, at: datetime) -> None:
    """There is no such team any more; the people stay, and so do the teams under it."""
    trail.record("team.remove", team, by=by, tenant=team.organisation_id, at=at, name=team.name)
    Team.objects.filter(pk=team.pk).delete()


@transaction.atomic
def set_people(
    team: Team,
    *,
    put: Iterable[StaffEntry] = (),
    take: Iterable[StaffEntry] = (),
    by: Person,
    at: datetime,
) -> None:
    """Put some into a team and take others out; what is so already stays as it is."""
    taken = list(take)
    TeamPlace.objects.filter(team=team, entry__in=taken).delete()
    added = [entry for entry in put if _put(team, entry, at)]
    if not added and not taken:
        return
    Team.objects.filter(pk=team.pk).update(changed_at=at)
    told = {"name": team.name, "put": [one.name for one in added]}
    told["taken"] = [one.name for one in taken]
    trail.record("team.people", team, by=by, tenant=team.organisation_id, at=at, **told)


def place_in_teams(entry: StaffEntry, teams: Iterable[Team], *, by: Person, at: datetime) -> None:
    """Let somebody be in exactly these teams."""
    wanted = {team.pk: team for team in teams}
    for place in entry.places.select_related("team"):
        if wanted.pop(place.team_id, None) is None:
            set_people(place.team, take=[entry], by=by, at=at)
    for team in wanted.values():
        set_people(team, put=[entry], by=by, at=at)


def _put(team: Team, entry: StaffEntry, at: datetime) -> bool:
    _place, is_new = TeamPlace.objects.get_or_create(team=team, entry=entry, defaults={"since": at})
    return is_new


def _write(team: Team, stated: TeamStated, at: datetime) -> None:
    team.name = words.read_name(stated.name, at_most=MAX_TEAM)
    same = Team.objects.filter(organisation=team.organisation_id, name__iexact=team.name)
    if same.exclude(pk=team.pk).exists():
        raise Conflict.because("team.exists", f"there is a team called {team.name}", "/name")
    team.parent, team.manager = stated.parent, stated.manager
    team.external_id, team.changed_at = stated.external_id, at
    team.save()


def _record(verb: str, team: Team, *, by: Person, at: datetime) -> None:
    """Who manages it is told: it lets them see how far its people are."""
    parent, manager = team.parent, team.manager
    told = {"name": team.name, "parent": parent.name if parent else ""}
    told["manager"] = manager.name if manager else ""
    trail.record(verb, team, by=by, tenant=team.organisation_id, at=at, **told)


def _refuse_circle(team: Team, parent: Team | None) -> None:
    """Raise `Refused` (`team.circular`); what stands above is read now that nobody else moves."""
    above = dict(Team.objects.filter(organisation=team.organisation_id).values_list("pk", "parent"))
    place = parent.pk if parent else None
    while place is not None:
        if place == team.pk:
            told = f"{team.name} would be under itself"
            raise Refused.because("team.circular", told, "/parent")
        place = above.get(place)
