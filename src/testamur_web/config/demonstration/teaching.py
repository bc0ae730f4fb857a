"""The cohorts of the demonstration, with people in every state; Ada waits for a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from testamur_web.catalogue.models import Version
from testamur_web.config.demonstration.cast import COHORT_NAMES
from testamur_web.config.demonstration.marking import mark_twice
from testamur_web.config.demonstration.partners import work_with_a_library
from testamur_web.config.demonstration.programme import run_programme
from testamur_web.learning import services as learning
from testamur_web.learning.findings import Finding, Found
from testamur_web.learning.models import Cohort, Enrolment, Evidence
from testamur_web.learning.services import Piece
from testamur_web.people.models import Person

__all__ = ["teach"]

DAY: Final = timedelta(days=1)
_ENTRIES: Final = (Cohort.Entry.OPEN, Cohort.Entry.CODE, Cohort.Entry.INVITATION)
_PIECES: Final = (
    Piece(
        Evidence.Kind.REPOSITORY,
        title="Project and its tests",
        url="https://code.example/ada/air-quality",
    ),
    Piece(
        Evidence.Kind.NOTE,
        title="What I did and why",
        text="I cleaned three years of air-quality readings, compared two models and chose the "
        "simpler one, because the difference was smaller than its uncertainty.",
    ),
)


def teach(versions: Sequence[Version], cast: Mapping[str, Person], *, at: datetime) -> None:
    """Cohorts of Northgate, one of them run to its end, one with a partner; and one of Chen's."""
    own = [one for one in versions if one.achievement.organisation.slug == "northgate"]
    opened = [
        learning.open_cohort(version, name=name, entry=entry, by=cast["bashir"], at=at - 30 * DAY)
        for version, name, entry in zip(own[2:5], COHORT_NAMES, _ENTRIES, strict=True)
    ]
    learners = Person.objects.filter(username__startswith="learner-")
    _take_part(opened[0], cast["ada"], at=at)
    for number, learner in enumerate(learners[:9]):
        enrolment = _take_part(opened[0], learner, at=at, hand_in=number % 3 != 0)
        if number % 3 == 2:
            _pass(enrolment, by=cast["amina"], at=at)
    run_programme(opened[0], cast, at=at)
    mark_twice(own[5], list(learners[20:28]), cast, at=at)
    work_with_a_library(own[3], cast, at=at)
    learning.open_cohort(versions[17], name=COHORT_NAMES[0], by=cast["chen"], at=at - 10 * DAY)


def _take_part(cohort: Cohort, person: Person, *, at: datetime, hand_in: bool = True) -> Enrolment:
    enrolment = learning.enrol(cohort, person=person, at=at - 20 * DAY)
    for piece in _PIECES:
        learning.add_evidence(enrolment, piece, by=person, at=at - 4 * DAY)
    if hand_in:
        learning.hand_in(enrolment, by=person, at=at - 3 * DAY)
    return enrolment


def _pass(enrolment: Enrolment, *, by: Person, at: datetime) -> None:
    learning.decide(
        enrolment,
        by=by,
        findings=[_finding(one) for one in enrolment.cohort.version.content["criteria"]],
        note="Careful work, and well explained.",
        at=at - DAY,
    )


def _finding(criterion: Mapping[str, object]) -> Finding:
    met = criterion.get("is_mandatory", True)
    return Finding(str(criterion["id"]), Found.MET if met else Found.NOT_MET)
