"""Two parts of the university and the whole that they add up to; Ada has proven her address."""

from __future__ import annotations

import pytest

from testamur_web.catalogue.models import Version
from tests.web.awards.conftest import published
from tests.web.conftest import NOW
from tests.web.plans.wholes import whole_of


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
