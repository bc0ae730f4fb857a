"""Samples of a rubric, and the trials of assessors on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.marks import JudgedIn, judged_in
from testamur_web.api.v1.words import Said
from testamur_web.learning import samples, services
from testamur_web.learning.marks import Line
from testamur_web.learning.models import Decision, Trial
from testamur_web.people.models import Role

__all__ = ["router"]

router = Router(tags=["samples"])

_WRITERS = (Role.DESIGNER, Role.MANAGER)
_READERS = (Role.ASSESSOR, *_WRITERS)


class SampleOut(Schema):
    """A sample: `tried` and `passed` are of you; `known` if you had a part in it."""

    id: UUID
    number: int
    known: bool
    tried: bool
    passed: bool


class NewSample(Said):
    """Work that was marked with the rubric and decided."""

    decision: UUID


class NewTrial(Said):
    """What you would have given."""

    judged: list[JudgedIn] = Field(max_length=40)


class TriedOut(Schema):
    """The names of the levels that a criterion got; null where it does not apply."""

    criterion: str
    yours: str | None
    counted: str | None


class TrialOut(Schema):
    """How close you came: both totals, of 100, and the levels of each criterion."""

    passed: bool
    total: str
    counted: str
    levels: list[TriedOut]


@router.get(
    "/rubrics/{uuid:rubric}/samples",
    response=list[SampleOut],
    summary="List the samples of a rubric",
    openapi_extra=needs(*_READERS),
)
def list_samples(request: HttpRequest, rubric: UUID) -> list[dict[str, Any]]:
    """In order, each with how you stand to it."""
    organisation, person = acting(request, *_READERS)
    found = get_object_or_404(organisation.rubrics, pk=rubric)
    return [
        {
            "id": one.sample.pk,
            "number": one.number,
            "known": one.is_known,
            "tried": one.trial is not None,
            "passed": bool(one.trial and one.trial.passed),
        }
        for one in samples.list_samples(found, viewer=person)
    ]


@router.post(
    "/rubrics/{uuid:rubric}/samples",
    response={201: dict[str, UUID]},
    summary="Offer decided work as a sample",
    openapi_extra=needs(*_WRITERS),
)
def add_sample(request: HttpRequest, rubric: UUID, body: NewSample) -> Status[dict[str, Any]]:
    """The same work twice is one sample."""
    organisation, person = acting(request, *_WRITERS)
    found = get_object_or_404(organisation.rubrics, pk=rubric)
    ours = Decision.objects.filter(enrolment__cohort__organisation=organisation)
    decision = get_object_or_404(ours, pk=body.decision)
    sample = services.add_sample(found, decision, by=person, at=timezone.now())
    return Status(201, {"id": sample.pk})


@router.post(
    "/samples/{uuid:sample}/trials",
    response={201: TrialOut},
    summary="Try a sample",
    openapi_extra=needs(Role.ASSESSOR),
)
def try_sample(request: HttpRequest, sample: UUID, body: NewTrial) -> Status[dict[str, Any]]:
    """Once; the answer tells what it was given."""
    organisation, person = acting(request, Role.ASSESSOR)
    found = get_object_or_404(samples.samples_in(organisation), pk=sample)
    rows = judged_in(body.judged)
    return Status(201, _trial(services.try_sample(found, rows, by=person, at=timezone.now())))


def _trial(trial: Trial) -> dict[str, Any]:
    told = samples.compared_to(trial)
    return {
        "passed": trial.passed,
        "total": str(trial.total),
        "counted": str(told.total),
        "levels": [
            {"criterion": mine.row.id, "yours": _name(mine), "counted": _name(theirs)}
            for mine, theirs in told.lines
        ],
    }


def _name(line: Line) -> str | None:
    return line.level.name if line.level else None
