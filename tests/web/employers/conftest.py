"""A company with a manager, and people who work there."""

from __future__ import annotations

import pytest

from testamur_web.people.models import Organisation, Person, Role
from tests.web.conftest import join, organisation, person


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
