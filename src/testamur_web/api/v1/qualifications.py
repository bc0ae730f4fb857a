"""Qualifications: what everybody reads of them, and what designers write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said, Word
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Person, Role
from testamur_web.plans import mappings, qualifications
from testamur_web.plans.mapped import (
    address_of,
    mapped_to,
    published_qualifications,
    qualifications_of,
)
from testamur_web.plans.models import Qualification, QualificationUnit, UnitMapping

__all__ = ["QualificationOut", "router", "show_qualification"]

router = Router(tags=["qualifications"])

_ONE = "/qualifications/{uuid:qualification}"


class UnitOut(Schema):
    """A unit of a qualification."""

    id: UUID
    code: str
    title: str
    credits: Decimal
    level: int | None
    is_mandatory: bool
    position: int


class QualificationOut(Schema):
    """A qualification with its units, in their order."""

    id: UUID
    title: str
    kind: str
    organisation: str
    eqf_level: int | None
    total_credits: Decimal
    scheme: str
    language: str
    description: str
    published_at: str | None
    units: list[UnitOut]


class MappingOut(Schema):
    """An achievement that counts toward a unit, for what is awarded on these days."""

    id: UUID
    unit: UUID
    title: str
    address: str = Field(description="What credentials call the achievement, or its page.")
    achievement: UUID | None = Field(description="Its id, where this instance defines it.")
    credits: Decimal
    level: int | None
    note: str
    begins_on: date | None
    ends_on: date | None
    ended_at: str | None


class NewQualification(Said):
    """What a qualification is."""

    title: Line = Field(min_length=1, max_length=200)
    kind: Literal["degree", "vocational", "professional", "diploma", "school"]
    total_credits: Decimal = Field(ge=0, le=9_999, decimal_places=2)
    scheme: Word = Field("ECTS", min_length=1, max_length=40)
    eqf_level: int | None = Field(None, ge=1, le=8)
    language: Word = Field("en", max_length=12)
    description: Prose = ""


class NewUnit(Said):
    """What a unit is; without a `position` it stands at the end, or stays where it is."""

    code: Word = Field(min_length=1, max_length=40)
    title: Line = Field(min_length=1, max_length=200)
    credits: Decimal = Field(ge=0, le=9_999, decimal_places=2)
    level: int | None = Field(None, ge=1, le=8)
    is_mandatory: bool = True
    position: int = Field(0, ge=0, le=1_000)


class MappingSaid(Said):
    """For how many credits, at which level, why, and for what is awarded on which days."""

    credits: Decimal = Field(gt=0, le=9_999, decimal_places=2)
    level: int | None = Field(None, ge=1, le=8)
    note: Prose = ""
    begins_on: date | None = None
    ends_on: date | None = None


class NewMapping(MappingSaid):
    """The `achievement` of this instance that counts, or one by its `address` with a `title`."""

    achievement: UUID | None = None
    address: Line = Field("", max_length=500)
    title: Line = ""


class LastDay(Said):
    """The last day on which an award counts; today if it is not said."""

    on: date | None = None


@router.get(
    "/qualifications",
    response=Page[QualificationOut],
    auth=None,
    summary="List published qualifications",
)
def list_qualifications(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """By title."""
    del request
    return page_of(published_qualifications().order_by("title", "pk"), wanted, show_qualification)


@router.get(_ONE, response=QualificationOut, auth=None, summary="Read a published qualification")
def read_qualification(request: HttpRequest, qualification: UUID) -> dict[str, Any]:
    """With its units."""
    del request
    return show_qualification(get_object_or_404(published_qualifications(), pk=qualification))


@router.get(
    f"{_ONE}/mappings",
    response=Page[MappingOut],
    auth=None,
    summary="List what counts toward a published qualification",
)
def list_mappings(
    request: HttpRequest, qualification: UUID, wanted: Query[Wanted]
) -> dict[str, Any]:
    """By unit; what counted before is among it."""
    del request
    found = get_object_or_404(published_qualifications(), pk=qualification)
    rows = mapped_to(found, at=timezone.now())
    listed = [one for row in rows for one in (*row.holding, *row.past)]
    return page_of(listed, wanted, _mapping)


@router.get(
    "/organisation/qualifications",
    response=Page[QualificationOut],
    summary="List your qualifications",
    openapi_extra=needs(),
)
def list_own_qualifications(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Published or not, by title."""
    organisation, _person = acting(request)
    return page_of(qualifications_of(organisation), wanted, show_qualification)


@router.post(
    "/organisation/qualifications",
    response={201: QualificationOut},
    summary="Begin a qualification",
    openapi_extra=needs(Role.DESIGNER),
)
def create_qualification(request: HttpRequest, body: NewQualification) -> Status[dict[str, Any]]:
    """It has no units and is not published."""
    organisation, person = acting(request, Role.DESIGNER)
    terms = qualifications.Terms(**body.dict())
    made = qualifications.create_qualification(organisation, terms, by=person, at=timezone.now())
    return Status(201, show_qualification(made))


@router.put(
    _ONE,
    response=QualificationOut,
    summary="Change a qualification",
    openapi_extra=needs(Role.DESIGNER),
)
def change_qualification(
    request: HttpRequest, qualification: UUID, body: NewQualification
) -> dict[str, Any]:
    """While it is published, its units make up its total."""
    found, person = _own(request, qualification)
    terms = qualifications.Terms(**body.dict())
    return show_qualification(
        qualifications.change_qualification(found, terms, by=person, at=timezone.now())
    )


@router.post(
    f"{_ONE}/publish",
    response=QualificationOut,
    summary="Publish a qualification",
    openapi_extra=needs(Role.DESIGNER),
)
def publish_qualification(request: HttpRequest, qualification: UUID) -> dict[str, Any]:
    """Everybody reads it."""
    found, person = _own(request, qualification)
    return show_qualification(
        qualifications.publish_qualification(found, by=person, at=timezone.now())
    )


@router.post(
    f"{_ONE}/unpublish",
    response=QualificationOut,
    summary="Take a qualification out of sight",
    openapi_extra=needs(Role.DESIGNER),
)
def unpublish_qualification(request: HttpRequest, qualification: UUID) -> dict[str, Any]:
    """Whoever follows it goes on to read it."""
    found, person = _own(request, qualification)
    return show_qualification(
        qualifications.unpublish_qualification(found, by=person, at=timezone.now())
    )


@router.post(
    f"{_ONE}/units",
    response={201: UnitOut},
    summary="Add a unit",
    openapi_extra=needs(Role.DESIGNER),
)
def add_unit(request: HttpRequest, qualification: UUID, body: NewUnit) -> Status[QualificationUnit]:
    """Its code is its own within the qualification."""
    found, person = _own(request, qualification)
    terms = qualifications.UnitTerms(**body.dict())
    made = qualifications.add_unit(found, terms, by=person, at=timezone.now())
    return Status(201, made)


@router.put(
    f"{_ONE}/units/{{uuid:unit}}",
    response=UnitOut,
    summary="Change a unit",
    openapi_extra=needs(Role.DESIGNER),
)
def change_unit(
    request: HttpRequest, qualification: UUID, unit: UUID, body: NewUnit
) -> QualificationUnit:
    """What is mapped to it and granted for it stays."""
    found, person = _own_unit(request, qualification, unit)
    terms = qualifications.UnitTerms(**body.dict())
    return qualifications.change_unit(found, terms, by=person, at=timezone.now())


@router.delete(
    f"{_ONE}/units/{{uuid:unit}}",
    response={204: None},
    summary="Remove a unit",
    openapi_extra=needs(Role.DESIGNER),
)
def remove_unit(request: HttpRequest, qualification: UUID, unit: UUID) -> Status[None]:
    """409 (`unit.in-use`) where something was mapped to it or somebody applied for it."""
    found, person = _own_unit(request, qualification, unit)
    qualifications.remove_unit(found, by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    f"{_ONE}/units/{{uuid:unit}}/mappings",
    response={201: MappingOut},
    summary="Map an achievement to a unit",
    openapi_extra=needs(Role.DESIGNER),
)
def map_achievement(
    request: HttpRequest, qualification: UUID, unit: UUID, body: NewMapping
) -> Status[dict[str, Any]]:
    """409 (`mapping.exists`) where it counts on some of these days already."""
    found, person = _own_unit(request, qualification, unit)
    named = (
        get_object_or_404(published(), achievement=body.achievement).achievement
        if body.achievement
        else mappings.Elsewhere(body.address, body.title)
    )
    made = mappings.map_achievement(found, named, _terms(body), by=person, at=timezone.now())
    return Status(201, _mapping(made))


@router.post(
    f"{_ONE}/mappings/{{uuid:mapping}}/replace",
    response={201: MappingOut},
    summary="Replace a mapping",
    openapi_extra=needs(Role.DESIGNER),
)
def replace_mapping(
    request: HttpRequest, qualification: UUID, mapping: UUID, body: MappingSaid
) -> Status[dict[str, Any]]:
    """It ends on the day before the new one begins, which is today if that is not said."""
    found, person = _own_mapping(request, qualification, mapping)
    made = mappings.replace_mapping(found, _terms(body), by=person, at=timezone.now())
    return Status(201, _mapping(made))


@router.post(
    f"{_ONE}/mappings/{{uuid:mapping}}/end",
    response=MappingOut,
    summary="End a mapping to a unit",
    openapi_extra=needs(Role.DESIGNER),
)
def end_mapping(
    request: HttpRequest, qualification: UUID, mapping: UUID, body: LastDay
) -> dict[str, Any]:
    """What is awarded until the last day goes on to count."""
    found, person = _own_mapping(request, qualification, mapping)
    return _mapping(mappings.end_mapping(found, by=person, at=timezone.now(), on=body.on))


def show_qualification(qualification: Qualification) -> dict[str, Any]:
    """A qualification with its units."""
    published_at = qualification.published_at
    return {
        "id": qualification.pk,
        "title": qualification.title,
        "kind": str(qualification.kind),
        "organisation": qualification.organisation.name,
        "eqf_level": qualification.eqf_level,
        "total_credits": qualification.total_credits,
        "scheme": qualification.scheme,
        "language": qualification.language,
        "description": qualification.description,
        "published_at": published_at.isoformat() if published_at else None,
        "units": list(qualification.units.all()),
    }


def _own(request: HttpRequest, pk: UUID) -> tuple[Qualification, Person]:
    organisation, person = acting(request, Role.DESIGNER)
    return get_object_or_404(organisation.qualifications, pk=pk), person


def _own_unit(request: HttpRequest, pk: UUID, unit: UUID) -> tuple[QualificationUnit, Person]:
    found, person = _own(request, pk)
    return get_object_or_404(found.units, pk=unit), person


def _own_mapping(request: HttpRequest, pk: UUID, mapping: UUID) -> tuple[UnitMapping, Person]:
    found, person = _own(request, pk)
    rows = UnitMapping.objects.filter(unit__qualification=found)
    return get_object_or_404(rows.select_related("unit__qualification"), pk=mapping), person


def _terms(said: MappingSaid) -> mappings.MappingTerms:
    return mappings.MappingTerms(
        **said.dict(include={"credits", "level", "note", "begins_on", "ends_on"})
    )


def _mapping(mapping: UnitMapping) -> dict[str, Any]:
    return {
        "id": mapping.pk,
        "unit": mapping.unit_id,
        "title": mapping.title,
        "address": address_of(mapping),
        "achievement": mapping.achievement_id,
        "credits": mapping.credits,
        "level": mapping.level,
        "note": mapping.note,
        "begins_on": mapping.begins_on,
        "ends_on": mapping.ends_on,
        "ended_at": mapping.ended_at.isoformat() if mapping.ended_at else None,
    }
