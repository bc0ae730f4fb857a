"""A ladder as a member climbs it: their own standing on every rung, which nobody else sees."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.employers.climbing import own_standing
from testamur_web.people.models import Organisation
from testamur_web.ui.access import member, person_of
from testamur_web.ui.ladders.pictures import own_picture_of
from testamur_web.ui.ladders.views import ladder_or_404

__all__ = ["read_own_ladder"]


@require_safe
@member()
def read_own_ladder(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """How far one is on each rung, and what is missing."""
    ladder = ladder_or_404(organisation, pk)
    rungs = own_standing(ladder, person_of(request), at=timezone.now())
    shown = {
        "organisation": organisation,
        "ladder": ladder,
        "rungs": rungs[::-1],
        "picture": own_picture_of(rungs),
    }
    return render(request, "ladders/own.html", shown)
