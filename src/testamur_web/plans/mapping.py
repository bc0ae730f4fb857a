"""Maps of wholes: what of the catalogue leads to one, and the shortest way from where somebody is.

What is offered is what is published now; an award of it will state what its version states. Where
credits may come from anything, the shortest `MOST_ANY` offers that give some stand for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from django.db.models import F, Q, QuerySet

from testamur.errors import Refused
from testamur.pathways.counted import Stack
from testamur.pathways.held import ECTS, Held, HeldSkill
from testamur.pathways.leaves import Leaf, taken_apart
from testamur.pathways.pathmap import Aim, Offered, PathMap, Way, path_map, shortest_way
from testamur.pathways.rules import Credits, Rule, Skilled
from testamur.pathways.stack import stack
from testamur_web.awards.queries import issuer_id
from testamur_web.catalogue.addresses import (
    achievement_at,
    achievement_url,
    url_of,
    version_url,
)
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.learning.queries import taking_part
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.stacking import StackProgress

__all__ = ["MOST_ANY", "Mapped", "begun_by", "map_for", "map_of", "offered_for", "way_for"]

MOST_ANY: Final = 1_000
BRIEFLY: Final = 0.25
"""Seconds for one way among several."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A map, what its way has least of, and whether offers were left out, being too many."""

    map: PathMap
    aim: Aim
    is_cut: bool


def map_for(person: Person, progress: StackProgress, *, aim: Aim = Aim.HOURS) -> Mapped:
    """The map of a whole for somebody, from what they hold and where they take part."""
    return _mapped(progress.version, progress.stack, begun_by(person), aim)


def way_for(progress: StackProgress, begun: frozenset[str]) -> Way:
    """The shortest way alone, looked for so briefly that a page may ask for several."""
    offered, _ = offered_for(progress.rule, progress.version)
    return shortest_way(progress.stack, offered, begun=begun, seconds=BRIEFLY)


def begun_by(person: Person) -> frozenset[str]:
    """The achievements in whose cohorts somebody takes part."""
    rows = taking_part(person).values_list("cohort__version__achievement_id", flat=True)
    return frozenset(map(url_of, rows))


def map_of(version: Version, rule: Rule, *, at: datetime) -> Mapped:
    """The map of a whole for whoever holds nothing of it."""
    return _mapped(version, stack([], toward=rule, at=at), frozenset(), Aim.HOURS)


def offered_for(rule: Rule, whole: Version) -> tuple[list[Offered], bool]:
    """What could count toward a rule, and whether some of it was left out."""
    _, leaves = taken_apart(rule)
    named = published().filter(_asked_by_name(leaves))
    versions = {one.pk: one for one in named.prefetch_related("skills").distinct()}
    any_ = list(_giving_credits()[: MOST_ANY + 1]) if any(map(_takes_any, leaves)) else []
    versions |= {one.pk: one for one in any_[:MOST_ANY]}
    own = achievement_url(whole.achievement)
    found = _offered(one for one in versions.values() if not _is_made_of(one, own))
    return list(found), len(any_) > MOST_ANY


def _is_made_of(version: Version, address: str) -> bool:
    """Whether it is the achievement of that address, or asks for it: no step toward it, then."""
    if achievement_url(version.achievement) == address:
        return True
    rule = rule_of(version) if version.is_stack else None
    return rule is not None and any(address in leaf.accepted for leaf in taken_apart(rule)[1])


def _mapped(version: Version, found: Stack, begun: frozenset[str], aim: Aim) -> Mapped:
    offered, is_cut = offered_for(found.rule, version)
    way = shortest_way(found, offered, begun=begun, aim=aim)
    return Mapped(path_map(found, offered, begun=begun, way=way), aim, is_cut)


def _asked_by_name(leaves: Iterable[Leaf]) -> Q:
    asked = Q(pk=None)
    names = {name for leaf in leaves for name in leaf.accepted}
    asked |= Q(achievement__in=[key for name in names if (key := achievement_at(name))])
    skills = [leaf.clause.skill for leaf in leaves if isinstance(leaf.clause, Skilled)]
    return asked | Q(skills__uri__in=skills)


def _takes_any(leaf: Leaf) -> bool:
    return isinstance(leaf.clause, Credits) and not leaf.accepted and leaf.clause.scheme == ECTS


def _giving_credits() -> QuerySet[Version]:
    giving = published().filter(ects__gt=0).prefetch_related("skills")
    return giving.order_by(F("hours").asc(nulls_last=True), "achievement")


def _offered(versions: Iterable[Version]) -> Iterator[Offered]:
    issuer_of = cache(_issuer_of)
    for version in versions:
        price = version.price
        yield Offered(
            _award_of(version, issuer_of(version.achievement.organisation)),
            minutes=None if version.hours is None else 60 * version.hours,
            cents={} if price is None else {version.currency or "EUR": int(100 * price)},
        )


def _award_of(version: Version, issuer: str) -> Held:
    """The facts that an award of a version will have, as `held_of` reads them from it."""
    return Held(
        f"offered {version.pk}",
        names=(version_url(version), achievement_url(version.achievement)),
        title=version.title,
        issuer=issuer,
        issuer_name=version.achievement.organisation.name,
        version=str(version.number),
        level=version.eqf_level,
        credits={} if version.ects is None else {ECTS: version.ects},
        skills=tuple(
            HeldSkill(skill.uri, level=skill.level or version.eqf_level)
            for skill in version.skills.all()
        ),
    )


def _issuer_of(organisation: Organisation) -> str:
    """The identifier it signs with; "" while it has no key, for then it awards nothing."""
    try:
        return issuer_id(organisation)
    except Refused:
        return ""
