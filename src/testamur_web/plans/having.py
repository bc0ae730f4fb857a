"""What somebody has, as a plan reads it: skills and achievements they can show, facts they stated.

Only what is in the wallet and valid now meets a prerequisite, and so does an achievement that its
own issuer accepts such a credential as, today. Facts are stated, never proven, and serve for net
prices alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from testamur.pathways.held import facts_of
from testamur.pathways.plan import Held
from testamur.pathways.plan.funding import NetPrice, cheapest_way
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.facts import LearnerFacts, kept_facts
from testamur_web.catalogue.funding import open_fundings
from testamur_web.catalogue.requirements import achievement_key
from testamur_web.people.models import Person
from testamur_web.plans.models import StatedFacts
from testamur_web.plans.queries import held_by
from testamur_web.plans.taken_as import with_accepted
from testamur_web.trust.equivalents import equivalents_among

__all__ = ["facts_stated", "having_of", "net_price_for"]

_CENTS: Final = 100


def facts_stated(person: Person, *, at: datetime) -> LearnerFacts:
    """The facts somebody stated of themselves; none where they stated none."""
    row = StatedFacts.objects.filter(person=person).first()
    return kept_facts(row.content, year=at.year) if row else LearnerFacts()


def having_of(person: Person, *, at: datetime, is_asked: bool = True) -> Held:
    """The skills at their highest level and the achievements that somebody can show at a moment.

    Where nothing is asked for, no wallet is verified, and only the facts are told.
    """
    held = facts_of(held_by(person, at=at)) if is_asked else []
    proven = with_accepted(person, held, at=at)
    skills: dict[str, int | None] = {}
    for skill in (skill for one in proven for skill in one.skills):
        skills[skill.uri] = max(skill.level or 0, skills.get(skill.uri) or 0) or None
    named = {name for one in proven for name in one.names}
    accepted = {str(one.of) for one in equivalents_among(named, at=at)} if named else set()
    names = frozenset(map(achievement_key, named)) | accepted
    return Held(skills, names, facts_stated(person, at=at).on(at.date()))


def net_price_for(person: Person, definition: Definition, *, at: datetime) -> NetPrice | None:
    """What somebody would pay of a price; None where none is stated, or nobody funds it."""
    price = definition.price
    if price is None or not price.amount or not definition.funding:
        return None
    return cheapest_way(
        int(price.amount * _CENTS),
        currency=price.currency or "EUR",
        fundings=open_fundings(definition.funding, on=at.date()),
        facts=facts_stated(person, at=at).on(at.date()),
    )
