"""A role proposed as a goal to a member, and taken back while it waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur.errors import Conflict
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import profiles, proposing
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.role_forms import ProposeForm, rows_of
from testamur_web.ui.issuer.roles import profile_or_404, proposals_on
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["propose_role", "withdraw_proposal"]


@require_POST
@member(Role.MANAGER)
def propose_role(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Propose a role to a member; they are written to."""
    profile = profile_or_404(organisation, pk)
    form = ProposeForm(request.POST, organisation=organisation)
    if form.is_valid():
        with refusals_on(form):
            proposal = proposing.propose(
                profile, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
            told = {"role": profile, "name": proposal.person}
            messages.success(request, _("“%(role)s” is proposed to %(name)s.") % told)
            return redirect("issuer-read-role", slug=organisation.slug, pk=profile.pk)
    whole = profiles.profile_in(profile)
    shown: dict[str, Any] = {
        "organisation": organisation,
        "profile": whole,
        "rows": rows_of(whole.job),
        "form": form,
    }
    shown |= proposals_on(request, organisation, profile)
    return render(request, "issuer/role.html", shown)


@require_POST
@member(Role.MANAGER)
def withdraw_proposal(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Take back a proposal that nobody answered."""
    proposal = proposing.proposed_by(organisation, pk)
    if proposal is None:
        raise Http404
    try:
        proposing.withdraw_proposal(proposal, by=person_of(request), at=timezone.now())
        messages.success(request, _("The proposal is withdrawn."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    profile = proposal.version.profile_id
    return redirect("issuer-read-role", slug=organisation.slug, pk=profile)
