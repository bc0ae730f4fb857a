"""What a learner takes part in, and their work for one of these."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur_web.learning import appeals, attested, queries, services
from testamur_web.learning.models import Enrolment
from testamur_web.learning.programme import own_programme
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.calendar_files import calendar_answer
from testamur_web.ui.evidence_files import download
from testamur_web.ui.learner.enrolment_forms import EVIDENCE_FORMS
from testamur_web.ui.refusals import refusals_on

__all__ = [
    "add_evidence",
    "download_evidence",
    "export_calendar",
    "hand_in",
    "leave_cohort",
    "list_learning",
    "read_enrolment",
    "remove_evidence",
    "take_back",
]


def _own_or_404(request: HttpRequest, pk: UUID) -> Enrolment:
    return get_object_or_404(queries.learning_of(person_of(request)), pk=pk)


@signed_in
def list_learning(request: HttpRequest) -> HttpResponse:
    """What I take part in, and what is next."""
    person = person_of(request)
    told = {
        "enrolments": queries.learning_of(person),
        "invitations": queries.invitations_for(person),
    }
    return render(request, "learner/learning.html", told)


@signed_in
def read_enrolment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is asked, what I have for it, and what was decided."""
    enrolment = _own_or_404(request, pk)
    decisions = list(enrolment.decisions.all())
    now = timezone.now()
    claims = attested.claims_of(enrolment, at=now)
    told = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "definition": queries.definition_for(enrolment.cohort),
        "evidence": queries.pieces_of(enrolment),
        "kinds": EVIDENCE_FORMS.values(),
        "decision": decisions[0] if decisions else None,
        "older": decisions[1:],
        "programme": own_programme(enrolment),
        "contest": appeals.contest_of(enrolment, at=timezone.now()),
        "is_in_progress": enrolment.state in queries.IN_PROGRESS,
        "claims": claims,
        "has_claims": any(one.claim for one in claims),
        "hours": attested.placement_of(enrolment, at=now),
        "may_leave": enrolment.state not in {"passed", "withdrawn"},
    }
    return render(request, "learner/enrolment.html", told)


@signed_in
def add_evidence(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Add a file, a link, a repository or a note."""
    enrolment = _own_or_404(request, pk)
    if kind not in EVIDENCE_FORMS:
        raise Http404
    form = EVIDENCE_FORMS[kind](
        request.POST or None,
        request.FILES or None,
        activities=own_programme(enrolment).activities,
        initial={"activity": request.GET.get("activity", "")},
    )
    if form.is_valid():
        with refusals_on(form):
            by, now = person_of(request), timezone.now()
            services.add_evidence(enrolment, form.piece(), by=by, at=now)
            messages.success(request, _("It is there. It is decided about once you hand it in."))
            return redirect("learner-read-enrolment", pk=pk)
    told = {"enrolment": enrolment, "cohort": enrolment.cohort, "form": form}
    return render(request, "learner/add_evidence.html", told)


@require_safe
@signed_in
def download_evidence(request: HttpRequest, pk: UUID, evidence: UUID) -> HttpResponseBase:
    """A file of mine."""
    return download(get_object_or_404(_own_or_404(request, pk).evidence, pk=evidence))


@require_POST
@signed_in
def remove_evidence(request: HttpRequest, pk: UUID, evidence: UUID) -> HttpResponse:
    """Remove what is not handed in yet."""
    found = get_object_or_404(_own_or_404(request, pk).evidence, pk=evidence)
    services.remove_evidence(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("“%(title)s” was removed.") % {"title": found.title})
    return redirect("learner-read-enrolment", pk=pk)


@require_safe
@signed_in
def export_calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """My own dates as a file for my calendar."""
    enrolment = _own_or_404(request, pk)
    weeks = own_programme(enrolment).weeks
    return calendar_answer(enrolment.cohort, weeks, owner=str(enrolment.pk), at=timezone.now())


@require_POST
@signed_in
def hand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it before an assessor."""
    services.hand_in(_own_or_404(request, pk), by=person_of(request), at=timezone.now())
    messages.success(request, _("It is handed in. You will be told what was decided."))
    return redirect("learner-read-enrolment", pk=pk)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it back before anybody has decided."""
    services.take_back(_own_or_404(request, pk), by=person_of(request), at=timezone.now())
    messages.success(request, _("It is yours again. Hand it in when it is ready."))
    return redirect("learner-read-enrolment", pk=pk)


@signed_in
def leave_cohort(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave, after reading what that means."""
    enrolment = _own_or_404(request, pk)
    if request.method == "POST":
        services.withdraw(enrolment, by=person_of(request), at=timezone.now())
        messages.success(request, _("You have left."))
        return redirect("learner-list-learning")
    told = {"enrolment": enrolment, "cohort": enrolment.cohort}
    return render(request, "learner/leave_cohort.html", told)
