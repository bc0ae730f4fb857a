"""The first page of whoever is signed in: what needs them, then what they have."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.account.waiting import mine

__all__ = ["read_home"]


@signed_in
def read_home(request: HttpRequest) -> HttpResponse:
    """What needs this person, what they learn and hold, and where they work."""
    person = person_of(request)
    shown = {"person": person, "mine": mine(person, at=timezone.now())}
    return render(request, "account/home.html", shown)
