"""Qualifications as their organisation writes them: begun, changed, given units, published.

Rule kept here: while it is published, its units make up its total: the mandatory ones have at most
the total, all together at least that. Whatever is done holds the row of the qualification.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur.pathways.held import ECTS
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.models import Qualification, QualificationUnit

__all__ = [
    "Terms",
    "UnitTerms",
    "add_unit",
    "change_qualification",
    "change_unit",
    "create_qualification",
    "lock_qualification",
    "publish_qualification",
    "remove_unit",
    "unpublish_qualification",
]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of a qualification; `kind` is one of `Qualification.Kind`."""

    title: str
    kind: str
    total_credits: Decimal
    scheme: str = ECTS
    eqf_level: int | None = None
    language: str = "en"
    description: str = ""


@dataclass(frozen=True, slots=True)
class UnitTerms:
    """What is said of a unit; units stand in the order of `position`."""

    code: str
    title: str
    credits: Decimal
    level: int | None = None
    is_mandatory: bool = True
    position: int = 0


@transaction.atomic
def create_qualification(
    organisation: Organisation, terms: Terms, *, by: Person, at: datetime
) -> Qualification:
    """Begin a qualification, which is not published and has no units."""
    made = Qualification.objects.create(organisation=organisation, created_at=at, **asdict(terms))
    _record("qualification.create", made, by=by, at=at)
    return made


@transaction.atomic
def change_qualification(
    qualification: Qualification, terms: Terms, *, by: Person, at: datetime
) -> Qualification:
    """Say something else of it; raises `Refused` (`qualification.credits-wrong`)."""
    kept = lock_qualification(qualification)
    _set(kept, terms)
    _require_credits(kept, kept.units.all())
    kept.save()
    _record("qualification.change", kept, by=by, at=at)
    return kept


@transaction.atomic
def publish_qualification(
    qualification: Qualification, *, by: Person, at: datetime
) -> Qualification:
    """Let everybody read it; raises `Refused` (`qualification.credits-wrong`)."""
    kept = lock_qualification(qualification)
    if kept.published_at is None:
        kept.published_at = at
        _require_credits(kept, kept.units.all())
        kept.save(update_fields=["published_at"])
        _record("qualification.publish", kept, by=by, at=at)
    return kept


@transaction.atomic
def unpublish_qualification(
    qualification: Qualification, *, by: Person, at: datetime
) -> Qualification:
    """Let it be read no more, but by whoever follows it."""
    kept = lock_qualification(qualification)
    if kept.published_at is not None:
        kept.published_at = None
        kept.save(update_fields=["published_at"])
        _record("qualification.unpublish", kept, by=by, at=at)
    return kept


@transaction.atomic
def add_unit(
    qualification: Qualification, terms: UnitTerms, *, by: Person, at: datetime
) -> QualificationUnit:
    """Give it another unit, at the end where no place is said.

    Raises `Conflict` (`unit.code-taken`), `Refused` (`qualification.credits-wrong`).
    """
    kept = lock_qualification(qualification)
    unit = QualificationUnit(qualification=kept, **asdict(terms))
    unit.position = terms.position or 1 + max((one.position for one in kept.units.all()), default=0)
    _keep_unit(kept, unit)
    _record("unit.add", kept, by=by, at=at, code=unit.code)
    return unit


@transaction.atomic
def change_unit(
    unit: QualificationUnit, terms: UnitTerms, *, by: Person, at: datetime
) -> QualificationUnit:
    """Say something else of a unit; what was mapped and granted stays. Raises like `add_unit`."""
    kept = lock_qualification(unit.qualification)
    found = kept.units.get(pk=unit.pk)
    place = found.position
    _set(found, terms)
    found.position = terms.position or place
    _keep_unit(kept, found)
    _record("unit.change", kept, by=by, at=at, code=found.code)
    return found


@transaction.atomic
def remove_unit(unit: QualificationUnit, *, by: Person, at: datetime) -> None:
    """Take out a unit that nothing hangs on.

    Raises `Conflict` (`unit.in-use`), `Refused` (`qualification.credits-wrong`).
    """
    kept = lock_qualification(unit.qualification)
    found = kept.units.get(pk=unit.pk)
    if found.mappings.exists() or found.applications.exists():
        raise Conflict.because("unit.in-use", f"{found.code} has mappings or applications")
    _require_credits(kept, kept.units.exclude(pk=found.pk))
    _record("unit.remove", kept, by=by, at=at, code=found.code)
    found.delete()


def lock_qualification(qualification: Qualification) -> Qualification:
    """The row, held until the transaction ends."""
    rows = Qualification.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=qualification.pk)


def _keep_unit(qualification: Qualification, unit: QualificationUnit) -> None:
    others = qualification.units.exclude(pk=unit.pk)
    if others.filter(code=unit.code).exists():
        raise Conflict.because("unit.code-taken", f"{unit.code!r} is another unit", "/code")
    _require_credits(qualification, [*others, unit])
    unit.save()


def _require_credits(qualification: Qualification, units: Iterable[QualificationUnit]) -> None:
    if qualification.published_at is None:
        return
    several = list(units)
    every = sum((one.credits for one in several), Decimal(0))
    needed = sum((one.credits for one in several if one.is_mandatory), Decimal(0))
    total = qualification.total_credits
    if not needed <= total <= every:
        told = f"mandatory units have {needed}, all units {every}, and the total is {total}"
        raise Refused.because("qualification.credits-wrong", told, "/credits")


def _set(row: Any, terms: Terms | UnitTerms) -> None:
    for name, value in asdict(terms).items():
        setattr(row, name, value)


def _record(
    verb: str, qualification: Qualification, *, by: Person, at: datetime, **detail: str
) -> None:
    tenant = qualification.organisation_id
    told = {"title": qualification.title} | detail
    trail.record(verb, qualification, by=by, tenant=tenant, at=at, **told)
