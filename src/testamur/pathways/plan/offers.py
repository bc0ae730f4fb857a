"""What can be taken, what it asks for first, and what a learner holds already.

- a level given covers every need at that level or below; where a need states no level, any will
  do; an offer that states none covers only such needs;
- times are whole minutes and prices whole hundredths, so that sums are exact;
- an offer names the achievement it leads to; where it names none, it is one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date

from testamur.pathways.plan.funding import Facts, Funding
from testamur.skills.framework import Need

__all__ = [
    "AllOf",
    "AnyOf",
    "HasAchievement",
    "HasSkill",
    "Held",
    "Offer",
    "Prerequisite",
    "Taught",
    "atoms_of",
    "earn",
    "is_enough",
    "remaining_of",
]


@dataclass(frozen=True, slots=True)
class Taught:
    """A skill that an offer gives, and how well."""

    skill: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class HasAchievement:
    """Met by who holds this achievement."""

    id: str


@dataclass(frozen=True, slots=True)
class HasSkill:
    """Met by who has this skill at this level or above."""

    skill: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met where every part is; an empty one always is."""

    of: tuple[Prerequisite, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met where at least one part is; an empty one never is."""

    of: tuple[Prerequisite, ...]


Prerequisite = HasAchievement | HasSkill | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry of a catalogue: what it gives, what it takes, when and where.

    `cents` is the price by currency; `starts` are the dates it begins, none where it may be begun
    any time; once begun it must be ended within `weeks_at_most`.
    """

    id: str
    title: str
    _: KW_ONLY
    gives: tuple[Taught, ...]
    minutes: int
    cents: Mapping[str, int]
    achievement: str = ""
    language: str = ""
    mode: str = ""
    place: str = ""
    starts: tuple[date, ...] = ()
    weeks_at_most: int | None = None
    requires: Prerequisite | None = None
    funding: tuple[Funding, ...] = ()

    @property
    def awards(self) -> str:
        """The achievement that is held by who ended it."""
        return self.achievement or self.id


@dataclass(frozen=True, slots=True)
class Held:
    """What a learner can show: skills with their levels, achievements, and facts for funding."""

    skills: Mapping[str, int | None] = field(default_factory=dict)
    achievements: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=dict)

    def covers(self, skill: str, level: int | None) -> bool:
        """Whether the skill is held at this level or above."""
        return skill in self.skills and is_enough(self.skills[skill], level)

    def gaps(self, needs: tuple[Need, ...]) -> tuple[Need, ...]:
        """The needs that are not covered, each skill once, the most important first."""
        merged: dict[str, Need] = {}
        for need in needs:
            known = merged.get(need.skill, need)
            levels = [one for one in (known.level, need.level) if one is not None]
            merged[need.skill] = Need(
                need.skill,
                level=max(levels, default=None),
                importance=max(known.importance, need.importance),
            )
        missing = (one for one in merged.values() if not self.covers(one.skill, one.level))
        return tuple(sorted(missing, key=lambda one: (-one.importance, one.skill)))


def is_enough(given: int | None, wanted: int | None) -> bool:
    """Whether a level that is had covers a level that is wanted."""
    return wanted is None or (given is not None and given >= wanted)


def earn(held: Held, offer: Offer) -> Held:
    """What is held after this offer was ended: its achievement, and its skills at their levels."""
    skills = dict(held.skills)
    for one in offer.gives:
        if not held.covers(one.skill, one.level):
            skills[one.skill] = one.level
    return Held(skills, held.achievements | {offer.awards}, held.facts)


def remaining_of(required: Prerequisite | None, held: Held) -> Prerequisite | None:
    """The part of a prerequisite that what is held does not meet; None where it meets all."""
    match required:
        case HasAchievement(id=wanted) if wanted in held.achievements:
            return None
        case HasSkill(skill=skill, level=level) if held.covers(skill, level):
            return None
        case AllOf(of=parts):
            rest = tuple(one for part in parts if (one := remaining_of(part, held)))
            return (AllOf(rest) if len(rest) > 1 else rest[0]) if rest else None
        case AnyOf(of=parts):
            rest = tuple(one for part in parts if (one := remaining_of(part, held)))
            return AnyOf(rest) if len(rest) == len(parts) else None
    return required


def atoms_of(required: Prerequisite | None) -> Iterator[HasAchievement | HasSkill]:
    """Each achievement or skill that a prerequisite names, in the order of its text."""
    match required:
        case HasAchievement() | HasSkill():
            yield required
        case AllOf(of=parts) | AnyOf(of=parts):
            for part in parts:
                yield from atoms_of(part)
