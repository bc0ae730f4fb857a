"""Every measure as one Ibis expression, which any engine answers with the same numbers.

`postings` has one row a posting, `mentions` one row for each skill of a posting; both carry what
they may be narrowed by, so that only what stands beside a skill needs a join. Expressions count;
what is reckoned from counts is done in `intervals` and `seasons`, once for all engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from testamur.market.scope import Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "by",
    "by_month",
    "by_skill",
    "by_skill_and_month",
    "by_source_and_month",
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


def by_month(rows: ir.Table) -> ir.Table:
    """`month`, `n`: how many rows each month has."""
    return by(rows, "month")


def by(rows: ir.Table, column: str) -> ir.Table:
    """The column and `n`: how many rows there are of each of its values."""
    return rows.group_by(column).aggregate(n=rows.count())


def by_source_and_month(postings: ir.Table) -> ir.Table:
    """`source`, `month`, `n`: what of whom there is to count."""
    return postings.group_by("source", "month").aggregate(n=postings.count())


def by_skill(mentions: ir.Table, before: Sequence[str], after: Sequence[str]) -> ir.Table:
    """`skill`, `n`, and how many of them are of the months `before` and `after`."""
    return mentions.group_by("skill").aggregate(
        n=mentions.count(),
        before=_among(mentions, before),
        after=_among(mentions, after),
    )


def _among(rows: ir.Table, months: Sequence[str]) -> ir.IntegerScalar:
    if not months:
        return rows.month.isnull().cast("int64").sum()  # every row has a month: 0
    inside = rows.month.between(months[0], months[-1])
    return inside.cast("int64").sum()


def by_skill_and_month(mentions: ir.Table, skills: Sequence[str]) -> ir.Table:
    """`skill`, `month`, `n` of some skills."""
    some = mentions.filter(mentions.skill.isin(skills))
    return some.group_by("skill", "month").aggregate(n=some.count())


def held_beside(mentions: ir.Table, skill: str) -> ir.Table:
    """`skill`, `n`: how many postings ask for it beside the skill that is named."""
    asking = of_skill(mentions, skill).select("key").distinct()
    others = mentions.filter(mentions.skill != skill).semi_join(asking, "key")
    return others.group_by("skill").aggregate(n=others.count())


def side_by_side(mentions: ir.Table, skills: Sequence[str]) -> ir.Table:
    """`skill`, `other`, `n`: how many postings ask for both, of some skills, each pair once."""
    some = mentions.filter(mentions.skill.isin(skills)).select("key", "skill")
    others = some.view().select(key="key", other="skill")
    both = some.join(others, "key")
    both = both.filter(both.skill < both.other)
    return both.group_by("skill", "other").aggregate(n=both.count())


def pay(rows: ir.Table) -> ir.Table:
    """`currency`, `n`, and the quartiles of what is paid a year, interpolated between ranks."""
    paid = rows.filter(rows.pay.notnull() & rows.currency.notnull())
    quartiles = {name: paid.pay.quantile(share) for name, share in QUARTILES}
    return paid.group_by("currency").aggregate(n=paid.count(), **quartiles)
