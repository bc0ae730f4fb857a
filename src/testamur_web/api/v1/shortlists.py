"""Shortlists: many credentials verified together, as one table with a signed receipt.

Files, a ZIP or a list of links go in; workers judge them one by one, and the table is there for
its owner alone until it ends.
"""

from __future__ import annotations

from typing import Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.encoding import parse_object
from testamur.errors import Refused
from testamur.interop.receipts import MAX_RECEIPT_BYTES, read_receipt
from testamur_web.api.answers import json_answer, refusal
from testamur_web.api.requests import malformed, texts_in
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.people.models import Person
from testamur_web.verifying.models import Shortlist
from testamur_web.verifying.pace import WINDOW, may_ask
from testamur_web.verifying.shortlists import MAX_BYTES, delete_shortlist, make_shortlist
from testamur_web.verifying.sources import Handed, asking
from testamur_web.verifying.tables import (
    ANSWERS,
    Progress,
    csv_of,
    progress_of,
    progress_of_each,
    row_as_json,
    rows_of,
    sign_table,
)
from testamur_web.verifying.tables import Wanted as WantedRows

__all__ = ["router"]

router = Router(tags=["verify"])

Answer = Literal["", "passed", "failed", "undetermined", "not applicable"]

_FILES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string"},
                        "links": {"type": "string", "description": "One address in each line."},
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "Credentials, ZIPs of them, CSVs of links.",
                        },
                    },
                }
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string"},
                        "links": {"type": "array", "items": {"type": "string"}},
                        "credentials": {
                            "type": "array",
                            "items": {"type": "string"},
                            "description": "Each as the text that was signed.",
                        },
                    },
                }
            },
        },
    },
    "responses": {
        415: {"description": "The body is of a kind that is not read."},
        422: {"description": "A member is of a wrong kind."},
    },
}
_RECEIPT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "receipt": {"type": "object", "description": "What was found."},
                        "signed": {"type": "string", "description": "The same, signed."},
                    },
                    "required": ["signed"],
                }
            }
        },
    },
    "responses": {429: {"description": "There were too many requests from this address."}},
}


class ShortlistOut(Schema):
    """One shortlist, and how far it is; it is deleted with all its rows when it `ends_at`."""

    id: UUID
    name: str
    made_at: str
    finished_at: str | None
    ends_at: str
    total: int
    checked: int
    holds: int
    fails: int
    look: int


class AnswersOut(Schema):
    """The outcome of each of the four answers, "" before the row was checked."""

    untampered: str
    signed: str
    current: str
    trusted: str


class ShortlistRowOut(Schema):
    """One credential: whose it is, what it shows, the four answers, its level, how fresh it is."""

    number: int
    part: int
    name: str
    state: str
    verdict: str
    headline: str
    person: str
    claim: str
    answers: AnswersOut
    sentences: list[str]
    level: int | None
    freshness: float | None
    issuer: str
    issuerName: str  # noqa: N815 -- as the report writes it
    isProven: bool  # noqa: N815 -- as the report writes it
    awarded: str | None
    validUntil: str | None  # noqa: N815 -- as the report writes it
    statusAsOf: str | None  # noqa: N815 -- as the report writes it
    checkedAt: str | None  # noqa: N815 -- as the report writes it
    problems: list[dict[str, str]]
    sha256: str


class AskedRows(Wanted):
    """Which rows, and which page of them."""

    group: Literal["", "holds", "fails", "look", "waiting"] = ""
    untampered: Answer = ""
    signed: Answer = ""
    current: Answer = ""
    trusted: Answer = ""
    level: int | None = Field(None, ge=1, le=8, description="At this EQF level or above.")
    text: str = Field("", max_length=200)


@router.post(
    "/shortlists",
    response={202: ShortlistOut},
    summary="Have many credentials verified together",
    openapi_extra=OWN | _FILES,
)
def start_shortlist(request: HttpRequest) -> Status[dict[str, Any]]:
    """Files, ZIPs and CSVs of links, or links and credentials as JSON; workers check them."""
    person = own(request)
    name, handed = _handed_in(request)
    made = make_shortlist(handed, name=name, by=person, at=timezone.now())
    return Status(202, _shortlist(made))


@router.get(
    "/shortlists",
    response=Page[ShortlistOut],
    summary="List your shortlists",
    openapi_extra=OWN,
)
def list_shortlists(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    page = page_of(own(request).shortlists.order_by("-made_at", "pk"), wanted, lambda one: one)
    return page | {"items": [_shown(*one) for one in progress_of_each(page["items"])]}


@router.get(
    "/shortlists/{uuid:shortlist}",
    response=ShortlistOut,
    summary="See how far a shortlist is",
    openapi_extra=OWN,
)
def read_shortlist(request: HttpRequest, shortlist: UUID) -> dict[str, Any]:
    """It is done once it has `finished_at`."""
    return _shortlist(_mine(own(request), shortlist))


@router.get(
    "/shortlists/{uuid:shortlist}/rows",
    response=Page[ShortlistRowOut],
    summary="Read the table",
    openapi_extra=OWN,
)
def list_shortlist_rows(
    request: HttpRequest, shortlist: UUID, wanted: Query[AskedRows]
) -> dict[str, Any]:
    """In the order in which they were handed over."""
    rows = rows_of(_mine(own(request), shortlist), _wanted(wanted))
    return page_of(rows, wanted, row_as_json)


@router.get(
    "/shortlists/{uuid:shortlist}/table.csv",
    response={200: None},
    summary="Download the table",
    openapi_extra=OWN,
)
def download_shortlist(
    request: HttpRequest, shortlist: UUID, wanted: Query[AskedRows]
) -> HttpResponse:
    """As CSV, all rows that fit."""
    rows = rows_of(_mine(own(request), shortlist), _wanted(wanted))
    return HttpResponse("".join(csv_of(rows)), content_type="text/csv; charset=utf-8")


@router.post(
    "/shortlists/{uuid:shortlist}/receipt",
    response={200: dict[str, Any]},
    summary="Have the table signed",
    openapi_extra=OWN,
)
def sign_shortlist(request: HttpRequest, shortlist: UUID) -> HttpResponse:
    """A receipt with the result of every row, signed by this instance."""
    person = own(request)
    text = sign_table(_mine(person, shortlist), by=person, at=timezone.now())
    return HttpResponse(text, content_type="application/json")


@router.delete(
    "/shortlists/{uuid:shortlist}",
    response={204: None},
    summary="Delete a shortlist",
    openapi_extra=OWN,
)
def remove_shortlist(request: HttpRequest, shortlist: UUID) -> Status[None]:
    """With everything in it, at once."""
    person = own(request)
    delete_shortlist(_mine(person, shortlist), by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/verify/receipt",
    auth=None,
    response={200: dict[str, Any]},
    summary="Say whether a receipt is genuine",
    openapi_extra=_RECEIPT,
)
def verify_receipt(request: HttpRequest) -> HttpResponse:
    """Who signed it, when, and what it says was found then; no token is needed."""
    now = timezone.now()
    if not may_ask(request, at=now):
        busy = refusal(Refused.because("http.too-many", f"ask again in {WINDOW} seconds"))
        busy["Retry-After"] = str(WINDOW)
        return busy
    receipt = read_receipt(request.body[: MAX_RECEIPT_BYTES + 1], resolver=asking(at=now), at=now)
    signed_at = receipt.signed_at.isoformat()
    return json_answer({"issuer": receipt.issuer, "signedAt": signed_at, "facts": receipt.facts})


def _mine(person: Person, shortlist: UUID) -> Shortlist:
    return get_object_or_404(person.shortlists, pk=shortlist)


def _wanted(asked: AskedRows) -> WantedRows:
    answers = {column: getattr(asked, column) for column in ANSWERS}
    return WantedRows(asked.group, answers, asked.level, asked.text)


def _handed_in(request: HttpRequest) -> tuple[str, list[Handed]]:
    kind = (request.content_type or "").lower()
    if kind == "multipart/form-data":
        files = [
            Handed((file.name or "")[:200], file.read(MAX_BYTES + 1))
            for file in request.FILES.getlist("file")
        ]
        pasted = request.POST.get("links", "").strip()
        handed = [*files, *([Handed("links", pasted.encode())] if pasted else [])]
        return request.POST.get("name", ""), handed
    if kind != "application/json":
        told = f"{kind[:80]!r} is not read; send JSON or multipart/form-data"
        raise Refused.because("http.media-type-refused", told, spec="RFC 9110 §8.3")
    said = parse_object(request.body)
    name, links = said.get("name", ""), texts_in(said, "links") or ()
    if not isinstance(name, str):
        raise malformed(said, "name", "must be a text")
    texts = texts_in(said, "credentials") or ()
    handed = [Handed(one[:200], one.encode("utf-8", "replace")) for one in links]
    handed += [
        Handed(f"{number}", one.encode("utf-8", "replace")) for number, one in enumerate(texts, 1)
    ]
    return name, handed


def _shortlist(shortlist: Shortlist) -> dict[str, Any]:
    return _shown(shortlist, progress_of(shortlist))


def _shown(shortlist: Shortlist, progress: Progress) -> dict[str, Any]:
    finished = shortlist.finished_at
    return {
        "id": shortlist.pk,
        "name": shortlist.name,
        "made_at": shortlist.made_at.isoformat(),
        "finished_at": finished.isoformat() if finished else None,
        "ends_at": shortlist.ends_at.isoformat(),
        "total": progress.total,
        "checked": progress.checked,
        "holds": progress.holds,
        "fails": progress.fails,
        "look": progress.look,
    }
