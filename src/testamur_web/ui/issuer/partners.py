"""The partners of a cohort, as its organisation sees them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.learning import partners, services
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.cohorts import cohort_or_404
from testamur_web.ui.partner.forms import LetInForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["let_partner_in", "withdraw_partner"]


@member(Role.MANAGER, Role.REGISTRAR)
def let_partner_in(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Who works in a cohort, and a form that lets another organisation in."""
    cohort = cohort_or_404(organisation, pk)
    now = timezone.now()
    form = LetInForm(request.POST or None, initial={"first_day": now.date()})
    if form.is_valid():
        with refusals_on(form):
            partner = form.cleaned_data["partner"]
            by = person_of(request)
            services.let_partner_in(cohort, partner, days=form.days, by=by, at=now)
            messages.success(request, _("%(name)s is let in.") % {"name": partner.name})
            return redirect("issuer-let-partner-in", slug=organisation.slug, pk=pk)
    found = [(one, partners.holds(one, at=now)) for one in partners.partners_of(cohort)]
    told = {
        "organisation": organisation,
        "cohort": cohort,
        "form": form,
        "partnerships": found,
        "sheets": partners.sheets_for(cohort),
    }
    return render(request, "issuer/partners.html", told)


@require_POST
@member(Role.MANAGER, Role.REGISTRAR)
def withdraw_partner(
    request: HttpRequest, organisation: Organisation, pk: UUID, partnership: UUID
) -> HttpResponse:
    """Let a partner in no more."""
    found = get_object_or_404(cohort_or_404(organisation, pk).partnerships, pk=partnership)
    services.withdraw_partner(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("It is withdrawn. The people it enrolled stay in the cohort."))
    return redirect("issuer-let-partner-in", slug=organisation.slug, pk=pk)
