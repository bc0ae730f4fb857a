"""A whole and its parts; a goal and courses for it; a manager, a colleague and a role."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from testamur.pathways.goal import Goal as Wanted
from testamur.pathways.goal import goal_from
from testamur.skills.framework import Need
from testamur_web.awards.models import Award
from testamur_web.catalogue.models import OutcomeSkill, Version
from testamur_web.catalogue.skills import find_entries
from testamur_web.people.models import Person, Role
from testamur_web.plans import profiles, services
from testamur_web.plans.models import Goal, RoleProfile
from testamur_web.wallet.services import put_in_wallet
from tests.web.awards.conftest import published
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW, join, person
from tests.web.plans.wholes import whole_of
from tests.web.wallet.conftest import CONTENT, sign_award

SOLDER, WIRE = "https://skills.example/solder", "https://skills.example/wire"


def goal_content(*skills: str) -> dict:
    names = {SOLDER: "solder joints", WIRE: "wire cabinets"}
    needs = [{"skill": skill, "name": names[skill], "importance": 1.0} for skill in skills]
    return {"label": "Panel builder", "needs": needs}


@pytest.fixture
def goal(ada) -> Goal:
    wanted = goal_from(goal_content(SOLDER, WIRE), "")
    return services.set_goal(ada, wanted, at=timezone.now())


@pytest.fixture
def course(university):
    """Publish a course for some skills."""

    def made(title, *skills, price="100", hours=20, level=4, **said) -> Version:
        outcomes = [
            {"verb": "apply", "skill": uri[-6:], "skill_uri": uri, "level": "intermediate"}
            for uri in skills
        ]
        money = {"amount": price, "currency": "EUR"} if price is not None else None
        told = CONTENT | {"title": title, "hours": hours, "price": money, "outcomes": outcomes}
        version = offer(university, **told | said)
        for uri in skills:
            OutcomeSkill.objects.create(version=version, uri=uri, level=level)
        return version

    return made


@pytest.fixture
def reprice():
    """Publish the next version of a course, which differs in its columns."""

    def made(version: Version, **said) -> Version:
        kept = {field.attname: getattr(version, field.attname) for field in Version._meta.fields}
        newer = Version.objects.create(**kept | {"id": uuid4(), "number": 2} | said)
        for skill in version.skills.all():
            OutcomeSkill.objects.create(version=newer, uri=skill.uri, level=skill.level)
        version.achievement.current = newer
        version.achievement.save()
        return newer

    return made


@pytest.fixture
def earn(ada):
    """Let Ada earn a course."""

    def made(version: Version, **said) -> Award:
        award = sign_award(version, person=ada, key=f"{version.pk}", **said)
        put_in_wallet(award, person=ada, at=timezone.now())
        return award

    return made


@pytest.fixture
def python(university) -> Version:
    return published(university, title="Python")


@pytest.fixture
def statistics(university) -> Version:
    return published(university, title="Statistics")


@pytest.fixture
def whole(university, python, statistics) -> Version:
    return whole_of(university, python, statistics)


@pytest.fixture
def known(ada):
    """Ada, by an address that she has proven."""
    ada.identifiers.create(kind="email", value=ada.email, verified_at=NOW)
    return ada


@pytest.fixture
def manager(university) -> Person:
    somebody = person("mara")
    join(somebody, university, Role.MANAGER)
    return somebody


@pytest.fixture
def colleague(ada, university) -> Person:
    """Ada, who works there too."""
    join(ada, university, Role.ASSESSOR)
    return ada


@pytest.fixture
def wanted() -> Wanted:
    """Two skills that stand in the list that ships with Testamur."""
    statistics, python = (
        find_entries(word, kind="skill", limit=1)[0].found for word in ("statistics", "python")
    )
    return Wanted(
        (Need(statistics.id, level=5), Need(python.id, importance=0.5)),
        label="Survey lead",
        names={statistics.id: statistics.label, python.id: python.label},
    )


@pytest.fixture
def profile(university, manager, wanted) -> RoleProfile:
    return profiles.create_profile(university, wanted, by=manager, at=NOW)
