"""What is known of inflation: figures as they were counted last, and what a draft is like.

Pages and the API read what the daily count has kept. What everybody sees is by quarter; months and
cohorts are for the organisation itself, so that the one cannot be taken from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from testamur.quality.inflation_overlap import NEAR, overlap
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.models import OutcomeSkill, Version
from testamur_web.catalogue.queries import definition_of, published
from testamur_web.ops import outbox
from testamur_web.people.models import Organisation
from testamur_web.trust.inflation_rows import outcomes_of
from testamur_web.trust.models import InflationCount

__all__ = [
    "COUNT",
    "Like",
    "Pair",
    "count_of_achievement",
    "count_of_catalogue",
    "count_of_organisation",
    "counted_achievements",
    "like_draft",
    "near_of",
    "pairs_in",
    "post_count",
    "public_content",
]

COUNT: Final = "inflation.count"
_MOST_COMPARED: Final = 400
_MOST_LIKE: Final = 5
_Kind = InflationCount.Kind


@dataclass(frozen=True, slots=True)
class Like:
    """A published version whose outcomes are much the same, and how much."""

    version: Version
    overlap: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """Two achievements that are near-duplicates, and their overlap."""

    one: Version
    other: Version
    overlap: Decimal


def post_count(*, at: datetime) -> bool:
    """Leave the count of this day to a worker; False where it was left before."""
    return outbox.post(COUNT, {}, key=f"{COUNT}:{at:%Y-%m-%d}")


def count_of_catalogue() -> InflationCount | None:
    """The figures of the whole catalogue; None before the first count."""
    return InflationCount.objects.filter(kind=_Kind.CATALOGUE).first()


def count_of_organisation(organisation: Organisation) -> InflationCount | None:
    """The figures of an organisation; None before it was counted."""
    return InflationCount.objects.filter(kind=_Kind.ORGANISATION, organisation=organisation).first()


def count_of_achievement(achievement: UUID) -> InflationCount | None:
    """The figures of an achievement; None before it was counted."""
    return InflationCount.objects.filter(achievement=achievement).first()


def counted_achievements(organisation: Organisation | None = None) -> QuerySet[InflationCount]:
    """The achievements in the catalogue with their index, the highest first; unknown ones last."""
    found = InflationCount.objects.filter(
        kind=_Kind.ACHIEVEMENT, achievement__withdrawn_at=None
    ).select_related("achievement__organisation")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.order_by(F("index").desc(nulls_last=True), "achievement__title", "pk")


def public_content(count: InflationCount) -> dict[str, Any]:
    """The figures as everybody sees them."""
    content = dict(count.content)
    content["rates"] = {"quarter": content["rates"]["quarter"]}
    return content


def near_of(count: InflationCount) -> list[Like]:
    """The near-duplicates of one achievement, the nearest first; withdrawn ones are left out."""
    near = {UUID(one["id"]): Decimal(str(one["overlap"])) for one in count.content["near"]}
    versions = _current(near)
    return [Like(versions[pk], value) for pk, value in near.items() if pk in versions]


def pairs_in(count: InflationCount | None) -> list[Pair]:
    """The near-duplicates of an organisation or the catalogue; withdrawn ones are left out."""
    pairs = count.content["pairs"] if count else []
    named = _current({UUID(one[name]) for one in pairs for name in ("one", "other")})
    found = ((named.get(UUID(p["one"])), named.get(UUID(p["other"])), p["overlap"]) for p in pairs)
    return [Pair(one, other, Decimal(str(value))) for one, other, value in found if one and other]


def like_draft(
    definition: Definition, *, besides: UUID | None = None, least: Decimal = NEAR
) -> list[Like]:
    """What is published and overlaps with a draft so much, the nearest first; at most five.

    Compared with what shares a skill, and with what shares words where a skill has no address.
    """
    ours = outcomes_of(definition)
    if not ours or definition.stack is not None:
        return []
    found = []
    for version in _candidates(definition, besides):
        value = overlap(ours, outcomes_of(definition_of(version)))
        if value >= least:
            found.append(Like(version, value))
    return sorted(found, key=lambda one: (-one.overlap, one.version.title))[:_MOST_LIKE]


def _candidates(definition: Definition, besides: UUID | None) -> QuerySet[Version]:
    uris = [one.skill_uri for one in definition.outcomes if one.skill_uri]
    words = {word for one in definition.outcomes for word in one.skill.lower().split()}
    naming = OutcomeSkill.objects.filter(uri__in=uris).values("version")
    telling = sorted((word for word in words if len(word) > 3), key=len, reverse=True)[:12]
    alike = Q(*(Q(search_text__contains=f" {word}") for word in telling), _connector=Q.OR)
    wanted = Q(pk__in=naming) | alike if telling else Q(pk__in=naming)
    found = published().filter(wanted, is_stack=False)
    return found.exclude(achievement=besides)[:_MOST_COMPARED]


def _current(achievements: Iterable[UUID]) -> Mapping[UUID, Version]:
    found = published().filter(achievement__in=list(achievements))
    return {version.achievement_id: version for version in found}
