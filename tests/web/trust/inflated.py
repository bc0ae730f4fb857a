"""Programmes with people in them, as rows: inflated ones and good ones, without any signing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from testamur_web.awards.models import Award
from testamur_web.catalogue.models import OutcomeSkill, Version
from testamur_web.learning.models import Cohort, Decision, Enrolment
from testamur_web.people.models import Person
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

DAY = timedelta(days=1)
SHEETS = (
    {
        "verb": "use",
        "level": "foundation",
        "skill": "spreadsheets",
        "skill_uri": "https://skills.example/sheets",
    },
    {
        "verb": "draw",
        "level": "foundation",
        "skill": "charts",
        "skill_uri": "https://skills.example/charts",
    },
)


def programme(organisation, title, *, outcomes=SHEETS, hours=25, **said) -> Version:
    """A published version with outcomes, and the rows that name their skills."""
    version = offer(
        organisation, title, outcomes=[dict(one) for one in outcomes], hours=hours, **said
    )
    levels = {"foundation": 3, "intermediate": 4, "advanced": 5}
    OutcomeSkill.objects.bulk_create(
        OutcomeSkill(version=version, uri=one["skill_uri"], level=levels[one["level"]])
        for one in outcomes
        if one.get("skill_uri")
    )
    return version


def crowd(number: int, name: str = "learner") -> list[Person]:
    return Person.objects.bulk_create(
        Person(username=f"{name}-{at:04}", name=f"{name} {at}") for at in range(number)
    )


def run(version, people, *, assessor, days=1, failing=(), began=NOW, name="Spring") -> Cohort:
    """A cohort in which everybody is decided after `days`; all but `failing` hold the award."""
    organisation = version.achievement.organisation
    cohort = Cohort.objects.create(organisation=organisation, version=version, name=name)
    ended = began + (days - 1) * DAY
    state = Enrolment.State
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            cohort=cohort,
            person=one,
            name=one.name,
            state=state.NOT_PASSED if at in failing else state.PASSED,
            enrolled_at=began,
            submitted_at=ended,
        )
        for at, one in enumerate(people)
    )
    Decision.objects.bulk_create(
        Decision(
            enrolment=one,
            assessor=assessor,
            decided_at=ended + timedelta(minutes=at),
            passed=at not in failing,
            findings=[],
            evidence_digests=[{"kind": "note"}],
        )
        for at, one in enumerate(enrolments)
    )
    passed = [one for at, one in enumerate(enrolments) if at not in failing]
    give(version, [one.person for one in passed], at=ended, enrolments=passed)
    return cohort


def give(version, people, *, at=NOW, enrolments=(), **more) -> list[Award]:
    """Awards that stand, with a text in place of a signed credential."""
    together = [*enrolments] or [None] * len(people)
    return Award.objects.bulk_create(
        Award(
            id=uuid4(),
            organisation=version.achievement.organisation,
            award_key=str(uuid4()),
            version=version,
            holder=one,
            enrolment=enrolment,
            recipient_name=one.name,
            awarded_at=at,
            credential="{}",
            **more,
        )
        for one, enrolment in zip(people, together, strict=True)
    )
