"""One person of a partner's group: what was added for them, and handing it in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur_web.learning import queries, services
from testamur_web.learning.programme import own_programme
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.evidence_files import download
from testamur_web.ui.learner.enrolment_forms import EVIDENCE_FORMS
from testamur_web.ui.partner.groups import partnership_or_404, place_or_404
from testamur_web.ui.refusals import refusals_on

__all__ = ["add_evidence", "download_evidence", "hand_in", "read_person", "remove_evidence"]


@member(Role.MANAGER, Role.REGISTRAR)
@require_safe
def read_person(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """What is asked of somebody, what there is for it, and what was decided."""
    partnership = partnership_or_404(organisation, pk)
    found = place_or_404(partnership, enrolment)
    told = {
        "organisation": organisation,
        "partnership": partnership,
        "enrolment": found,
        "definition": queries.definition_for(found.cohort),
        "evidence": queries.pieces_of(found),
        "decisions": found.decisions.select_related("assessor").order_by("-decided_at"),
        "kinds": EVIDENCE_FORMS.values(),
        "is_in_progress": found.state in queries.IN_PROGRESS,
    }
    return render(request, "partner/person.html", told)


@member(Role.MANAGER, Role.REGISTRAR)
def add_evidence(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID, kind: str
) -> HttpResponse:
    """Add a file, a link, a repository or a note for somebody of the group."""
    partnership = partnership_or_404(organisation, pk)
    found = place_or_404(partnership, enrolment)
    if kind not in EVIDENCE_FORMS:
        raise Http404
    form = EVIDENCE_FORMS[kind](
        request.POST or None, request.FILES or None, activities=own_programme(found).activities
    )
    if form.is_valid():
        with refusals_on(form):
            by, now = person_of(request), timezone.now()
            services.add_for_group(partnership, found, form.piece(), by=by, at=now)
            messages.success(request, _("It is there. It is decided about once you hand it in."))
            return redirect("partner-read-person", organisation.slug, pk, enrolment)
    told = {
        "organisation": organisation,
        "partnership": partnership,
        "enrolment": found,
        "form": form,
    }
    return render(request, "partner/add_evidence.html", told)


@member(Role.MANAGER, Role.REGISTRAR)
@require_safe
def download_evidence(
    _request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID, evidence: UUID
) -> HttpResponseBase:
    """A file that was added for somebody of the group."""
    found = place_or_404(partnership_or_404(organisation, pk), enrolment)
    return download(get_object_or_404(found.evidence, pk=evidence))


@require_POST
@member(Role.MANAGER, Role.REGISTRAR)
def remove_evidence(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID, evidence: UUID
) -> HttpResponse:
    """Remove what was added by mistake and is not handed in."""
    partnership = partnership_or_404(organisation, pk)
    found = place_or_404(partnership, enrolment)
    piece = get_object_or_404(found.evidence, pk=evidence)
    by, now = person_of(request), timezone.now()
    services.remove_for_group(partnership, found, piece, by=by, at=now)
    messages.success(request, _("“%(title)s” was removed.") % {"title": piece.title})
    return redirect("partner-read-person", organisation.slug, pk, enrolment)


@require_POST
@member(Role.MANAGER, Role.REGISTRAR)
def hand_in(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """Put what there is before an assessor."""
    partnership = partnership_or_404(organisation, pk)
    found = place_or_404(partnership, enrolment)
    services.hand_in_for_group(partnership, found, by=person_of(request), at=timezone.now())
    messages.success(request, _("It is handed in."))
    return redirect("partner-read-person", organisation.slug, pk, enrolment)
