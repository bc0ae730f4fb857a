"""Programmes as whoever takes part in them sees them: the next step, the day, who sees what."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.employers.leading import organisations_led_by
from testamur_web.employers.own_programmes import own_programme, own_programmes
from testamur_web.ui.access import person_of, signed_in

__all__ = ["list_own_programmes", "read_own_programme"]


@require_safe
@signed_in
def list_own_programmes(request: HttpRequest) -> HttpResponse:
    """Where somebody takes part."""
    person = person_of(request)
    shown = {"programmes": own_programmes(person), "led": organisations_led_by(person)}
    return render(request, "programmes/own_programmes.html", shown)


@require_safe
@signed_in
def read_own_programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with the next step."""
    found = own_programme(person_of(request), pk, at=timezone.now())
    if found is None:
        raise Http404
    return render(request, "programmes/own_programme.html", {"mine": found})
