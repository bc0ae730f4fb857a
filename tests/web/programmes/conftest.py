"""A company with a manager, and people who work there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from testamur.pathways.goal import goal_from
from testamur_web.awards.models import Award
from testamur_web.awards.services import Recipient, give_award, sign_awards
from testamur_web.catalogue.models import OutcomeSkill, Version
from testamur_web.employers import programmes, staffing, teams
from testamur_web.employers.models import Programme, Team
from testamur_web.employers.programmes import Joining, ProgrammeStated
from testamur_web.employers.staffing import StaffStated
from testamur_web.employers.teams import TeamStated
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.plans import proposing
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.profiles import create_profile
from testamur_web.wallet.services import put_in_wallet
from tests.web.catalogue.offers import offer
from tests.web.conftest import join, organisation, person
from tests.web.wallet.conftest import CONTENT

SOLDER, WIRE = "https://skills.example/solder", "https://skills.example/wire"
LAUNCH = datetime(2026, 6, 1, 9, tzinfo=UTC)
TODAY = LAUNCH + timedelta(days=60)


@pytest.fixture
def works(db) -> Organisation:
    return organisation("brightworks", "employer")


@pytest.fixture
def head(works) -> Person:
    somebody = person("dara")
    join(somebody, works, Role.ADMIN)
    return somebody


@pytest.fixture
def mara(works) -> Person:
    somebody = person("mara")
    join(somebody, works, Role.MANAGER)
    return somebody


@pytest.fixture
def role(works, mara) -> RoleProfile:
    needs = [{"skill": SOLDER, "name": "solder joints"}, {"skill": WIRE, "name": "wire cabinets"}]
    wanted = goal_from({"label": "Panel builder", "needs": needs}, "")
    return create_profile(works, wanted, by=mara, at=LAUNCH)


@pytest.fixture
def stated(role) -> ProgrammeStated:
    ends = (LAUNCH + timedelta(days=180)).date()
    return ProgrammeStated("Panels 2026", role, LAUNCH.date(), ends, reminders=(30, 7))


@pytest.fixture
def programme(works, stated, mara) -> Programme:
    return programmes.make_programme(works, stated, by=mara, at=LAUNCH)


@pytest.fixture
def crew(works, mara, head):
    """A team of so many, each a member with an entry on the list."""

    def made(name: str, many: int) -> Team:
        team = teams.make_team(works, TeamStated(name), by=mara, at=LAUNCH)
        for at in range(many):
            somebody = person(f"{name.lower()}-{at}")
            join(somebody, works, Role.EMPLOYEE)
            somebody.identifiers.create(kind="email", value=somebody.email, verified_at=LAUNCH)
            stated = StaffStated(somebody.email, somebody.name)
            entry = staffing.add_entry(works, stated, by=head, at=LAUNCH)
            teams.set_people(team, put=[entry], by=mara, at=LAUNCH)
        return team

    return made


@pytest.fixture
def running(programme, mara, crew):
    """The programme, launched for teams of these sizes; so many of each share."""

    def made(**sizes: tuple[int, int]) -> Programme:
        for name, (many, _shares) in sizes.items():
            team = crew(name, many)
            people = [Joining(place.entry.person, team) for place in team.places.all()]
            programmes.add_people(programme, people, by=mara, at=LAUNCH)
        programmes.launch(programme, by=mara, at=LAUNCH)
        for name, (_many, shares) in sizes.items():
            for at in range(shares):
                answer(programme, f"{name.lower()}-{at}")
        programme.refresh_from_db()
        return programme

    return made


def answer(programme: Programme, username: str, *, shares: bool = True) -> None:
    """Somebody accepts, and shares or not."""
    one = programme.participants.get(person__username=username)
    proposing.accept(one.proposal, shares_progress=shares, at=LAUNCH)


@pytest.fixture
def course(university) -> Version:
    """What certifies soldering."""
    outcome = {"verb": "apply", "skill": "solder", "skill_uri": SOLDER, "level": "intermediate"}
    version = offer(university, **CONTENT | {"title": "Soldering", "outcomes": [outcome]})
    OutcomeSkill.objects.create(version=version, uri=SOLDER, level=4)
    return version


@pytest.fixture
def earn(course):
    """Let somebody earn it on a day."""

    def made(username: str, *, at: datetime) -> Award:
        somebody = Person.objects.get(username=username)
        given = give_award(
            course,
            recipient=Recipient(somebody.name, somebody.email, "", somebody),
            awarded_at=at,
            award_key=f"{course.pk}-{username}",
            by=None,
            at=at,
        )
        [award] = sign_awards([given], at=at)
        put_in_wallet(award, person=somebody, at=at)
        return award

    return made
