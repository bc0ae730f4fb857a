"""The public board of skill needs, and one need with what answers it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.employers.asked import Wanted, job_of, offered_to, open_needs, public_need
from testamur_web.people.models import Organisation, Role
from testamur_web.people.queries import organisations_of
from testamur_web.ui.access import person_of
from testamur_web.ui.issuer.role_forms import rows_of
from testamur_web.ui.needs.forms import BoardForm

__all__ = ["browse_needs", "read_need"]

_PAGE: Final = 20


@require_safe
def browse_needs(request: HttpRequest) -> HttpResponse:
    """What employers look for now, narrowed by skill, region and mode."""
    now = timezone.now()
    form = BoardForm(request.GET, at=now)
    found = open_needs(form.wanted, at=now)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    told = {
        "form": form,
        "page": page,
        "is_narrowed": form.wanted != Wanted(),
        "issuers": _issuers(request),
    }
    return render(request, "needs/board.html", told)


@require_safe
def read_need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is asked for, and how far what is published for it covers that."""
    need, now = public_need(pk), timezone.now()
    if need is None:
        raise Http404
    offers = offered_to(need, at=now)
    shown = [one for one in offers if one.version]
    told = {
        "need": need,
        "state": need.state_at(now),
        "rows": rows_of(job_of(need)),
        "offers": shown,
        "drafts": len(offers) - len(shown),
        "issuers": [one for one in _issuers(request) if one.pk != need.organisation_id],
    }
    return render(request, "needs/need.html", told)


def _issuers(request: HttpRequest) -> list[Organisation]:
    """The organisations for which whoever is signed in may answer."""
    if not request.user.is_authenticated:
        return []
    may = {Role.DESIGNER, Role.ADMIN}
    mine = organisations_of(person_of(request))
    return [organisation for organisation, roles in mine if may & set(roles)]
