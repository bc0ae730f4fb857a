"""What counts toward the units of qualifications: today, and before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.catalogue.shown import Address
from testamur_web.people.models import Organisation
from testamur_web.plans.mappings import holding_on
from testamur_web.plans.models import Qualification, QualificationUnit, UnitMapping

__all__ = [
    "MappedUnit",
    "address_of",
    "counting_toward",
    "mapped_to",
    "published_qualifications",
    "qualification_addresses",
    "qualifications_counting",
    "qualifications_of",
]


@dataclass(frozen=True, slots=True)
class MappedUnit:
    """A unit with what counts toward it now or will, and what did once."""

    unit: QualificationUnit
    holding: Sequence[UnitMapping]
    past: Sequence[UnitMapping]


def address_of(mapping: UnitMapping) -> str:
    """The address by which credentials name what is mapped."""
    return achievement_url(mapping.achievement) if mapping.achievement else mapping.address


def published_qualifications() -> QuerySet[Qualification]:
    """What everybody may read."""
    rows = Qualification.objects.exclude(published_at=None).select_related("organisation")
    return rows.prefetch_related("units")


def qualification_addresses() -> Iterator[Address]:
    """The public page of each, the newest first, as a sitemap names them."""
    rows = published_qualifications().order_by("-published_at").values_list("pk", "published_at")
    for pk, published_at in rows:
        if published_at is not None:
            yield Address(f"/qualifications/{pk}/", published_at)


def qualifications_of(organisation: Organisation) -> QuerySet[Qualification]:
    """Those of an organisation by title, with how many follow each: `followers`."""
    follows = Count("followings", filter=Q(followings__ended_at=None), distinct=True)
    rows = organisation.qualifications.annotate(followers=follows)
    return rows.prefetch_related("units").order_by("title", "pk")


def mapped_to(qualification: Qualification, *, at: datetime) -> list[MappedUnit]:
    """Its units, each with all that was ever mapped to it."""
    rows = UnitMapping.objects.filter(unit__qualification=qualification)
    found = list(rows.select_related("achievement__organisation", "made_by", "ended_by"))
    past = {one.pk for one in found if one.ends_on and one.ends_on < at.date()}
    return [
        MappedUnit(
            unit,
            [one for one in found if one.unit_id == unit.pk and one.pk not in past],
            [one for one in found if one.unit_id == unit.pk and one.pk in past],
        )
        for unit in qualification.units.all()
    ]


def counting_toward(
    qualification: Qualification, *, at: datetime
) -> dict[str, list[tuple[UnitMapping, Version | None]]]:
    """By the id of its unit, what counts for who earns it today; None is not offered here."""
    rows = UnitMapping.objects.filter(holding_on(at.date()), unit__qualification=qualification)
    listed = list(rows.select_related("achievement__organisation"))
    keys = [one.achievement_id for one in listed if one.achievement_id]
    offered = published().filter(achievement__in=keys).prefetch_related("skills")
    versions = {one.achievement_id: one for one in offered}
    found: dict[str, list[tuple[UnitMapping, Version | None]]] = {}
    for one in sorted(listed, key=lambda one: (-one.credits, one.title.casefold(), str(one.pk))):
        version = versions.get(one.achievement_id) if one.achievement_id else None
        found.setdefault(str(one.unit_id), []).append((one, version))
    return found


def qualifications_counting(version: Version, *, at: datetime) -> QuerySet[UnitMapping]:
    """Where an achievement counts today, in what is published."""
    rows = UnitMapping.objects.filter(holding_on(at.date()), achievement=version.achievement_id)
    rows = rows.exclude(unit__qualification__published_at=None)
    return rows.select_related("unit__qualification__organisation").order_by(
        "unit__qualification__title", "unit__position"
    )
