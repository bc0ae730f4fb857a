"""One function for each thing that can be asked; each reads, calls one service, and answers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from testamur.credentials.presentations import Asked
from testamur.encoding import Json, JsonObject
from testamur.problems import Outcome, Report, Verdict
from testamur_web.api.answers import json_answer, problem_answer, problem_members
from testamur_web.api.requests import (
    answers,
    flag_in,
    malformed,
    object_in,
    read_object,
    text_in,
    texts_in,
)
from testamur_web.api.vc_api import services
from testamur_web.api.vc_api.manifest import implementation
from testamur_web.api.vc_api.mechanisms import MECHANISMS
from testamur_web.api.vc_api.openapi import description
from testamur_web.api.vc_api.services import Question
from testamur_web.api.vc_api.station import LIST_TTL, Station

__all__ = [
    "derive_credential",
    "describe",
    "issue_credential",
    "issue_presentation",
    "publish_list",
    "set_status",
    "show_list",
    "show_openapi",
    "verify_credential",
    "verify_presentation",
]

_PROOF: Final = {"proof"}


@answers("POST")
def issue_credential(request: HttpRequest, *, path: str) -> HttpResponse:
    """POST …/credentials/issue."""
    body = read_object(request)
    options = object_in(body, "options", default={})
    issued = services.issue_credential(
        _station(),
        MECHANISMS[path],
        object_in(body, "credential"),
        mandatory=texts_in(options, "mandatoryPointers"),
        at=_now(),
    )
    return json_answer({"verifiableCredential": issued}, status=201)


@answers("POST")
def verify_credential(request: HttpRequest) -> HttpResponse:
    """POST …/credentials/verify."""
    body = read_object(request)
    source = _secured_in(body, "verifiableCredential")
    report = services.verify_credential(_station(), source, _question_in(body), at=_now())
    return _told(report)


@answers("POST")
def derive_credential(request: HttpRequest) -> HttpResponse:
    """POST …/credentials/derive."""
    body = read_object(request)
    options = object_in(body, "options", default={})
    shown = services.derive_credential(
        object_in(body, "verifiableCredential"),
        pointers=texts_in(options, "selectivePointers") or (),
    )
    return json_answer({"verifiableCredential": shown}, status=201)


@answers("POST")
def set_status(request: HttpRequest, *, path: str) -> HttpResponse:
    """POST …/credentials/status."""
    body = read_object(request)
    credential = text_in(body, "credentialId")
    if credential is None:
        raise malformed(body, "credentialId", "must be text")
    entry = object_in(body, "credentialStatus")
    is_set = flag_in(body, "status", default=True)
    services.set_status(_station(), MECHANISMS[path], credential, entry, is_set=is_set)
    return json_answer({})


@answers("POST")
def issue_presentation(request: HttpRequest, *, path: str) -> HttpResponse:
    """POST …/presentations/issue, …/presentations."""
    body = read_object(request)
    options = object_in(body, "options", default={})
    asked = Asked(challenge=text_in(options, "challenge"), domain=text_in(options, "domain"))
    presentation = object_in(body, "presentation")
    issued = services.issue_presentation(
        _station(), MECHANISMS[path], presentation, asked=asked, at=_now()
    )
    return json_answer({"verifiablePresentation": issued}, status=201)


@answers("POST")
def verify_presentation(request: HttpRequest) -> HttpResponse:
    """POST …/presentations/verify."""
    body = read_object(request)
    source = _secured_in(body, "verifiablePresentation")
    report = services.verify_presentation(_station(), source, _question_in(body), at=_now())
    return _told(report)


@answers("GET", "HEAD")
def show_list(_request: HttpRequest, *, path: str) -> HttpResponse:
    """GET …/list: the status list as it stands now."""
    answer = json_answer(_station().status_list(MECHANISMS[path], at=_now()))
    answer["Cache-Control"] = f"public, max-age={int(LIST_TTL.total_seconds())}"
    return answer


@answers("POST")
def publish_list(_request: HttpRequest) -> HttpResponse:
    """POST …/list/publish: there is nothing to do, a list is built when it is asked for."""
    return HttpResponse(status=204)


@answers("GET", "HEAD")
def describe(_request: HttpRequest) -> HttpResponse:
    """GET /.well-known/vc-api: every endpoint, as the suites' configuration names them."""
    return json_answer(implementation(_station()))


@answers("GET", "HEAD")
def show_openapi(_request: HttpRequest) -> HttpResponse:
    """GET /openapi.json."""
    return json_answer(description(_station().url))


def _station() -> Station:
    return Station(Path(settings.VC_API_STATE), settings.VC_API_URL)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _secured_in(body: JsonObject, name: str) -> JsonObject | str:
    """A document or a token; raises `Refused` (`request.malformed`)."""
    source: Json = body.get(name)
    if isinstance(source, dict) or (isinstance(source, str) and source):
        return source
    raise malformed(body, name, "must be an object or a token")


def _question_in(body: JsonObject) -> Question:
    """What is asked; `checks` that name the proof and nothing else leave the rest unasked."""
    options = object_in(body, "options", default={})
    checks = texts_in(options, "checks")
    return Question(
        proof_only=set(checks or ()) == _PROOF,
        purpose=text_in(options, "expectedProofPurpose"),
        challenge=text_in(options, "challenge"),
        domain=text_in(options, "domain"),
    )


def _told(report: Report) -> HttpResponse:
    """A judgement as an answer: 200 for what holds, 400 for everything else."""
    asked = [check for check in report.checks if check.outcome is not Outcome.NOT_APPLICABLE]
    members = {
        "verified": report.verdict is Verdict.VALID,
        "verdict": report.verdict.value,
        "checks": [check.name for check in asked],
        "warnings": [],
        "errors": [],
    }
    problems = [problem_members(problem) for problem in report.problems]
    if report.verdict is Verdict.VALID:
        return json_answer(members | {"warnings": problems})
    return problem_answer(report.problems[0], status=400, extra=members | {"errors": problems})
