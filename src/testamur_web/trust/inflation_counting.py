"""The daily count: every row is read once, and figures are made for each subject from it.

(1) read what is there; (2) tally it for each achievement, each organisation and the catalogue;
(3) make figures and the index of each; (4) write them, in one short transaction, with the alerts
that follow. Reading happens outside of any transaction: nobody waits for it. Who writes waits for
another who does, and an older count never takes the place of a newer one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from testamur.quality.inflation import Index, index_of, overlap_figure
from testamur.quality.inflation_counts import (
    Given,
    Period,
    Spread,
    Time,
    adds_nothing,
    rates_over_time,
    saturation_of,
    spread_of,
    time_to_earn,
)
from testamur.quality.inflation_drift import Drift, drift_of
from testamur.quality.inflation_figures import UNKNOWN, Figure, mean_of, share_of
from testamur.quality.inflation_overlap import Near, Neighbours, neighbours_of
from testamur_web.trust.inflation_alerting import alert_about
from testamur_web.trust.inflation_rows import (
    Beginning,
    Decided,
    Subject,
    awards_in_order,
    beginnings,
    decisions_in_order,
    promises,
    subjects,
)
from testamur_web.trust.models import InflationCount
from testamur_web.trust.wanted import wanted_here

__all__ = ["count_inflation"]

MOST_NEAR: Final = 5
MOST_PAIRS: Final = 50
_CATALOGUE: Final = None
_Kind = InflationCount.Kind
_Key = UUID | None
"""An achievement, an organisation, or None for the catalogue."""


@dataclass(slots=True)
class _Tally:
    """What is counted for one subject; sets hold people only until the figures are made."""

    decided: list[Decided] = field(default_factory=list)
    begun: list[Beginning] = field(default_factory=list)
    given: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))
    holders: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    credentials: int = 0
    nothing: int = 0
    skilled: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class _Market:
    """Who holds each skill here, whichever credential shows it, and how many are wanted with it."""

    holders: Mapping[str, set[str]]
    wanted: Mapping[str, int]

    def saturation(self, skills: Iterable[str]) -> Figure:
        """Holders of these skills against the people wanted; unknown where no demand is known."""
        counts = {skill: len(self.holders.get(skill, ())) for skill in skills}
        return saturation_of(counts, self.wanted)


@dataclass(frozen=True, slots=True)
class _Counted:
    """The figures of one subject."""

    index: Index
    drift: Drift
    time: Time
    spread: Spread
    tally: _Tally
    near: Neighbours | None = None
    pairs: Sequence[tuple[str, Near]] = ()

    def content(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            **self.index.as_json(),
            "drift": self.drift.as_json(),
            "time": self.time.as_json(),
            "spread": self.spread.as_json(),
            "near": [one.as_json() for one in self.near.near] if self.near else [],
            "pairs": [
                {"one": one, "other": near.id, "overlap": float(near.overlap)}
                for one, near in self.pairs
            ],
            "rates": {
                by: [one.as_json() for one in rates_over_time(_periods(self.tally, by))]
                for by in ("quarter", "month", "cohort")
            },
        }


def count_inflation(*, at: datetime) -> int:
    """Count everything anew, and keep it in place of what was; how many achievements there are."""
    known = subjects()  # (1)
    near = neighbours_of(promises(), most=MOST_NEAR)
    tallies, held = _tallied(known)  # (2)
    market = _Market(tallies[_CATALOGUE].skilled, wanted_here())
    ones = {
        pk: _of_one(tallies[pk], near.get(str(pk)), held[_CATALOGUE], (one.hours, market))
        for pk, one in known.items()
    }  # (3)
    houses: dict[UUID, list[UUID]] = defaultdict(list)
    for pk, one in known.items():
        houses[one.organisation].append(pk)
    many = {
        key: _of_many(tallies[key], {pk: ones[pk] for pk in members}, held[key], market)
        for key, members in [*houses.items(), (_CATALOGUE, list(known))]
    }
    with transaction.atomic():  # (4)
        _wait_for_others()
        if InflationCount.objects.filter(counted_at__gt=at).exists():
            return len(known)
        _keep(known, ones, many, at=at)
        alert_about({pk: (known[pk].organisation, one.index) for pk, one in ones.items()}, at=at)
    return len(known)


def _tallied(
    known: Mapping[UUID, Subject],
) -> tuple[dict[_Key, _Tally], dict[_Key, Counter[str]]]:
    """Tallies of all subjects; and how many credentials each holder has, of each issuer and all."""
    tallies: dict[_Key, _Tally] = defaultdict(_Tally)
    held: dict[_Key, Counter[str]] = defaultdict(Counter)
    for decided in decisions_in_order():
        for key in _keys(known, decided.achievement):
            tallies[key].decided.append(decided)
    for begun in beginnings():
        for key in _keys(known, begun.achievement):
            tallies[key].begun.append(begun)
    for award, verdict in adds_nothing(awards_in_order()):
        keys = _keys(known, UUID(award.definition))
        for key in keys:
            _add(tallies[key], award, verdict)
        for key in keys[1:]:
            held[key][award.holder] += 1
    return tallies, held


def _keys(known: Mapping[UUID, Subject], achievement: UUID) -> tuple[_Key, ...]:
    one = known.get(achievement)
    return (achievement, one.organisation, _CATALOGUE) if one else ()


def _add(tally: _Tally, award: Given, verdict: bool | None) -> None:  # noqa: FBT001 -- a verdict
    tally.given[award.at.replace(day=1)].add(award.holder)
    tally.holders.add(award.holder)
    for skill in award.skills:
        tally.skilled[skill].add(award.holder)
    if verdict is not None:
        tally.credentials += 1
        tally.nothing += verdict
        tally.judged.add(award.holder)


def _of_one(
    tally: _Tally,
    near: Neighbours | None,
    held: Counter[str],
    stated: tuple[int | None, _Market],
) -> _Counted:
    hours, market = stated
    drift = drift_of([one.mark for one in tally.decided])
    time = time_to_earn([one.days for one in tally.decided if one.days is not None], hours)
    spread = spread_of(Counter(held[holder] for holder in tally.holders))
    figures = _figures(tally) | {
        "overlap": overlap_figure([near.highest]) if near else UNKNOWN,
        "drift": drift.level,
        "shortfall": time.shortfall,
        "per_person": spread.mean,
        "saturation": market.saturation(tally.skilled),
    }
    return _Counted(index_of(figures), drift, time, spread, tally, near)


def _of_many(
    tally: _Tally, members: Mapping[UUID, _Counted], held: Counter[str], market: _Market
) -> _Counted:
    """Drift and time are means of the members', for pooled a new course would look like a drift."""
    ones = list(members.values())
    drift = Drift(mean_of(one.drift.level for one in ones))
    lacking = mean_of(one.time.shortfall for one in ones)
    time = Time(UNKNOWN, None, None, lacking)
    spread = spread_of(Counter(held.values()))
    figures = _figures(tally) | {
        "overlap": overlap_figure(one.near.highest for one in ones if one.near),
        "drift": drift.level,
        "shortfall": lacking,
        "per_person": spread.mean,
        "saturation": market.saturation(tally.skilled),
    }
    return _Counted(index_of(figures), drift, time, spread, tally, pairs=_pairs(members))


def _pairs(members: Mapping[UUID, _Counted]) -> list[tuple[str, Near]]:
    """The near-duplicates among and of these, each pair once, the nearest first."""
    found: dict[frozenset[str], tuple[str, Near]] = {}
    for pk, one in members.items():
        for near in one.near.near if one.near else ():
            found.setdefault(frozenset({str(pk), near.id}), (str(pk), near))
    order = sorted(found.values(), key=lambda pair: (-pair[1].overlap, pair[0], pair[1].id))
    return order[:MOST_PAIRS]


def _figures(tally: _Tally) -> dict[str, Figure]:
    passed = sum(one.mark.passed for one in tally.decided)
    return {
        "passing": share_of(passed, len(tally.decided)),
        "nothing_new": share_of(tally.nothing, tally.credentials, people=len(tally.judged)),
    }


def _periods(tally: _Tally, by: str) -> list[Period]:
    """The periods in order; a cohort is a period by its name, and awards of no cohort are none."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for begun in tally.begun:
        row = rows[_name(by, begun.month, begun.cohort)]
        row["begun"] += begun.begun
        row["awarded"] += begun.awarded
    for decided in tally.decided:
        row = rows[_name(by, decided.on, decided.cohort)]
        row["decided"] += 1
        row["passed"] += decided.mark.passed
    if by != "cohort":
        people: dict[str, set[str]] = defaultdict(set)
        for month, holders in tally.given.items():
            people[_name(by, month, "")] |= holders
        for name, holders in people.items():
            rows[name]["given"] = len(holders)
    order = rows if by == "cohort" else sorted(rows)
    return [Period(name, **rows[name]) for name in order]


def _name(by: str, on: date, cohort: str) -> str:
    if by == "cohort":
        return cohort
    return f"{on:%Y-%m}" if by == "month" else f"{on.year}-Q{(on.month + 2) // 3}"


def _wait_for_others() -> None:
    """Until this transaction ends nobody else writes counts; reading them goes on.

    There is no row to lock before the first count. SQLite has one writer at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE trust_inflationcount IN SHARE ROW EXCLUSIVE MODE")


def _keep(
    known: Mapping[UUID, Subject],
    ones: Mapping[UUID, _Counted],
    many: Mapping[_Key, _Counted],
    *,
    at: datetime,
) -> None:
    InflationCount.objects.all().delete()
    InflationCount.objects.bulk_create(_rows(known, ones, many, at=at), batch_size=500)


def _rows(
    known: Mapping[UUID, Subject],
    ones: Mapping[UUID, _Counted],
    many: Mapping[_Key, _Counted],
    *,
    at: datetime,
) -> Iterable[InflationCount]:
    for pk, one in ones.items():
        house = known[pk].organisation
        yield _row(_Kind.ACHIEVEMENT, one, at, organisation_id=house, achievement_id=pk)
    for key, one in many.items():
        kind = _Kind.CATALOGUE if key is _CATALOGUE else _Kind.ORGANISATION
        yield _row(kind, one, at, organisation_id=key)


def _row(kind: str, one: _Counted, at: datetime, **subject: UUID | None) -> InflationCount:
    index = one.index
    return InflationCount(
        kind=kind,
        content=one.content(),
        index=index.value,
        version=index.version,
        counted_at=at,
        **subject,
    )
