"""One line of the log for each request, with an id that the answer carries too."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final
from uuid import uuid4

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

__all__ = ["LogRequests"]

log: Final = structlog.get_logger("testamur.request")


class LogRequests:
    """Middleware, the outermost; routes are kept, never addresses: those may hold secrets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and write down that it was answered."""
        began, name = time.perf_counter(), uuid4().hex
        with structlog.contextvars.bound_contextvars(request=name):
            response = self._get_response(request)
            log.info(
                "answered",
                method=request.method,
                route=_route_of(request),
                status=response.status_code,
                ms=round((time.perf_counter() - began) * 1000, 1),
                person=str(getattr(getattr(request, "user", None), "pk", "") or ""),
            )
        response["X-Request-Id"] = name
        return response


def _route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.route if match else ""
