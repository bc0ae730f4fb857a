"""An issuer answers needs of employers: with what it publishes, or with a draft they review."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.employers.answering import answer_need, take_back_answer
from testamur_web.employers.asked import answers_of_issuer, job_of, public_need
from testamur_web.employers.models import SkillNeed
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.role_forms import rows_of
from testamur_web.ui.naming import id_or_404
from testamur_web.ui.needs.forms import AnswerForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["give_answer", "list_answers", "remove_answer"]

_PAGE: Final = 30


@require_safe
@member(Role.DESIGNER)
def list_answers(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What this issuer answered, the newest first, and what became of the need."""
    now = timezone.now()
    page = Paginator(answers_of_issuer(organisation), _PAGE).get_page(request.GET.get("page"))
    rows = [(answer, answer.need.state_at(now)) for answer in page]
    shown = {"organisation": organisation, "page": page, "rows": rows}
    return render(request, "needs/answers.html", shown)


@member(Role.DESIGNER)
def give_answer(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Answer the need that the address names."""
    need, now = _need(request), timezone.now()
    form = AnswerForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        with refusals_on(form):
            made = answer_need(need, **form.cleaned_data, by=person_of(request), at=now)
            told = _("“%(title)s” answers the need; %(employer)s is written to.")
            if made.review:
                told = _("“%(title)s” answers the need; %(employer)s is invited to the draft.")
            named = {"title": made.answer.achievement, "employer": need.organisation}
            messages.success(request, told % named)
            return redirect("issuer-list-answers", slug=organisation.slug)
    shown = {
        "organisation": organisation,
        "need": need,
        "state": need.state_at(now),
        "rows": rows_of(job_of(need)),
        "form": form,
    }
    return render(request, "needs/answer.html", shown)


@require_POST
@member(Role.DESIGNER)
def remove_answer(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Offer it no longer."""
    answer = answers_of_issuer(organisation).filter(pk=pk).first()
    if answer is None:
        raise Http404
    try:
        take_back_answer(answer, by=person_of(request), at=timezone.now())
        messages.success(request, _("The answer is taken back."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("issuer-list-answers", slug=organisation.slug)


def _need(request: HttpRequest) -> SkillNeed:
    need = public_need(id_or_404(request.GET.get("need", "")))
    if need is None:
        raise Http404
    return need
