"""A cohort of the demonstration that two mark blind, with one submission in moderation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning import services as learning
from testamur_web.learning.judging import Judged, Judgement, Remark
from testamur_web.learning.marks import Turn, standing_of
from testamur_web.learning.models import Cohort, Enrolment, Rubric
from testamur_web.learning.rubrics import Grid, Level, Row
from testamur_web.people import services as people
from testamur_web.people.models import Person, Role

__all__ = ["mark_twice"]

_LEVELS: Final = (
    Level("Not yet", 0),
    Level("Nearly", 1),
    Level("Good", 2),
    Level("Excellent", 3),
)
_WORDS: Final = (
    "The evidence does not show it, or shows the work of others.",
    "Parts of it are shown; what matters most is missing or wrong.",
    "All of it is shown by work of their own, with small faults.",
    "All of it is shown without fault, and the choices are explained.",
)
_BEYOND: Final = (
    "Nothing beyond the course.",
    "One idea that was not taught, not carried through.",
    "One idea that was not taught, carried through.",
    "Something that others can build on.",
)
_PAIRS: Final = (
    ((2, 2), (2, 2)),
    ((3, 2), (3, 3)),
    ((1, 1), (1, 0)),
    ((3, 3), (3, 2)),
    ((2, 1), (2, 1)),
    ((3, 1), (2, 2)),
)
"""What the two give the first of the criteria, and then the last, submission by submission."""

_COMMENTS: Final = (
    "I found nothing of it.",
    "Page 2 leaves out the tests.",
    "",
    "Clear and complete.",
)
_GOOD: Final = 2
_DAY: Final = timedelta(days=1)


def mark_twice(
    version: Version, learners: Sequence[Person], cast: Mapping[str, Person], *, at: datetime
) -> Cohort:
    """Eight hand in: six are decided, of one the marks disagree, one has a single mark."""
    bashir, amina = cast["bashir"], cast["amina"]
    tomas = people.create_person(
        username="tomas", name="Tomas Lindgren", email="tomas@people.example", at=at - 40 * _DAY
    )
    organisation = version.achievement.organisation
    people.add_member(organisation, person=tomas, roles=[Role.ASSESSOR], by=None, at=at - 40 * _DAY)
    cohort = _cohort(version, _rubric(version, bashir, at - 31 * _DAY), bashir, at)
    handed_in = [_hand_in(cohort, learner, at) for learner in learners[:8]]
    for enrolment, (first, second) in zip(handed_in, _PAIRS, strict=False):
        _mark(enrolment, amina, first[0], second[0], at=at - 3 * _DAY)
        _mark(enrolment, tomas, first[1], second[1], at=at - 2 * _DAY)
        _settle(enrolment, bashir, amina, at=at - _DAY)
    learning.add_sample(
        cohort.marking.rubric.rubric, handed_in[0].decisions.get(), by=bashir, at=at - _DAY
    )
    _mark(handed_in[6], amina, 3, 3, at=at - 3 * _DAY)
    _mark(handed_in[6], tomas, 1, 1, at=at - 2 * _DAY)
    _mark(handed_in[7], tomas, 2, 2, at=at - 2 * _DAY)
    return cohort


def _rubric(version: Version, by: Person, at: datetime) -> Rubric:
    grid = Grid(_LEVELS, tuple(_rows(version)))
    return learning.write_rubric(
        version.achievement.organisation, grid, title="Practical work", by=by, at=at
    )


def _rows(version: Version) -> Iterator[Row]:
    for one in definition_of(version).criteria:
        words = _WORDS if one.is_mandatory else _BEYOND
        weight = 3 if one.is_mandatory else 1
        yield Row(one.id, one.text, weight, one.is_mandatory, 2, words)


def _cohort(version: Version, rubric: Rubric, by: Person, at: datetime) -> Cohort:
    cohort = learning.open_cohort(version, name="Marked by two", by=by, at=at - 30 * _DAY)
    terms = learning.MarkingTerms(has_second=True, is_blind=True)
    learning.set_marking(cohort, rubric, terms, by=by, at=at - 30 * _DAY)
    return cohort


def _hand_in(cohort: Cohort, learner: Person, at: datetime) -> Enrolment:
    enrolment = learning.enrol(cohort, person=learner, at=at - 20 * _DAY)
    text = "What I built, how I tested it, and what I would do differently the next time."
    piece = learning.Piece("note", title="Report on my work", text=text)
    learning.add_evidence(enrolment, piece, by=learner, at=at - 5 * _DAY)
    return learning.hand_in(enrolment, by=learner, at=at - 4 * _DAY)


def _mark(enrolment: Enrolment, by: Person, first: int, last: int, *, at: datetime) -> None:
    remarks = tuple(
        Remark(piece.pk, "Say what you tested, and with which data.")
        for piece in enrolment.evidence.all()
    )
    judgement = Judgement(_judged(enrolment, first, last), remarks)
    learning.give_mark(enrolment, judgement, by=by, at=at)


def _judged(enrolment: Enrolment, first: int, last: int) -> tuple[Judged, ...]:
    """The level of the first criterion and of the last; Good in between."""
    criteria = definition_of(enrolment.cohort.version).criteria
    levels = [first, *[_GOOD] * (len(criteria) - 2), last]
    return tuple(
        Judged(one.id, level, _COMMENTS[level]) for one, level in zip(criteria, levels, strict=True)
    )


def _settle(enrolment: Enrolment, moderator: Person, by: Person, *, at: datetime) -> None:
    """Decide; where the two disagree, somebody else sets the agreed mark first."""
    standing = standing_of(enrolment, viewer=moderator)
    if standing and standing.turn == Turn.MODERATE:
        reason = "The appendix shows the tests that one of us missed."
        agreed = Judgement(_judged(enrolment, _GOOD, _GOOD), note=reason)
        learning.moderate(enrolment, agreed, by=moderator, at=at)
        standing = standing_of(enrolment, viewer=moderator)
    lowest = standing.verdict.rows[0].level if standing and standing.verdict else None
    ruling = learning.Ruling(passed=lowest is not None and lowest >= _GOOD)
    learning.decide_by_marks(enrolment, ruling, by=by, at=at)
