"""Qualifications that organisations publish: their units, and what counts toward each."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.plans.mapped import counting_toward, published_qualifications
from testamur_web.plans.progress import following_of
from testamur_web.ui.access import person_of

__all__ = ["browse_qualifications", "read_qualification"]

_PAGE = 30


@require_safe
def browse_qualifications(request: HttpRequest) -> HttpResponse:
    """What is published, and above it what whoever is signed in follows."""
    found = published_qualifications().order_by("title", "pk")
    told = {
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "following": following_of(person_of(request)) if request.user.is_authenticated else (),
    }
    return render(request, "public/qualifications.html", told)


@require_safe
def read_qualification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them with a table of its units."""
    found = get_object_or_404(published_qualifications(), pk=pk)
    offers = counting_toward(found, at=timezone.now())
    rows = [(unit, offers.get(str(unit.pk), [])) for unit in found.units.all()]
    told = {"qualification": found, "rows": rows}
    return render(request, "public/qualification.html", told)
