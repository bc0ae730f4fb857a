"""What an institution may know of those who are on the way to its wholes.

It sees whoever follows a whole, whoever it gave a part, and whoever it gave the whole. Of somebody
who does not follow, it sees only how far its own awards lead: what others awarded is not its to
know, and neither is that it would be complete with them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from testamur.encoding import harmless
from testamur.pathways.stack import Counted, Remaining
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Organisation
from testamur_web.plans.holdings import holdings_of
from testamur_web.plans.models import StackCase
from testamur_web.plans.stacking import version_to_count

__all__ = [
    "Way",
    "WayShown",
    "WholeCount",
    "case_of",
    "cases_of",
    "show_way",
    "way_of",
    "ways_as_csv",
    "ways_of",
    "wholes_of",
]

_State = StackCase.State


@dataclass(frozen=True, slots=True)
class Way:
    """Somebody on the way to a whole, as its institution may see them."""

    case: StackCase
    name: str
    state: str
    percent: int
    left: Sequence[str]

    @property
    def label(self) -> str:
        """The state in words."""
        return str(_State(self.state).label)


@dataclass(frozen=True, slots=True)
class WayShown:
    """One of them with what counts and what is left."""

    way: Way
    counted: Sequence[Counted]
    remaining: Sequence[Remaining]


@dataclass(frozen=True, slots=True)
class WholeCount:
    """A whole that is offered, and how many are where on the way to it."""

    version: Version
    total: int
    waiting: int
    awarded: int
    reopened: int


def wholes_of(organisation: Organisation) -> list[WholeCount]:
    """The wholes that an organisation offers, by title."""
    offered = published().filter(is_stack=True, achievement__organisation=organisation)
    return [_counted(version, organisation) for version in offered.order_by("title")]


def cases_of(organisation: Organisation) -> QuerySet[StackCase]:
    """The cases that an organisation may know of at all."""
    seen = Q(followed_at__isnull=False, left_at=None) | Q(own_parts__gt=0) | ~Q(award=None)
    found = StackCase.objects.filter(seen, achievement__organisation=organisation)
    return found.select_related("person", "award", "achievement__organisation")


def case_of(organisation: Organisation, pk: UUID) -> StackCase | None:
    """One of them; None for what it may not know of."""
    return cases_of(organisation).filter(pk=pk).first()


def ways_of(
    organisation: Organisation,
    *,
    whole: Achievement | None = None,
    state: str = "",
    text: str = "",
) -> list[Way]:
    """Those on the way to one whole or any, who waits for a registrar first, then by name."""
    found = cases_of(organisation)
    if whole is not None:
        found = found.filter(achievement=whole)
    for word in text.replace("\x00", " ").split()[:5]:
        found = found.filter(person__name__icontains=word)
    ways = [way_of(case) for case in found.order_by("person__name", "pk")]
    fitting = [way for way in ways if not state or way.state == state]
    return sorted(fitting, key=lambda way: way.state != _State.WAITING)


def show_way(case: StackCase, *, at: datetime) -> WayShown:
    """What counts of one of them, counted now; raises `Refused` (`stack.no-rule`)."""
    _version, rule = version_to_count(case.achievement)
    holdings = holdings_of(case.person, at=at)
    found = holdings.count(rule, case.achievement, own=not case.is_followed)
    return WayShown(way_of(case), found.counted, found.remaining)


def ways_as_csv(ways: Iterable[Way]) -> str:
    """A table for a spreadsheet; no cell is one that it would take for a formula."""
    told = io.StringIO()
    sheet = csv.writer(told)
    sheet.writerow(
        ["name", "state", "percent", "left", "parts of ours", "follows since", "awarded"]
    )
    for way in ways:
        case = way.case
        since = f"{case.followed_at:%Y-%m-%d}" if case.is_followed and case.followed_at else ""
        awarded = f"{case.award.awarded_at:%Y-%m-%d}" if case.award else ""
        left = "; ".join(way.left)
        cells = (way.name, way.state, way.percent, left, case.own_parts, since, awarded)
        sheet.writerow(map(harmless, cells))
    return told.getvalue()


def _counted(version: Version, organisation: Organisation) -> WholeCount:
    ways = [way_of(case) for case in cases_of(organisation).filter(achievement=version.achievement)]
    states = [way.state for way in ways]
    return WholeCount(
        version,
        total=len(ways),
        waiting=states.count(_State.WAITING),
        awarded=states.count(_State.AWARDED),
        reopened=states.count(_State.REOPENED),
    )


def way_of(case: StackCase) -> Way:
    """What may be seen: all of who follows, of others what the organisation gave itself."""
    name = case.person.name
    if case.is_followed:
        return Way(case, name, case.state, case.percent, case.left)
    is_secret = case.waits_for == StackCase.WaitsFor.LEARNER
    state = _State.OPEN if is_secret else _State(case.state)
    if state == _State.AWARDED:
        return Way(case, name, state, 100, [])
    return Way(case, name, state, int(100 * case.own_progress), case.own_left)
