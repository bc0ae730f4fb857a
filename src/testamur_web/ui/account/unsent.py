"""What could not be done for an organisation, such as mail that nobody took, and another try."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.ops.models import OutboxRow
from testamur_web.ops.retry import given_up, try_again
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of

__all__ = ["list_unsent", "send_unsent_again"]

AT_MOST = 100


@member(Role.REGISTRAR)
def list_unsent(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What was given up, and why."""
    shown = {"organisation": organisation, "rows": _rows(organisation)[:AT_MOST]}
    return render(request, "account/unsent.html", shown)


@require_POST
@member(Role.REGISTRAR)
def send_unsent_again(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Try once more what was given up."""
    row = get_object_or_404(_rows(organisation), pk=pk)
    if try_again(row, by=person_of(request), at=timezone.now()):
        messages.success(request, _("It is tried again."))
    return redirect("account-list-unsent", slug=organisation.slug)


def _rows(organisation: Organisation) -> QuerySet[OutboxRow]:
    return given_up(organisation.pk)
