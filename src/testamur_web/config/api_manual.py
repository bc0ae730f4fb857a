"""GET /api/v1/docs: the API for people, from the document that programs read."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from testamur_web.api.v1.manual import manual_of
from testamur_web.api.v1.urls import api

__all__ = ["read_api_manual"]


@require_safe
def read_api_manual(request: HttpRequest) -> HttpResponse:
    """Every operation by topic, then every shape."""
    return render(request, "public/api_manual.html", {"operations": _operations(get_language())})


@cache
def _operations(_language: str | None) -> SafeString:
    """The same for everybody and for as long as the process lives: it takes long to lay out."""
    manual = manual_of(api.get_openapi_schema(), address=settings.INSTANCE_URL)
    return render_to_string("public/_api_manual.html", {"manual": manual})
