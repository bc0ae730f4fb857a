"""The marks of a submission, and who may see which of them now.

Where a second mark is asked for blind, nobody sees another's mark of the same hand-in until both
are in: not on a page, not over the API, whatever their role. That a mark is in is said; whose it
is and what it says is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from testamur_web.learning.judging import Judged, Stage, Verdict, disagree, verdict_of
from testamur_web.learning.models import Cohort, Decision, Enrolment, Mark, Marking, Rubric, Trial
from testamur_web.learning.rubrics import Grid, Level, Row
from testamur_web.people.models import Organisation, Person

__all__ = [
    "Line",
    "Sheet",
    "Standing",
    "Turn",
    "current_marks",
    "decided_sheets",
    "differing_rows",
    "grid_of",
    "has_passed_trial",
    "judged_of",
    "lines_of",
    "marking_of",
    "must_try_first",
    "next_for",
    "rubrics_of",
    "sheet_of",
    "stage_of",
    "standing_of",
    "turns_of",
    "verdict_from",
]

_MOST_SOUGHT: Final = 200


class Turn(StrEnum):
    """What somebody can do now about a submission that is marked with a rubric."""

    MARK = "mark"
    MODERATE = "moderate"
    DECIDE = "decide"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a submission stands, for one person: `marks` are those that they may see now.

    `given` counts all marks that are in; `verdict` is there when it can be decided.
    """

    marking: Marking
    grid: Grid
    stage: Stage
    turn: Turn
    given: int
    marks: tuple[Mark, ...]
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a mark: the criterion, the level (None: does not apply), its words, a comment."""

    row: Row
    level: Level | None
    descriptor: str
    comment: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A mark, row by row, with the sum that its total is: `reached` of `most` points."""

    mark: Mark
    lines: tuple[Line, ...]
    reached: int
    most: int


def rubrics_of(organisation: Organisation) -> QuerySet[Rubric]:
    """The rubrics of an organisation by title, those in use first, each with its cohorts."""
    return (
        organisation.rubrics.annotate(cohorts=Count("versions__markings", distinct=True))
        .prefetch_related("versions")
        .order_by("retired_at", "title", "pk")
    )


def grid_of(rubric: Rubric) -> Grid:
    """What the newest version of a rubric says."""
    return Grid.from_json(rubric.versions.order_by("-number")[0].content)


def marking_of(cohort: Cohort) -> Marking | None:
    """How a cohort is marked; None where it is decided by findings alone."""
    return Marking.objects.select_related("rubric__rubric").filter(cohort=cohort).first()


def judged_of(mark: Mark) -> tuple[Judged, ...]:
    """What a mark says of each row."""
    return tuple(Judged(**one) for one in mark.levels)


def sheet_of(mark: Mark) -> Sheet:
    """A mark as it is read."""
    grid = Grid.from_json(mark.rubric.content)
    lines = lines_of(grid, judged_of(mark))
    there = [one for one in lines if one.level is not None]
    weights = sum(one.row.weight for one in there)
    reached = sum(one.row.weight * one.level.points for one in there if one.level)
    return Sheet(mark, lines, reached, weights * grid.most_points)


def lines_of(grid: Grid, judged: Sequence[Judged]) -> tuple[Line, ...]:
    """What was judged as it is read, row by row."""
    return tuple(_line(grid, row, one) for row, one in zip(grid.rows, judged, strict=True))


def has_passed_trial(rubric: Rubric, assessor: Person) -> bool:
    """Whether somebody's last trial on a sample of a rubric came close enough."""
    last = Trial.objects.filter(sample__rubric=rubric, assessor=assessor).first()
    return last is not None and last.passed


def must_try_first(marking: Marking, assessor: Person) -> bool:
    """Whether a cohort asks somebody to pass a trial before they mark in it."""
    return marking.needs_trial and not has_passed_trial(marking.rubric.rubric, assessor)


def differing_rows(marks: Sequence[Mark]) -> frozenset[str]:
    """The ids of the criteria that two marks judge differently; none where there are not two."""
    if len(marks) < 2:
        return frozenset()
    first, second = (judged_of(one) for one in marks[:2])
    return frozenset(
        one.row for one, other in zip(first, second, strict=True) if one.level != other.level
    )


def decided_sheets(enrolment: Enrolment) -> list[tuple[Decision, list[Sheet]]]:
    """The decisions about somebody, the newest first, each with the marks it rests on."""
    marks = Prefetch("marks", Mark.objects.select_related("assessor", "rubric"))
    found = enrolment.decisions.select_related("assessor").prefetch_related(marks)
    return [(one, [sheet_of(mark) for mark in one.marks.all()]) for one in found]


def standing_of(enrolment: Enrolment, *, viewer: Person) -> Standing | None:
    """Where a submission stands for somebody; None where its cohort has no rubric."""
    marking = marking_of(enrolment.cohort)
    if marking is None:
        return None
    current = current_marks(enrolment)
    return _standing(enrolment, marking, current, viewer)


def current_marks(enrolment: Enrolment) -> list[Mark]:
    """Every mark of what is handed in now, the first first: for services, which judge by all."""
    found = enrolment.marks.filter(decision=None, submitted_at=enrolment.submitted_at)
    return list(found.select_related("assessor", "rubric").order_by("marked_at", "pk"))


def stage_of(marking: Marking, grid: Grid, marks: Sequence[Mark]) -> Stage:
    """Where a submission with these marks stands."""
    single = [one for one in marks if one.kind == Mark.Kind.MARK]
    if len(single) < marking.wanted:
        return Stage.TO_MARK
    if len(marks) > len(single) or marking.wanted == 1:
        return Stage.TO_DECIDE
    first, second = (judged_of(one) for one in single[:2])
    if disagree(grid, first, second, threshold=marking.threshold):
        return Stage.TO_MODERATE
    return Stage.TO_DECIDE


def verdict_from(grid: Grid, marks: Sequence[Mark]) -> Verdict:
    """What counts: the agreed mark where there is one, else what the marks come to."""
    agreed = [one for one in marks if one.kind == Mark.Kind.AGREED]
    return verdict_of(grid, [judged_of(one) for one in agreed or marks])


def turns_of(enrolments: Iterable[Enrolment], *, viewer: Person) -> dict[UUID, Turn]:
    """What somebody can do about each submission; one without a rubric is theirs to decide."""
    waiting = list(enrolments)
    markings = {
        one.cohort_id: one
        for one in Marking.objects.select_related("rubric").filter(
            cohort__in={each.cohort_id for each in waiting}
        )
    }
    marks: dict[UUID, list[Mark]] = {}
    for mark in Mark.objects.filter(enrolment__in=waiting, decision=None).order_by("marked_at"):
        marks.setdefault(mark.enrolment_id, []).append(mark)
    turns = {}
    for one in waiting:
        marking = markings.get(one.cohort_id)
        there = [each for each in marks.get(one.pk, ()) if each.submitted_at == one.submitted_at]
        turns[one.pk] = (
            _standing(one, marking, there, viewer).turn if marking else _undivided(one, viewer)
        )
    return turns


def next_for(
    organisation: Organisation, *, viewer: Person, after: Enrolment | None = None
) -> list[Enrolment]:
    """What waits in a cohort (or in all) and is somebody's turn, the oldest first."""
    waiting = Enrolment.objects.filter(
        cohort__organisation=organisation, state=Enrolment.State.SUBMITTED
    ).order_by("submitted_at", "pk")
    if after is not None:
        waiting = waiting.filter(cohort=after.cohort_id)
    found = list(waiting.select_related("cohort")[:_MOST_SOUGHT])
    turns = turns_of(found, viewer=viewer)
    return [one for one in found if turns[one.pk] != Turn.WAIT]


def _standing(
    enrolment: Enrolment, marking: Marking, marks: Sequence[Mark], viewer: Person
) -> Standing:
    grid = Grid.from_json(marking.rubric.content)
    stage = stage_of(marking, grid, marks)
    is_hidden = marking.is_blind and stage == Stage.TO_MARK
    return Standing(
        marking=marking,
        grid=grid,
        stage=stage,
        turn=_turn(enrolment, stage, marks, viewer),
        given=len(marks),
        marks=tuple(one for one in marks if not is_hidden or one.assessor_id == viewer.pk),
        verdict=verdict_from(grid, marks) if stage == Stage.TO_DECIDE else None,
    )


def _turn(enrolment: Enrolment, stage: Stage, marks: Sequence[Mark], viewer: Person) -> Turn:
    has_marked = any(one.assessor_id == viewer.pk for one in marks)
    if enrolment.person_id == viewer.pk:
        return Turn.WAIT
    if stage == Stage.TO_DECIDE:
        return Turn.DECIDE
    if has_marked:
        return Turn.WAIT
    return Turn.MARK if stage == Stage.TO_MARK else Turn.MODERATE


def _undivided(enrolment: Enrolment, viewer: Person) -> Turn:
    return Turn.WAIT if enrolment.person_id == viewer.pk else Turn.DECIDE


def _line(grid: Grid, row: Row, judged: Judged) -> Line:
    at = judged.level
    if at is None:
        return Line(row, None, "", judged.comment, is_met=False)
    return Line(row, grid.levels[at], row.descriptors[at], judged.comment, row.is_met(at))
