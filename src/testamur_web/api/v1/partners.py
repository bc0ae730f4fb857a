"""Partners: who is let into your cohorts, and the assessor's side of their sheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.partner_shapes import (
    EnteredOut,
    LeftOut,
    NewPartner,
    PartnerOut,
    Settling,
    SheetOut,
    SheetRowsOut,
    show_entered,
    show_partner,
    show_sheet,
    show_sheet_rows,
)
from testamur_web.learning import partners, services
from testamur_web.learning.models import Cohort, Sheet
from testamur_web.people.models import Organisation, Person, Role

__all__ = ["router"]

router = Router(tags=["partners"])

_OFFICE = (Role.MANAGER, Role.REGISTRAR)
_STAFF = (*_OFFICE, Role.ASSESSOR)
_COHORT = "/cohorts/{uuid:cohort}"
_SHEET = f"{_COHORT}/sheets/{{uuid:sheet}}"


@router.get(
    f"{_COHORT}/partners",
    response=list[PartnerOut],
    summary="List the partners of a cohort",
    openapi_extra=needs(*_OFFICE),
)
def list_partners(request: HttpRequest, cohort: UUID) -> list[dict[str, Any]]:
    """The newest first, also those whose time is over."""
    found, _person = _cohort(request, cohort, *_OFFICE)
    return [show_partner(one, one.people) for one in partners.partners_of(found)]  # type: ignore[attr-defined]


@router.post(
    f"{_COHORT}/partners",
    response={201: PartnerOut},
    summary="Let a partner in",
    openapi_extra=needs(*_OFFICE),
)
def let_partner_in(request: HttpRequest, cohort: UUID, body: NewPartner) -> Status[dict[str, Any]]:
    """It enrols its own people and works for them; it sees nobody else."""
    found, person = _cohort(request, cohort, *_OFFICE)
    partner = get_object_or_404(Organisation, slug=body.partner)
    days = services.Days(body.first_day, body.last_day)
    made = services.let_partner_in(found, partner, days=days, by=person, at=timezone.now())
    return Status(201, show_partner(made, 0))


@router.post(
    f"{_COHORT}/partners/{{uuid:partnership}}/withdraw",
    response=PartnerOut,
    summary="Withdraw a partner",
    openapi_extra=needs(*_OFFICE),
)
def withdraw_partner(request: HttpRequest, cohort: UUID, partnership: UUID) -> dict[str, Any]:
    """From now on it reaches nothing here; the people it enrolled stay."""
    found, person = _cohort(request, cohort, *_OFFICE)
    kept = get_object_or_404(found.partnerships, pk=partnership)
    withdrawn = services.withdraw_partner(kept, by=person, at=timezone.now())
    return show_partner(withdrawn, withdrawn.places.count())


@router.get(
    f"{_COHORT}/sheets",
    response=list[SheetOut],
    summary="List the sheets of a cohort",
    openapi_extra=needs(*_STAFF),
)
def list_cohort_sheets(request: HttpRequest, cohort: UUID) -> list[dict[str, Any]]:
    """Of all its partners, the newest first."""
    found, _person = _cohort(request, cohort, *_STAFF)
    return [show_sheet(one) for one in partners.sheets_for(found)]


@router.get(
    _SHEET,
    response=SheetRowsOut,
    summary="Read what was typed from a sheet",
    openapi_extra=needs(Role.ASSESSOR),
)
def read_cohort_sheet(request: HttpRequest, cohort: UUID, sheet: UUID) -> dict[str, Any]:
    """Every row with its state and its conflict."""
    return show_sheet_rows(_sheet(request, cohort, sheet)[0])


@router.post(
    f"{_SHEET}/settle",
    response=EnteredOut,
    summary="Decide by a sheet",
    openapi_extra=needs(Role.ASSESSOR),
)
def settle_sheet(request: HttpRequest, cohort: UUID, sheet: UUID, body: Settling) -> dict[str, Any]:
    """Every row that was typed becomes a decision of yours, or keeps its conflict."""
    found, person = _sheet(request, cohort, sheet)
    return show_entered(services.settle_sheet(found, by=person, at=timezone.now(), seen=body.seen))


@router.post(
    f"{_SHEET}/rows/{{int:row}}/leave",
    response=LeftOut,
    summary="Leave a row as it is",
    openapi_extra=needs(Role.ASSESSOR),
)
def leave_row(request: HttpRequest, cohort: UUID, sheet: UUID, row: int) -> dict[str, Any]:
    """It is settled without a decision; what was typed and its conflict stay."""
    found, person = _sheet(request, cohort, sheet)
    left = services.leave_row(found, row, by=person, at=timezone.now())
    return {"row": left.row, "state": str(left.state)}


def _cohort(request: HttpRequest, pk: UUID, *roles: Role) -> tuple[Cohort, Person]:
    organisation, person = acting(request, *roles)
    return get_object_or_404(organisation.cohorts, pk=pk), person


def _sheet(request: HttpRequest, cohort: UUID, pk: UUID) -> tuple[Sheet, Person]:
    found, person = _cohort(request, cohort, Role.ASSESSOR)
    return get_object_or_404(partners.sheets_for(found), pk=pk), person
