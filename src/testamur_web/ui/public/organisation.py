"""The public page of an organisation: who it is, and what it offers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.catalogue.shown import find_issuer
from testamur_web.plans.mapped import published_qualifications
from testamur_web.trust.queries import about_issuer

__all__ = ["read_organisation"]


@require_safe
def read_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation that has published something."""
    issuer = find_issuer(slug)
    if issuer is None:
        raise Http404
    qualifications = published_qualifications().filter(organisation=issuer.organisation)
    told = {
        "issuer": issuer,
        "qualifications": qualifications.order_by("title", "pk"),
        "vouched": about_issuer(issuer.organisation, at=timezone.now()),
        "vouch_for": f"issuer:{slug}",
    }
    return render(request, "public/organisation.html", told)
