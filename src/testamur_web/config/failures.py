"""What is answered when something failed: a problem document to programs, a page to people."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from testamur.errors import TestamurError
from testamur.problems import Problem
from testamur_web.api.answers import problem_answer, refusal
from testamur_web.ui.failures import failure_page, forgery_page

__all__ = ["AnswerFailures", "bad_request", "forbidden", "forgery", "not_found", "server_error"]

log: Final = logging.getLogger(__name__)

_EXPECTED: Final = (TestamurError, Http404, SuspiciousOperation, PermissionDenied)


class AnswerFailures:
    """The place where Django hands over what a view raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the next layer does; a method that is not spoken is a problem to programs."""
        response = self._get_response(request)
        if response.status_code == 405 and _is_program(request):
            return _refused_method(request, allowed=response.headers.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """Answer for a view that raised."""
        if not isinstance(error, _EXPECTED):
            log.error("%s %s failed", request.method, request.path, exc_info=error)
        return _answer(request, error)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`: what it refused before any view was asked."""
    return _answer(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler403`."""
    return _answer(request, exception)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`; the reason helps only who forged the form."""
    log.warning("%s refused: %s", request.path, reason)
    if _is_program(request):
        return refusal(PermissionDenied())
    return forgery_page(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    return _answer(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: a failure outside every view."""
    return _answer(request, RuntimeError("failed"))


def _answer(request: HttpRequest, error: Exception) -> HttpResponse:
    return refusal(error) if _is_program(request) else failure_page(request, error)


def _is_program(request: HttpRequest) -> bool:
    """Whether an answer is for a program, to which problems are told as documents."""
    return bool(settings.VC_API_STATE) or request.path.startswith("/api/")


def _refused_method(request: HttpRequest, *, allowed: str) -> HttpResponse:
    told = f"{str(request.method)[:20]} is not spoken here"
    refused = problem_answer(Problem("http.method-refused", told), status=405)
    refused["Allow"] = allowed
    return refused
