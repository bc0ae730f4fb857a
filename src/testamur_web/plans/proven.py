"""What somebody has proven already, kept for some minutes, so that no page costs it twice.

A wallet is verified once for its state: what is in it, what was taken back, suspended or has ended,
and which lists and matches of skills are in use. When one of these changes the key does, and it is
verified anew; what others issued may be judged some minutes late, as on every page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.core.cache import caches

from testamur.credentials.verify import VerifiedCredential
from testamur.pathways.held import facts_of
from testamur.pathways.plan import Held, Offer, Taught, adds
from testamur.skills.framework import Need
from testamur_web.catalogue.matched import stamp, standing_for
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Person
from testamur_web.plans.models import Goal
from testamur_web.plans.queries import certifies, goal_of, held_by, standing_of
from testamur_web.trust.queries import stamp_of
from testamur_web.wallet.models import Item
from testamur_web.wallet.renewals import NEAR
from testamur_web.wallet.uses import stamp_of_uses

__all__ = ["OpenNeed", "Worth", "digest", "open_needs", "wallet_state", "worth_to"]

KEPT_FOR: Final = 600
"""Seconds, as long as the judgement of what others issued is kept."""


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A skill of a goal that is not proven in full, and what it is called."""

    need: Need
    name: str


@dataclass(frozen=True, slots=True)
class Worth:
    """What a micro-credential adds to one person, and to their goal where they have one."""

    goal: Goal | None
    covered: int
    open: int
    adds_nothing: bool


def open_needs(goal: Goal, *, at: datetime) -> Sequence[OpenNeed]:
    """The skills of a goal that are still open, the most important first."""
    key = _key(goal.person, goal, at=at)
    return (_known(key) or _look(key, goal.person, goal, at=at)).open


def worth_to(
    person: Person, versions: Iterable[Version], *, at: datetime, at_most: int | None = None
) -> dict[UUID, Worth]:
    """What each version adds to somebody, by its id; `skills` are best loaded with them.

    Nothing is said where more than `at_most` credentials would have to be verified for it.
    """
    goal = goal_of(person)
    key = _key(person, goal, at=at)
    proven = _known(key)
    if proven is None:
        if at_most is not None and person.wallet_items.count() > at_most:
            return {}
        proven = _look(key, person, goal, at=at)
    same = standing_for(one.need.skill for one in proven.open)
    return {version.pk: _worth(version, goal, proven, same) for version in versions}


def wallet_state(person: Person, *, at: datetime) -> str:
    """What changes when a wallet does, or the lists and matches of skills that are in use."""
    items = (
        Item.objects.filter(holder=person)
        .order_by("pk")
        .values_list(
            "pk", "trust", "award__revoked_at", "award__suspended_at", "award__valid_until"
        )
    )
    told = [
        (str(pk), trust, revoked is None, suspended is None, until is None or until > at)
        for pk, trust, revoked, suspended, until in items
    ]
    return digest((told, stamp(), stamp_of(person, at=at), stamp_of_uses(person, at=at)))


def digest(value: Any) -> str:
    """The SHA-256 of something as JSON."""
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Proven:
    """What is valid in a wallet and does not end soon, and what is still open of a goal."""

    held: Held
    open: Sequence[OpenNeed]


def _key(person: Person, goal: Goal | None, *, at: datetime) -> str:
    """What changes when a wallet does, or a goal; or the day, for what is proven fades."""
    aim = [str(goal.pk), goal.content] if goal else []
    state = wallet_state(person, at=at)
    return f"plans.{digest((str(person.pk), aim, state, at.date().isoformat()))}"


def _known(key: str) -> _Proven | None:
    """What was found within the last minutes."""
    kept: _Proven | None = caches["local"].get(key)
    return kept


def _look(key: str, person: Person, goal: Goal | None, *, at: datetime) -> _Proven:
    """Verify a wallet, and keep what is found."""
    held = held_by(person, at=at)
    missing = standing_of(goal, at=at, held=held).open if goal else ()
    needs = [OpenNeed(one.row.need, one.row.name) for one in missing]
    found = _Proven(_held(held, at=at), needs)
    caches["local"].set(key, found, KEPT_FOR)
    return found


def _worth(
    version: Version, goal: Goal | None, proven: _Proven, same: Mapping[str, AbstractSet[str]]
) -> Worth:
    covered = sum(certifies(version, one.need, same[one.need.skill]) for one in proven.open)
    return Worth(goal, covered, len(proven.open), _adds_nothing(version, proven.held))


def _held(verified: Iterable[VerifiedCredential], *, at: datetime) -> Held:
    """The skills and achievements of verified credentials; what ends soon may be taken again."""
    facts = [
        fact for fact in facts_of(verified) if fact.expires is None or fact.expires > at + NEAR
    ]
    skills: dict[str, int | None] = {}
    for skill in (skill for fact in facts for skill in fact.skills):
        known = skills.get(skill.uri)
        skills[skill.uri] = max(skill.level or 0, known or 0) or None
    return Held(skills, frozenset(name for fact in facts for name in fact.names))


def _adds_nothing(version: Version, held: Held) -> bool:
    """Whether all that a version certifies is held; of one that names no skill nobody can say."""
    gives = tuple(Taught(skill.uri, skill.level) for skill in version.skills.all())
    offer = Offer(str(version.achievement_id), version.title, gives=gives, minutes=0, cents={})
    return bool(gives) and not adds(offer, (), held).new
