"""Rubrics, how cohorts are marked with them, and how far those who mark agree, for staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said, Word
from testamur_web.learning import services
from testamur_web.learning.agreements import Compared, agreement_on, figure
from testamur_web.learning.marks import (
    grid_of,
    marking_of,
    rubrics_of,
)
from testamur_web.learning.models import Marking, Rubric
from testamur_web.learning.rubrics import Grid, Level, Row
from testamur_web.people.models import Organisation, Role

__all__ = ["router"]

router = Router(tags=["rubrics"])

_WRITERS = (Role.DESIGNER, Role.MANAGER)
_OFFICE = (Role.MANAGER, Role.REGISTRAR)
_STAFF = (Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)


class LevelIn(Said):
    """One level; the points rise from level to level."""

    name: Line
    points: int = Field(ge=0, le=100)


class RowIn(Said):
    """One criterion; `met_from` is the place, from 0, of the lowest level that counts as met."""

    id: Word
    text: Prose
    weight: int = Field(1, ge=1, le=100)
    is_mandatory: bool = True
    met_from: int = Field(ge=1, le=5)
    descriptors: list[Prose] = Field(max_length=6)


class NewRubric(Said):
    """What a rubric says: levels from low to high, and the criteria."""

    title: Line
    levels: list[LevelIn] = Field(max_length=6)
    criteria: list[RowIn] = Field(max_length=40)


class RubricOut(Schema):
    """A rubric as its newest version says it."""

    id: UUID
    title: str
    version: int
    retired: bool
    levels: list[LevelIn]
    criteria: list[RowIn]


class ComparedOut(Schema):
    """What is compared; the coefficients, to three places, are null where they are undefined."""

    name: str
    submissions: int
    raw: str | None
    linear: str | None
    quadratic: str | None


class AgreementOut(Schema):
    """How far those who mark with a rubric agree; nothing of fewer than five submissions."""

    whole: ComparedOut
    moderated: int
    criteria: list[ComparedOut]
    assessors: list[ComparedOut]


class NewMarking(Said):
    """How a cohort is marked; without a rubric it is decided by findings."""

    rubric: UUID | None = None
    has_second: bool = False
    is_blind: bool = False
    threshold: int = Field(15, ge=0, le=100)
    needs_trial: bool = False


class MarkingOut(Schema):
    """How a cohort is marked."""

    rubric: UUID | None
    version: int | None
    has_second: bool
    is_blind: bool
    threshold: int | None
    needs_trial: bool


@router.get(
    "/rubrics", response=Page[RubricOut], summary="List your rubrics", openapi_extra=needs()
)
def list_rubrics(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """By title, those in use first."""
    organisation, _person = acting(request)
    return page_of(rubrics_of(organisation), wanted, _rubric)


@router.post(
    "/rubrics", response={201: RubricOut}, summary="Write a rubric", openapi_extra=needs(*_WRITERS)
)
def write_rubric(request: HttpRequest, body: NewRubric) -> Status[dict[str, Any]]:
    """Cohorts can be marked with it from now on."""
    organisation, person = acting(request, *_WRITERS)
    grid, now = _grid(body), timezone.now()
    made = services.write_rubric(organisation, grid, title=body.title, by=person, at=now)
    return Status(201, _rubric(made))


@router.get(
    "/rubrics/{uuid:rubric}",
    response=RubricOut,
    summary="Read one rubric",
    openapi_extra=needs(),
)
def read_rubric(request: HttpRequest, rubric: UUID) -> dict[str, Any]:
    """As its newest version says it."""
    organisation, _person = acting(request)
    return _rubric(_found(organisation, rubric))


@router.put(
    "/rubrics/{uuid:rubric}",
    response=RubricOut,
    summary="Change a rubric",
    openapi_extra=needs(*_WRITERS),
)
def revise_rubric(request: HttpRequest, rubric: UUID, body: NewRubric) -> dict[str, Any]:
    """A new version; cohorts that are marked with it keep theirs."""
    organisation, person = acting(request, *_WRITERS)
    found = _found(organisation, rubric)
    services.revise_rubric(found, _grid(body), title=body.title, by=person, at=timezone.now())
    return _rubric(_found(organisation, rubric))


@router.post(
    "/rubrics/{uuid:rubric}/retire",
    response=RubricOut,
    summary="Offer a rubric no more",
    openapi_extra=needs(*_WRITERS),
)
def retire_rubric(request: HttpRequest, rubric: UUID) -> dict[str, Any]:
    """Whoever is marked with it goes on."""
    organisation, person = acting(request, *_WRITERS)
    found = _found(organisation, rubric)
    return _rubric(services.retire_rubric(found, by=person, at=timezone.now()))


@router.post(
    "/rubrics/{uuid:rubric}/bring-back",
    response=RubricOut,
    summary="Offer a rubric again",
    openapi_extra=needs(*_WRITERS),
)
def bring_back_rubric(request: HttpRequest, rubric: UUID) -> dict[str, Any]:
    """As it was when it was retired."""
    organisation, person = acting(request, *_WRITERS)
    found = _found(organisation, rubric)
    return _rubric(services.bring_back_rubric(found, by=person, at=timezone.now()))


@router.get(
    "/rubrics/{uuid:rubric}/agreement",
    response=AgreementOut,
    summary="Read how far assessors agree",
    openapi_extra=needs(Role.ASSESSOR, Role.MANAGER),
)
def read_agreement(request: HttpRequest, rubric: UUID) -> dict[str, Any]:
    """Raw agreement and weighted kappa over submissions with two marks."""
    organisation, _person = acting(request, Role.ASSESSOR, Role.MANAGER)
    told = agreement_on(_found(organisation, rubric))
    return {
        "whole": _compared(told.whole),
        "moderated": told.moderated,
        "criteria": [_compared(one) for one in told.criteria],
        "assessors": [_compared(one) for one in told.assessors],
    }


@router.get(
    "/cohorts/{uuid:cohort}/marking",
    response=MarkingOut,
    summary="Read how a cohort is marked",
    openapi_extra=needs(*_STAFF),
)
def read_marking(request: HttpRequest, cohort: UUID) -> dict[str, Any]:
    """`rubric` is null where each criterion is met or not."""
    organisation, _person = acting(request, *_STAFF)
    return _marking(marking_of(get_object_or_404(organisation.cohorts, pk=cohort)))


@router.put(
    "/cohorts/{uuid:cohort}/marking",
    response=MarkingOut,
    summary="Set how a cohort is marked",
    openapi_extra=needs(*_OFFICE),
)
def set_marking(request: HttpRequest, cohort: UUID, body: NewMarking) -> dict[str, Any]:
    """Until somebody has been marked; the newest version of the rubric is taken."""
    organisation, person = acting(request, *_OFFICE)
    found = get_object_or_404(organisation.cohorts, pk=cohort)
    rubric = _found(organisation, body.rubric) if body.rubric else None
    terms = services.MarkingTerms(body.has_second, body.is_blind, body.threshold, body.needs_trial)
    return _marking(services.set_marking(found, rubric, terms, by=person, at=timezone.now()))


def _found(organisation: Organisation, pk: UUID) -> Rubric:
    return get_object_or_404(organisation.rubrics, pk=pk)


def _grid(body: NewRubric) -> Grid:
    return Grid(
        tuple(Level(one.name.strip(), one.points) for one in body.levels),
        tuple(
            Row(**{**one.model_dump(), "descriptors": tuple(one.descriptors)})
            for one in body.criteria
        ),
    )


def _rubric(rubric: Rubric) -> dict[str, Any]:
    newest, kept = rubric.versions.order_by("-number")[0], grid_of(rubric).as_json()
    return {
        "id": rubric.pk,
        "title": rubric.title,
        "version": newest.number,
        "retired": rubric.retired_at is not None,
        "levels": kept["levels"],
        "criteria": kept["rows"],
    }


def _compared(one: Compared) -> dict[str, Any]:
    found = one.agreement
    return {
        "name": one.name,
        "submissions": one.submissions,
        "raw": figure(found.raw) if found else None,
        "linear": figure(found.linear) if found else None,
        "quadratic": figure(found.quadratic) if found else None,
    }


def _marking(marking: Marking | None) -> dict[str, Any]:
    return {
        "rubric": marking.rubric.rubric_id if marking else None,
        "version": marking.rubric.number if marking else None,
        "has_second": bool(marking and marking.has_second),
        "is_blind": bool(marking and marking.is_blind),
        "threshold": marking.threshold if marking else None,
        "needs_trial": bool(marking and marking.needs_trial),
    }
