"""What somebody reads of how they were compared with jobs, contests it, and says for fairness."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Status

from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.match_shapes import (
    ContestOut,
    NewContest,
    NewTraits,
    OwnRankingOut,
    RunLine,
    contest_told,
    own_told,
    run_line,
)
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.employers import match_decisions, matching, own_traits
from testamur_web.employers.models import MatchedPerson

__all__ = ["router"]

router = Router(tags=["matches"])


@router.get(
    "/rankings",
    response=Page[RunLine],
    summary="List where you were compared",
    openapi_extra=OWN,
)
def list_own_rankings(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first; `id` is of your own row in it."""
    return page_of(match_decisions.matched_of(own(request)), wanted, _line)


@router.get(
    "/rankings/traits",
    response=dict[str, str],
    summary="Read what you said of yourself",
    openapi_extra=OWN,
)
def read_traits(request: HttpRequest) -> dict[str, str]:
    """For reports on fairness; nobody else reads it of you."""
    return own_traits.traits_of(own(request))


@router.put(
    "/rankings/traits",
    response=dict[str, str],
    summary="Say something of yourself",
    openapi_extra=OWN,
)
def state_traits(request: HttpRequest, body: NewTraits) -> dict[str, str]:
    """In place of what you said; saying nothing deletes it."""
    said = {name: value or "" for name, value in body.dict().items()}
    return own_traits.state_traits(own(request), said, at=timezone.now())


@router.delete(
    "/rankings/traits",
    response={204: None},
    summary="Delete what you said of yourself",
    openapi_extra=OWN,
)
def forget_traits(request: HttpRequest) -> Status[None]:
    """All of it."""
    own_traits.forget_traits(own(request))
    return Status(204, None)


@router.get(
    "/rankings/{uuid:ranking}",
    response=OwnRankingOut,
    summary="Read how you were compared",
    openapi_extra=OWN,
)
def read_own_ranking(request: HttpRequest, ranking: UUID) -> dict[str, Any]:
    """Your own table and points, as they read it; no rank among others."""
    row = get_object_or_404(match_decisions.matched_of(own(request)), pk=ranking)
    told = matching.match_of(row).as_json()
    return own_told(row, {name: value for name, value in told.items() if name != "rank"})


@router.post(
    "/rankings/{uuid:ranking}/contests",
    response={201: ContestOut},
    summary="Contest how you were compared",
    openapi_extra=OWN,
)
def contest_ranking(
    request: HttpRequest, ranking: UUID, body: NewContest
) -> Status[dict[str, Any]]:
    """A named person of theirs answers within 14 days."""
    row = get_object_or_404(match_decisions.matched_of(own(request)), pk=ranking)
    made = match_decisions.contest_match(row, words=body.words, at=timezone.now())
    return Status(201, contest_told(made, row.alias))


def _line(row: MatchedPerson) -> dict[str, Any]:
    return run_line(row.run) | {"id": row.pk}
