"""A learner claims prior learning, notes hours of a placement, and asks supervisors."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur_web.learning import attested, queries, services
from testamur_web.learning.models import AttestationRequest, Enrolment
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.attesting_forms import ClaimForm, HoursForm, SupervisorForm
from testamur_web.ui.refusals import refusals_on

__all__ = [
    "ask_about_claims",
    "ask_about_hours",
    "claim_row",
    "list_attestations",
    "log_hours",
    "read_attestation",
    "remind_supervisor",
    "remove_claim",
    "remove_hours",
    "withdraw_attestation",
]


def _own_or_404(request: HttpRequest, pk: UUID) -> Enrolment:
    return get_object_or_404(queries.learning_of(person_of(request)), pk=pk)


def _prior_or_404(request: HttpRequest, pk: UUID) -> Enrolment:
    enrolment = _own_or_404(request, pk)
    if not enrolment.cohort.is_prior_learning:
        raise Http404
    return enrolment


# ------------------------------------------------------------------------------- prior learning


@signed_in
def claim_row(request: HttpRequest, pk: UUID, row: str) -> HttpResponse:
    """Claim one outcome or criterion, or say anew how it is shown."""
    enrolment = _prior_or_404(request, pk)
    now = timezone.now()
    found = next((one for one in attested.claims_of(enrolment, at=now) if one.row.id == row), None)
    if found is None:
        raise Http404
    initial = {}
    if found.claim:
        chosen = [str(one.pk) for one in found.claim.evidence.all()]
        initial = {"account": found.claim.account, "evidence": chosen}
    form = ClaimForm(request.POST or None, enrolment=enrolment, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            pieces = [UUID(one) for one in said["evidence"]]
            services.claim_row(
                enrolment,
                row,
                account=said["account"],
                evidence=pieces,
                by=person_of(request),
                at=now,
            )
            messages.success(request, _("It is claimed."))
            return redirect("learner-read-enrolment", pk=pk)
    told = {"enrolment": enrolment, "cohort": enrolment.cohort, "form": form, "found": found}
    return render(request, "learner/claim_row.html", told)


@require_POST
@signed_in
def remove_claim(request: HttpRequest, pk: UUID, row: str) -> HttpResponse:
    """Claim it no longer."""
    claim = get_object_or_404(_prior_or_404(request, pk).prior_claims, row=row)
    services.remove_claim(claim, by=person_of(request), at=timezone.now())
    messages.success(request, _("It is no longer claimed."))
    return redirect("learner-read-enrolment", pk=pk)


@signed_in
def ask_about_claims(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a supervisor to confirm claims."""
    enrolment = _prior_or_404(request, pk)
    rows = [(one.row, one.text) for one in enrolment.prior_claims.all()]
    form = SupervisorForm(request.POST or None, rows=rows)
    if form.is_valid():
        with refusals_on(form):
            made = services.ask_about_claims(
                enrolment,
                form.cleaned_data["rows"],
                supervisor=form.supervisor,
                by=person_of(request),
                at=timezone.now(),
            )
            return _asked(request, made)
    told = {"enrolment": enrolment, "cohort": enrolment.cohort, "form": form}
    return render(request, "learner/ask_supervisor.html", told)


# ------------------------------------------------------------------------------- work placement


@signed_in
def log_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The hours of a placement, and one more entry."""
    enrolment = _own_or_404(request, pk)
    now = timezone.now()
    form = HoursForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.log_hours(enrolment, **form.cleaned_data, by=person_of(request), at=now)
            messages.success(request, _("It is noted."))
            return redirect("learner-log-hours", pk=pk)
    hours = attested.placement_of(enrolment, at=now)
    if hours is None:
        raise Http404
    told = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "form": form,
        "hours": hours,
        "is_in_progress": enrolment.state in queries.IN_PROGRESS,
    }
    return render(request, "learner/placement.html", told)


@require_POST
@signed_in
def remove_hours(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Remove an entry that nobody was asked about."""
    found = get_object_or_404(_own_or_404(request, pk).placement, pk=entry)
    services.remove_hours(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("It was removed."))
    return redirect("learner-log-hours", pk=pk)


@signed_in
def ask_about_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a supervisor to confirm hours and tasks."""
    enrolment = _own_or_404(request, pk)
    now = timezone.now()
    hours = attested.placement_of(enrolment, at=now)
    if hours is None:
        raise Http404
    rows = [
        (str(one.entry.pk), f"{one.entry}. {one.entry.task:.120}")
        for one in hours.entries
        if one.may_be_asked
    ]
    form = SupervisorForm(request.POST or None, rows=rows)
    if form.is_valid():
        with refusals_on(form):
            made = services.ask_about_hours(
                enrolment,
                [UUID(one) for one in form.cleaned_data["rows"]],
                supervisor=form.supervisor,
                by=person_of(request),
                at=now,
            )
            return _asked(request, made)
    told = {"enrolment": enrolment, "cohort": enrolment.cohort, "form": form}
    return render(request, "learner/ask_supervisor.html", told)


# ------------------------------------------------------------------------------------- requests


@require_safe
@signed_in
def list_attestations(request: HttpRequest) -> HttpResponse:
    """Everything I asked supervisors, the newest first."""
    now = timezone.now()
    asked = [(one, one.state_at(now)) for one in attested.asked_by(person_of(request))[:200]]
    return render(request, "learner/attestations.html", {"asked": asked})


@require_safe
@signed_in
def read_attestation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What I asked one supervisor, and what they said."""
    found = get_object_or_404(attested.asked_by(person_of(request)), pk=pk)
    answers = found.answer.by_row if found.answer else {}
    told = {
        "request_": found,
        "state": found.state_at(timezone.now()),
        "lines": [(row, answers.get(row["id"])) for row in found.rows],
    }
    return render(request, "learner/attestation.html", told)


@require_POST
@signed_in
def remind_supervisor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the letter once more."""
    found = get_object_or_404(attested.asked_by(person_of(request)), pk=pk)
    services.remind_supervisor(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("A new letter is on its way; the older link ends."))
    return redirect("learner-read-attestation", pk=pk)


@require_POST
@signed_in
def withdraw_attestation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask no more."""
    found = get_object_or_404(attested.asked_by(person_of(request)), pk=pk)
    services.withdraw_request(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("It is withdrawn. The link shows nothing any more."))
    return redirect("learner-read-attestation", pk=pk)


def _asked(request: HttpRequest, made: AttestationRequest) -> HttpResponse:
    told = _("A letter to %(name)s is on its way.") % {"name": made.supervisor_name}
    messages.success(request, told)
    return redirect("learner-read-attestation", pk=made.pk)
