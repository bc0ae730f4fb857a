"""Who may vouch for an award of Ada's; an inflated programme beside a good one, counted."""

from __future__ import annotations

import pytest

from testamur_web.catalogue.addresses import achievement_url
from testamur_web.people.models import Organisation, Person
from testamur_web.trust import giving, recognising
from testamur_web.trust.giving import Word
from testamur_web.trust.inflation_counting import count_inflation
from testamur_web.trust.recognising import Acceptance
from testamur_web.trust.subjects import Subject
from testamur_web.wallet import services
from tests.web.conftest import NOW
from tests.web.trust.inflated import DAY, crowd, programme, run
from tests.web.wallet.conftest import publish, sign_award

SAID = "We hire people who hold it, and they can do what it says."


def say(subject, *, by, organisation=None, said=SAID, at=NOW, **more):
    return giving.give(subject, Word(said, **more), organisation=organisation, by=by, at=at)


def recognise(what, *, by, organisation, at=NOW, **more):
    """Accept a version, or what has an address, as what a job asks for."""
    address = what if isinstance(what, str) else achievement_url(what.achievement)
    said = {"accepted_as": "hiring", "terms": "Junior analysts", "begins_on": at.date()}
    told = Acceptance(address, **said | more)
    return recognising.recognise(organisation, told, by=by, at=at)


@pytest.fixture
def version(university):
    return publish(university)


@pytest.fixture
def award(version, ada):
    return sign_award(version, person=ada)


@pytest.fixture
def item(award, ada):
    return services.put_in_wallet(award, person=ada, at=NOW)


@pytest.fixture
def employer(dara) -> Organisation:
    return Organisation.objects.get(slug="example-employer")


@pytest.fixture
def board(eli) -> Organisation:
    return Organisation.objects.get(slug="quality-board")


@pytest.fixture
def of_version(version) -> Subject:
    return Subject(version=version)


@pytest.fixture
def of_award(item, award) -> Subject:
    award.refresh_from_db()
    return Subject(award=award)


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
