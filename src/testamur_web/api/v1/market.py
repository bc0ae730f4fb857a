"""Demand for skills, with its sources, for everybody.

Figures are those of the pages: counted by a worker after every load, and read as they are. A number
under five is null with `suppressed`, one that is not known null without.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.labour.models import Figure
from testamur_web.labour.queries import (
    content_of_all,
    counted_at,
    figure_of,
    is_being_counted,
    said_of,
    shown_until,
    wanted_figures,
)

__all__ = ["router"]

router = Router(tags=["market"])

_Way = Literal["", "rising", "falling", "level", "unknown"]


class DemandedSkillOut(Schema):
    """One skill: postings that ask for it, and its growth by the year with 95 % confidence."""

    skill: str
    label: str
    postings: int | None
    growth: float | None
    interval: list[float] | None
    way: str
    counted_at: str
    sources: list[str] = Field(description="Each with its licence and when it was retrieved.")


class MarketOut(Schema):
    """What was counted of all skills together, with every source."""

    counted_at: str
    is_being_counted: bool
    shown_until: str | None = Field(
        description="Set where these rest on a deleted file: not shown any longer, counted or not."
    )
    postings: int
    skills: int
    months: list[str]
    regions: list[str]
    heat: dict[str, Any]
    by_region: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    provenance: dict[str, Any]


class DemandOut(Schema):
    """What is known of one skill or occupation; `figures` as `testamur market demand` tells it."""

    uri: str
    label: str
    kind: str
    counted_at: str
    is_being_counted: bool
    way: str
    figures: dict[str, Any]


class SourceOut(Schema):
    """One source that figures were counted from. Months are written `2026-05`."""

    source: str
    licence: str
    attribution: str
    url: str
    retrieved: date
    since: str
    until: str
    linked: str
    is_generated: bool
    postings: int | None


class WantedFigures(Wanted):
    """Which skills, and which page of them."""

    q: str = Field("", max_length=200, description="Words of the name of the skill.")
    way: _Way = ""


@router.get("/market", response=MarketOut, auth=None, summary="Read the labour market")
def read_market(request: HttpRequest) -> dict[str, Any]:
    """Not found where nothing was counted."""
    del request
    content, at = content_of_all(), counted_at()
    if not content or at is None:
        raise Http404
    until, by_region = shown_until(), content["byRegion"]
    return {
        **content,
        "by_region": by_region,
        "counted_at": at.isoformat(),
        "is_being_counted": is_being_counted(),
        "shown_until": until.isoformat() if until else None,
    }


@router.get(
    "/market/skills",
    response=Page[DemandedSkillOut],
    auth=None,
    summary="List skills by demand",
)
def list_wanted_skills(request: HttpRequest, wanted: Query[WantedFigures]) -> dict[str, Any]:
    """The most wanted first; `way` leaves those that surely rise, or fall."""
    del request
    said = _said_shortly()
    found = wanted_figures(wanted.q, way=wanted.way)
    return page_of(found, wanted, lambda figure: _wanted(figure) | {"sources": said})


@router.get("/market/demand", response=DemandOut, auth=None, summary="Read the demand for a skill")
def read_demand(
    request: HttpRequest,
    uri: Query[str],
    kind: Query[Literal["skill", "occupation"]] = "skill",
) -> dict[str, Any]:
    """By its URI; an occupation by the words of its source."""
    del request
    figure = figure_of(uri[:500].replace("\0", ""), kind=kind)
    if figure is None:
        raise Http404
    return {
        "uri": figure.uri,
        "label": figure.label,
        "kind": figure.kind,
        "counted_at": figure.counted_at.isoformat(),
        "is_being_counted": is_being_counted(),
        "way": figure.way,
        "figures": figure.content,
    }


@router.get(
    "/market/sources", response=list[SourceOut], auth=None, summary="List what demand rests on"
)
def list_market_sources(request: HttpRequest) -> list[dict[str, Any]]:
    """By source; every figure is counted from all of these."""
    del request
    content = content_of_all()
    return [asdict(one) for one in said_of(content["provenance"])] if content else []


def _wanted(figure: Figure) -> dict[str, Any]:
    is_known = figure.low is not None and figure.high is not None
    return {
        "skill": figure.uri,
        "label": figure.label,
        "postings": figure.postings,
        "growth": figure.growth,
        "interval": [figure.low, figure.high] if is_known else None,
        "way": figure.way,
        "counted_at": figure.counted_at.isoformat(),
    }


def _said_shortly() -> list[str]:
    """Every source, its licence, and when it was retrieved."""
    content = content_of_all()
    said = said_of(content["provenance"]) if content else []
    return [f"{one.source}, {one.licence}, {one.retrieved}" for one in said]
