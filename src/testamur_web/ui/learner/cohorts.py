"""How learners come in: an open cohort, a code, an invitation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.learning import queries, services
from testamur_web.learning.models import Cohort, Enrolment
from testamur_web.plans.proven import worth_to
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.enrolment_forms import CodeForm

__all__ = [
    "accept_invitation",
    "enrol",
    "enter_code",
    "open_invitation",
    "read_cohort",
    "read_cohort_by_code",
]


def read_cohort(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of a cohort that anybody may enrol in."""
    return _cohort_page(request, get_object_or_404(queries.open_to_all(), pk=pk))


@require_POST
@signed_in
def enrol(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take part."""
    return _enrol(request, get_object_or_404(queries.open_to_all(), pk=pk))


def enter_code(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        cohort = queries.cohort_by_code(form.cleaned_data["code"])
        if cohort:
            return redirect("learner-read-cohort-by-code", code=cohort.code)
        form.add_error("code", _("There is no cohort with this code. Check each letter."))
    return render(request, "learner/enter_code.html", {"form": form})


def read_cohort_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a cohort for whoever has its code, and taking part in it."""
    cohort = queries.cohort_by_code(code)
    if cohort is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        return _enrol(request, cohort, code=code)
    return _cohort_page(request, cohort)


def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The place that the link of a mail leads to, and taking it."""
    enrolment = queries.find_invitation(token)
    if enrolment is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        return _accept(request, enrolment)
    return _cohort_page(request, enrolment.cohort, invitation=enrolment)


@require_POST
@signed_in
def accept_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a place that waits for an address one has confirmed."""
    waiting = queries.invitations_for(person_of(request))
    return _accept(request, get_object_or_404(waiting, pk=pk))


def _cohort_page(
    request: HttpRequest, cohort: Cohort, *, invitation: Enrolment | None = None
) -> HttpResponse:
    # An open cohort has an address for coming in; a secret one is its own.
    is_plain = cohort.entry == Cohort.Entry.OPEN and invitation is None
    own = worth = None
    if request.user.is_authenticated:
        person, now = person_of(request), timezone.now()
        own = person.enrolments.filter(cohort=cohort).first()
        worth = None if own else worth_to(person, [cohort.version], at=now)[cohort.version_id]
    told = {
        "cohort": cohort,
        "definition": queries.definition_for(cohort),
        "entry": queries.entry_of(cohort, at=timezone.now()),
        "invitation": invitation,
        "own": own,
        "worth": worth,
        "enrol_address": reverse("learner-enrol", args=[cohort.pk]) if is_plain else "",
    }
    return render(request, "learner/cohort.html", told)


def _enrol(request: HttpRequest, cohort: Cohort, *, code: str = "") -> HttpResponse:
    person = person_of(request)
    own = person.enrolments.filter(cohort=cohort).first()
    if own is None:
        own = services.enrol(cohort, person=person, code=code, at=timezone.now())
        messages.success(request, _("You take part. This is your page for it."))
    return redirect("learner-read-enrolment", pk=own.pk)


def _accept(request: HttpRequest, waiting: Enrolment) -> HttpResponse:
    enrolment = services.accept(waiting, person=person_of(request), at=timezone.now())
    messages.success(request, _("You take part. This is your page for it."))
    return redirect("learner-read-enrolment", pk=enrolment.pk)
