"""Files that demand is counted from, for operators: brought, mapped, loaded, deleted."""

from __future__ import annotations

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
from testamur_web.labour.models import Load
from testamur_web.labour.queries import loads_here, rejected_rows_of, stored_beside, stored_named

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


def _load(load: Load) -> dict[str, Any]:
    told = {name: getattr(load, name) for name in LoadOut.model_fields}
    told["brought_at"] = load.brought_at.isoformat()
    told["finished_at"] = load.finished_at.isoformat() if load.finished_at else None
    return told
