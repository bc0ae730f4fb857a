"""What of the catalogue a plan may take: what teaches a needed skill, and what leads to that.

Prerequisites are followed as far as they go, one query for each step of the longest chain, however
many micro-credentials there are. Prices and conditions are those of the day that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from testamur.pathways.plan import Held, Offer, Taught
from testamur.pathways.plan.offers import is_enough, remaining_of
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.funding import open_fundings
from testamur_web.catalogue.matched import standing_for
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.catalogue.requirements import Required
from testamur_web.catalogue.vocabulary import Beginning

__all__ = ["Candidate", "Reach", "attainable", "candidates_for", "offer_of", "offers_among"]

_TERMS: Final = ("requires", "funding", "beginning", "starts", "weeks_at_most", "place")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published version, and the part of what it says that a plan goes by.

    `gives` are its skills, and those that are needed and that they stand for.
    """

    version: Version
    terms: Definition
    gives: tuple[Taught, ...]

    @property
    def requires(self) -> Required | None:
        """What must be held before one may begin."""
        return self.terms.requires

    @property
    def starts(self) -> tuple[date, ...]:
        """The dates it begins; none where one can begin any time."""
        return () if self.terms.beginning == Beginning.ANY_TIME else self.terms.starts


@dataclass(frozen=True, slots=True)
class Reach:
    """The ids of the offers that can be reached, and what is held after all of them."""

    offers: frozenset[str]
    held: Held


def candidates_for(skills: Iterable[str], *, on: date) -> dict[str, Candidate]:
    """By the key of their achievement, all that certify a skill or lead to one that does.

    What began for the last time before the day is none of them.
    """
    found: dict[UUID, Candidate] = {}
    same = standing_for(skills)
    keys, uris = set[UUID](), set[str]().union(*same.values())
    looked_keys, looked_uris = set[UUID](), set[str]()
    while keys or uris:
        wanted = Q(achievement__in=keys) | Q(skills__uri__in=uris)
        versions = published().filter(wanted).prefetch_related("skills").distinct()
        found |= {one.achievement_id: _candidate(one, same) for one in versions}
        looked_keys |= keys
        looked_uris |= uris
        trees = [one.requires for one in found.values() if one.requires is not None]
        keys = {key for tree in trees for key in tree.named_here()} - looked_keys - found.keys()
        uris = {uri for tree in trees for uri in tree.named_skills()} - looked_uris
    return {str(key): one for key, one in found.items() if not one.starts or max(one.starts) >= on}


def offer_of(candidate: Candidate, *, having: Held, on: date) -> Offer | None:
    """A version as something to take; None where it does not say what it costs and takes.

    `having` is what its learner can show already: that part of what it asks for is left out.
    """
    version, terms = candidate.version, candidate.terms
    if version.hours is None or version.price is None:
        return None
    required = candidate.requires.as_prerequisite() if candidate.requires else None
    return Offer(
        str(version.achievement_id),
        version.title,
        gives=candidate.gives,
        minutes=60 * version.hours,
        cents={version.currency or "EUR": int(100 * version.price)},
        language=version.language,
        mode=version.mode,
        place=terms.place,
        starts=candidate.starts,
        weeks_at_most=terms.weeks_at_most,
        requires=remaining_of(required, having),
        funding=open_fundings(terms.funding, on=on),
    )


def offers_among(
    candidates: Mapping[str, Candidate], *, having: Held, on: date
) -> dict[str, Offer]:
    """The offers of those that say enough to be planned with."""
    found = ((key, offer_of(one, having=having, on=on)) for key, one in candidates.items())
    return {key: offer for key, offer in found if offer is not None}


def attainable(offers: Iterable[Offer], *, having: Held) -> Reach:
    """What can be ended one after another, whatever that costs."""
    waiting = list(offers)
    done: set[str] = set()
    achievements, skills = set(having.achievements), dict(having.skills)
    while True:
        held = Held(skills, frozenset(achievements))
        ready = [one for one in waiting if remaining_of(one.requires, held) is None]
        if not ready:
            return Reach(frozenset(done), held)
        done |= {one.id for one in ready}
        achievements |= {one.awards for one in ready}
        for taught in (taught for one in ready for taught in one.gives):
            if taught.skill not in skills or not is_enough(skills[taught.skill], taught.level):
                skills[taught.skill] = taught.level
        waiting = [one for one in waiting if one.id not in done]


def _candidate(version: Version, same: Mapping[str, AbstractSet[str]]) -> Candidate:
    told = {name: version.content[name] for name in _TERMS if name in version.content}
    return Candidate(version, read_draft(told)[0], tuple(_taught(version, same)))


def _taught(version: Version, same: Mapping[str, AbstractSet[str]]) -> Iterator[Taught]:
    """What a version certifies: its skills, and those that are needed that they stand for."""
    levels: dict[str, int | None] = {}
    for skill in version.skills.all():
        stands_for = [uri for uri, others in same.items() if skill.uri in others]
        for uri in (skill.uri, *stands_for):
            levels[uri] = max(filter(None, (levels.get(uri), skill.level)), default=None)
    return (Taught(uri, level) for uri, level in levels.items())
