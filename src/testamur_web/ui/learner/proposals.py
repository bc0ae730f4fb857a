"""A goal that somebody's manager proposes: looked at, accepted or declined, shown or not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.plans import proposing
from testamur_web.plans.models import GoalProposal
from testamur_web.plans.profiles import job_in
from testamur_web.plans.queries import goal_of
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.issuer.role_forms import rows_of
from testamur_web.ui.refusals import sentence_of

__all__ = ["answer_proposal", "read_proposal", "share_progress"]


@require_safe
@signed_in
def read_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it asks for, who proposes it, and what accepting it would mean."""
    proposal = _proposal(request, pk)
    job = job_in(proposal.version)
    shown = {
        "proposal": proposal,
        "wanted": job.goal,
        "rows": rows_of(job),
        "goal": goal_of(person_of(request)),
    }
    return render(request, "learner/proposal.html", shown)


@require_POST
@signed_in
def answer_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept it, with or without showing how far one is, or decline it."""
    proposal, now = _proposal(request, pk), timezone.now()
    try:
        if "accept" in request.POST:
            shares = "shares_progress" in request.POST
            goal = proposing.accept(proposal, shares_progress=shares, at=now)
            messages.success(request, _("Your goal is %(goal)s.") % {"goal": goal.label})
        else:
            proposing.decline(proposal, at=now)
            messages.success(request, _("You declined it."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-read-goal")


@require_POST
@signed_in
def share_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show whoever proposed it how far one is, or stop."""
    is_shared = "show" in request.POST
    try:
        proposing.share_progress(_proposal(request, pk), is_shared=is_shared, at=timezone.now())
        told = _("They see how far you are.") if is_shared else _("They see nothing any more.")
        messages.success(request, told)
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-read-goal")


def _proposal(request: HttpRequest, pk: UUID) -> GoalProposal:
    proposal = proposing.find_proposal(person_of(request), pk)
    if proposal is None:
        raise Http404
    return proposal
