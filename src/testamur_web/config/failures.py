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
from testamur_web.api.answers import refusal
from testamur_web.ui.failures import failure_page, forgery_page

__all__ = ["AnswerFailures", "bad_request", "forbidden", "forgery", "not_found", "server_error"]

log: Final = logging.getLogger(__name__)

_EXPECTED: Final = (TestamurError, Http404, SuspiciousOperation, PermissionDenied)


class AnswerFailures:
    """The place where Django hands over what a view raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the next layer does."""
        return self._get_response(request)

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
    if settings.VC_API_STATE or request.path.startswith("/api/"):
        return refusal(PermissionDenied())
    return forgery_page(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    return _answer(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: a failure outside every view."""
    return _answer(request, RuntimeError("failed"))


def _answer(request: HttpRequest, error: Exception) -> HttpResponse:
    if settings.VC_API_STATE or request.path.startswith("/api/"):
        return refusal(error)
    return failure_page(request, error)
