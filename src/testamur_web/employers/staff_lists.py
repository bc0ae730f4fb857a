"""A list of staff as a file: read, each row judged against what is there, and taken over.

Taking the same list over twice changes nothing. A row that is wrong keeps no other one back, and
says which cell is wrong and why.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from io import StringIO
from typing import Final

from django.db import transaction

from testamur.errors import Refused
from testamur.problems import Problem
from testamur_web.awards.bulk.sheets import Table, read_table
from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.models.teams import MAX_TEAM
from testamur_web.employers.staffing import (
    StaffStated,
    add_entry,
    edit_entry,
    entry_of,
    reactivate,
    staff_of,
)
from testamur_web.employers.teams import TeamStated, make_team, place_in_teams, team_called
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.people.workbooks import too_large
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.profiles import profiles_of

__all__ = ["FIELDS", "Judged", "RowState", "StaffRow", "judge", "read_list", "take_over", "text_of"]

FIELDS: Final = ("name", "email", "team", "manager", "profile")
MOST: Final = 2_000
_HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("name", "full name", "display name", "employee"), "name"),
    **dict.fromkeys(("email", "e-mail", "mail", "e-mail address", "email address"), "email"),
    **dict.fromkeys(("team", "department", "unit", "group"), "team"),
    **dict.fromkeys(("manager", "manager e-mail", "manager email", "reports to"), "manager"),
    **dict.fromkeys(("job profile", "profile", "role", "job", "job title"), "profile"),
}


class RowState(StrEnum):
    """What a row would change."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One row as it was written; `number` counts from 1, without headings and empty rows."""

    number: int
    name: str = ""
    email: str = ""
    team: str = ""
    manager: str = ""
    profile: str = ""

    @classmethod
    def of(cls, number: int, cells: Mapping[str, str]) -> StaffRow:
        """A row of these cells, by field; what is not there is empty."""
        return cls(number, *(cells.get(name, "").strip() for name in FIELDS))


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with what it would change; `problems` names the cells that are wrong."""

    row: StaffRow
    state: RowState
    problems: Mapping[str, Problem] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows are judged against."""

    entries: Mapping[str, StaffEntry]
    teams: Mapping[object, set[str]]
    profiles: Mapping[str, RoleProfile]
    listed: Counter[str]


def read_list(data: bytes | str) -> list[StaffRow]:
    """The rows of a file or a pasted text; raises `Refused` (`recipients.unreadable` and more)."""
    table = read_table(data)
    places = _places(table)
    if len(table.rows) > MOST:
        raise too_large(f"the list has more than {MOST} people")
    said = [{name: _cell(cells, at) for name, at in places.items()} for cells in table.rows]
    return [StaffRow.of(number, cells) for number, cells in enumerate(filter(_says, said), 1)]


def text_of(rows: Iterable[StaffRow]) -> str:
    """The rows as CSV that `read_list` reads."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "email", "team", "manager", "job profile"])
    writer.writerows([row.name, row.email, row.team, row.manager, row.profile] for row in rows)
    return out.getvalue()


def judge(organisation: Organisation, rows: Sequence[StaffRow]) -> list[Judged]:
    """Every row with what taking it over would change; nothing is changed."""
    entries = {one.email.lower(): one for one in staff_of(organisation)}
    teams: dict[object, set[str]] = {}
    for team, entry in Team.objects.filter(
        organisation=organisation, places__isnull=False
    ).values_list("name", "places__entry"):
        teams.setdefault(entry, set()).add(team.lower())
    profiles = {one.title.lower(): one for one in profiles_of(organisation)}
    listed = Counter(row.email.strip().lower() for row in rows)
    known, seen = _Known(entries, teams, profiles, listed), set[str]()
    judged = []
    for row in rows:
        judged.append(_judged(row, known, seen))
        seen.add(row.email.strip().lower())
    return judged


@transaction.atomic
def take_over(
    organisation: Organisation, rows: Sequence[StaffRow], *, by: Person, at: datetime
) -> list[Judged]:
    """Take over every row that is right: people are invited, put in teams, and given managers."""
    judged = judge(organisation, rows)
    due = [one.row for one in judged if one.state in (RowState.NEW, RowState.CHANGED)]
    profiles = {one.title.lower(): one for one in profiles_of(organisation)}
    for row in due:
        _take(organisation, row, profiles.get(row.profile.strip().lower()), by=by, at=at)
    for row in due:  # managers last: they may stand further down
        _give_manager(organisation, row, at=at)
    return judged


def _places(table: Table) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, heading in enumerate(table.headings):
        named = _HEADINGS.get(" ".join(heading.replace("_", " ").lower().split()))
        if named is not None:
            places.setdefault(named, at)
    missing = [name for name in ("name", "email") if name not in places]
    if missing:
        told = f"no column is called {' or '.join(missing)}"
        raise Refused.because("recipients.unreadable", told, "/file")
    return places


def _says(cells: Mapping[str, str]) -> bool:
    return any(cells.values())


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _judged(row: StaffRow, known: _Known, seen: set[str]) -> Judged:
    problems = dict(_problems(row, known, seen))
    if problems:
        return Judged(row, RowState.WRONG, problems)
    entry = known.entries.get(row.email.strip().lower())
    if entry is None:
        return Judged(row, RowState.NEW)
    is_same = entry.is_active and _is_said(row, entry, known.teams.get(entry.pk, set()))
    return Judged(row, RowState.SAME if is_same else RowState.CHANGED)


def _is_said(row: StaffRow, entry: StaffEntry, teams: set[str]) -> bool:
    """Whether all that a row says is so; an empty cell says nothing."""
    manager = entry.manager.email.lower() if entry.manager else ""
    profile = entry.job_profile.title.lower() if entry.job_profile else ""
    return (
        entry.name == words.read_name(row.name)
        and (not row.team or teams == {row.team.lower()})
        and (not row.manager or manager == row.manager.lower())
        and (not row.profile or profile == row.profile.lower())
    )


def _problems(row: StaffRow, known: _Known, seen: set[str]) -> Iterator[tuple[str, Problem]]:
    email = row.email.strip().lower()
    readers = {"name": words.read_name, "email": words.read_email}
    for name, read in readers.items():
        try:
            read(getattr(row, name))
        except Refused as error:
            yield name, error.problem
    if row.team:
        try:
            words.read_name(row.team, at_most=MAX_TEAM)
        except Refused as error:
            yield "team", error.problem
    if email and email in seen:
        yield "email", Problem("staff.twice", "a row above has this address")
    manager = row.manager.strip().lower()
    if manager and (
        manager == email or (manager not in known.listed and manager not in known.entries)
    ):
        yield "manager", Problem("staff.manager-unknown", f"{row.manager[:80]} is not on the list")
    if row.profile and row.profile.strip().lower() not in known.profiles:
        yield "profile", Problem("staff.profile-unknown", f"no role is called {row.profile[:80]}")


def _take(
    organisation: Organisation,
    row: StaffRow,
    profile: RoleProfile | None,
    *,
    by: Person,
    at: datetime,
) -> None:
    stated = StaffStated(row.email, row.name, job_profile=profile)
    entry = entry_of(organisation, words.read_email(row.email))
    if entry is None:
        entry = add_entry(organisation, stated, by=by, at=at)
    else:
        kept = replace(
            stated,
            external_id=entry.external_id,
            manager=entry.manager,
            job_profile=profile or entry.job_profile,
        )
        edit_entry(entry, kept, by=by, at=at)
        reactivate(entry, by=by, at=at)
    if row.team:
        team = team_called(organisation, row.team)
        if team is None:
            team = make_team(organisation, TeamStated(row.team), by=by, at=at)
        place_in_teams(entry, [team], by=by, at=at)


def _give_manager(organisation: Organisation, row: StaffRow, *, at: datetime) -> None:
    if not row.manager:
        return
    entry = entry_of(organisation, words.read_email(row.email))
    manager = entry_of(organisation, row.manager)
    if entry is not None and manager is not None and entry.manager_id != manager.pk:
        entry.manager, entry.changed_at = manager, at
        entry.save(update_fields=["manager", "changed_at"])
