"""A small framework of one's own, and what is linked to it."""

from __future__ import annotations

import pytest

from testamur.skills.framework import Framework, Need, Occupation, Skill
from testamur.skills.linking import Linker

SKILLS = (
    Skill("urn:sql", "SQL", alternatives=("Structured Query Language",), kind="knowledge"),
    Skill("urn:cpp", "C++", kind="knowledge"),
    Skill("urn:c", "C", kind="knowledge"),
    Skill("urn:python", "Python (computer programming)", alternatives=("Python",)),
    Skill("urn:customers", "assist customers", alternatives=("help customers", "serve clients")),
    Skill("urn:team", "work in teams", alternatives=("teamwork", "cooperate with colleagues")),
    Skill("urn:pigs", "handle pigs", alternatives=("care for swine",)),
    Skill("urn:bread", "bake bread", alternatives=("baking of bread and rolls",)),
    Skill("urn:weld", "weld metal", alternatives=("metal welding",)),
    Skill("urn:german", "Umgang mit Kunden pflegen"),
)


@pytest.fixture(scope="session")
def small() -> Framework:
    """Ten skills, of which one job asks for two."""
    job = Occupation("urn:job", "analyst", needs=(Need("urn:sql"), Need("urn:team")))
    return Framework("urn:small", "Small", skills=SKILLS, occupations=(job,))


@pytest.fixture(scope="session")
def linker(small: Framework) -> Linker:
    """Ready to link to the small framework."""
    return Linker(small)
