"""The needs of an employer: published from a role or from nothing, closed or withdrawn."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal
from testamur.talent.profile import profile_of
from testamur_web.employers.asked import find_need, job_of, offered_to, own_needs
from testamur_web.employers.models import NeedAnswer, SkillNeed
from testamur_web.employers.needs import close_need, publish_need, withdraw_need
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.role_forms import NeedRows, job_of_rows, rows_of
from testamur_web.ui.issuer.roles import job_chosen, typed_rows
from testamur_web.ui.needs.forms import NeedForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["end_need", "list_needs", "make_need", "read_own_need", "remove_need"]

_PAGE: Final = 30


@require_safe
@member(Role.MANAGER)
def list_needs(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All, the newest first."""
    now = timezone.now()
    page = Paginator(own_needs(organisation), _PAGE).get_page(request.GET.get("page"))
    rows = [(need, need.state_at(now)) for need in page]
    shown = {"organisation": organisation, "page": page, "rows": rows}
    return render(request, "needs/list.html", shown)


@require_safe
@member(Role.MANAGER)
def read_own_need(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """What is asked for, and every answer with how far it covers that, drafts among them."""
    need, now = _need(organisation, pk), timezone.now()
    shown = {
        "organisation": organisation,
        "need": need,
        "state": need.state_at(now),
        "rows": rows_of(job_of(need)),
        "offers": offered_to(need, at=now),
    }
    return render(request, "needs/own.html", shown)


@member(Role.MANAGER)
def make_need(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Ask issuers for the skills of a role, or for others."""
    job = job_chosen(request, organisation) or profile_of(Goal(()))
    now = timezone.now()
    form = NeedForm(request.POST or None, on=now.date(), title=job.goal.label)
    rows = NeedRows(typed_rows(request), prefix="needs", initial=rows_of(job))
    is_done = request.method == "POST" and "more" not in request.POST
    if is_done and form.is_valid() and rows.is_valid():
        asked = job_of_rows(form.cleaned_data["title"], rows)
        with refusals_on(form):
            need = publish_need(organisation, asked, form.stated, by=person_of(request), at=now)
            messages.success(request, _("“%(need)s” is published.") % {"need": need})
            return redirect("employer-read-need", slug=organisation.slug, pk=need.pk)
    shown = {"organisation": organisation, "form": form, "rows": rows}
    return render(request, "needs/new.html", shown)


@require_POST
@member(Role.MANAGER)
def end_need(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Close it with one of its answers."""
    need = _need(organisation, pk)
    try:
        close_need(need, _answer(request, need), by=person_of(request), at=timezone.now())
        messages.success(request, _("“%(need)s” is closed.") % {"need": need})
    except (Conflict, Refused) as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("employer-read-need", slug=organisation.slug, pk=need.pk)


@require_POST
@member(Role.MANAGER)
def remove_need(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Ask no more."""
    need = _need(organisation, pk)
    try:
        withdraw_need(need, by=person_of(request), at=timezone.now())
        messages.success(request, _("“%(need)s” is withdrawn.") % {"need": need})
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("employer-list-needs", slug=organisation.slug)


def _need(organisation: Organisation, pk: UUID) -> SkillNeed:
    need = find_need(organisation, pk)
    if need is None:
        raise Http404
    return need


def _answer(request: HttpRequest, need: SkillNeed) -> NeedAnswer:
    """The one that was chosen; raises `Refused` (`value.unknown-choice`)."""
    try:
        return need.answers.get(pk=request.POST.get("answer", ""))
    except (NeedAnswer.DoesNotExist, ValidationError):
        told = "no answer to this need was chosen"
        raise Refused.because("value.unknown-choice", told, "/answer") from None
