"""What one offer is worth to one learner, and which are worth most, each with its reasons.

Nothing is learnt and nobody is asked: an offer is worth the importance of the gaps it covers, then
that of the gaps no other offer covers, then the least money, then the least time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from testamur.pathways.plan.funding import NetPrice, cheapest_way
from testamur.pathways.plan.index import Catalogue
from testamur.pathways.plan.limits import Limits
from testamur.pathways.plan.offers import Held, Offer, Taught, is_enough, remaining_of
from testamur.pathways.plan.plans import hours_of, money
from testamur.pathways.plan.reduction import what_hinders
from testamur.pathways.plan.selection import weight_of
from testamur.skills.framework import Need

__all__ = ["Addition", "Recommendation", "adds", "recommend"]


@dataclass(frozen=True, slots=True)
class Addition:
    """What an offer adds: the gaps it covers of how many, and what it gives that is not held."""

    covers: tuple[Need, ...]
    gaps: int
    new: tuple[Taught, ...]

    @property
    def sentence(self) -> str:
        """In words: `covers 3 of your 7 gaps`, `adds nothing new to you`."""
        if self.covers:
            return f"covers {len(self.covers)} of your {self.gaps} gap{'s' * (self.gaps > 1)}"
        return "covers none of your gaps" if self.new else "adds nothing new to you"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An offer worth taking, what it adds, its price, and why it stands where it does."""

    offer: Offer
    adds: Addition
    price: NetPrice
    reasons: tuple[str, ...]


def adds(offer: Offer, needs: Iterable[Need], held: Held) -> Addition:
    """What taking this offer would add to what is held, toward these needs."""
    gaps = held.gaps(tuple(needs))
    return Addition(
        tuple(need for need in gaps if _covers(offer, need)),
        len(gaps),
        tuple(one for one in offer.gives if not held.covers(one.skill, one.level)),
    )


def recommend(
    needs: Iterable[Need],
    *,
    offers: Catalogue | Iterable[Offer],
    held: Held | None = None,
    limits: Limits | None = None,
    count: int = 10,
) -> tuple[Recommendation, ...]:
    """The offers within the limits that can be begun now and cover most, the best first."""
    catalogue = offers if isinstance(offers, Catalogue) else Catalogue(offers)
    held, limits = held or Held(), limits or Limits()
    gaps = held.gaps(tuple(needs))
    giving = {need.skill: list(catalogue.teaching(need.skill, need.level)) for need in gaps}
    found = [
        _recommendation(offer, gaps, held, limits, giving)
        for offer in (
            catalogue.offers[at] for at in sorted({at for n in giving.values() for at in n})
        )
        if not what_hinders(offer, held=held, limits=limits)
        and remaining_of(offer.requires, held) is None
    ]
    affordable = [one for one in found if limits.cents is None or one.price.net <= limits.cents]
    return tuple(sorted(affordable, key=lambda one: _rank(one, giving))[:count])


def _recommendation(
    offer: Offer, gaps: tuple[Need, ...], held: Held, limits: Limits, giving: dict[str, list[int]]
) -> Recommendation:
    added = adds(offer, gaps, held)
    cents = offer.cents[limits.currency]
    price = cheapest_way(cents, currency=limits.currency, fundings=offer.funding, facts=held.facts)
    reasons = [added.sentence]
    alone = [need for need in added.covers if len(giving[need.skill]) == 1]
    if alone:
        reasons.append(f"is the only offer for {len(alone)} of them")
    reasons.append(
        f"costs {money(price.net)} {limits.currency} and {hours_of(offer.minutes)} hours"
    )
    if price.funding:
        reasons.append(f"{price.funding} pays {money(price.price - price.net)} {limits.currency}")
    if offer.requires is not None:
        reasons.append("you have what it asks for")
    return Recommendation(offer, added, price, tuple(reasons))


def _rank(one: Recommendation, giving: dict[str, list[int]]) -> tuple[int, int, int, int, str]:
    covers = one.adds.covers
    alone = sum(weight_of(need) for need in covers if len(giving[need.skill]) == 1)
    worth = sum(map(weight_of, covers))
    return -worth, -alone, one.price.net, one.offer.minutes, one.offer.id


def _covers(offer: Offer, need: Need) -> bool:
    return any(one.skill == need.skill and is_enough(one.level, need.level) for one in offer.gives)
