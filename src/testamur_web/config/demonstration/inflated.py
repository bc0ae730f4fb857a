"""A good, a mediocre and an inflated programme of the demonstration, by what happened in them.

Meridian runs "Excel basics" in a day for the 30 hours that it states, passes everybody, and offers
the same again as "Excel essentials", mostly to the same people. Northgate's course in SQL takes the
weeks that it states, and a third does not pass at first. Harbour's evenings about figures are
neither: nearly everybody passes, and they are rather shorter than they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from testamur_web.catalogue import services as catalogue
from testamur_web.catalogue.definition import Definition, Outcome, Quality
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.vocabulary import (
    AssessmentMethod,
    IdentityCheck,
    OutcomeLevel,
    QualityKind,
    Supervision,
)
from testamur_web.config.demonstration.offers import offers
from testamur_web.config.demonstration.side_by_side import MIDDLE, speak_of
from testamur_web.learning import services as learning
from testamur_web.learning.findings import Finding, Found
from testamur_web.learning.models import Evidence
from testamur_web.learning.services import Piece
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Organisation, Person
from testamur_web.trust.inflation_counting import count_inflation

__all__ = ["run_programmes"]

_DAY: Final = timedelta(days=1)
_SPREADSHEETS: Final = "http://data.europa.eu/esco/skill/1973c966-f236-40c9-b2d4-5d71a89019be"
_HOURS: Final = 30
_GOOD: Final = "Data analysis with SQL"
_HOUSE: Final = "meridian"


@dataclass(frozen=True, slots=True)
class _Run:
    """A cohort: who takes part, how long ago, for how many days, and each how manieth fails."""

    name: str
    first: int
    last: int
    days_ago: int
    days: int
    failing: int = 0


_BASICS: Final[Sequence[_Run]] = (
    _Run("Morning group", 60, 76, 400, 1),
    _Run("Open day", 76, 92, 250, 1),
    _Run("Company group", 92, 104, 120, 1),
)
_ESSENTIALS: Final[Sequence[_Run]] = (_Run("Follow-up", 60, 88, 90, 1),)
_SQL: Final = (
    _Run("Autumn 2025", 110, 124, 330, 62, failing=3),
    _Run("Winter 2025", 124, 138, 200, 55, failing=4),
)
_EVENINGS: Final = (
    _Run("Autumn evenings", 140, 164, 210, 2, failing=24),
    _Run("Spring evenings", 164, 188, 100, 2, failing=24),
)
_WORK: Final = Piece(Evidence.Kind.NOTE, title="Exercises", text="The exercises of the course.")


def run_programmes(
    people: Mapping[str, Person], offered: Mapping[str, Version], *, at: datetime
) -> None:
    """Let it all have happened, and count the day's figures."""
    learners = list(Person.objects.filter(username__startswith="learner-").order_by("username"))
    good, chen = offered[_GOOD], people["chen"]
    house = Organisation.objects.get(slug=_HOUSE)
    guild = Organisation.objects.get(slug="harbour")
    middle = _publish(guild, MIDDLE, by=people["gil"], at=at)
    programmes: list[tuple[Version, Sequence[_Run], Person]] = [
        (good, _SQL, people["bashir"]),
        (middle, _EVENINGS, people["gil"]),
    ]
    for title, runs in (("Excel basics", _BASICS), ("Excel essentials", _ESSENTIALS)):
        programmes.append((_publish(house, _definition(title), by=chen, at=at), runs, chen))
    for version, runs, staff in programmes:
        for one in runs:
            _run(version, one, learners[one.first : one.last], staff=staff, at=at)
        drain()
    speak_of(people, good=good, middle=middle, bad=programmes[-1][0], at=at)
    drain()
    count_inflation(at=at)


def _publish(house: Organisation, definition: Definition, *, by: Person, at: datetime) -> Version:
    made = catalogue.create_achievement(house, title=definition.title, by=by, at=at - 420 * _DAY)
    catalogue.save_draft(made, definition, by=by, at=at - 420 * _DAY)
    return catalogue.publish(made, by=by, at=at - 410 * _DAY)


def _definition(title: str) -> Definition:
    like = next(each for slug, each in offers() if slug == _HOUSE)
    summary = "Tables, formulas and charts for everyday work."
    outcomes = (
        Outcome("use", OutcomeLevel.ADVANCED, "spreadsheets", _SPREADSHEETS, "ESCO"),
        Outcome("understand", OutcomeLevel.ADVANCED, "the basics of charts and tables"),
    )
    return replace(
        like,
        title=title,
        summary=summary,
        description=f"{summary} For everybody.",
        outcomes=outcomes,
        components=(replace(like.components[0], hours=_HOURS, weight=100),),
        criteria=(replace(like.criteria[0], text="The exercises were handed in."),),
        hours=_HOURS,
        ects=None,
        eqf_level=5,
        stackability="",
        assessment_method=(AssessmentMethod.ONLINE_TEST,),
        supervision=Supervision.UNSUPERVISED,
        identity_check=IdentityCheck.NONE,
        quality_statement=Quality(QualityKind.INTERNAL, "We look at it now and then."),
        image=replace(like.image, alt=f"Badge of {title}"),
    )


def _run(
    version: Version, run: _Run, learners: Sequence[Person], *, staff: Person, at: datetime
) -> None:
    began = at - run.days_ago * _DAY
    ended = began + (run.days - 1) * _DAY
    cohort = learning.open_cohort(version, name=run.name, by=staff, at=began - _DAY)
    for number, learner in enumerate(learners):
        enrolment = learning.enrol(cohort, person=learner, at=began)
        learning.add_evidence(enrolment, _WORK, by=learner, at=ended)
        learning.hand_in(enrolment, by=learner, at=ended)
        fails = bool(run.failing) and number % run.failing == 0
        decide = learning.decide_against if fails else learning.decide
        decide(enrolment, by=staff, findings=_findings(version, fails=fails), at=ended)


def _findings(version: Version, *, fails: bool) -> Iterator[Finding]:
    for criterion in version.content["criteria"]:
        yield Finding(criterion["id"], Found.NOT_MET if fails else Found.MET)
