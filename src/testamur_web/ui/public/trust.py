"""The trust page of an issuer, with all that was said or checked of it; the list of issuers."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.trust.own_registry import own_registry
from testamur_web.trust.standing import find_known_issuer, standing_of_issuer

__all__ = ["read_registry", "read_trust"]

_HEADERS: Final = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


@require_safe
def read_trust(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation that has published something, or can sign."""
    organisation = find_known_issuer(slug)
    if organisation is None:
        raise Http404
    told = {"known": standing_of_issuer(organisation, at=timezone.now())}
    return render(request, "public/trust.html", told)


@require_safe
def read_registry(_request: HttpRequest) -> HttpResponse:
    """The organisations of this instance that can sign, as a signed list for other instances."""
    text = own_registry(at=timezone.now())
    if not text:
        raise Http404
    return HttpResponse(text, content_type="application/vc", headers=_HEADERS)
