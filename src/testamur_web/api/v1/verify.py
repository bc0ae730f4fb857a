"""Verification for programs: no token is needed, nothing is kept."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from testamur.encoding import compact_json, parse_object
from testamur.errors import Refused, TestamurError
from testamur_web.api.answers import json_answer, refusal
from testamur_web.verifying.judging import Judged, verify
from testamur_web.verifying.pace import WINDOW, may_ask
from testamur_web.verifying.sources import MAX_FILE_BYTES, MAX_FILES, Handed

__all__ = ["router"]

router = Router(tags=["verify"], auth=None)

_TEXT: Final = {"type": "string"}
_BINARY: Final = {"type": "string", "format": "binary"}
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "description": 'A credential, a presentation, a bundle, or {"credential": …}.',
            }
        },
        "application/jwt": {"schema": _TEXT},
        "text/plain": {"schema": _TEXT},
        "image/png": {"schema": _BINARY},
        "image/svg+xml": {"schema": _BINARY},
        "image/jpeg": {"schema": _BINARY},
        "application/pdf": {"schema": _BINARY},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": {
                        "type": "array",
                        "items": _BINARY,
                        "description": "One, or a whole followed by its parts.",
                    }
                },
                "required": ["file"],
            }
        },
    },
}
_REPORT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["verdict", "state", "at", "sha256", "answers", "checks", "problems"],
    "properties": {
        "verdict": {"type": "string", "enum": ["valid", "invalid", "undetermined"]},
        "state": {"type": "string", "description": "What became of it, in one word."},
        "headline": _TEXT,
        "sentence": {"type": "string", "description": "What it says, where that is proven."},
        "at": {"type": "string", "format": "date-time"},
        "statusAsOf": {"type": "string", "format": "date-time"},
        "kind": _TEXT,
        "sha256": _TEXT,
        "person": _TEXT,
        "claim": _TEXT,
        "level": {"type": ["integer", "null"], "description": "EQF, where it is proven."},
        "freshness": {"type": ["number", "null"], "description": "1 on the day of the award."},
        "answers": {"type": "array", "items": {"type": "object"}},
        "checks": {"type": "array", "items": {"type": "object"}},
        "problems": {"type": "array", "items": {"type": "object"}},
        "parts": {
            "type": "array",
            "items": {"type": "object"},
            "description": "What a whole lists as its parts, and which of them came with it.",
        },
        "more": {
            "type": "array",
            "items": {"type": "object"},
            "description": "The other credentials, where there were several in it.",
        },
    },
}


@router.post(
    "/verify",
    summary="Judge a credential in whatever form it comes",
    url_name="verify",
    openapi_extra={
        "requestBody": _BODY,
        "responses": {
            200: {
                "description": "The report; an invalid credential is answered so as well.",
                "content": {"application/json": {"schema": _REPORT}},
            },
            415: {"description": "The body is of a kind that is not read."},
            429: {"description": "There were too many requests from this address."},
        },
    },
)
def verify_one(request: HttpRequest) -> HttpResponse:
    """The report on one credential, token, image, PDF, bundle, presentation or address.

    Send a whole and its parts as several files, the whole first: then it is judged by them, too.
    """
    if not may_ask(request, at=timezone.now()):
        busy = refusal(Refused.because("http.too-many", f"ask again in {WINDOW} seconds"))
        busy["Retry-After"] = str(WINDOW)
        return busy
    judged = verify(_handed_in(request), at=timezone.now())
    first, *others = [_report_of(each) for each in judged]
    return json_answer(first | ({"more": others} if others else {}))


def _report_of(judged: Judged) -> dict[str, Any]:
    told = judged.report.as_json() | {
        "state": judged.state.value,
        "headline": judged.headline,
        "sha256": judged.digest,
        "person": judged.row.person,
        "claim": judged.row.claim,
        "level": judged.row.level,
        "freshness": None if judged.row.freshness is None else float(judged.row.freshness),
    }
    if judged.whole:
        told["parts"] = [
            {"name": part.name, "credential": part.credential, "atHand": part.is_at_hand}
            for part in judged.whole.parts
        ]
    return told | ({"sentence": judged.sentence} if judged.sentence else {})


def _handed_in(request: HttpRequest) -> list[Handed]:
    kind = (request.content_type or "").lower()
    if kind == "multipart/form-data":
        files = request.FILES.getlist("file")
        if not files:
            raise Refused.because("request.malformed", "the part “file” is missing", "/file")
        return [
            Handed((file.name or "")[:200], file.read(MAX_FILE_BYTES + 1))
            for file in files[: MAX_FILES + 1]
        ]
    if not request.body.strip():
        raise Refused.because("request.malformed", "the body is empty")
    if kind == "application/x-www-form-urlencoded" or not kind:
        told = f"{kind[:80]!r} is not read; send JSON, a token, an image or a file"
        raise Refused.because("http.media-type-refused", told, spec="RFC 9110 §8.3")
    body = request.body
    return [Handed("", _unwrapped(body) if kind.endswith("json") else body)]


def _unwrapped(body: bytes) -> bytes:
    """The credential out of `{"credential": …}`; anything else as it came."""
    try:
        document = parse_object(body)
    except TestamurError:
        return body
    inner = document.get("credential") if len(document) == 1 else None
    match inner:
        case str():
            return inner.encode("utf-8", "surrogatepass")
        case dict():
            return compact_json(inner).encode()
        case _:
            return body
