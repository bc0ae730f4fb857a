"""What an assessor found for each criterion, and whether that is enough for the award.

A mandatory criterion must be met: that it did not apply is no way round it. A record says the
criterion's words beside the finding, so that it can be read without anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from testamur.errors import Refused
from testamur.problems import Problem
from testamur_web.catalogue.definition import Criterion, Grades
from testamur_web.catalogue.vocabulary import Grading

__all__ = [
    "Finding",
    "FindingsRefused",
    "Found",
    "check_findings",
    "check_grade",
    "record_of",
    "unmet",
]


class Found(StrEnum):
    """What can be said of a criterion."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for the criterion of that id, with a note to the learner.

    `level` is the name of the rubric's level, where one was used.
    """

    criterion: str
    found: Found
    note: str = ""
    level: str = ""


class FindingsRefused(Refused):
    """The findings do not do; `problems` has one for each, whose pointer names the finding."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)


def check_findings(
    criteria: Sequence[Criterion], findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """The findings in the order of the criteria, one for each; raises `FindingsRefused`."""
    given = {one.criterion: one for one in findings}
    known = {one.id for one in criteria}
    problems = [
        Problem("decision.finding-unknown", f"there is no criterion {other!r:.60}", "/findings")
        for other in given
        if other not in known
    ]
    problems += [
        Problem("decision.finding-missing", f"nothing is said of “{one.text}”", pointer)
        for one, pointer in _pointed(criteria)
        if one.id not in given
    ]
    if problems:
        raise FindingsRefused(problems)
    return tuple(given[one.id] for one in criteria)


def unmet(criteria: Sequence[Criterion], findings: Sequence[Finding]) -> list[Problem]:
    """One problem for each mandatory criterion that is not met, its pointer naming the finding."""
    met = {one.criterion for one in findings if one.found == Found.MET}
    return [
        Problem("decision.criterion-unmet", f"“{one.text}” is mandatory and not met", pointer)
        for one, pointer in _pointed(criteria)
        if one.is_mandatory and one.id not in met
    ]


def check_grade(grades: Grades | None, grade: str) -> str:
    """The grade of a pass as it is kept; raises `Refused` where it is none, or does not pass.

    Codes: `decision.grade-unknown`, `decision.grade-too-low`. No grade is always fine.
    """
    plain = grade.strip()
    if not plain or grades is None:
        return plain
    if grades.kind == Grading.PERCENT:
        plain = plain.removesuffix("%").strip().replace(",", ".")
    rank = _rank(grades, plain)
    if rank is None:
        wanted = ", ".join(grades.values) or "0 to 100"
        told = f"{grade!r:.60} is not among {wanted}"
        raise Refused.because("decision.grade-unknown", told, "/grade")
    lowest = _rank(grades, grades.passing)
    if lowest is not None and rank < lowest:
        told = f"{grades.passing} is the lowest grade that passes"
        raise Refused.because("decision.grade-too-low", told, "/grade")
    return plain


def record_of(criteria: Sequence[Criterion], findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """What a decision keeps: the words of each criterion and what was found, as JSON."""
    return [
        {
            "criterion": one.id,
            "text": one.text,
            "is_mandatory": one.is_mandatory,
            "found": str(finding.found),
            "note": finding.note.strip(),
            **({"level": finding.level} if finding.level else {}),
        }
        for one, finding in zip(criteria, findings, strict=True)
    ]


def _rank(grades: Grades, grade: str) -> Decimal | None:
    """Where a grade stands among all, from low to high; None where it is none of them."""
    if grades.kind != Grading.PERCENT:
        return Decimal(grades.values.index(grade)) if grade in grades.values else None
    try:
        percent = Decimal(grade)
    except InvalidOperation:
        return None
    return percent if percent.is_finite() and 0 <= percent <= 100 else None


def _pointed(criteria: Sequence[Criterion]) -> Iterable[tuple[Criterion, str]]:
    return ((one, f"/findings/{place}") for place, one in enumerate(criteria))
