"""The market: every question that is asked of a store, answered by one engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from testamur.errors import Refused
from testamur.market import measures
from testamur.market.answers import (
    Breakdown,
    Demand,
    Heat,
    HeatRow,
    Month,
    Pair,
    Pairs,
    Part,
    Places,
    Salaries,
    Scarcities,
    Scarcity,
    SkillRow,
    SkillRows,
)
from testamur.market.engines import Engine, opened
from testamur.market.figures import FEWEST, Growth, Provenance, Salary, protected, share_of
from testamur.market.growth import growth_of
from testamur.market.intervals import discoveries
from testamur.market.scope import Scope, months_between
from testamur.market.seasons import adjusted
from testamur.market.sources import provenance_of
from testamur.market.store import Store
from testamur.market.windows import Windows, windows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Market"]

ALL: Final = Scope()


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a scope holds, by source and month: what every share is a share of."""

    totals: Mapping[str, Mapping[str, int]]
    months: tuple[str, ...]
    windows: Windows | None
    provenance: Provenance

    @property
    def postings(self) -> int:
        """How many there are."""
        return sum(sum(own.values()) for own in self.totals.values())

    def of(self, month: str) -> int:
        """How many a month has."""
        return sum(own.get(month, 0) for own in self.totals.values())


class Market:
    """Figures of a store; a context, which opens the engine of `url` and closes it.

    Every question raises `Refused` (`market.nothing-loaded`) where its scope holds no posting.
    """

    def __init__(self, store: Store, *, url: str = "") -> None:
        self._store, self._url = store, url
        self._open = ExitStack()
        self._grounds: dict[Scope, _Ground] = {}
        self._tables: dict[str, ir.Table] = {}
        self._labels: dict[str, str] = {}

    def __enter__(self) -> Self:
        files = {kind: self._store.files(kind) for kind in ("postings", "mentions")}
        if not files["postings"]:
            raise Refused.because("market.nothing-loaded", "no postings were loaded here yet")
        engine: Engine = self._open.enter_context(opened(self._url))
        self._tables = {kind: engine.read(some, kind) for kind, some in files.items()}
        self._labels = self._store.labels()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def label_of(self, skill: str) -> str:
        """What a skill is called; its identifier where no load says."""
        return self._labels.get(skill, skill)

    def places(self, scope: Scope = ALL) -> Places:
        """What there is to choose from."""
        ground, postings = self._ground(scope), self._postings(scope)
        regions, occupations = (
            _choices(_counts(measures.by(postings, name), name))
            for name in ("region", "occupation")
        )
        return Places(regions, occupations, ground.months, ground.postings, ground.provenance)

    def demand(self, skill: str, scope: Scope = ALL) -> Demand:
        """What is known of one skill: its share, its months, its growth, its pay."""
        ground = self._ground(scope)
        rows = measures.of_skill(self._mentions(scope), skill)
        counts = _counts(measures.by_month(rows), "month")
        return Demand(
            skill=skill,
            label=self.label_of(skill),
            share=share_of(sum(counts.values()), ground.postings),
            months=_months(ground, counts),
            is_adjusted=_adjusted(ground, counts) is not None,
            growth=self._growth(skill, scope),
            salaries=self.salaries(skill, scope),
            provenance=ground.provenance,
        )

    def skills(self, scope: Scope = ALL, *, limit: int = 50) -> SkillRows:
        """The most wanted skills, each with its growth."""
        rows = self._skill_rows(scope)
        return SkillRows(tuple(rows[:limit]), len(rows), self._ground(scope).provenance)

    def rising(self, scope: Scope = ALL, *, limit: int = 20) -> SkillRows:
        """Skills that are surely more wanted than before, the greatest growth first."""
        return self._moving(scope, limit, lambda after, before: after > before)

    def falling(self, scope: Scope = ALL, *, limit: int = 20) -> SkillRows:
        """Skills that are surely less wanted than before, the greatest fall first."""
        return self._moving(scope, limit, lambda after, before: after < before)

    def regions(self, skill: str, scope: Scope = ALL) -> Breakdown:
        """Demand for a skill in each region."""
        return self._breakdown(skill, scope, "region")

    def occupations(self, skill: str, scope: Scope = ALL) -> Breakdown:
        """Demand for a skill in each occupation."""
        return self._breakdown(skill, scope, "occupation")

    def together(self, skill: str, scope: Scope = ALL, *, limit: int = 30) -> Pairs:
        """What is asked for beside a skill: how often, and how much more than by chance."""
        mentions = self._mentions(scope)
        counts = _counts(measures.by(mentions, "skill"), "skill")
        beside = _counts(measures.held_beside(mentions, skill), "skill")
        found = [(skill, other, n) for other, n in beside.items()]
        return self._pairs(scope, found, counts, limit)

    def pairs(self, scope: Scope = ALL, *, limit: int = 60, among: int = 40) -> Pairs:
        """Which of the `among` most wanted skills are asked for together."""
        mentions = self._mentions(scope)
        counts = _counts(measures.by(mentions, "skill"), "skill")
        most = [skill for skill, _ in sorted(counts.items(), key=_largest)[:among]]
        rows = _rows(measures.side_by_side(mentions, most))
        found = [(row["skill"], row["other"], row["n"]) for row in rows]
        return self._pairs(scope, found, counts, limit)

    def heat(self, scope: Scope = ALL, *, limit: int = 20) -> Heat:
        """The most wanted skills by the month."""
        ground, mentions = self._ground(scope), self._mentions(scope)
        counts = _counts(measures.by(mentions, "skill"), "skill")
        most = [skill for skill, _ in sorted(counts.items(), key=_largest)[:limit]]
        cells = {
            (row["skill"], row["month"]): row["n"]
            for row in _rows(measures.by_skill_and_month(mentions, most))
        }
        rows = tuple(
            HeatRow(
                skill,
                self.label_of(skill),
                tuple(
                    protected(
                        [
                            (cells.get((skill, month), 0), ground.of(month))
                            for month in ground.months
                        ]
                    )
                ),
            )
            for skill in most
        )
        return Heat(ground.months, rows, ground.provenance)

    def salaries(self, skill: str = "", scope: Scope = ALL) -> Salaries:
        """Quartiles of pay a year, by currency: of a skill, else of all postings."""
        asked = measures.of_skill(self._mentions(scope), skill) if skill else self._postings(scope)
        rows = sorted(_rows(measures.pay(asked)), key=lambda row: (-row["n"], row["currency"]))
        told = tuple(
            Salary(row["currency"], row["n"], *(round(row[at], 2) for at, _ in measures.QUARTILES))
            for row in rows
            if row["n"] >= FEWEST
        )
        return Salaries(told, len(told) < len(rows), self._ground(scope).provenance)

    def scarcity(
        self, holders: Mapping[str, int], scope: Scope = ALL, *, limit: int = 50
    ) -> Scarcities:
        """Postings against verified holders, the scarcest first; `holders` says how many of each.

        Of a skill that is not among `holders` it is not known how many have it.
        """
        ground = self._ground(scope)
        counts = _counts(measures.by(self._mentions(scope), "skill"), "skill")
        rows = [
            self._scarcity(skill, n, holders.get(skill), ground)
            for skill, n in counts.items()
            if n >= FEWEST
        ]
        rows.sort(key=lambda row: (-(row.per_holder or 0), -(row.share.postings or 0), row.skill))
        return Scarcities(tuple(rows[:limit]), ground.provenance)

    def _ground(self, scope: Scope) -> _Ground:
        if scope not in self._grounds:
            self._grounds[scope] = self._counted(scope)
        return self._grounds[scope]

    def _counted(self, scope: Scope) -> _Ground:
        totals: dict[str, dict[str, int]] = {}
        for row in _rows(measures.by_source_and_month(self._postings(scope))):
            totals.setdefault(row["source"], {})[row["month"]] = row["n"]
        if not totals:
            told = "no posting that was loaded here is within what was asked for"
            raise Refused.because("market.nothing-loaded", told)
        provenance = provenance_of(self._store.loads(), scope, totals)
        months = months_between(provenance.since, provenance.until)
        return _Ground(totals, months, windows_of(totals), provenance)

    def _postings(self, scope: Scope) -> ir.Table:
        return measures.within(self._tables["postings"], scope)

    def _mentions(self, scope: Scope) -> ir.Table:
        return measures.within(self._tables["mentions"], scope)

    def _growth(self, skill: str, scope: Scope) -> Growth:
        windows = self._ground(scope).windows
        rows = _rows(self._compared(scope, skill)) if windows else []
        row = rows[0] if rows else {"before": 0, "after": 0}
        return growth_of(windows, row["before"], row["after"])

    def _compared(self, scope: Scope, skill: str = "") -> ir.Table:
        """Of each skill, or of one, how often it is asked for on both sides."""
        windows = self._ground(scope).windows
        mentions = self._mentions(scope)
        if windows:
            mentions = mentions.filter(mentions.source.isin(windows.sources))
        if skill:
            mentions = measures.of_skill(mentions, skill)
        before, after = (windows.before, windows.after) if windows else ((), ())
        return measures.by_skill(mentions, before, after)

    def _skill_rows(self, scope: Scope) -> list[SkillRow]:
        """Every skill of five postings or more, the most wanted first."""
        ground = self._ground(scope)
        compared = {row["skill"]: row for row in _rows(self._compared(scope))}
        counts = _counts(measures.by(self._mentions(scope), "skill"), "skill")
        found = []
        for skill, n in sorted(counts.items(), key=_largest):
            if n >= FEWEST:
                row = compared.get(skill, {"before": 0, "after": 0})
                growth = growth_of(ground.windows, row["before"], row["after"])
                share = share_of(n, ground.postings)
                found.append(SkillRow(skill, self.label_of(skill), share, growth))
        return found

    def _moving(
        self, scope: Scope, limit: int, is_wanted: Callable[[float, float], bool]
    ) -> SkillRows:
        rows = [row for row in self._skill_rows(scope) if row.growth.chance is not None]
        sure = discoveries({row.skill: row.growth.chance or 0.0 for row in rows})
        found = [
            row
            for row in rows
            if row.skill in sure
            and (row.growth.ratio or row.growth.is_new)
            and is_wanted(_rate(row), 1.0)
        ]
        found.sort(key=lambda row: (-abs(_rate(row) - 1), row.skill))
        provenance = self._ground(scope).provenance
        return SkillRows(tuple(found[:limit]), len(found), provenance)

    def _breakdown(self, skill: str, scope: Scope, column: str) -> Breakdown:
        ground = self._ground(scope)
        totals = _counts(measures.by(self._postings(scope), column), column)
        asked = measures.of_skill(self._mentions(scope), skill)
        counts = _counts(measures.by(asked, column), column)
        names = sorted(totals, key=lambda name: (-totals[name], str(name)))
        shares = protected([(counts.get(name, 0), totals[name]) for name in names])
        rows = [Part(name, share) for name, share in zip(names, shares, strict=True)]
        rows.sort(key=lambda row: -(row.share.per_thousand or -1))
        label = self.label_of(skill)
        return Breakdown(skill, label, column, tuple(rows), ground.provenance)

    def _pairs(
        self,
        scope: Scope,
        found: Sequence[tuple[str, str, int]],
        counts: Mapping[str, int],
        limit: int,
    ) -> Pairs:
        ground = self._ground(scope)
        told = [
            Pair(
                one,
                self.label_of(one),
                other,
                self.label_of(other),
                n,
                n * ground.postings / (counts[one] * counts[other]),
            )
            for one, other, n in found
            if n >= FEWEST
        ]
        told.sort(key=lambda pair: (-pair.postings, pair.skill, pair.other))
        return Pairs(tuple(told[:limit]), len(found) - len(told), ground.provenance)

    def _scarcity(self, skill: str, n: int, holders: int | None, ground: _Ground) -> Scarcity:
        known = holders if holders is not None and holders >= FEWEST else None
        share = share_of(n, ground.postings)
        return Scarcity(skill, self.label_of(skill), share, known, n / known if known else None)


def _rate(row: SkillRow) -> float:
    """How many times as wanted; of what is new, more than any number."""
    return row.growth.ratio.value if row.growth.ratio else float("inf")


def _months(ground: _Ground, counts: Mapping[str, int]) -> tuple[Month, ...]:
    shares = protected([(counts.get(month, 0), ground.of(month)) for month in ground.months])
    plain = _adjusted(ground, counts) or (None,) * len(shares)
    return tuple(
        Month(month, share, value if share.postings is not None else None)
        for month, share, value in zip(ground.months, shares, plain, strict=True)
    )


def _adjusted(ground: _Ground, counts: Mapping[str, int]) -> tuple[float | None, ...] | None:
    series = [
        counts.get(month, 0) / ground.of(month) * 1000 if ground.of(month) else None
        for month in ground.months
    ]
    return adjusted(series)


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows


def _counts(table: ir.Table, column: str) -> dict[Any, int]:
    return {row[column]: row["n"] for row in _rows(table)}


def _largest(entry: tuple[Any, int]) -> tuple[int, str]:
    """The most first, of equals by name."""
    return -entry[1], str(entry[0])


def _choices(counts: Mapping[str | None, int]) -> dict[str, int]:
    """What is stated by five postings or more, the most frequent first."""
    return {name: n for name, n in sorted(counts.items(), key=_largest) if name and n >= FEWEST}
