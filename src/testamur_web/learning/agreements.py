"""How far those who mark with a rubric agree: over all criteria, by criterion, and by assessor.

Counted are submissions with two marks, both in, by versions of the rubric that have the levels of
its newest; the levels are those that each gave before anybody moderated. Nothing is told of fewer
than five submissions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from testamur.quality.agreement import Agreement, agreement_of
from testamur_web.learning.marks import grid_of, judged_of
from testamur_web.learning.models import Mark, Rubric
from testamur_web.learning.rubrics import Grid

__all__ = ["LEAST", "Compared", "RubricAgreement", "agreement_on", "figure"]

LEAST: Final = 5
"""Of fewer submissions than these nothing is told."""

_THOUSANDTH: Final = Decimal("0.001")
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared: a criterion, an assessor, or all; None where there is too little of it."""

    name: str
    submissions: int
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class RubricAgreement:
    """How far marks by one rubric agree, and how many of them a third person moderated."""

    whole: Compared
    moderated: int
    criteria: tuple[Compared, ...]
    assessors: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class _Doubly:
    """One submission with two marks, and their levels by the id of the criterion."""

    first: Mark
    second: Mark
    pairs: dict[str, _Pair]


def agreement_on(rubric: Rubric) -> RubricAgreement:
    """How far marks by `rubric` agree so far."""
    grid = grid_of(rubric)
    doubly = [_doubly(first, second) for first, second in _marked_twice(rubric, grid)]
    marks = [mark for each in doubly for mark in (each.first, each.second)]
    names = {mark.assessor_id: mark.assessor.name for mark in marks}
    decided = [each.first.decision_id for each in doubly if each.first.decision_id]
    agreed = Mark.objects.filter(kind=Mark.Kind.AGREED, decision__in=decided)
    return RubricAgreement(
        whole=_compared("", [tuple(each.pairs.values()) for each in doubly]),
        moderated=agreed.count() if len(doubly) >= LEAST else 0,
        criteria=tuple(
            _compared(row.text, [(each.pairs[row.id],) for each in doubly if row.id in each.pairs])
            for row in grid.rows
        ),
        assessors=tuple(
            _compared(name, [_seen_from(each, pk) for each in doubly if _gave(each, pk)])
            for pk, name in sorted(names.items(), key=lambda item: item[1])
        ),
    )


def figure(number: Fraction | None) -> str | None:
    """A coefficient with three places, halves up; None where there is none."""
    if number is None:
        return None
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return str(exact.quantize(_THOUSANDTH, ROUND_HALF_UP))


def _marked_twice(rubric: Rubric, grid: Grid) -> Iterable[tuple[Mark, Mark]]:
    """The first and the second mark of each hand-in that has both."""
    found: dict[object, list[Mark]] = {}
    marks = Mark.objects.filter(rubric__rubric=rubric, kind=Mark.Kind.MARK)
    for mark in marks.select_related("rubric", "assessor").order_by("marked_at", "pk"):
        if Grid.from_json(mark.rubric.content).levels == grid.levels:
            hand_in = (mark.enrolment_id, mark.submitted_at, mark.decision_id)
            found.setdefault(hand_in, []).append(mark)
    return [(group[0], group[1]) for group in found.values() if len(group) == 2]


def _doubly(first: Mark, second: Mark) -> _Doubly:
    theirs = {one.row: one.level for one in judged_of(second)}
    pairs = {
        one.row: (one.level, there)
        for one in judged_of(first)
        if one.level is not None and (there := theirs.get(one.row)) is not None
    }
    return _Doubly(first, second, pairs)


def _gave(doubly: _Doubly, assessor: object) -> bool:
    return assessor in {doubly.first.assessor_id, doubly.second.assessor_id}


def _seen_from(doubly: _Doubly, assessor: object) -> tuple[_Pair, ...]:
    """The pairs with the levels of one assessor first."""
    if doubly.first.assessor_id == assessor:
        return tuple(doubly.pairs.values())
    return tuple((mine, theirs) for theirs, mine in doubly.pairs.values())


def _compared(name: str, submissions: Sequence[Sequence[_Pair]]) -> Compared:
    there = len(submissions)
    if there < LEAST:
        return Compared(name, there, None)
    return Compared(name, there, agreement_of(pair for one in submissions for pair in one))
