"""Crosswalks of the instance: one is looked at, put in use, and taken out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.catalogue import crosswalking
from testamur_web.catalogue.models import Crosswalk
from testamur_web.ui.access import operator, person_of
from testamur_web.ui.refusals import sentence_of

__all__ = ["adopt_crosswalk", "read_crosswalk", "withdraw_crosswalk"]


@require_safe
@operator
def read_crosswalk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it says, what of it is known here, and what it would change."""
    crosswalk = get_object_or_404(Crosswalk, pk=pk)
    told = {"crosswalk": crosswalk, "looked": crosswalking.look_at_crosswalk(crosswalk)}
    return render(request, "operator/crosswalk.html", told)


@require_POST
@operator
def adopt_crosswalk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it in use."""
    crosswalk = get_object_or_404(Crosswalk.objects.defer("packed"), pk=pk)
    try:
        crosswalking.adopt_crosswalk(crosswalk, by=person_of(request), at=timezone.now())
        messages.success(request, _("%(name)s is in use.") % {"name": crosswalk})
    except Conflict as conflict:
        messages.error(request, sentence_of(conflict.problem))
    return redirect("operator-list-frameworks")


@require_POST
@operator
def withdraw_crosswalk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it out."""
    crosswalk = get_object_or_404(Crosswalk.objects.defer("packed"), pk=pk)
    crosswalking.withdraw_crosswalk(crosswalk, by=person_of(request), at=timezone.now())
    messages.success(request, _("%(name)s is not used any more.") % {"name": crosswalk})
    return redirect("operator-list-frameworks")
