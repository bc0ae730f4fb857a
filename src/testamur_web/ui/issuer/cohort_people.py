"""The people of a cohort: enrolled from a list, invited, taken out, let back in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from testamur_web.learning import appeals, queries, services
from testamur_web.learning.marks import decided_sheets
from testamur_web.learning.models import Enrolment
from testamur_web.learning.programme import own_programme
from testamur_web.learning.services import Listing
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.cohort_forms import ListForm, WithdrawForm
from testamur_web.ui.issuer.cohorts import cohort_or_404
from testamur_web.ui.refusals import refusals_on

__all__ = [
    "enrol_listed",
    "enrolment_or_404",
    "invite_learner",
    "read_learner",
    "readmit_learner",
    "withdraw_learner",
]


def enrolment_or_404(organisation: Organisation, pk: UUID, enrolment: UUID) -> Enrolment:
    """One person of a cohort of this organisation, or nothing."""
    of_cohort = cohort_or_404(organisation, pk).enrolments
    return get_object_or_404(of_cohort.select_related("person", "cohort__version"), pk=enrolment)


@member(Role.MANAGER, Role.REGISTRAR)
def enrol_listed(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Enrol people from a list; rows that did not come in stay in the form with their reasons."""
    cohort = cohort_or_404(organisation, pk)
    form = ListForm(request.POST or None, request.FILES or None)
    told = {"organisation": organisation, "cohort": cohort, "form": form}
    if form.is_valid():
        with refusals_on(form):
            roster = form.roster
            mail = form.cleaned_data["mail"]
            listing = services.enrol_listed(
                cohort, roster.people, by=person_of(request), at=timezone.now(), mail=mail
            )
            wrong, rest = roster.left_out(listing.problems)
            _say_how_many(request, listing)
            if not wrong:
                return redirect("issuer-read-cohort", slug=organisation.slug, pk=pk)
            told["form"] = ListForm(initial={"pasted": rest, "mail": mail})
            told["wrong"] = [(one.row, one.problem.detail) for one in wrong]
    return render(request, "issuer/cohort_enrol.html", told)


@member(Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)
def read_learner(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """One person in one cohort: what they handed in, and what was decided."""
    found = enrolment_or_404(organisation, pk, enrolment)
    seen = queries.handed_in(found)
    contest = appeals.contest_of(found, at=timezone.now())
    told = {
        "organisation": organisation,
        "cohort": found.cohort,
        "enrolment": found,
        "evidence": seen,
        "in_work": found.evidence.count() - len(seen),
        "decided": decided_sheets(found),
        "newest": found.decisions.first(),
        "contest": contest,
        "appeals": contest.appeals,
        "programme": own_programme(found),
    }
    return render(request, "issuer/cohort_learner.html", told)


@require_POST
@member(Role.MANAGER, Role.REGISTRAR)
def invite_learner(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """Send the invitation again."""
    found = enrolment_or_404(organisation, pk, enrolment)
    services.invite(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("An invitation goes to %(email)s.") % {"email": found.email})
    return redirect("issuer-read-learner", slug=organisation.slug, pk=pk, enrolment=found.pk)


@member(Role.MANAGER, Role.REGISTRAR)
def withdraw_learner(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """Take somebody out, after saying what that means."""
    found = enrolment_or_404(organisation, pk, enrolment)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            services.withdraw(found, by=person_of(request), at=timezone.now(), reason=reason)
            messages.success(
                request, _("%(name)s is no longer in this cohort.") % {"name": found.name}
            )
            return redirect("issuer-read-cohort", slug=organisation.slug, pk=pk)
    told = {"organisation": organisation, "cohort": found.cohort, "enrolment": found, "form": form}
    return render(request, "issuer/cohort_withdraw.html", told)


@require_POST
@member(Role.MANAGER, Role.REGISTRAR)
def readmit_learner(
    request: HttpRequest, organisation: Organisation, pk: UUID, enrolment: UUID
) -> HttpResponse:
    """Let somebody back in."""
    found = enrolment_or_404(organisation, pk, enrolment)
    services.readmit(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("%(name)s takes part again.") % {"name": found.name})
    return redirect("issuer-read-learner", slug=organisation.slug, pk=pk, enrolment=found.pk)


def _say_how_many(request: HttpRequest, listing: Listing) -> None:
    count = len(listing.enrolled)
    if not count:
        return
    told = ngettext("%(count)d person is in.", "%(count)d people are in.", count)
    messages.success(request, told % {"count": count})
