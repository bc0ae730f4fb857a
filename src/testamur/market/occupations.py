"""What is known of each of the largest occupations: counted for all of them at once.

Postings are told by occupation and month, by occupation and region, and their skills by the month;
the same postings are told by month, by region and by skill for all occupations together. So every
number here is a part of two totals, and is withheld where either would give one under five away.
Occupations that are not told stand together as one row, which no page shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from testamur.market import measures
from testamur.market.answers import Breakdown, HeatRow, Part, Work, Works, WorkSkill
from testamur.market.figures import Growth, Provenance, Salary, Share, share_of
from testamur.market.ground import (
    Ground,
    by_two,
    counts_of,
    grouped,
    grown,
    largest,
    paid,
    rows_of,
)
from testamur.market.growth import moving
from testamur.market.withholding import withheld

__all__ = ["works_of"]

_MOST_SKILLS: Final = 30
_MOST_REGIONS: Final = 30
_DRAWN: Final = 12
_OTHERS: Final = None
"""The row of all occupations that are not told, and of postings that state none."""

Cell = tuple[str | None, str | None]
Counts = Mapping[str | None, int]
Rows = Mapping[str, Counts]
Skills = Mapping[str, Sequence[WorkSkill]]


def works_of(ground: Ground, asked: Sequence[Breakdown], *, limit: int) -> Works:
    """The largest occupations; `asked` says which skills are asked for in which of them."""
    counts = counts_of(measures.by(ground.postings, "occupation"), "occupation")
    told = _told(counts)
    compared = ground.compared(ground.postings, "occupation")
    growths = {name: grown(ground, compared.get(name), n) for name, n in told.items()}
    rising, falling = moving(growths)
    most = dict(list(told.items())[:limit])
    counted = _counted(ground, most, growths, asked)
    rows = tuple(counted.work(name) for name in most)
    return Works(rows, len(told), rising, falling, ground.provenance)


def _told(counts: Counts) -> dict[str, int]:
    """Those that have a name and are not withheld, the most frequent first."""
    hidden = withheld(counts, [counts])
    ordered = sorted(counts.items(), key=largest)
    return {name: n for name, n in ordered if name and name not in hidden}


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted of the occupations that are told."""

    ground: Ground
    totals: Mapping[str, int]
    growths: Mapping[str, Growth]
    months: _Table
    regions: _Table
    pay: Mapping[str, tuple[Salary, ...]]
    sources: Mapping[str, Collection[str]]
    skills: Skills
    heats: Mapping[str, Sequence[HeatRow]]

    def work(self, name: str) -> Work:
        """One of them."""
        series = self.ground.series(self.months.row(name), self.months.shares(name))
        return Work(
            occupation=name,
            share=share_of(self.totals[name], self.ground.count),
            months=series.months,
            is_adjusted=series.is_adjusted,
            growth=self.growths[name],
            salaries=self.pay.get(name, ()),
            skills=tuple(self.skills.get(name, ())),
            heat=tuple(self.heats.get(name, ())),
            regions=tuple(self._regions(name)),
            provenance=_narrowed(self.ground.provenance, self.sources[name]),
        )

    def _regions(self, name: str) -> list[Part]:
        parts = [
            Part(region, share)
            for region, share in zip(self.regions.columns, self.regions.shares(name), strict=True)
            if region is not _OTHERS
        ]
        return sorted(parts, key=lambda part: -(part.share.per_thousand or -1))


def _counted(
    ground: Ground,
    totals: Mapping[str, int],
    growths: Mapping[str, Growth],
    asked: Sequence[Breakdown],
) -> _Counted:
    rows = measures.among(ground.postings, occupation=totals)
    by = {
        column: by_two(rows_of(measures.by(rows, "occupation", column)), "occupation", column)
        for column in ("month", "region", "source")
    }
    pay = grouped(rows_of(measures.pay(rows, "occupation")), "occupation")
    wholes: Counts = {month: ground.of(month) for month in ground.months}
    months = _table(by["month"], wholes, parts=ground.lines())
    skills = _skills_by_work(asked, totals)
    return _Counted(
        ground=ground,
        totals=totals,
        growths=growths,
        months=months,
        regions=_regions(ground, by["region"]),
        pay={name: paid(some)[0] for name, some in pay.items()},
        sources=by["source"],
        skills=skills,
        heats=_heats(ground, months, skills),
    )


def _skills_by_work(asked: Sequence[Breakdown], totals: Collection[str]) -> Skills:
    """The most wanted skills of each: those alone that the skill tells of that occupation."""
    found: dict[str, list[WorkSkill]] = {name: [] for name in totals}
    for one in asked:
        for part in one.rows:
            if part.value in found and part.share.postings is not None:
                found[part.value].append(WorkSkill(one.skill, one.label, part.share))
    return {
        name: sorted(some, key=lambda each: (-(each.share.postings or 0), each.skill))[
            :_MOST_SKILLS
        ]
        for name, some in found.items()
    }


def _regions(ground: Ground, rows: Rows) -> _Table:
    """Of the largest regions, how many postings are of each occupation; what is left is one."""
    counts = counts_of(measures.by(ground.postings, "region"), "region")
    some = list(_told(counts))[:_MOST_REGIONS]
    table = {name: _gathered(own, some) for name, own in rows.items()}
    return _table(table, _gathered(counts, some))


def _gathered(counts: Counts, some: Collection[str]) -> dict[str | None, int]:
    """The counts of some, and all others as one."""
    others = sum(n for name, n in counts.items() if name not in some)
    return {name: counts.get(name, 0) for name in some} | ({_OTHERS: others} if others else {})


def _heats(ground: Ground, months: _Table, skills: Skills) -> dict[str, list[HeatRow]]:
    """The most wanted skills of each occupation by the month, those first that are most wanted."""
    drawn = {name: some[:_DRAWN] for name, some in skills.items()}
    tables = _tables_of_skills(ground, months, drawn)
    return {
        name: [HeatRow(one.skill, one.label, tuple(tables[one.skill].shares(name))) for one in some]
        for name, some in drawn.items()
    }


def _tables_of_skills(ground: Ground, months: _Table, drawn: Skills) -> dict[str, _Table]:
    """Of each skill, how often each occupation asked for it in each month."""
    works: dict[str, list[str]] = {}
    for name, some in drawn.items():
        for one in some:
            works.setdefault(one.skill, []).append(name)
    asking = measures.among(ground.mentions, skill=works)
    of_all = by_two(rows_of(measures.by(asking, "skill", "month")), "skill", "month")
    here = rows_of(measures.by(measures.among(asking, occupation=drawn), *_OF_HEAT))
    of_each = {
        skill: by_two(rows, "occupation", "month") for skill, rows in grouped(here, "skill").items()
    }
    return {
        skill: _table(
            {name: of_each[skill].get(name, {}) for name in names},
            {month: of_all[skill].get(month, 0) for month in ground.months},
            wholes=months,
        )
        for skill, names in works.items()
    }


_OF_HEAT: Final = ("skill", "occupation", "month")


# ------------------------------------------------------------------------- a table with two totals


@dataclass(frozen=True, slots=True)
class _Table:
    """Counts by occupation and something else, of how many each is, and which are withheld."""

    rows: Mapping[str | None, Counts]
    columns: Sequence[str | None]
    of: Mapping[str | None, Counts]
    hidden: Collection[Cell]
    unknown: Collection[Cell]
    """Cells of which it is withheld of how many they are."""
    empty: Collection[str | None]
    """Columns without any posting: of these nothing is known."""

    def row(self, name: str) -> dict[str, int]:
        """The counts of one occupation, withheld or not."""
        return {column: n for column, n in self.rows[name].items() if column}

    def shares(self, name: str) -> list[Share]:
        """What is told of one occupation."""
        return [self._share(name, column) for column in self.columns]

    def _share(self, name: str, column: str | None) -> Share:
        if column in self.empty:
            return Share(None, None)
        of = self.of[name].get(column, 0)
        if (name, column) in self.hidden:
            is_known = (name, column) not in self.unknown
            return Share(None, of if is_known else None, suppressed=True)
        return Share(self.rows[name].get(column, 0), of)


def _table(
    rows: Rows,
    totals: Counts,
    *,
    parts: Sequence[Collection[int]] = (),
    wholes: _Table | None = None,
) -> _Table:
    """A table whose columns have these totals; `parts` are places whose sums each row tells.

    A cell is a part of its column, or of the same cell of `wholes`, and withheld where that is.
    """
    columns = list(totals)
    empty = wholes.empty if wholes else {one for one in columns if not totals[one]}
    asked = [one for one in columns if one not in empty]
    others = {one: totals[one] - sum(row.get(one, 0) for row in rows.values()) for one in columns}
    table: dict[str | None, Counts] = dict(rows.items())
    table |= {_OTHERS: others} if any(others.values()) else {}
    unknown = {cell for cell in wholes.hidden if cell[0] in rows} if wholes else set()
    of: dict[str | None, Counts] = {name: wholes.rows[name] if wholes else totals for name in rows}
    counts = {(name, one): row.get(one, 0) for name, row in table.items() for one in asked}
    known = [[columns[at] for at in part] for part in (range(len(columns)), *parts)]
    lines = [[cell for cell in line if cell in counts] for line in _lines(table, columns, known)]
    hidden = withheld(counts, lines, also=unknown)
    return _Table(table, columns, of, hidden, unknown, empty)


def _lines(
    rows: Collection[str | None],
    columns: Sequence[str | None],
    parts: Sequence[Sequence[str | None]],
) -> Iterator[list[Cell]]:
    """What stands beside each other in a row, or in a part of it, or below each other."""
    for name in rows:
        yield from ([(name, column) for column in part] for part in parts)
    for column in columns:
        yield [(name, column) for name in rows]


def _narrowed(provenance: Provenance, sources: Collection[str]) -> Provenance:
    """The provenance of what rests on some of its sources."""
    some = tuple(one for one in provenance.sources if one.source in sources)
    return replace(provenance, sources=some)
