"""The public catalogue: what can be earned here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["browse_catalogue"]


def browse_catalogue(request: HttpRequest) -> HttpResponse:
    """All that is published, narrowed by words and facets."""
    return render(request, "public/catalogue.html")
