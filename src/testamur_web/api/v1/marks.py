"""The marks of assessors, the agreed mark of a third, and the decision that follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.cohorts import DecisionOut, show_decision
from testamur_web.api.v1.words import Prose, Said, Word
from testamur_web.learning import queries, services
from testamur_web.learning.judging import Judged, Judgement, Remark
from testamur_web.learning.marks import Standing, standing_of
from testamur_web.learning.models import Enrolment, Mark
from testamur_web.people.models import Organisation, Role

__all__ = ["JudgedIn", "judged_in", "router"]

router = Router(tags=["marks"])


class JudgedIn(Said):
    """The level of one criterion, by its place from 0; null where it does not apply."""

    criterion: Word
    level: int | None = Field(ge=0, le=5)
    comment: Prose = ""


class RemarkIn(Said):
    """What is said of one piece of evidence."""

    evidence: UUID
    comment: Prose


class NewMark(Said):
    """A mark; `note` is the reason where it is the agreed one."""

    judged: list[JudgedIn] = Field(max_length=40)
    remarks: list[RemarkIn] = Field(default_factory=list, max_length=30)
    note: Prose = ""


class MarkOut(Schema):
    """A mark: what one assessor judged, or what a third person set."""

    id: UUID
    kind: str
    assessor: str
    total: str
    judged: list[dict[str, Any]]
    remarks: list[dict[str, Any]]
    note: str
    marked_at: str


class StandingOut(Schema):
    """Where a submission stands for you: `marks` are those that you may see now."""

    stage: str
    turn: str
    given: int
    wanted: int
    marks: list[MarkOut]


class NewRuling(Said):
    """What is decided by the marks."""

    passed: bool
    grade: Word = ""
    note: Prose = ""


@router.get(
    "/enrolments/{uuid:enrolment}/marks",
    response=StandingOut,
    summary="Read the marks of what is handed in",
    openapi_extra=needs(Role.ASSESSOR),
)
def read_marks(request: HttpRequest, enrolment: UUID) -> dict[str, Any]:
    """Where marking is blind, only your own until both are in."""
    organisation, person = acting(request, Role.ASSESSOR)
    standing = standing_of(_work(organisation, enrolment), viewer=person)
    if standing is None:
        raise Http404
    return _standing(standing)


@router.post(
    "/enrolments/{uuid:enrolment}/marks",
    response={201: MarkOut},
    summary="Mark one person's work",
    openapi_extra=needs(Role.ASSESSOR),
)
def give_mark(request: HttpRequest, enrolment: UUID, body: NewMark) -> Status[dict[str, Any]]:
    """Once for each hand-in; a mark is never changed."""
    organisation, person = acting(request, Role.ASSESSOR)
    work, now = _work(organisation, enrolment), timezone.now()
    return Status(201, _mark(services.give_mark(work, _judgement(body), by=person, at=now)))


@router.post(
    "/enrolments/{uuid:enrolment}/moderation",
    response={201: MarkOut},
    summary="Set the agreed mark",
    openapi_extra=needs(Role.ASSESSOR),
)
def moderate(request: HttpRequest, enrolment: UUID, body: NewMark) -> Status[dict[str, Any]]:
    """Of two that disagree, by somebody who gave neither; `note` says why."""
    organisation, person = acting(request, Role.ASSESSOR)
    work, now = _work(organisation, enrolment), timezone.now()
    return Status(201, _mark(services.moderate(work, _judgement(body), by=person, at=now)))


@router.post(
    "/enrolments/{uuid:enrolment}/ruling",
    response={201: DecisionOut},
    summary="Decide by the marks",
    openapi_extra=needs(Role.ASSESSOR),
)
def decide_by_marks(
    request: HttpRequest, enrolment: UUID, body: NewRuling
) -> Status[dict[str, Any]]:
    """When all marks are in and agree, or are moderated; a passing decision gives the award."""
    organisation, person = acting(request, Role.ASSESSOR)
    work, now = _work(organisation, enrolment), timezone.now()
    ruling = services.Ruling(body.passed, body.grade, body.note)
    return Status(201, show_decision(services.decide_by_marks(work, ruling, by=person, at=now)))


def judged_in(told: Iterable[JudgedIn]) -> tuple[Judged, ...]:
    """What was judged."""
    return tuple(Judged(one.criterion, one.level, one.comment) for one in told)


def _work(organisation: Organisation, pk: UUID) -> Enrolment:
    return get_object_or_404(queries.decidable_in(organisation), pk=pk)


def _judgement(body: NewMark) -> Judgement:
    return Judgement(
        judged_in(body.judged),
        tuple(Remark(one.evidence, one.comment) for one in body.remarks),
        body.note,
    )


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "stage": str(standing.stage),
        "turn": str(standing.turn),
        "given": standing.given,
        "wanted": standing.marking.wanted,
        "marks": [_mark(one) for one in standing.marks],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.pk,
        "kind": str(mark.kind),
        "assessor": mark.assessor.name,
        "total": str(mark.total),
        "judged": [
            {"criterion": one["row"], "level": one["level"], "comment": one["comment"]}
            for one in mark.levels
        ],
        "remarks": mark.remarks,
        "note": mark.note,
        "marked_at": mark.marked_at.isoformat(),
    }
