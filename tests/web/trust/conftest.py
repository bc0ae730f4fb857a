"""An inflated programme beside a good one, counted."""

from __future__ import annotations

import pytest

from testamur_web.people.models import Person
from testamur_web.trust.inflation_counting import count_inflation
from tests.web.conftest import NOW
from tests.web.trust.inflated import DAY, crowd, programme, run

WELDING = (
    {
        "verb": "weld",
        "level": "advanced",
        "skill": "steel",
        "skill_uri": "https://skills.example/weld",
    },
    {
        "verb": "read",
        "level": "advanced",
        "skill": "technical drawings",
        "skill_uri": "https://skills.example/draw",
    },
)


@pytest.fixture
def inflated(university, college, bashir):
    """Excel basics twice: everybody passes in a day, and the second adds nothing to the first."""
    basics = programme(university, "Excel basics")
    programme(college, "Excel essentials")
    run(basics, crowd(30), assessor=bashir)
    again = programme(university, "Excel starter")
    people = list(Person.objects.filter(username__startswith="learner-"))
    run(again, people, assessor=bashir, began=NOW + 30 * DAY)
    return basics, again


@pytest.fixture
def good(university, bashir):
    """Welding: a quarter does not pass, it takes the time it states, and nothing is like it."""
    version = programme(university, "Welding", outcomes=WELDING, hours=80)
    run(version, crowd(40, "welder"), assessor=bashir, days=60, failing=range(0, 40, 4))
    return version


@pytest.fixture
def counted(inflated, good):
    count_inflation(at=NOW)
    return inflated, good
