"""Which rows are postings that were counted already, told by one expression for every engine.

1. Of one source and identifier the first counts: whatever was loaded before, else the earliest.
2. Of one employer, title and text, whatever the source, a row counts unless another of them was
   published in the thirty days up to it; so an advert that is repeated every week counts once,
   until thirty days pass without it. Where there is no text nothing is compared.

`rows` has `source`, `id`, `digest` ("" where there is no text), `day` (days since 1970), `row` (an
order) and `is_new` (1, or 0 for what was loaded before and is not judged again).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from testamur.market.extra import extra

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["KEPT", "REPEATED", "SAME_ID", "WITHIN_DAYS", "judged"]

WITHIN_DAYS: Final = 30
"""Repeats of an advert with no more days than this between them are one posting."""

KEPT, SAME_ID, REPEATED = 0, 1, 2


def judged(rows: ir.Table) -> ir.Table:
    """`rows` that are new, each with `verdict`: `KEPT`, `SAME_ID` or `REPEATED`."""
    with extra():
        import ibis
    of_id = ibis.window(group_by=[rows.source, rows.id], order_by=[rows.is_new, rows.day, rows.row])
    ranked = rows.mutate(nth=ibis.row_number().over(of_id))
    # A row of a known identifier stays among its like: it shows that the advert still ran.
    of_text = ibis.window(
        group_by=[ranked.digest], order_by=[ranked.day, ranked.is_new, ranked.row]
    )
    beside = ranked.mutate(
        before=ranked.day.lag().over(of_text),
        after=ranked.day.lead().over(of_text),
        after_is_new=ranked.is_new.lead().over(of_text),
    )
    repeats = (beside.day - beside.before <= WITHIN_DAYS).fill_null(False)  # noqa: FBT003
    held = (beside.after - beside.day <= WITHIN_DAYS) & (beside.after_is_new == 0)
    is_repeat = (beside.digest != "") & (repeats | held.fill_null(False))  # noqa: FBT003
    verdict = ibis.cases((beside.nth > 0, SAME_ID), (is_repeat, REPEATED), else_=KEPT)
    told = beside.mutate(verdict=verdict)
    return told.filter(told.is_new == 1).drop("nth", "before", "after", "after_is_new")
