"""What Ada holds and what is asked of her: facts made by hand, and credentials that are signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha384
from typing import Any

from testamur.credentials.eu_elements import LearningOutcome, StandardElements
from testamur.credentials.issue import issue
from testamur.credentials.openbadges import Achievement, Alignment, Issuer
from testamur.credentials.resolution import Offline
from testamur.credentials.verify import VerifiedCredential, verify
from testamur.keys import SigningKey
from testamur.pathways.held import Held, HeldSkill, digest_of, held_of

__all__ = ["ADA", "NOW", "UNI", "counted", "held", "key_of", "page", "signed", "skill", "verified"]

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
ADA = "mailto:ada@people.example"
UNI = "did:web:uni.example"


def page(name: str) -> str:
    """The address of an achievement of that name."""
    return f"https://uni.example/a/{name}"


def skill(name: str) -> str:
    """The address of a skill of that name."""
    return f"https://skills.example/{name}"


def held(
    name: str, *, days_ago: int = 30, ects: float = 0, number: int = 1, **members: Any
) -> Held:
    """What Ada holds of the achievement of that name; `number` tells awards of one apart."""
    members = {"issuer": UNI, "subject": ADA, "title": name.title()} | members
    if ects:
        members["credits"] = {"ECTS": Decimal(str(ects))}
    return Held(
        digest_of(f"{name} {number}"),
        names=members.pop("names", (page(name),)),
        credential=f"urn:example:{name}:{number}",
        awarded=NOW - timedelta(days=days_ago),
        skills=tuple(
            HeldSkill(
                skill(one), name=one.title(), level=level, level_from="outcome" if level else ""
            )
            for one, level in members.pop("skills", {}).items()
        ),
        **members,
    )


@cache
def key_of(name: str) -> SigningKey:
    """The key of whoever has that name: the same one each time."""
    seed = sha384(name.encode()).digest()
    return SigningKey.generate(rng=lambda size: (seed * 2)[:size])


def signed(name: str, *, by: str = "uni", to: str = ADA, days_ago: int = 30, **members: Any) -> str:
    """The text of a credential of the achievement of that name, signed by `by`."""
    key = key_of(by)
    skills = members.pop("skills", {})
    outcomes = [
        LearningOutcome(
            f"Does {one}", eqf=level, alignment=[Alignment(one.title(), target_url=skill(one))]
        )
        for one, level in skills.items()
    ]
    elements = StandardElements(
        outcomes,
        assessment_type=members.pop("assessment", ()),
        supervision=members.pop("supervision", None),
    )
    achievement = Achievement(
        page(name),
        name=name.title(),
        criteria="Pass.",
        ects=members.pop("ects", None),
        eqf=members.pop("eqf", None),
        version=members.pop("version", None),
        standard_elements=elements,
    )
    issuer = Issuer(key.public.did_key, name=by.title())
    at = NOW - timedelta(days=days_ago)
    return issue(achievement, to=to, by=issuer, key=key, at=at, **members).text


def verified(text: str, **members: Any) -> VerifiedCredential:
    """The credential, verified offline."""
    return verify(text, resolver=Offline(), at=NOW, **members)


def counted(name: str, **members: Any) -> Held:
    """What counts of a credential that is signed and verified."""
    return held_of(verified(signed(name, **members)))
