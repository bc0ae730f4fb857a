"""Demand for skills, with its sources, for everybody; files of postings, for operators.

Figures are those of the pages: counted by a worker after every load, and read as they are. A number
under five is null with `suppressed`, one that is not known null without.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.errors import Refused
from testamur.market import Manifest
from testamur_web.api.v1.bearers import OPERATING, operating
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Said
from testamur_web.labour import bringing
from testamur_web.labour.models import Figure, Load
from testamur_web.labour.queries import (
    content_of_all,
    counted_at,
    figure_of,
    is_being_counted,
    loads_here,
    rejected_rows_of,
    said_of,
    shown_until,
    stored_beside,
    stored_named,
    wanted_figures,
)

__all__ = ["router"]

router = Router(tags=["market"])

_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    },
    "responses": {413: {"description": "The file is larger than is taken in."}},
}
_Figures = Literal["keep", "hide"]
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


class StoredOut(Schema):
    """One load that `testamur market load` put into the store of this instance."""

    load: str
    source: str
    licence: str
    attribution: str
    file: str
    retrieved: date
    loaded: datetime
    since: date | None
    until: date | None
    counts: dict[str, int]


class LoadOut(Schema):
    """One file of postings, how far it is, and what became of its rows."""

    id: UUID
    name: str
    size: int
    state: str
    source: str
    licence: str
    url: str
    retrieved: date | None
    is_generated: bool
    mapping: dict[str, Any]
    stage: str
    done: int
    rows: int
    counts: dict[str, int]
    faults: list[dict[str, Any]]
    problem: dict[str, str] | None
    brought_at: str
    finished_at: str | None


class PostingsMapping(Said):
    """What the columns hold: the document that `testamur market mapping` writes."""

    mapping: dict[str, Any]
    url: str = Field("", max_length=500, pattern="^(https?://.*)?$")
    is_generated: bool = False


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


@router.get(
    "/market/stored",
    response=list[StoredOut],
    summary="List loads of the store that nobody brought here",
    openapi_extra=OPERATING,
)
def list_stored_loads(request: HttpRequest) -> list[Manifest]:
    """What `testamur market load` put there; the newest first."""
    operating(request)
    return stored_beside()


@router.delete(
    "/market/stored/{slug:name}",
    response={204: None},
    summary="Delete a load of the store",
    openapi_extra=OPERATING,
)
def delete_stored_load(
    request: HttpRequest, name: str, figures: Query[_Figures] = "keep"
) -> Status[None]:
    """As a load that was brought; `name` is its `load`."""
    person = operating(request)
    stored = stored_named(name)
    if stored is None:
        raise Http404
    hides = figures == "hide"
    bringing.delete_stored(stored, by=person, at=timezone.now(), hides_figures=hides)
    return Status(204, None)


@router.post(
    "/market/count",
    response={202: None},
    summary="Count all figures anew",
    openapi_extra=OPERATING,
)
def count_market(request: HttpRequest) -> Status[None]:
    """A worker does; those of before are shown until it is done."""
    bringing.count_anew(by=operating(request), at=timezone.now())
    return Status(202, None)


@router.get(
    "/market/loads",
    response=Page[LoadOut],
    summary="List files of postings",
    openapi_extra=OPERATING,
)
def list_market_loads(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    operating(request)
    return page_of(loads_here(), wanted, _load)


@router.post(
    "/market/loads",
    response={201: LoadOut},
    summary="Bring a file of postings",
    openapi_extra=OPERATING | _FILE,
)
def bring_market_load(request: HttpRequest) -> Status[dict[str, Any]]:
    """CSV, JSON, JSON lines or Parquet; nothing is counted before it is mapped and started."""
    person = operating(request)
    file = request.FILES.get("file")
    if file is None:
        raise Refused.because("request.malformed", "there is no file", "/file")
    now = timezone.now()
    return Status(201, _load(bringing.bring_file(file.name or "", file, by=person, at=now)))


@router.get(
    "/market/loads/{uuid:load}",
    response=LoadOut,
    summary="See how far a load is",
    openapi_extra=OPERATING,
)
def read_market_load(request: HttpRequest, load: UUID) -> dict[str, Any]:
    """Before it is mapped, `mapping` is empty: `GET …/mapping` guesses one."""
    operating(request)
    return _load(_found(load))


@router.get(
    "/market/loads/{uuid:load}/mapping",
    response=dict[str, Any],
    summary="Read the mapping of a file",
    openapi_extra=OPERATING,
)
def read_market_mapping(request: HttpRequest, load: UUID) -> dict[str, Any]:
    """The one that was stated, else one that is guessed, to begin with."""
    operating(request)
    found = _found(load)
    guess = None if found.mapping else bringing.guess_of(found, at=timezone.now())
    return guess.as_json() if guess else dict(found.mapping)


@router.put(
    "/market/loads/{uuid:load}/mapping",
    response=dict[str, Any],
    summary="Say what the columns of postings hold",
    openapi_extra=OPERATING,
)
def map_market_load(request: HttpRequest, load: UUID, body: PostingsMapping) -> dict[str, Any]:
    """Answers the dry run: what it makes of the first rows, and what is wrong with them."""
    person = operating(request)
    tried = bringing.say_mapping(
        _found(load),
        body.mapping,
        url=body.url,
        is_generated=body.is_generated,
        by=person,
        at=timezone.now(),
    )
    return dict(tried.as_json())


@router.post(
    "/market/loads/{uuid:load}/start",
    response={202: LoadOut},
    summary="Load a file that is mapped",
    openapi_extra=OPERATING,
)
def start_market_load(request: HttpRequest, load: UUID) -> Status[dict[str, Any]]:
    """A worker loads it and counts all figures anew."""
    person = operating(request)
    bringing.start_load(_found(load), by=person, at=timezone.now())
    return Status(202, _load(_found(load)))


@router.post(
    "/market/loads/{uuid:load}/stop",
    response=LoadOut,
    summary="Stop a load",
    openapi_extra=OPERATING,
)
def stop_market_load(request: HttpRequest, load: UUID) -> dict[str, Any]:
    """Nothing of it counts; the file is kept."""
    person = operating(request)
    bringing.stop_load(_found(load), by=person, at=timezone.now())
    return _load(_found(load))


@router.delete(
    "/market/loads/{uuid:load}",
    response={204: None},
    summary="Delete a load",
    openapi_extra=OPERATING,
)
def delete_market_load(
    request: HttpRequest, load: UUID, figures: Query[_Figures] = "keep"
) -> Status[None]:
    """With its postings; figures stay until they are counted without it, or are hidden at once."""
    person = operating(request)
    hides = figures == "hide"
    bringing.delete_load(_found(load), by=person, at=timezone.now(), hides_figures=hides)
    return Status(204, None)


@router.get(
    "/market/loads/{uuid:load}/rejected.csv",
    response={200: None},
    summary="Download the rows that were left out",
    openapi_extra=OPERATING,
)
def download_market_rejected(request: HttpRequest, load: UUID) -> FileResponse:
    """Each with its reason."""
    operating(request)
    path = rejected_rows_of(_found(load))
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="text/csv; charset=utf-8")


def _found(load: UUID) -> Load:
    return get_object_or_404(Load, pk=load)


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


def _load(load: Load) -> dict[str, Any]:
    told = {name: getattr(load, name) for name in LoadOut.model_fields}
    told["brought_at"] = load.brought_at.isoformat()
    told["finished_at"] = load.finished_at.isoformat() if load.finished_at else None
    return told
