"""How a request is answered: JSON, and one function from what went wrong to what is said of it.

Problems are `application/problem+json` (RFC 9457). Rules kept here:

- views raise and catch nothing; `refusal` alone turns an exception into an answer;
- the status says who must act, the `code` says what is wrong, nothing else may be branched on;
- `type` is the URL a W3C recommendation gives such an error, or an URN of our own code;
- what we did not expect is told as nothing but a code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse

from testamur.encoding import Json, compact_json
from testamur.errors import Conflict, Refused, TestamurError, Unreachable
from testamur.problems import Problem

__all__ = [
    "Faulty",
    "json_answer",
    "problem_answer",
    "problem_members",
    "refusal",
]

_STATUS_BY_CODE: Final[Mapping[str, int]] = {
    "json.too-large": 413,
    "http.forbidden": 403,
    "http.not-found": 404,
    "http.method-refused": 405,
    "http.media-type-refused": 415,
    "http.failed": 500,
    "http.too-many": 429,
    "service.key-secret": 503,
    "status.credential-unknown": 404,
}
_STATUS_BY_KIND: Final[Sequence[tuple[type[TestamurError], int]]] = (
    (Refused, 400),
    (Conflict, 409),
    (Unreachable, 422),
)

_DATA_MODEL: Final = "https://www.w3.org/TR/vc-data-model#"
_SECURITY: Final = "https://w3id.org/security#"
_STATUS_LIST: Final = "https://www.w3.org/ns/credentials/status-list#"
_TYPES: Final[Sequence[tuple[str, str]]] = (  # the first prefix of a code that fits decides
    ("status.list-unreachable", f"{_STATUS_LIST}STATUS_RETRIEVAL_ERROR"),
    ("status.list-not-verified", f"{_STATUS_LIST}STATUS_VERIFICATION_ERROR"),
    ("status.purpose-mismatch", f"{_STATUS_LIST}STATUS_VERIFICATION_ERROR"),
    ("status.list-invalid", f"{_STATUS_LIST}STATUS_LIST_LENGTH_ERROR"),
    ("status.index-out-of-range", f"{_STATUS_LIST}RANGE_ERROR"),
    ("status.entry-malformed", f"{_STATUS_LIST}MALFORMED_VALUE_ERROR"),
    ("document.unsigned-term", f"{_SECURITY}DATA_LOSS_DETECTION_ERROR"),
    ("proof.domain-mismatch", f"{_SECURITY}INVALID_DOMAIN_ERROR"),
    ("proof.challenge-mismatch", f"{_SECURITY}INVALID_CHALLENGE_ERROR"),
    ("proof.pointer-unmatched", f"{_SECURITY}PROOF_GENERATION_ERROR"),
    ("proof.", f"{_SECURITY}PROOF_VERIFICATION_ERROR"),
    ("jose.signature-mismatch", f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR"),
    ("json.", f"{_DATA_MODEL}PARSING_ERROR"),
    ("document.", f"{_DATA_MODEL}MALFORMED_VALUE_ERROR"),
    ("time.", f"{_DATA_MODEL}MALFORMED_VALUE_ERROR"),
    ("resource.", f"{_DATA_MODEL}MALFORMED_VALUE_ERROR"),
)


class Faulty(Refused):
    """What was sent has several faults; `problems` are all of them, the first is `problem`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)


def json_answer(value: Json, *, status: int = 200) -> HttpResponse:
    """`value` as JSON."""
    return HttpResponse(compact_json(value), status=status, content_type="application/json")


def problem_answer(
    problem: Problem, *, status: int, extra: Mapping[str, Any] | None = None
) -> HttpResponse:
    """`problem` as RFC 9457 writes it; `extra` are the members that go beyond it."""
    members = problem_members(problem) | {"status": status} | dict(extra or {})
    return HttpResponse(
        compact_json(members), status=status, content_type="application/problem+json"
    )


def problem_members(problem: Problem) -> dict[str, Any]:
    """The members of one problem: those of RFC 9457 and our code, pointer and section."""
    named = {"type": _type_of(problem.code), "title": problem.meaning.title}
    return named | problem.as_json()


def refusal(error: Exception) -> HttpResponse:
    """The one answer to an exception."""
    problem = _problem_of(error)
    status = _status_of(error, problem)
    several = getattr(error, "problems", ()) or (problem,)
    return problem_answer(
        problem,
        status=status,
        extra={"errors": [problem_members(each) for each in several]},
    )


def _problem_of(error: Exception) -> Problem:
    match error:
        case TestamurError():
            return error.problem
        case Http404():
            return Problem("http.not-found", "nothing is served at this address")
        case PermissionDenied():
            return Problem("http.forbidden", "the role this was asked with does not include it")
        case RequestDataTooBig():
            return Problem("json.too-large", "the body is longer than is read")
        case SuspiciousOperation():
            return Problem("http.malformed", "the request cannot be understood", spec="RFC 9110")
    return Problem("http.failed", "the server failed; the request may be sent again")


def _status_of(error: Exception, problem: Problem) -> int:
    if problem.code in _STATUS_BY_CODE:
        return _STATUS_BY_CODE[problem.code]
    found = [status for kind, status in _STATUS_BY_KIND if isinstance(error, kind)]
    return found[0] if found else 400


def _type_of(code: str) -> str:
    found = (url for prefix, url in _TYPES if code.startswith(prefix))
    return next(found, f"urn:testamur:problem:{code}")
