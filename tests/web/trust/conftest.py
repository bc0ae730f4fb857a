"""Ada holds an award of the university; Dara's employer, Eli's quality board and Dara may speak."""

from __future__ import annotations

import pytest

from testamur_web.people.models import Organisation
from testamur_web.trust import giving
from testamur_web.trust.giving import Word
from testamur_web.trust.subjects import Subject
from testamur_web.wallet import services
from tests.web.conftest import NOW
from tests.web.wallet.conftest import publish, sign_award

SAID = "We hire people who hold it, and they can do what it says."


def say(subject, *, by, organisation=None, said=SAID, at=NOW, **more):
    return giving.give(subject, Word(said, **more), organisation=organisation, by=by, at=at)


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
