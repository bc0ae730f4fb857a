"""Wholes that somebody is on the way to: how far, what is left, the map, and the shortest way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur.pathways.counted import Rejected, Why
from testamur.pathways.pathmap import Aim
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.plans import services
from testamur_web.plans.mapping import begun_by, map_for, way_for
from testamur_web.plans.models import StackCase
from testamur_web.plans.stacking import progress_of, stacks_of
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.pathways import picture_to_keep, shown
from testamur_web.ui.refusals import sentence_of

__all__ = ["accept_stack", "draw_stack", "follow_stack", "leave_stack", "list_stacks", "read_stack"]

_OFFERED: Final = 12
_MAPPED: Final = 20


@require_safe
@signed_in
def list_stacks(request: HttpRequest) -> HttpResponse:
    """The stacks that are followed or begun, the fullest first, and others that are offered."""
    person = person_of(request)
    mine = stacks_of(person, at=timezone.now())
    begun = begun_by(person)
    rows = [
        {
            "progress": one,
            "way": way_for(one, begun) if at < _MAPPED else None,
            "percent": _percent(one),
        }
        for at, one in enumerate(mine)
    ]
    keys = [one.version.achievement_id for one in mine]
    others = _stacks().exclude(achievement__in=keys).order_by("title")[:_OFFERED]
    told = {"rows": rows, "others": others, "soonest": _soonest(rows)}
    return render(request, "learner/stacks.html", told)


@require_safe
@signed_in
def read_stack(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """One stack: how far, the shortest way, the map, what counts, what does not and why."""
    person, version = person_of(request), _stack_of(achievement)
    try:
        progress = progress_of(person, version, at=timezone.now())
    except Refused as error:
        return render(
            request,
            "learner/stack_uncounted.html",
            {"version": version, "told": sentence_of(error.problem)},
        )
    aim = Aim.COST if request.GET.get("aim") == Aim.COST else Aim.HOURS
    drawn, accepted = shown(map_for(person, progress, aim=aim)), progress.accepted
    told: dict[str, Any] = {
        "version": version,
        "progress": progress,
        "percent": _percent(progress),
        "case": progress.case,
        "may_accept": _may_accept(progress.case),
        "shown": drawn,
        "counted": [
            (one.held, drawn.names[one.pointer], accepted.get(one.held.digest))
            for one in progress.stack.counted
        ],
        "rejected": [one for one in progress.stack.rejected if not _is_unasked(one)],
        "unasked": sum(map(_is_unasked, progress.stack.rejected)),
    }
    return render(request, "learner/stack.html", told)


@require_POST
@signed_in
def follow_stack(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """Follow a stack: whoever offers it sees how far one is, and it is given when complete."""
    version = _stack_of(achievement)
    services.follow_stack(person_of(request), version.achievement, at=timezone.now())
    messages.success(request, _("You follow “%(title)s” now.") % {"title": version.title})
    return redirect("learner-read-stack", achievement)


@require_POST
@signed_in
def leave_stack(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """Follow it no more; what was earned and awarded stays."""
    version = _stack_of(achievement)
    services.leave_stack(person_of(request), version.achievement, at=timezone.now())
    messages.success(request, _("You follow it no more. What you earned stays yours."))
    return redirect("learner-read-stack", achievement)


@require_POST
@signed_in
def accept_stack(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """Take the award that is offered, since everything is there."""
    person, version = person_of(request), _stack_of(achievement)
    case = person.stack_cases.filter(achievement=version.achievement).first()
    try:
        if case is not None:
            services.accept_stack(case, by=person, at=timezone.now())
            messages.success(request, _("It is awarded, and is being put into your wallet."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-read-stack", achievement)


@require_safe
@signed_in
def draw_stack(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """The map as a picture to keep."""
    person, version = person_of(request), _stack_of(achievement)
    progress = progress_of(person, version, at=timezone.now())
    return picture_to_keep(map_for(person, progress), title=version.title)


def _stacks() -> QuerySet[Version]:
    return published().filter(is_stack=True)


def _stack_of(achievement: UUID) -> Version:
    version = _stacks().filter(achievement=achievement).first()
    if version is None:
        raise Http404
    return version


def _soonest(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Of several, the one with the fewest hours to go; a step that states none is none to count."""
    open_ = [row for row in rows if row["way"] and row["way"].steps]
    known = [row for row in open_ if row["way"].untold == 0]
    return min(known, key=lambda row: row["way"].minutes) if len(rows) > 1 and known else None


def _percent(progress: Any) -> int:
    return int(100 * progress.stack.progress)


def _is_unasked(one: Rejected) -> bool:
    """Whether there is nothing to say of it but that nobody asks for it."""
    return all(reason.why is Why.NOT_ASKED for reason in one.reasons)


def _may_accept(case: StackCase | None) -> bool:
    """Whether the award waits for a yes of the learner."""
    state, learner = StackCase.State.WAITING, StackCase.WaitsFor.LEARNER
    return case is not None and (case.state, case.waits_for) == (state, learner)
