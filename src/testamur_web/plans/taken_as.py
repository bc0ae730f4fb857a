"""What a credential shows because the issuer of another achievement accepts it as that one.

It brings the skills that this achievement certifies, at its levels; how it was assessed, when, and
who vouches for it stays its own. Only an award of this instance counts: whoever signs a credential
themselves may write any address into it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from testamur.pathways.held import Held, HeldSkill, digest_of, promised_by
from testamur_web.catalogue.documents import achievement_of
from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Person
from testamur_web.trust.equivalents import equivalents_among
from testamur_web.wallet.models import Item

__all__ = ["REGISTER", "with_accepted"]

REGISTER: Final = "register"
"""Where the level of such a skill comes from."""


def with_accepted(person: Person, facts: Sequence[Held], *, at: datetime) -> list[Held]:
    """The facts of what somebody holds, with the skills of what each is accepted as at a moment."""
    names = {name for one in facts for name in one.names}
    found = equivalents_among(names, at=at) if names else []
    if not found:
        return list(facts)
    awarded = _awarded(person)
    skills = {of: _skills_of(of) for of in {one.of for one in found}}
    brought: defaultdict[UUID | None, list[HeldSkill]] = defaultdict(list)
    for one in found:
        if one.row.achievement_id:
            brought[one.row.achievement_id].extend(skills[one.of])
    return [_joined(held, brought[awarded.get(held.digest)]) for held in facts]


def _awarded(person: Person) -> dict[str, UUID]:
    """By digest, the achievement that an organisation of this instance awarded."""
    rows = Item.objects.filter(holder=person, award__isnull=False)
    told = rows.values_list("credential", "award__version__achievement")
    return {digest_of(text): achievement for text, achievement in told}


def _skills_of(achievement: UUID) -> tuple[HeldSkill, ...]:
    current = Achievement.objects.select_related("current").get(pk=achievement).current
    return promised_by(achievement_of(current).as_json()).skills if current else ()


def _joined(held: Held, more: Iterable[HeldSkill]) -> Held:
    """What a credential says of a skill itself stands, unless what it counts as is higher."""
    known = {skill.uri: skill for skill in held.skills}
    for skill in more:
        before = known.get(skill.uri)
        if before is None or (before.level or 0) < (skill.level or 0):
            known[skill.uri] = replace(skill, level_from=REGISTER)
    return replace(held, skills=tuple(known[uri] for uri in sorted(known)))
