"""Achievements side by side: the same figures of each, by the same methods."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from testamur_web.api.v1.freshness import FactorOut
from testamur_web.api.v1.inflation import InflationPartOut
from testamur_web.api.v1.words import Said
from testamur_web.trust.comparing import FEWEST, MOST, Compared, compare, find_published
from testamur_web.trust.queries import Vouched

__all__ = ["router"]

router = Router(tags=["quality"])


class Chosen(Said):
    """Which achievements of the catalogue."""

    achievement: list[UUID] = Field(min_length=FEWEST, max_length=MOST)


class PartScoreOut(Schema):
    """One part of the quality score."""

    part: str
    points: int
    of: int


class ComparedScoreOut(Schema):
    """A quality score by its parts; the elements stand in the score itself."""

    score: int
    method: str
    parts: list[PartScoreOut]


class ComparedInflationOut(Schema):
    """The inflation index and its parts."""

    index: float | None
    version: str
    known_weight: int
    parts: list[InflationPartOut]


class AccreditedOut(Schema):
    """An accreditation that stands: of the achievement, or of its issuer."""

    by: str
    of: str
    until: date | None


class SignedOffOut(Schema):
    """An expert who signed off what is published."""

    name: str
    organisation: str
    on: date


class MeanOut(Schema):
    """What participants said to one question, from 1 to 5; null below five answers."""

    name: str
    rated: int | None
    mean: float | None


class WorthOut(Schema):
    """How sure a credential awarded today makes one of the skill that fades first."""

    skill: str
    value: float
    factors: list[FactorOut]
    later: float = Field(description="What is left after three years without renewal or use.")


class ComparedOut(Schema):
    """One of them; null where nothing is known."""

    achievement: UUID
    title: str
    issuer: str
    level: int | None
    hours: int | None
    score: ComparedScoreOut | None
    inflation: ComparedInflationOut | None
    endorsements: int = Field(description="Those that count: they stand and verify.")
    endorsement_weight: float = Field(description="The factor that they make in confidence.")
    accreditations: list[AccreditedOut]
    sign_offs: list[SignedOffOut]
    answers: int = Field(description="Of participants; 0 below five.")
    means: list[MeanOut]
    confidence: WorthOut | None


@router.get(
    "/comparison",
    response=list[ComparedOut],
    auth=None,
    summary="Compare achievements",
)
def compare_achievements(request: HttpRequest, chosen: Query[Chosen]) -> list[dict[str, Any]]:
    """Two to four of the catalogue, in the order asked; 404 where one is not in it."""
    del request
    versions = find_published(chosen.achievement)
    if len(versions) < len(set(chosen.achievement)):
        raise Http404
    return [_told(one) for one in compare(versions, at=timezone.now())]


def _told(one: Compared) -> dict[str, Any]:
    version, survey = one.version, one.survey
    return {
        "achievement": version.achievement_id,
        "title": version.title,
        "issuer": version.achievement.organisation.name,
        "level": version.eqf_level,
        "hours": version.hours,
        "score": _score(one),
        "inflation": one.inflation.content if one.inflation else None,
        "endorsements": len(one.endorsements),
        "endorsement_weight": one.weight,
        "accreditations": [_accredited(each) for each in one.accreditations],
        "sign_offs": [
            {
                "name": each.review.signed_name,
                "organisation": each.review.signed_organisation,
                "on": each.review.answered_at.date(),
            }
            for each in one.sign_offs
        ],
        "answers": survey.answers,
        "means": [
            {"name": each.name, "rated": each.rated, "mean": each.mean} for each in survey.questions
        ],
        "confidence": _worth(one),
    }


def _score(one: Compared) -> dict[str, Any] | None:
    if one.score is None:
        return None
    parts = [{"part": p.name, "points": p.points, "of": p.most} for p in one.score.parts]
    return {"score": one.score.points, "method": one.score.method, "parts": parts}


def _accredited(one: Vouched) -> dict[str, Any]:
    until = one.row.valid_until
    return {"by": one.speaker, "of": one.subject.title, "until": until.date() if until else None}


def _worth(one: Compared) -> dict[str, Any] | None:
    if one.worth is None:
        return None
    factors = [factor.as_json() for factor in one.worth.factors]
    told = {"skill": one.worth.skill, "value": one.worth.value, "later": one.worth.later}
    return told | {"factors": factors}
