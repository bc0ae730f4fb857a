"""Skills of an organisation's own, and what they match in the list that ships with Testamur."""

from __future__ import annotations

from testamur_web.catalogue.mappings import MappingWord, map_skill
from testamur_web.catalogue.models import OwnSkill, SkillMapping
from testamur_web.catalogue.own_skills import SkillWords, add_skill
from testamur_web.catalogue.skills import find_entries
from testamur_web.people.models import Organisation
from tests.web.conftest import NOW

__all__ = ["LABEL", "mapped", "own_skill", "published_skill"]

LABEL = "fly drones over solar parks"


def own_skill(organisation: Organisation, label: str = LABEL, **words) -> OwnSkill:
    told = SkillWords(label, **words)
    return add_skill(organisation, told, is_new=True, by=None, at=NOW)


def published_skill(words: str = "welding") -> str:
    """The address of a skill of the list in use."""
    hits = find_entries(words, kind="skill", limit=5)
    return next(hit.found.id for hit in hits if "/skills/" not in hit.found.id)


def mapped(
    skill: OwnSkill, target: str = "", relation: str = "exact", *, at=NOW, **more
) -> SkillMapping:
    word = MappingWord(target or published_skill(), relation)
    return map_skill(skill, word, by=None, at=at, **more)
