"""Dara ranks for an employer; some people agreed to it, and prove different things at levels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import Need
from testamur_web.employers.consent import give_consent
from testamur_web.employers.indexing import index_person
from testamur_web.employers.matching import run_match
from testamur_web.employers.models import MatchRun, Part, Purpose
from testamur_web.employers.ranking import switch_ranking
from testamur_web.ops import outbox
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.plans import profiles
from testamur_web.plans.models import RoleProfile
from testamur_web.wallet.services import put_in_wallet
from tests.web.conftest import join, person
from tests.web.plans.conftest import SOLDER, WIRE, course
from tests.web.wallet.conftest import sign_award

__all__ = ["course"]

WORDS = {3: "foundation", 4: "intermediate", 5: "advanced"}
"""What a level of an outcome is called."""

Proves = Callable[..., Person]


@pytest.fixture
def employer(dara) -> Organisation:
    return Organisation.objects.get(slug="example-employer")


@pytest.fixture
def mara(employer) -> Person:
    """A manager of the employer, who is no administrator."""
    somebody = person("mara")
    join(somebody, employer, Role.MANAGER)
    return somebody


@pytest.fixture
def role(employer, dara) -> RoleProfile:
    needs = (Need(SOLDER, level=5), Need(WIRE, level=3, importance=0.5))
    names = {SOLDER: "solder joints", WIRE: "wire cabinets"}
    wanted = Wanted(needs, label="Panel builder", names=names)
    return profiles.create_profile(employer, wanted, by=dara, at=timezone.now())


@pytest.fixture
def ranking(employer, dara) -> Organisation:
    """The employer, after ranking was switched on."""
    told = {"is_on": True, "reason": "Forty applications a week."}
    switch_ranking(employer, **told, by=dara, at=timezone.now())
    return employer


@pytest.fixture
def proves(course) -> Proves:
    """Let somebody prove skills at a level, and agree to be ranked."""

    def made(somebody: Person, *skills: str, level: int = 5, agrees: bool = True) -> Person:
        outcomes = [
            {"verb": "apply", "skill": uri[-6:], "skill_uri": uri, "level": WORDS[level]}
            for uri in skills
        ]
        told = {"level": level, "outcomes": outcomes, "eqf_level": level}
        version = course(f"{somebody.name} {level} {len(skills)}", *skills, **told)
        award = sign_award(version, person=somebody, key=f"{version.pk}")
        put_in_wallet(award, person=somebody, at=timezone.now())
        if agrees:
            agree(somebody)
        return somebody

    return made


def agree(somebody: Person, organisation: Organisation | None = None) -> None:
    told = {"parts": {Part.SKILLS}, "organisation": organisation, "at": timezone.now()}
    give_consent(somebody, Purpose.RANKING, **told)
    index_person(somebody.pk, at=timezone.now())


@pytest.fixture
def people(proves, ada) -> dict[str, Person]:
    """Ada proves both, Bea one at a level too low, Cem something else, Dov all but agrees not."""
    named = {name: person(name) for name in ("bea", "cem", "dov")}
    proves(ada, SOLDER, WIRE)
    proves(named["bea"], SOLDER, level=4)
    proves(named["cem"], "https://skills.example/bake")
    proves(named["dov"], SOLDER, WIRE, agrees=False)
    return {"ada": ada, **named}


def compare(role: RoleProfile, by: Person) -> MatchRun:
    """Run a match, and let workers compare everybody who was chosen."""
    made = run_match(profiles.newest_of(role), by=by, at=timezone.now())
    outbox.drain()
    return made


@pytest.fixture
def run(ranking, role, people, dara) -> MatchRun:
    return compare(role, dara)
