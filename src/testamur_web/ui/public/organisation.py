"""The public page of an organisation: who it is, and what it offers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from testamur_web.catalogue.shown import find_issuer

__all__ = ["read_organisation"]


@require_safe
def read_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation that has published something."""
    issuer = find_issuer(slug)
    if issuer is None:
        raise Http404
    return render(request, "public/organisation.html", {"issuer": issuer})
