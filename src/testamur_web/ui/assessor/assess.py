"""What waits for an assessor, and deciding about one of these."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from testamur_web.learning import appeals, attested, queries, services
from testamur_web.learning.findings import FindingsRefused
from testamur_web.learning.marks import marking_of, turns_of
from testamur_web.learning.models import Enrolment
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.assessor.forms import AWARD, DecisionForm
from testamur_web.ui.evidence_files import download
from testamur_web.ui.refusals import refusals_on

__all__ = ["decide", "download_evidence", "list_queue"]


@member(Role.ASSESSOR)
def list_queue(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What has been handed in, the oldest first."""
    queue = queries.queue_of(organisation, cohort=request.GET.get("cohort", ""))
    turns = turns_of(queue.waiting, viewer=person_of(request))
    told = {
        "organisation": organisation,
        "queue": queue,
        "appeals": appeals.count_open_appeals(organisation),
        "me": person_of(request),
        "rows": [(one, turns[one.pk]) for one in queue.waiting],
    }
    return render(request, "assessor/queue.html", told)


@member(Role.ASSESSOR)
def decide(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The evidence beside the criteria, and the decision; with a rubric, that is marked first."""
    enrolment = get_object_or_404(queries.decidable_in(organisation), pk=pk)
    if marking_of(enrolment.cohort):
        return redirect("assessor-mark", slug=organisation.slug, pk=pk)
    definition = queries.definition_for(enrolment.cohort)
    pieces = queries.handed_in(enrolment)
    form = DecisionForm(request.POST or None, definition=definition, evidence=pieces)
    if form.is_valid() and _record(request, enrolment, form):
        return redirect("assessor-list-queue", slug=organisation.slug)
    now = timezone.now()
    appeal = appeals.unheard(enrolment)
    told = {
        "organisation": organisation,
        "enrolment": enrolment,
        "definition": definition,
        "evidence": pieces,
        "claims": attested.prior_learning_seen(enrolment, at=now),
        "hours": attested.placement_seen(enrolment, at=now),
        "form": form,
        "is_own": enrolment.person_id == person_of(request).pk,
        "decisions": enrolment.decisions.select_related("assessor"),
        "appeal": appeal,
        "is_contested": appeal is not None and appeal.decision.assessor_id == person_of(request).pk,
    }
    return render(request, "assessor/decide.html", told)


@require_safe
@member(Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER)
def download_evidence(
    _request: HttpRequest, organisation: Organisation, pk: UUID, evidence: UUID
) -> HttpResponseBase:
    """A file that was handed in; one that is not yet is not there."""
    enrolment = get_object_or_404(queries.decidable_in(organisation), pk=pk)
    seen = [one.pk for one in queries.handed_in(enrolment)]
    return download(get_object_or_404(enrolment.evidence.filter(pk__in=seen), pk=evidence))


def _record(request: HttpRequest, enrolment: Enrolment, form: DecisionForm) -> bool:
    """Whether the decision was taken; what hinders it is said in the form."""
    cleaned = form.cleaned_data
    told = {
        "by": person_of(request),
        "findings": form.findings,
        "at": timezone.now(),
        "note": cleaned["note"],
        "seen": form.seen_digests,
    }
    with refusals_on(form):
        try:
            if cleaned["decision"] == AWARD:
                services.decide(enrolment, grade=cleaned["grade"], **told)
                done = _("%(name)s has passed. The award is on its way.")
            else:
                services.decide_against(enrolment, **told)
                done = _("%(name)s reads what is missing, and can hand in again.")
        except FindingsRefused as error:
            form.say(error.problems)
            return False
        messages.success(request, done % {"name": enrolment.name})
        return True
    return False
