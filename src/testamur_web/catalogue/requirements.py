"""What must be held before one may begin: achievements and skills, joined by "all" and "any".

A node is one thing, or a group of nodes:

    {"achievement": "https://uni.example/catalogue/…/", "name": "Python for data work"}
    {"skill": "http://data.europa.eu/esco/skill/…", "name": "SQL", "level": 4}
    {"all": [node, …]}    {"any": [node, …]}

Groups nest four deep at most. An achievement of this instance is meant in any of its versions; one
from elsewhere is known by its address alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from testamur.pathways.plan.offers import (
    AllOf,
    AnyOf,
    HasAchievement,
    HasSkill,
    Prerequisite,
)
from testamur_web.catalogue.addresses import achievement_at
from testamur_web.catalogue.reading import Reader

__all__ = ["MOST_NESTED", "Required", "achievement_key", "in_words", "read_required"]

MOST_NESTED: Final = 4


@dataclass(frozen=True, slots=True)
class Required:
    """One achievement, one skill at a level or above, or a group that is met by `all` or `any`."""

    achievement: str = ""
    skill: str = ""
    name: str = ""
    level: int | None = None
    all: tuple[Required, ...] = ()
    any: tuple[Required, ...] = ()

    @property
    def parts(self) -> tuple[Required, ...]:
        """The nodes of a group; none where it is one thing."""
        return self.all or self.any

    @property
    def label(self) -> str:
        """One thing as one reads it: "SQL (EQF level 4)"."""
        name = self.name or self.achievement or self.skill
        if self.level is None:
            return name
        return _("%(skill)s (EQF level %(level)s)") % {"skill": name, "level": self.level}

    @property
    def sentence(self) -> str:
        """All of it in one line: "Python for data work and (SQL or Statistics)"."""
        if not self.parts:
            return self.label
        told = [f"({one.sentence})" if len(one.parts) > 1 else one.sentence for one in self.parts]
        return (_(" and ") if self.all else _(" or ")).join(told)

    def atoms(self, pointer: str = "") -> Iterator[tuple[str, Required]]:
        """Each achievement and skill that is named, with its JSON Pointer within this node."""
        if not self.parts:
            yield pointer, self
        for name, parts in (("all", self.all), ("any", self.any)):
            for at, part in enumerate(parts):
                yield from part.atoms(f"{pointer}/{name}/{at}")

    def named_here(self) -> set[UUID]:
        """The keys of the achievements of this instance that are named."""
        named = (achievement_at(atom.achievement) for _pointer, atom in self.atoms())
        return {key for key in named if key is not None}

    def named_skills(self) -> set[str]:
        """The addresses of the skills that are named."""
        return {atom.skill for _pointer, atom in self.atoms() if atom.skill}

    def as_prerequisite(self) -> Prerequisite:
        """The same as a plan reads it: achievements of this instance by their key."""
        if self.all:
            return AllOf(tuple(one.as_prerequisite() for one in self.all))
        if self.any:
            return AnyOf(tuple(one.as_prerequisite() for one in self.any))
        if self.skill:
            return HasSkill(self.skill, self.level)
        return HasAchievement(achievement_key(self.achievement))


def achievement_key(address: str) -> str:
    """The key of an achievement of this instance, whichever version is named; else the address."""
    key = achievement_at(address)
    return str(key) if key else address


def in_words(prose: str, required: Required | None) -> str:
    """What is written freely, then what is required by name."""
    return "\n".join(filter(None, [prose, required.sentence if required else ""]))


def read_required(read: Reader, depth: int = 0) -> Required:
    """A node and all below it; what cannot be read in it is told."""
    node = Required(
        achievement=read.address("achievement"),
        skill=read.address("skill", at_most=500),
        name=read.line("name", at_most=200),
        level=read.whole("level", least=1, most=8),
        all=_parts(read, "all", depth),
        any=_parts(read, "any", depth),
    )
    read.finish()
    stated = [bool(each) for each in (node.achievement, node.skill, node.all, node.any)]
    if sum(stated) > 1:
        told = _("A prerequisite is one achievement, one skill, or one group.")
        read.tell("value.contradiction", told)
    elif not any(stated) and not read.has_told:
        told = _("Choose an achievement or a skill of the list, or state its address.")
        read.tell("value.wrong-kind", told, "name" if node.name else "")
    return node


def _parts(read: Reader, name: str, depth: int) -> tuple[Required, ...]:
    if depth < MOST_NESTED:
        return read.rows(name, lambda part: read_required(part, depth + 1))
    if read.has(name):
        told = _("Groups nest %s deep at most.") % MOST_NESTED
        read.tell("value.out-of-range", told, name)
    return ()
