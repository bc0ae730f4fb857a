"""The instance as a whole: how it fares, its organisations, its trail, and what was given up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.awards.queries import problem_of_keys
from testamur_web.ops.health import health
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.retry import given_up, try_again
from testamur_web.people.queries import (
    count_of_instance,
    organisations_like,
    trail_verbs_of,
)
from testamur_web.ui.access import operator, person_of
from testamur_web.ui.account.forms import TrailForm
from testamur_web.ui.account.trail import page_of

__all__ = ["list_organisations", "read_instance", "read_trail", "try_row_again"]

PER_PAGE = 50


@operator
def read_instance(request: HttpRequest) -> HttpResponse:
    """How the instance fares, and what could not be done."""
    now = timezone.now()
    shown = {
        "health": health(at=now),
        "closed": problem_of_keys(most=1),
        "counts": count_of_instance(),
        "given_up": given_up()[:PER_PAGE],
    }
    return render(request, "operator/instance.html", shown)


@require_POST
@operator
def try_row_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a worker try once more what was given up."""
    row = get_object_or_404(OutboxRow, pk=pk)
    if try_again(row, by=person_of(request), at=timezone.now()):
        messages.success(request, _("It is tried again."))
    return redirect("operator-read-instance")


@operator
def list_organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation of the instance."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    page = Paginator(organisations_like(text), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "operator/organisations.html", {"page": page, "q": text})


@operator
def read_trail(request: HttpRequest) -> HttpResponse:
    """What was done that belongs to no organisation."""
    form = TrailForm(request.GET or None, verbs=trail_verbs_of(None))
    shown = {"form": form} | page_of(request, form, None)
    return render(request, "operator/trail.html", shown)
