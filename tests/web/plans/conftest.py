"""A manager of the university, a colleague, and a role that the university describes."""

from __future__ import annotations

import pytest

from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur_web.catalogue.skills import find_entries
from testamur_web.people.models import Person, Role
from testamur_web.plans import profiles
from testamur_web.plans.models import RoleProfile
from tests.web.conftest import NOW, join, person


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
def wanted() -> Goal:
    """Two skills that stand in the list that ships with Testamur."""
    statistics, python = (
        find_entries(word, kind="skill", limit=1)[0].found for word in ("statistics", "python")
    )
    return Goal(
        (Need(statistics.id, level=5), Need(python.id, importance=0.5)),
        label="Survey lead",
        names={statistics.id: statistics.label, python.id: python.label},
    )


@pytest.fixture
def profile(university, manager, wanted) -> RoleProfile:
    return profiles.create_profile(university, wanted, by=manager, at=NOW)
