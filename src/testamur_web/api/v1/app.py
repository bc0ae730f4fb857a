"""The API: strict JSON in, problems as RFC 9457 writes them, and a document that says all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from testamur.encoding import parse_object
from testamur.errors import TestamurError
from testamur.problems import Problem
from testamur_web.api.answers import problem_answer, problem_members, refusal
from testamur_web.api.v1.bearers import AccessToken

__all__ = ["Api"]

_FAULTS: Final = {
    "400": "The request cannot be understood, or what it says is refused.",
    "401": "There is no token, or it opens nothing.",
    "403": "The token is of another kind, or its roles do not include this.",
    "404": "There is no such thing, or it belongs to somebody else.",
    "409": "It contradicts what is there.",
    "413": "The body is longer than is read.",
    "422": "A member is missing, of a wrong kind, or not asked for.",
    "503": "It cannot be signed until an operator has mended something.",
}
_PROBLEM: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457). Branch on `code`; never on `detail`.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "example": "request.malformed"},
        "detail": {"type": "string"},
        "pointer": {"type": "string", "description": "A JSON Pointer (RFC 6901)."},
        "spec": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {"type": "object"},
            "description": "Every problem, where there are several.",
        },
    },
}
_PROBLEM_CONTENT: Final = {
    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
}
_NAMING: Final = (
    *("give_award", "give_awards", "make_batch", "make_share", "open_cohort", "_enrol"),
    *("read_goal", "say_levels", "read_gap", "export_trace", "plan_goal", "read_entry"),
    *("keep_plan", "read_kept_plan", "compare_plan", "stay_with_plan"),
    *("list_alternatives", "list_recommendations"),
    "list_cases",
    *("add_own_skill", "lists_bring"),
    *("ask_endorsement", "give_endorsement", "list_vouched"),
    *("ask_organisation_endorsement", "give_organisation_endorsement"),
    *("read_inflation", "make_match", "read_fairness"),
    "read_own_inflation",
    "recognise",
    "compare_achievements",
    *("list_registries", "load_registry"),
    *("talent_agree", "talent_block", "write_to_person"),
    *("read_market", "read_demand", "list_market_loads", "bring_market_load"),
    *("list_stored_loads", "count_market"),
    "give_answer",
    *("make_team", "make_training_programme", "say_good_word"),
)
"""What these are asked for is named in their body or query, or is the one that somebody has."""

_MOST_ERRORS: Final = 20


class _StrictParser(Parser):
    """JSON without duplicate names, NaN or lone surrogates, and no deeper than is read."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The object a request carries; raises `Refused`."""
        return parse_object(request.body)


class Api(NinjaAPI):
    """The API with its answers to what goes wrong."""

    def __init__(self) -> None:
        self._documents: dict[str, OpenAPISchema] = {}
        super().__init__(
            title="Testamur",
            version="1",
            description=__doc__ or "",
            urls_namespace="api-v1",
            docs_url=None,
            auth=AccessToken(),
            parser=_StrictParser(),
        )
        for kind in (TestamurError, Http404, PermissionDenied, SuspiciousOperation):
            self.add_exception_handler(kind, _refuse)
        self.add_exception_handler(ValidationError, _refuse_members)
        self.add_exception_handler(HttpError, _refuse_http)
        self.add_exception_handler(AuthenticationError, _refuse_stranger)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document, with the problems of every operation; made once in each process."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._documents:
            self._documents[prefix] = self._document(prefix)
        return self._documents[prefix]

    def _document(self, prefix: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=prefix)
        schema["components"]["schemas"]["Problem"] = _PROBLEM
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                told = operation["responses"]
                for status in _faults_of(operation, path, method):
                    told.setdefault(status, {"description": _FAULTS[status]})
                for status, answer in told.items():
                    if str(status) >= "400":
                        answer.setdefault("content", _PROBLEM_CONTENT)
        return schema


def _faults_of(operation: Mapping[str, Any], path: str, method: str) -> list[str]:
    """Which of `_FAULTS` an operation answers, as its shape tells."""
    writes, has_token = method != "get", "security" in operation
    body = operation.get("requestBody", {}).get("content", {})
    is_read = any(each["in"] == "query" for each in operation.get("parameters", ()))
    occurs = {
        "400": writes,
        "401": has_token,
        "403": has_token,
        "404": "{" in path or operation["operationId"].endswith(_NAMING),
        "409": writes and has_token,
        "413": bool(body),
        "422": is_read or len(body) == 1,
        "503": writes and "awards" in operation["tags"],
    }
    return [status for status, does in occurs.items() if does]


def _refuse(_request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(error)


def _refuse_http(_request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, TestamurError):
        return refusal(error.__cause__)
    problem = Problem("http.malformed", str(error)[:200], spec="RFC 9110")
    return problem_answer(problem, status=error.status_code)


def _refuse_stranger(_request: HttpRequest, _error: Any) -> HttpResponse:
    problem = Problem("token.missing", "send Authorization: Bearer with an access token")
    answer = problem_answer(problem, status=401)
    answer["WWW-Authenticate"] = 'Bearer realm="Testamur"'
    return answer


def _refuse_members(_request: HttpRequest, error: Any) -> HttpResponse:
    problems = [_problem_of(each) for each in error.errors[:_MOST_ERRORS]]
    first = problems[0] if problems else Problem("request.malformed", "a member is wrong")
    told = {"errors": [problem_members(each) for each in problems]}
    return problem_answer(first, status=422, extra=told)


def _problem_of(error: dict[str, Any]) -> Problem:
    where, *path = [str(each) for each in error.get("loc", ("body",))]
    # The first of a body's path is the name of a parameter of ours, which nobody sent.
    members = path[1:] if where == "body" and len(path) > 1 else path
    pointer = "".join(f"/{each[:80]}" for each in members)
    return Problem("request.malformed", str(error.get("msg", "it is wrong"))[:300], pointer)
