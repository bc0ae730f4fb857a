"""The trust page of an issuer: everything that anybody said or checked of it, with days."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.trust.standing import find_known_issuer, standing_of_issuer

__all__ = ["read_trust"]


@require_safe
def read_trust(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation that has published something, or can sign."""
    organisation = find_known_issuer(slug)
    if organisation is None:
        raise Http404
    told = {"known": standing_of_issuer(organisation, at=timezone.now())}
    return render(request, "public/trust.html", told)
