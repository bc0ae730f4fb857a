"""GET /api/v1/docs: the API for people, from the document that programs read."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from testamur_web.api.v1.manual import Manual, manual_of
from testamur_web.api.v1.urls import api

__all__ = ["read_api_manual"]


@require_safe
def read_api_manual(request: HttpRequest) -> HttpResponse:
    """Every operation by topic, then every shape."""
    return render(request, "public/api_manual.html", {"manual": _manual()})


@cache
def _manual() -> Manual:
    """The same for as long as the process lives."""
    return manual_of(api.get_openapi_schema(), address=settings.INSTANCE_URL)
