"""What somebody contests is answered by a named person, once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur_web.employers import match_decisions, matching
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.matching.forms import AnswerForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["answer_contest"]


@member(Role.MANAGER)
def answer_contest(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Read what is contested beside what was reckoned and decided, and answer."""
    contest = match_decisions.contest_in(organisation, pk)
    if contest is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told = {"answer": form.cleaned_data["answer"], "by": person_of(request)}
            match_decisions.answer_contest(contest, **told, at=timezone.now())
            messages.success(request, _("Your answer is with them."))
            return redirect("matching-list-runs", slug=organisation.slug)
    run = contest.matched.run
    found = matching.look_at_run(run, by=person_of(request), at=timezone.now())
    one = next((row for row in found.rows if row.row.pk == contest.matched_id), None)
    shown = {"organisation": organisation, "contest": contest, "form": form, "one": one}
    return render(request, "matching/contest.html", shown | {"found": found})
