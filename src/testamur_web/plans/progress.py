"""How far somebody is toward a qualification, and how far all are who follow it.

Whoever follows a qualification is seen by its organisation: their name, their credits and the units
that are open, and nothing else of their wallet. Whoever does not is not seen. Of a wallet only what
could count is judged, so that a list of many takes a moment.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

import testamur as tm
from testamur.credentials.resolution import MAX_FETCHED_BYTES, Fetched, within
from testamur.encoding import harmless
from testamur.errors import TestamurError
from testamur.pathways.held import Held, held_of
from testamur.pathways.units import (
    Exemption,
    Part,
    Progress,
    Recognised,
    Unit,
    UnitProgress,
    progress,
)
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Person
from testamur_web.plans.mapped import address_of, counting_toward
from testamur_web.plans.models import (
    Application,
    Following,
    Qualification,
    QualificationUnit,
    UnitMapping,
)
from testamur_web.wallet.models import Item

__all__ = [
    "Follower",
    "LearnerProgress",
    "LearnerUnit",
    "follower_reader",
    "followers_as_csv",
    "followers_on",
    "following_of",
    "followings_of",
    "learner_progress",
    "open_to",
]

State = Application.State
IN_FORCE: Final = (State.GRANTED, State.PARTLY)
_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class LearnerUnit:
    """One unit for one learner: its credits, what was asked for it, and what would count."""

    unit: QualificationUnit
    told: UnitProgress
    applications: Sequence[Application]
    offers: Sequence[tuple[UnitMapping, Version | None]]

    @property
    def counted(self) -> list[Part]:
        """What brings credits."""
        return [part for part in self.told.parts if part.why is None]

    @property
    def left_out(self) -> list[Part]:
        """What is mapped and brings none, with its reason."""
        return [part for part in self.told.parts if part.why is not None]

    @property
    def would_count(self) -> list[tuple[UnitMapping, Version | None]]:
        """What counts toward it and is not held, while something is open."""
        held = {name for part in self.told.parts for name in part.held.names}
        missing = [one for one in self.offers if address_of(one[0]) not in held]
        return missing if self.told.open > 0 else []

    @property
    def waits(self) -> bool:
        """Whether an application for it waits for a decision."""
        return any(one.state == State.WAITING for one in self.applications)

    @property
    def may_apply(self) -> bool:
        """Whether something is open, and no application for it waits."""
        return self.told.open > 0 and not self.waits


@dataclass(frozen=True, slots=True)
class LearnerProgress:
    """How far one learner is; `following` is None where they do not follow it."""

    qualification: Qualification
    progress: Progress
    units: Sequence[LearnerUnit]
    following: Following | None

    @property
    def reached(self) -> Decimal:
        """The credits that are earned or exempt."""
        return self.progress.earned + self.progress.exempt

    @property
    def bar(self) -> tuple[int, int]:
        """What is earned and what is exempt, in percent of the total."""
        return _percents(self.progress)


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who follows a qualification, as its organisation sees them."""

    following: Following
    progress: Progress
    open_codes: Sequence[str]

    @property
    def percent(self) -> int:
        """How much of the total is reached, in percent."""
        return sum(_percents(self.progress))


def open_to(person: Person) -> QuerySet[Qualification]:
    """What somebody may open: what is published, and what they follow or applied to."""
    mine = Q(followings__person=person, followings__ended_at=None)
    asked = Q(units__applications__person=person)
    rows = Qualification.objects.filter(Q(published_at__isnull=False) | mine | asked)
    return rows.select_related("organisation").prefetch_related("units").distinct()


def following_of(person: Person) -> QuerySet[Following]:
    """What somebody follows now."""
    rows = person.followings.filter(ended_at=None)
    return rows.select_related("qualification__organisation")


def learner_progress(
    person: Person, qualification: Qualification, *, at: datetime
) -> LearnerProgress:
    """How far somebody is, unit by unit."""
    mapped = _Mapped(qualification, at=at)
    asked = _applications(qualification, person)
    found = mapped.progress_of(_held(person, mapped), asked)
    offers = counting_toward(qualification, at=at)
    units = [
        LearnerUnit(
            unit,
            told,
            [one for one in asked if one.unit_id == unit.pk],
            offers.get(str(unit.pk), []),
        )
        for unit, told in zip(mapped.units, found.units, strict=True)
    ]
    following = qualification.followings.filter(person=person, ended_at=None).first()
    return LearnerProgress(qualification, found, units, following)


def followings_of(qualification: Qualification) -> QuerySet[Following]:
    """Who follows it, by name."""
    rows = qualification.followings.filter(ended_at=None, person__is_active=True)
    return rows.select_related("person").order_by("person__name", "pk")


def follower_reader(
    qualification: Qualification, *, at: datetime
) -> Callable[[Following], Follower]:
    """What tells of each who follows it how far they are."""
    mapped = _Mapped(qualification, at=at)

    def read(following: Following) -> Follower:
        person = following.person
        asked = _applications(qualification, person)
        found = mapped.progress_of(_held(person, mapped), asked)
        several = zip(mapped.units, found.units, strict=True)
        return Follower(following, found, [unit.code for unit, told in several if told.open > 0])

    return read


def followers_on(
    qualification: Qualification, number: int | str | None, *, at: datetime
) -> Page[Any]:
    """A page of those who follow it; one beyond the last is the last."""
    page: Page[Any] = Paginator(followings_of(qualification), _PAGE).get_page(number)
    page.object_list = [*map(follower_reader(qualification, at=at), page.object_list)]
    return page


def followers_as_csv(qualification: Qualification, *, at: datetime) -> str:
    """A table for a spreadsheet; no cell is one that it would take for a formula."""
    told = io.StringIO()
    sheet = csv.writer(told)
    sheet.writerow(["name", "follows since", "earned", "exempt", "open", "units open"])
    for one in map(follower_reader(qualification, at=at), followings_of(qualification)):
        cells = (
            one.following.person.name,
            one.following.began_at.date().isoformat(),
            one.progress.earned,
            one.progress.exempt,
            one.progress.open,
            " ".join(one.open_codes),
        )
        sheet.writerow([harmless(cell) for cell in cells])
    return told.getvalue()


class _Once:
    """What this instance publishes, made once for a page: signing a status list takes longest."""

    def __init__(self, *, at: datetime) -> None:
        self._then = InstanceResolver(at=at)
        self._had: dict[str, Fetched] = {}

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the document at `url`; see `Resolver.fetch`."""
        found = self._had.get(url) or self._then.fetch(url, accept=accept, limit=limit)
        if url.startswith(f"{settings.INSTANCE_URL}/"):
            self._had[url] = found
        return within(found, limit=limit)


class _Mapped:
    """A qualification as it is counted: its units, and all that was ever mapped to them."""

    def __init__(self, qualification: Qualification, *, at: datetime) -> None:
        self.at, self.resolver = at, _Once(at=at)
        self.total = qualification.total_credits
        self.units = list(qualification.units.all())
        rows = UnitMapping.objects.filter(unit__qualification=qualification)
        self.mappings = list(rows.select_related("achievement"))
        self.achievements = {one.achievement_id for one in self.mappings if one.achievement_id}
        self.is_from_elsewhere = any(not one.achievement_id for one in self.mappings)

    def progress_of(self, held: Iterable[Held], asked: Iterable[Application]) -> Progress:
        return progress(
            [_unit(one) for one in self.units],
            total=self.total,
            recognised=[_recognised(one) for one in self.mappings],
            held=held,
            exempt=[_exemption(one) for one in asked if one.state in IN_FORCE],
        )


def _unit(row: QualificationUnit) -> Unit:
    return Unit(str(row.pk), credits=row.credits, is_mandatory=row.is_mandatory)


def _recognised(row: UnitMapping) -> Recognised:
    return Recognised(
        str(row.unit_id),
        address_of(row),
        credits=row.credits,
        level=row.level,
        begins=row.begins_on,
        ends=row.ends_on,
    )


def _exemption(application: Application) -> Exemption:
    newest = application.decisions.all()[0]
    named = list(application.evidence.all())
    return Exemption(
        str(application.unit_id),
        credits=newest.credits,
        digests=tuple(one.digest for one in named),
        achievements=tuple(one.achievement for one in named if one.achievement),
    )


def _applications(qualification: Qualification, person: Person) -> Sequence[Application]:
    rows = Application.objects.filter(unit__qualification=qualification, person=person)
    return list(rows.exclude(state=State.TAKEN_BACK).prefetch_related("decisions", "evidence"))


def _held(person: Person, mapped: _Mapped) -> Iterator[Held]:
    """What of a wallet could count and is valid at this moment."""
    mine = Item.objects.filter(holder=person, trust=Item.Trust.VERIFIED)
    wanted = Q(award__version__achievement__in=mapped.achievements)
    if mapped.is_from_elsewhere:
        wanted |= Q(award=None)
    for text in mine.filter(wanted).order_by("pk").values_list("credential", flat=True):
        try:
            yield held_of(tm.verify(text, resolver=mapped.resolver, at=mapped.at))
        except TestamurError:
            continue


def _percents(found: Progress) -> tuple[int, int]:
    if not found.total:
        return 0, 0
    earned = int(100 * found.earned / found.total)
    return earned, int(100 * (found.earned + found.exempt) / found.total) - earned
