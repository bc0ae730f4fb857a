"""How sure somebody's wallet makes one of each skill, on any day; and what of their goal fades."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.words import Moment, Said
from testamur_web.plans.freshness import Fading, fading_of, skills_of

__all__ = ["router"]

router = Router(tags=["own"])


class OnDay(Said):
    """On which day, and at which level; today and at any without."""

    at: Moment | None = None
    level: int | None = Field(None, ge=1, le=8)


class FactorOut(Schema):
    """One factor of a confidence, and where it comes from."""

    name: str
    value: float
    told: str


class EventOut(Schema):
    """What made a skill fresher, and when."""

    kind: str
    at: str


class SkillShownOut(Schema):
    """A skill, how sure the wallet makes one of it, and by which credential."""

    skill: str
    name: str
    kind: str | None
    because: str | None = Field(alias="kindFrom", description="What says the kind.")
    value: float = Field(description="The product of the factors.")
    factors: list[FactorOut]
    level: int | None
    level_from: str | None = Field(alias="levelFrom")
    credential: str
    digest: str
    title: str
    issuer: str
    awarded: str | None
    events: list[EventOut]


class FadingOut(Schema):
    """A skill of the goal that counts in full now, and from `day` on does not."""

    skill: str
    name: str
    day: date
    confidence: float
    enough: float
    credential: str
    title: str


@router.get(
    "/wallet/skills",
    response=list[SkillShownOut],
    by_alias=True,
    summary="Read how sure your wallet makes one of each skill",
    openapi_extra=OWN,
)
def list_skills(request: HttpRequest, asked: Query[OnDay]) -> list[dict[str, Any]]:
    """By what is valid now, as on the day that is asked for; as `testamur confidence` prints it."""
    now = timezone.now()
    found = skills_of(own(request), at=asked.at or now, now=now, level=asked.level)
    return [one.as_json() for one in found]


@router.get(
    "/goal/fading",
    response=list[FadingOut],
    summary="List what of your goal fades soon",
    openapi_extra=OWN,
)
def list_fading(request: HttpRequest) -> list[dict[str, Any]]:
    """Within 90 days, if nothing happens, the first to go first; none without a goal."""
    return [_fading(one) for one in fading_of(own(request), at=timezone.now())]


def _fading(one: Fading) -> dict[str, Any]:
    best = one.row.best
    assert best is not None  # noqa: S101 -- only what is held counts in full
    return {
        "skill": one.row.need.skill,
        "name": one.row.name,
        "day": one.day,
        "confidence": float(best.confidence.value),
        "enough": float(one.enough),
        "credential": best.evidence.credential,
        "title": best.evidence.title,
    }
