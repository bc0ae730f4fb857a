"""The first page: what this is, and the next step of each who comes."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from testamur_web.catalogue.search import newest

__all__ = ["read_home"]

NEWEST: Final = 6


@require_safe
def read_home(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and what to do next."""
    return render(request, "public/home.html", {"newest": newest(NEWEST)})
