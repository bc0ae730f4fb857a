"""All offers at once, and who gives what: made once, asked for many learners.

The order in which offers are handed over changes nothing: they are kept in the order of their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from testamur.errors import Refused
from testamur.pathways.plan.offers import HasAchievement, HasSkill, Offer, is_enough

__all__ = ["Catalogue"]


class Catalogue:
    """Offers, found by what they give; raises `Refused` (`plan.offer-repeated`) for equal ids."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self.offers: tuple[Offer, ...] = tuple(sorted(offers, key=lambda one: one.id))
        for one, other in zip(self.offers, self.offers[1:], strict=False):
            if one.id == other.id:
                raise Refused.because("plan.offer-repeated", f"{one.id!r:.80} stands there twice")
        self._teaching: defaultdict[str, list[tuple[int, int | None]]] = defaultdict(list)
        self._awarding: defaultdict[str, list[int]] = defaultdict(list)
        for number, offer in enumerate(self.offers):
            self._awarding[offer.awards].append(number)
            for taught in offer.gives:
                self._teaching[taught.skill].append((number, taught.level))

    def teaching(self, skill: str, level: int | None) -> Iterator[int]:
        """The numbers of the offers that give this skill at this level or above."""
        for number, given in self._teaching.get(skill, ()):
            if is_enough(given, level):
                yield number

    def highest_level_of(self, skill: str) -> int | None:
        """The highest level at which any offer gives this skill; None where none states one."""
        given = [level for _, level in self._teaching.get(skill, ()) if level is not None]
        return max(given, default=None)

    def teaches(self, skill: str) -> bool:
        """Whether any offer gives this skill, at whatever level."""
        return skill in self._teaching

    def supplying(self, atom: HasAchievement | HasSkill) -> Iterator[int]:
        """The numbers of the offers after which this part of a prerequisite is met."""
        match atom:
            case HasAchievement(id=wanted):
                yield from self._awarding.get(wanted, ())
            case HasSkill(skill=skill, level=level):
                yield from self.teaching(skill, level)
