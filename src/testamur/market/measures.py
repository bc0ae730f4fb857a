"""Every measure as one Ibis expression, which any engine answers with the same numbers.

`postings` has one row a posting, `mentions` one row for each skill of a posting; both carry what
they may be narrowed by, so that only what stands beside a skill needs a join. Expressions count;
what is reckoned from counts is done in `intervals` and `seasons`, once for all engines.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from testamur.market.scope import Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "among",
    "by",
    "by_month",
    "by_skill",
    "compared",
    "held_beside",
    "of_skill",
    "pay",
    "side_by_side",
    "within",
]

QUARTILES: Final = (("lower", 0.25), ("median", 0.5), ("upper", 0.75))


def within(table: ir.Table, scope: Scope) -> ir.Table:
    """Those rows of postings, or of mentions, that are asked of."""
    for name in ("region", "occupation"):
        if wanted := getattr(scope, name):
            table = table.filter(table[name] == wanted)
    if scope.since:
        table = table.filter(table.month >= scope.since)
    if scope.until:
        table = table.filter(table.month <= scope.until)
    if scope.sources:
        table = table.filter(table.source.isin(scope.sources))
    if "confidence" in table.columns:
        table = table.filter(table.confidence >= scope.least)
    return table


def of_skill(mentions: ir.Table, skill: str) -> ir.Table:
    """The mentions of one skill: one row for each posting that asks for it."""
    return mentions.filter(mentions.skill == skill)


def among(rows: ir.Table, **wanted: Collection[str]) -> ir.Table:
    """Those rows whose columns have one of the values that are named."""
    for column, values in wanted.items():
        rows = rows.filter(rows[column].isin(list(values)))
    return rows


def by_month(rows: ir.Table) -> ir.Table:
    """`month`, `n`: how many rows each month has."""
    return by(rows, "month")


def by(rows: ir.Table, *columns: str) -> ir.Table:
    """The columns and `n`: how many rows there are of each of their values."""
    return rows.group_by(*columns).aggregate(n=rows.count())


def by_skill(mentions: ir.Table, before: Sequence[str], after: Sequence[str]) -> ir.Table:
    """`skill`, `n`, and how many of them are of the months `before` and `after`."""
    return compared(mentions, "skill", before, after)


def compared(rows: ir.Table, column: str, before: Sequence[str], after: Sequence[str]) -> ir.Table:
    """The column, `n`, and how many rows are of the months `before` and `after`."""
    return rows.group_by(column).aggregate(
        n=rows.count(),
        before=_within(rows, before),
        after=_within(rows, after),
    )


def _within(rows: ir.Table, months: Sequence[str]) -> ir.IntegerScalar:
    if not months:
        return rows.month.isnull().cast("int64").sum()  # every row has a month: 0
    inside = rows.month.between(months[0], months[-1])
    return inside.cast("int64").sum()


def held_beside(mentions: ir.Table, skills: Collection[str]) -> ir.Table:
    """`skill`, `other`, `n`: how many postings ask for each other beside each of some skills."""
    asking = among(mentions, skill=skills).select("key", "skill")
    others = mentions.select(key="key", other="skill")
    both = asking.join(others.view(), "key")
    both = both.filter(both.skill != both.other)
    return both.group_by("skill", "other").aggregate(n=both.count())


def side_by_side(mentions: ir.Table, skills: Sequence[str]) -> ir.Table:
    """`skill`, `other`, `n`: how many postings ask for both, of some skills, each pair once."""
    some = mentions.filter(mentions.skill.isin(skills)).select("key", "skill")
    others = some.view().select(key="key", other="skill")
    both = some.join(others, "key")
    both = both.filter(both.skill < both.other)
    return both.group_by("skill", "other").aggregate(n=both.count())


def pay(rows: ir.Table, *columns: str) -> ir.Table:
    """`currency`, `n`, and the quartiles of what is paid a year, interpolated between ranks.

    Of each value of the columns that are named; of all rows together where none is.
    """
    paid = rows.filter(rows.pay.notnull() & rows.currency.notnull())
    quartiles = {name: paid.pay.quantile(share) for name, share in QUARTILES}
    return paid.group_by(*columns, "currency").aggregate(n=paid.count(), **quartiles)
