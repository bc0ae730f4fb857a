"""What one assessor judged of a submission, and what the marks of several come to.

Two marks disagree beyond what a cohort allows where their totals lie further apart than its
threshold, or where a mandatory row is met for one and not for the other: a third person then sets
the agreed mark. Where two agree, a row is met if it is met for both (the lower level counts), and
the total is the mean of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final
from uuid import UUID

from testamur.problems import Problem
from testamur_web.catalogue.definition import Criterion
from testamur_web.learning.findings import Finding, FindingsRefused, Found
from testamur_web.learning.rubrics import Grid, Row, total_of

__all__ = [
    "Judged",
    "Judgement",
    "Remark",
    "Stage",
    "Verdict",
    "check_judgement",
    "criteria_of",
    "disagree",
    "findings_from",
    "verdict_of",
]

_JOIN: Final = "\n"


class Stage(StrEnum):
    """Where a submission stands between being handed in and being decided."""

    TO_MARK = "to-mark"
    TO_MODERATE = "to-moderate"
    TO_DECIDE = "to-decide"


@dataclass(frozen=True, slots=True)
class Judged:
    """The level of one row, by its place from 0, or None where the row does not apply."""

    row: str
    level: int | None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of one piece of evidence."""

    evidence: UUID
    comment: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that an assessor says: the rows, remarks on the evidence, and a note on the whole."""

    rows: tuple[Judged, ...]
    remarks: tuple[Remark, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What counts in the end: the level and the comment of each row, and the total, exactly."""

    rows: tuple[Judged, ...]
    total: Fraction


def check_judgement(grid: Grid, judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """What was judged in the order of the rows; raises `FindingsRefused` with `mark.incomplete`.

    Each row has a level that there is; only an optional one can be said not to apply.
    """
    given = {one.row: one for one in judged}
    unknown = given.keys() - {row.id for row in grid.rows}
    problems = [_incomplete(f"there is no criterion {one!r:.60}", "/rows") for one in unknown]
    for place, row in enumerate(grid.rows):
        if not _is_judged(row, given.get(row.id), len(grid.levels)):
            problems.append(_incomplete(f"“{row.text}” has no level", f"/rows/{place}"))
    if problems:
        raise FindingsRefused(problems)
    return tuple(
        Judged(row.id, given[row.id].level, given[row.id].comment.strip()) for row in grid.rows
    )


def disagree(grid: Grid, one: Sequence[Judged], other: Sequence[Judged], *, threshold: int) -> bool:
    """Whether two marks lie too far apart to stand side by side."""
    if abs(_total(grid, one) - _total(grid, other)) > threshold:
        return True
    return any(
        row.is_mandatory and row.is_met(mine.level) != row.is_met(theirs.level)
        for row, mine, theirs in zip(grid.rows, one, other, strict=True)
    )


def verdict_of(grid: Grid, marks: Sequence[Sequence[Judged]]) -> Verdict:
    """What marks that agree come to: the lower level of each row, and the mean of the totals."""
    rows = tuple(_lower(column) for column in zip(*marks, strict=True))
    totals = [_total(grid, mark) for mark in marks]
    return Verdict(rows, sum(totals, Fraction(0)) / len(totals))


def criteria_of(grid: Grid, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The rows as criteria to decide by; where a definition has the same one, in its words."""
    texts = {one.id: one.text for one in criteria}
    return tuple(
        Criterion(row.id, texts.get(row.id, row.text), row.is_mandatory) for row in grid.rows
    )


def findings_from(grid: Grid, rows: Sequence[Judged]) -> list[Finding]:
    """What the levels say of each row: met, not met, or not applicable."""
    return [
        Finding(row.id, _found(row, one.level), one.comment, _name(grid, one.level))
        for row, one in zip(grid.rows, rows, strict=True)
    ]


def _is_judged(row: Row, judged: Judged | None, levels: int) -> bool:
    if judged is None:
        return False
    if judged.level is None:
        return not row.is_mandatory
    return 0 <= judged.level < levels


def _incomplete(told: str, pointer: str) -> Problem:
    return Problem("mark.incomplete", told, pointer)


def _total(grid: Grid, rows: Sequence[Judged]) -> Fraction:
    return total_of(grid, [one.level for one in rows])


def _lower(column: Sequence[Judged]) -> Judged:
    """The lower level of one row; what does not apply for one does not count against the other."""
    levels = [one.level for one in column if one.level is not None]
    comments = [one.comment for one in column if one.comment]
    return Judged(column[0].row, min(levels, default=None), _JOIN.join(comments))


def _found(row: Row, level: int | None) -> Found:
    if level is None:
        return Found.NOT_APPLICABLE
    return Found.MET if row.is_met(level) else Found.NOT_MET


def _name(grid: Grid, level: int | None) -> str:
    return "" if level is None else grid.levels[level].name
