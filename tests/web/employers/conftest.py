"""People who prove skills of the list that ships, and an employer who looks for them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.catalogue.skills import find_entries
from testamur_web.employers.consent import give_consent
from testamur_web.employers.criteria import Criteria, Wanted
from testamur_web.employers.models import Part, Purpose
from testamur_web.ops import outbox
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.wallet.services import put_in_wallet
from tests.web.catalogue.offers import offer
from tests.web.conftest import join, organisation, person
from tests.web.wallet.conftest import CONTENT, sign_award

WORDS = {3: "foundation", 4: "intermediate", 5: "advanced", 7: "expert"}


def skill_called(words: str) -> tuple[str, str]:
    """Its address and its name."""
    found = find_entries(words, kind="skill", limit=1)[0].found
    return found.id, found.label


@pytest.fixture
def python() -> str:
    return skill_called("python")[0]


@pytest.fixture
def statistics() -> str:
    return skill_called("statistics")[0]


@pytest.fixture
def prove(university):
    """Let somebody prove skills at a level, by an award of the university."""

    def made(somebody: Person, *skills: str, level: int = 5, title="Course", **said):
        outcomes = [
            {
                "verb": "apply",
                "skill": f"skill {place}",
                "skill_uri": uri,
                "level": WORDS[level],
            }
            for place, uri in enumerate(skills)
        ]
        told = CONTENT | {"title": title, "outcomes": outcomes, "eqf_level": level}
        version = offer(university, **told | said)
        for uri in skills:
            OutcomeSkill.objects.create(version=version, uri=uri, level=level)
        name = {"name": somebody.name, "email": somebody.email}
        award = sign_award(version, person=somebody, key=f"{version.pk}{somebody.pk}", **name)
        put_in_wallet(award, person=somebody, at=timezone.now())
        return award

    return made


@pytest.fixture
def agree():
    """Let somebody agree to be found, with all but their name, and index them."""

    def made(somebody: Person, *purposes: Purpose, parts=None, where=None) -> None:
        shown = set(Part) - {Part.NAME} if parts is None else parts
        for purpose in purposes or (Purpose.SEARCH,):
            give_consent(somebody, purpose, parts=shown, organisation=where, at=timezone.now())
        outbox.drain()

    return made


@pytest.fixture
def employer(db) -> Organisation:
    return organisation("brewery", "employer")


@pytest.fixture
def rita(employer) -> Person:
    """Who recruits there."""
    somebody = person("rita")
    join(somebody, employer, Role.MANAGER)
    return somebody


@pytest.fixture
def wants(python) -> Criteria:
    return Criteria((Wanted(python, 5),))
