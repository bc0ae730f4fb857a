"""Quality scores: of what is published, of drafts, and the least to publish."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from testamur_web.api.v1.achievements import WantedVersion
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.words import Said, Whole
from testamur_web.catalogue import scores
from testamur_web.catalogue.queries import version_of_draft
from testamur_web.catalogue.shown import Shown, find_shown
from testamur_web.people.models import Role

__all__ = ["router"]

router = Router(tags=["quality"])


class ElementOut(Schema):
    """One element of a score."""

    name: str = Field(description="Stable: the names are listed in the manual of the method.")
    part: str
    title: str
    points: int
    of: int
    reason: str
    raised_by: str = Field(description="What would raise it; empty where nothing would.")


class ScoreOut(Schema):
    """A score with every element, by one version of the method."""

    score: int
    of: int
    method: str
    elements: list[ElementOut]


class ThresholdOut(Schema):
    """The least score with which an organisation publishes; 0 where it has not said."""

    least: int


class NewThreshold(Said):
    """Another threshold."""

    least: Whole = Field(ge=0, le=100)


@router.get(
    "/catalogue/{uuid:achievement}/score",
    response=ScoreOut,
    auth=None,
    summary="Read the quality score of a published achievement",
)
def read_score(
    request: HttpRequest, achievement: UUID, wanted: Query[WantedVersion]
) -> dict[str, Any]:
    """What the version was given when it was published."""
    del request
    version = _shown(achievement, wanted).version
    return _told(version.score_told or scores.scored(version))


@router.get(
    "/catalogue/{uuid:achievement}/quality-statement",
    response=dict[str, Any],
    auth=None,
    summary="Read the signed quality statement",
)
def read_quality_statement(
    request: HttpRequest, achievement: UUID, wanted: Query[WantedVersion]
) -> HttpResponse:
    """A credential as it was signed (`application/vc`); 404 until a worker has signed it."""
    del request
    found = scores.statement_about(_shown(achievement, wanted).version)
    if found is None:
        raise Http404
    return HttpResponse(found.credential, content_type="application/vc")


@router.get(
    "/achievements/{uuid:achievement}/draft/score",
    response=ScoreOut,
    summary="Read the quality score of a draft",
    openapi_extra=needs(),
)
def read_draft_score(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """What publishing it now would be given; 404 where the draft makes no achievement yet."""
    organisation, _person = acting(request)
    found = get_object_or_404(organisation.achievements, pk=achievement)
    return _told(scores.scored(version_of_draft(found)))


@router.get(
    "/quality-threshold",
    response=ThresholdOut,
    summary="Read the least score to publish",
    openapi_extra=needs(),
)
def read_threshold(request: HttpRequest) -> dict[str, Any]:
    """Of the organisation of the token."""
    organisation, _person = acting(request)
    return {"least": scores.threshold_of(organisation)}


@router.put(
    "/quality-threshold",
    response=ThresholdOut,
    summary="Set the least score to publish",
    openapi_extra=needs(Role.ADMIN),
)
def set_threshold(request: HttpRequest, body: NewThreshold) -> dict[str, Any]:
    """What is published already stays as it is."""
    organisation, person = acting(request, Role.ADMIN)
    scores.change_threshold(organisation, body.least, by=person, at=timezone.now())
    return {"least": body.least}


def _shown(achievement: UUID, wanted: WantedVersion) -> Shown:
    shown = find_shown(achievement, number=wanted.version)
    if shown is None:
        raise Http404
    return shown


def _told(told: dict[str, Any] | None) -> dict[str, Any]:
    if told is None:
        raise Http404
    elements = [one | {"raised_by": one["raisedBy"]} for one in told["elements"]]
    return told | {"elements": elements}
