"""What somebody reads of their own: by whom they were compared, how, and what was decided."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from testamur_web.employers import match_decisions, matching, own_traits
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.matching.forms import ContestForm, TraitsForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["list_rankings", "read_ranking", "say_traits"]

_MOST = 100


@require_safe
@signed_in
def list_rankings(request: HttpRequest) -> HttpResponse:
    """By whom somebody was compared with which job, the newest first."""
    person = person_of(request)
    rows = match_decisions.matched_of(person)[:_MOST]
    shown = {"rows": rows, "traits": own_traits.traits_of(person)}
    return render(request, "matching/own_list.html", shown)


@signed_in
def read_ranking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Their own table and points, what was decided, and a form to contest it."""
    row = get_object_or_404(match_decisions.matched_of(person_of(request)), pk=pk)
    form = ContestForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            words = form.cleaned_data["words"]
            match_decisions.contest_match(row, words=words, at=timezone.now())
            messages.success(request, _("They have it. You will be told the answer."))
            return redirect("learner-read-ranking", pk=pk)
    shown = {"row": row, "match": matching.match_of(row), "form": form}
    shown |= {
        "answer_days": match_decisions.ANSWER_DAYS,
        "waits": any(one.answered_at is None for one in row.contests.all()),
    }
    return render(request, "matching/own.html", shown)


@signed_in
def say_traits(request: HttpRequest) -> HttpResponse:
    """Say something of oneself for reports on fairness, change it, or have it deleted."""
    person = person_of(request)
    if request.method == "POST" and "forget" in request.POST:
        own_traits.forget_traits(person)
        messages.success(request, _("What you said of yourself is deleted."))
        return redirect("learner-list-rankings")
    told = own_traits.traits_of(person)
    form = TraitsForm(request.POST or None, initial=told)
    if form.is_valid():
        with refusals_on(form):
            own_traits.state_traits(person, form.cleaned_data, at=timezone.now())
            messages.success(request, _("It is kept, for reports on fairness alone."))
            return redirect("learner-list-rankings")
    return render(request, "matching/traits.html", {"form": form, "traits": told})
