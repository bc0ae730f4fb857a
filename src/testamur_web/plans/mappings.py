"""What counts toward a unit: an achievement is mapped, its mapping ended, another put in its place.

A mapping is never overwritten. It holds for what was awarded on its days, so that one that ends
takes nothing from those who earned it before. Two mappings of one achievement share no day.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Achievement
from testamur_web.ops import trail
from testamur_web.people.models import Person
from testamur_web.plans.models import MAX_TITLE, QualificationUnit, UnitMapping
from testamur_web.plans.qualifications import lock_qualification

__all__ = [
    "Elsewhere",
    "MappingTerms",
    "end_mapping",
    "holding_on",
    "map_achievement",
    "replace_mapping",
]

_MAX_ADDRESS: Final = 500
_HERE: Final = re.compile(r"/catalogue/([0-9a-f-]{36})/(v/\d+/)?\Z")
_ADDRESS: Final = re.compile(r"(https?://|urn:|did:)[^\s\x00]{3,}\Z")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An achievement that another system defines: the id it has in credentials, and its name."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class MappingTerms:
    """For how many credits, at which level, why, and for what was awarded on which days."""

    credits: Decimal
    level: int | None = None
    note: str = ""
    begins_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def map_achievement(
    unit: QualificationUnit,
    achievement: Achievement | Elsewhere,
    terms: MappingTerms,
    *,
    by: Person,
    at: datetime,
) -> UnitMapping:
    """Let an achievement count toward a unit.

    Raises `Refused` with `mapping.credits-wrong`, `mapping.dates-reversed` or
    `mapping.address-refused`, `Conflict` with `mapping.exists`.
    """
    lock_qualification(unit.qualification)
    return _map(unit, _named(achievement), terms, by=by, at=at)


@transaction.atomic
def end_mapping(
    mapping: UnitMapping, *, by: Person, at: datetime, on: date | None = None
) -> UnitMapping:
    """Let it hold for nothing that is awarded after the day `on`, which is today if not said.

    Raises `Conflict` (`mapping.ended`).
    """
    lock_qualification(mapping.unit.qualification)
    kept = UnitMapping.objects.get(pk=mapping.pk)
    if kept.ended_at is not None:
        raise Conflict.because("mapping.ended", f"it was ended on {kept.ended_at:%Y-%m-%d}")
    day = on or at.date()
    kept.ends_on = min(day, kept.ends_on) if kept.ends_on else day
    kept.ended_at, kept.ended_by = at, by
    kept.save(update_fields=["ends_on", "ended_at", "ended_by"])
    _record("mapping.end", kept, by=by, at=at)
    return kept


@transaction.atomic
def replace_mapping(
    mapping: UnitMapping, terms: MappingTerms, *, by: Person, at: datetime
) -> UnitMapping:
    """End it on the day before other terms begin, which is today if they do not say.

    Raises like `end_mapping` and `map_achievement`.
    """
    begins = terms.begins_on or at.date()
    ended = end_mapping(mapping, by=by, at=at, on=begins - _DAY)
    named = {
        "achievement": ended.achievement,
        "address": ended.address,
        "title": ended.title,
    }
    said = asdict(terms) | {"begins_on": begins}
    return _map(ended.unit, named, MappingTerms(**said), by=by, at=at)


def holding_on(day: date) -> Q:
    """The mappings that hold for what is awarded on a day."""
    begun = Q(begins_on=None) | Q(begins_on__lte=day)
    return begun & (Q(ends_on=None) | Q(ends_on__gte=day))


def _named(achievement: Achievement | Elsewhere) -> dict[str, Any]:
    if isinstance(achievement, Achievement):
        title = achievement.current.title if achievement.current else achievement.title
        return {"achievement": achievement, "address": "", "title": title}
    address = achievement.address.strip()
    if (ours := _of_this_instance(address)) is not None:
        return _named(ours)
    if len(address) > _MAX_ADDRESS or not _ADDRESS.match(address):
        raise Refused.because(
            "mapping.address-refused", f"{address[:120]!r} is no address", "/address"
        )
    title = achievement.title.strip()[:MAX_TITLE] or address[:MAX_TITLE]
    return {"achievement": None, "address": address, "title": title}


def _of_this_instance(address: str) -> Achievement | None:
    """What an address of this instance names, by its page or by a version of it."""
    path = address.removeprefix(settings.INSTANCE_URL)
    found = _HERE.match(path) if path != address else None
    if found is None:
        return None
    with suppress(ValueError):
        return Achievement.objects.filter(pk=UUID(found[1]), current__isnull=False).first()
    return None


def _map(
    unit: QualificationUnit,
    named: dict[str, Any],
    terms: MappingTerms,
    *,
    by: Person,
    at: datetime,
) -> UnitMapping:
    if not 0 < terms.credits <= unit.credits:
        told = f"{terms.credits} of a unit of {unit.credits}"
        raise Refused.because("mapping.credits-wrong", told, "/credits")
    if terms.begins_on and terms.ends_on and terms.ends_on < terms.begins_on:
        told = f"from {terms.begins_on} to {terms.ends_on}"
        raise Refused.because("mapping.dates-reversed", told, "/ends_on")
    same = unit.mappings.filter(achievement=named["achievement"], address=named["address"])
    if _sharing_a_day(same, terms).exists():
        raise Conflict.because("mapping.exists", f"{named['title']!r} counts there already")
    made = unit.mappings.create(**named, **asdict(terms), made_at=at, made_by=by)
    _record("mapping.make", made, by=by, at=at)
    return made


def _sharing_a_day(rows: QuerySet[UnitMapping], terms: MappingTerms) -> QuerySet[UnitMapping]:
    """Those that hold on one of the days; one that ends before it begins holds on none."""
    holding = rows.exclude(ends_on__lt=F("begins_on"))
    if terms.begins_on:
        holding = holding.exclude(ends_on__lt=terms.begins_on)
    return holding.exclude(begins_on__gt=terms.ends_on) if terms.ends_on else holding


def _record(verb: str, mapping: UnitMapping, *, by: Person, at: datetime) -> None:
    qualification = mapping.unit.qualification
    trail.record(
        verb,
        mapping,
        by=by,
        tenant=qualification.organisation_id,
        at=at,
        title=mapping.title,
        unit=mapping.unit.code,
        qualification=qualification.title,
        credits=str(mapping.credits),
    )
