"""Marking one submission by the rubric of its cohort, and the way through the queue.

One page for all of it: what it offers is what this person can do now (`Turn`). The form says for
which turn it was made, so that what was typed as a mark is never taken for a moderation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from testamur_web.learning import queries, services
from testamur_web.learning.findings import FindingsRefused
from testamur_web.learning.judging import Judgement
from testamur_web.learning.marks import (
    Standing,
    Turn,
    differing_rows,
    must_try_first,
    next_for,
    sheet_of,
    standing_of,
)
from testamur_web.learning.models import Enrolment, Evidence
from testamur_web.learning.services import Ruling
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.assessor.mark_forms import MarkForm, RulingForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["mark"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page offers to send: a mark, a ruling, or both."""

    mark: MarkForm | None
    ruling: RulingForm | None

    def is_valid(self) -> bool:
        """Whether all that is offered was sent, and can be read."""
        read = [one.is_valid() for one in (self.mark, self.ruling) if one is not None]
        return bool(read) and all(read)

    @property
    def last(self) -> Any:
        """The form that says what is refused."""
        return self.ruling or self.mark


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.ASSESSOR)
def mark(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The evidence beside the rubric; then the marks, and what is to be done about them."""
    enrolment = get_object_or_404(queries.decidable_in(organisation), pk=pk)
    standing = standing_of(enrolment, viewer=person_of(request))
    if standing is None:
        return redirect("assessor-decide", slug=organisation.slug, pk=pk)
    evidence = queries.handed_in(enrolment)
    is_sent = request.POST.get("turn") == standing.turn
    asked = _asked(request if is_sent else None, enrolment, standing, evidence)
    if request.POST and not is_sent:
        messages.warning(request, _("Somebody marked meanwhile. Look again."))
    elif is_sent and asked.is_valid() and _record(request, enrolment, standing, asked):
        return _onward(request, organisation, enrolment)
    told = {
        "organisation": organisation,
        "enrolment": enrolment,
        "standing": standing,
        "sheets": [sheet_of(one) for one in standing.marks],
        "differing": differing_rows(standing.marks),
        "pieces": _beside(evidence, asked.mark),
        "shown": " ".join(one.sha256 for one in evidence),
        "form": asked.mark,
        "ruling": asked.ruling,
        "must_try": standing.turn == Turn.MARK
        and must_try_first(standing.marking, person_of(request)),
        "is_own": enrolment.person_id == person_of(request).pk,
        "decisions": enrolment.decisions.select_related("assessor"),
        **_neighbours(request, organisation, enrolment),
    }
    return render(request, "assessor/mark.html", told)


def _asked(
    request: HttpRequest | None, enrolment: Enrolment, standing: Standing, evidence: list[Evidence]
) -> _Asked:
    """The forms for somebody's turn; both where one mark is all that is asked for."""
    data, turn = (request.POST if request else None), standing.turn
    is_judged = turn in {Turn.MARK, Turn.MODERATE}
    is_ruled = turn == Turn.DECIDE or (turn == Turn.MARK and not standing.marking.has_second)
    grades = queries.definition_for(enrolment.cohort).grades
    form = None
    if is_judged:
        reason = turn == Turn.MODERATE
        form = MarkForm(data, grid=standing.grid, evidence=evidence, reason=reason)
    return _Asked(form, RulingForm(data, grades=grades) if is_ruled else None)


def _record(request: HttpRequest, enrolment: Enrolment, standing: Standing, asked: _Asked) -> bool:
    """Whether it was kept; what hinders it is said in the form."""
    told: dict[str, Any] = {
        "by": person_of(request),
        "at": timezone.now(),
        "seen": request.POST.get("seen", "").split(),
    }
    with refusals_on(asked.last):
        try:
            done = _keep(enrolment, standing, asked, told)
        except FindingsRefused as error:
            (asked.mark or asked.last).say(error.problems)
            return False
        messages.success(request, done % {"name": enrolment.name})
        return True
    return False


def _keep(enrolment: Enrolment, standing: Standing, asked: _Asked, told: dict[str, Any]) -> str:
    """Keep what was sent; what is said of it."""
    judgement = asked.mark.judgement() if asked.mark else None
    if asked.ruling is None and judgement:
        if standing.turn == Turn.MODERATE:
            services.moderate(enrolment, judgement, **told)
            return _("The agreed mark of %(name)s is set. Now it can be decided.")
        services.give_mark(enrolment, judgement, **told)
        return _("Your mark of %(name)s is in.")
    return _rule(enrolment, judgement, asked.last.ruling(), told)


def _rule(
    enrolment: Enrolment, judgement: Judgement | None, ruling: Ruling, told: dict[str, Any]
) -> str:
    """Decide, with the mark where it is sent along; what is said of it."""
    if judgement:
        services.mark_and_decide(enrolment, judgement, ruling, **told)
    else:
        services.decide_by_marks(enrolment, ruling, **told)
    if ruling.passed:
        return _("%(name)s has passed. The award is on its way.")
    return _("%(name)s reads what is missing, and can hand in again.")


def _onward(request: HttpRequest, organisation: Organisation, enrolment: Enrolment) -> HttpResponse:
    """To this one again where it is still this person's turn, else to the next, else the queue."""
    waiting = next_for(organisation, viewer=person_of(request), after=enrolment)
    if not waiting:
        return redirect("assessor-list-queue", slug=organisation.slug)
    later = [one for one in waiting if _order(one) >= _order(enrolment)]
    found = next(iter(later or waiting))
    return redirect("assessor-mark", slug=organisation.slug, pk=found.pk)


def _neighbours(
    request: HttpRequest, organisation: Organisation, enrolment: Enrolment
) -> dict[str, Any]:
    """The submissions before and after this one that are this person's turn."""
    waiting = next_for(organisation, viewer=person_of(request), after=enrolment)
    before = [one for one in waiting if _order(one) < _order(enrolment)]
    later = [one for one in waiting if _order(one) > _order(enrolment)]
    return {
        "previous": before[-1] if before else None,
        "next": later[0] if later else None,
        "waiting": len(waiting),
    }


def _order(enrolment: Enrolment) -> tuple[str, str]:
    moment = enrolment.submitted_at
    return (moment.isoformat() if moment else "", enrolment.pk.hex)


def _beside(evidence: list[Evidence], form: MarkForm | None) -> list[tuple[Evidence, Any]]:
    """Each piece, with the field for a comment on it where one can be made."""
    fields = form.about if form else [None] * len(evidence)
    return list(zip(evidence, fields, strict=True))
