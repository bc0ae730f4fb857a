"""What to take next for a goal, the best first, and why each: reckoned here, nothing is learnt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from testamur.pathways.plan import Catalogue, Offer, Recommendation, earn, recommend
from testamur.pathways.plan.funding import cheapest_way
from testamur.pathways.plan.offers import remaining_of
from testamur.pathways.plan.plans import money
from testamur_web.catalogue.models import Version
from testamur_web.plans.models import Goal
from testamur_web.plans.planning import Asked, Question, ask

__all__ = ["Advice", "Covered", "advice_for", "advise"]

MOST: Final = 10
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Covered:
    """An open skill that an offer covers, and how much it matters for the goal, from 0 to 1."""

    skill: str
    name: str
    importance: float


@dataclass(frozen=True, slots=True)
class Advice:
    """One micro-credential to take next: what it costs, in hundredths, and the reasons for it."""

    version: Version
    cents: int
    currency: str
    reasons: Sequence[str]
    covers: Sequence[Covered]


def advice_for(goal: Goal, asked: Asked, *, at: datetime) -> list[Advice]:
    """What to take next for a goal, within what was asked for."""
    return advise(ask(goal, asked, at=at))


def advise(question: Question) -> list[Advice]:
    """The offers that can be begun now and cover most of what is open, the best first."""
    catalogue = Catalogue(question.offers)
    found = recommend(
        question.needs,
        offers=catalogue,
        held=question.held,
        limits=question.limits,
        count=MOST,
    )
    currency = question.limits.currency
    return [
        Advice(
            question.candidates[one.offer.id].version,
            one.price.net,
            currency,
            tuple(_reasons(one, question, catalogue)),
            tuple(_covered(one, question)),
        )
        for one in found
    ]


def _covered(one: Recommendation, question: Question) -> Iterator[Covered]:
    for need in one.adds.covers:
        name = question.names.get(need.skill, need.skill)
        yield Covered(need.skill, name, float(need.importance))


def _reasons(one: Recommendation, question: Question, catalogue: Catalogue) -> Iterator[str]:
    yield _coverage(one, question)
    yield from _rank(one, question, catalogue)
    if opened := _opened_by(one.offer, question):
        titles = ", ".join(f"“{offer.title}”" for offer in opened[:_MOST_NAMED])
        yield _("It opens the way to %(titles)s.") % {"titles": titles}
    if one.price.funding:
        told = _("%(name)s pays %(amount)s %(currency)s of it.")
        paid = money(one.price.price - one.price.net).removesuffix(".00")
        words = {"name": one.price.funding, "currency": question.limits.currency}
        yield told % (words | {"amount": paid})


def _rank(one: Recommendation, question: Question, catalogue: Catalogue) -> Iterator[str]:
    """How it stands among all that certify the most important skill it covers."""
    first = one.adds.covers[0]
    name = {"skill": question.names.get(first.skill, first.skill)}
    others = [catalogue.offers[at] for at in catalogue.teaching(first.skill, first.level)]
    if len(others) == 1:
        yield _("It is the only one here for %(skill)s.") % name
        return
    prices = [net for offer in others if (net := _net(offer, question)) is not None]
    if one.price.net <= min(prices, default=one.price.net):
        yield _("Nothing here is cheaper for %(skill)s.") % name
    if one.offer.minutes <= min(offer.minutes for offer in others):
        yield _("Nothing here takes less time for %(skill)s.") % name


def _coverage(one: Recommendation, question: Question) -> str:
    covers = one.adds.covers
    name = question.names.get(covers[0].skill, covers[0].skill)
    words = {"n": len(covers), "open": one.adds.gaps, "skill": name}
    if len(covers) == 1:
        return _("It covers 1 of your %(open)d open skills: %(skill)s.") % words
    told = _("It covers %(n)d of your %(open)d open skills; the most important is %(skill)s.")
    return told % words


def _net(offer: Offer, question: Question) -> int | None:
    """What an offer would cost this person; None where it has no price in their currency."""
    currency = question.limits.currency
    if currency not in offer.cents:
        return None
    facts = question.held.facts
    price = cheapest_way(
        offer.cents[currency], currency=currency, fundings=offer.funding, facts=facts
    )
    return price.net


def _opened_by(offer: Offer, question: Question) -> list[Offer]:
    """The offers that ask first for something that this one gives, and nothing else."""
    later = earn(question.held, offer)
    return [
        other
        for other in question.offers
        if remaining_of(other.requires, question.held) is not None
        and remaining_of(other.requires, later) is None
    ]
