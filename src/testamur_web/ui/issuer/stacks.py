"""Wholes, as those see them who award them: who is on the way, what waits for a yes."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import institution, services
from testamur_web.plans.models import StackCase
from testamur_web.ui.access import member, person_of
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "confirm_case",
    "export_stack",
    "list_stacks",
    "read_case",
    "read_stack",
    "refuse_case",
]

_PAGE: Final = 50
_READERS: Final = (Role.REGISTRAR, Role.MANAGER)


class RefuseForm(forms.Form):
    """Why a whole is not awarded."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("The learner reads it."),
    )


@member(*_READERS)
@require_safe
def list_stacks(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The wholes that are offered, with how many are on the way to each."""
    told = {"organisation": organisation, "wholes": institution.wholes_of(organisation)}
    return render(request, "issuer/stacks.html", told)


@member(*_READERS)
@require_safe
def read_stack(request: HttpRequest, organisation: Organisation, achievement: UUID) -> HttpResponse:
    """Everybody on the way to one whole, as far as the institution may know."""
    whole = _whole_or_404(organisation, achievement)
    state, text = request.GET.get("state", ""), request.GET.get("text", "")[:100]
    ways = institution.ways_of(organisation, whole=whole, state=state, text=text)
    told = {
        "organisation": organisation,
        "whole": whole,
        "page": Paginator(ways, _PAGE).get_page(request.GET.get("page")),
        "states": StackCase.State.choices,
        "state": state,
        "text": text,
    }
    return render(request, "issuer/stack.html", told)


@member(*_READERS)
@require_safe
def export_stack(
    _request: HttpRequest, organisation: Organisation, achievement: UUID
) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    whole = _whole_or_404(organisation, achievement)
    body = institution.ways_as_csv(institution.ways_of(organisation, whole=whole)).encode(
        "utf-8-sig"
    )
    told = HttpResponse(body, content_type="text/csv; charset=utf-8")
    name = slugify(whole.title)[:60] or "stack"
    told["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return told


@member(*_READERS)
@require_safe
def read_case(request: HttpRequest, organisation: Organisation, case: UUID) -> HttpResponse:
    """One of them: what counts and what is left; who waits can be confirmed or refused."""
    found = _case_or_404(organisation, case)
    return _case_page(request, organisation, found, RefuseForm())


@member(Role.REGISTRAR)
@require_POST
def confirm_case(request: HttpRequest, organisation: Organisation, case: UUID) -> HttpResponse:
    """Award the whole."""
    found = _case_or_404(organisation, case)
    try:
        services.confirm_stack(found, by=person_of(request), at=timezone.now())
        told = _("“%(title)s” was awarded to %(name)s.")
        messages.success(
            request, told % {"title": found.achievement.title, "name": found.person.name}
        )
    except (Conflict, Refused) as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("issuer-read-case", slug=organisation.slug, case=found.pk)


@member(Role.REGISTRAR)
@require_POST
def refuse_case(request: HttpRequest, organisation: Organisation, case: UUID) -> HttpResponse:
    """Do not award it, and say why."""
    found = _case_or_404(organisation, case)
    form = RefuseForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            services.refuse_stack(
                found, reason=form.cleaned_data["reason"], by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("It is not awarded, and the learner can read why."))
            return redirect("issuer-read-case", slug=organisation.slug, case=found.pk)
    return _case_page(request, organisation, found, form, status=422)


def _case_page(
    request: HttpRequest,
    organisation: Organisation,
    case: StackCase,
    form: RefuseForm,
    status: int = 200,
) -> HttpResponse:
    try:
        shown = institution.show_way(case, at=timezone.now())
    except Refused as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("issuer-list-stacks", slug=organisation.slug)
    told = {"organisation": organisation, "shown": shown, "form": form}
    return render(request, "issuer/stack_case.html", told, status=status)


def _whole_or_404(organisation: Organisation, pk: UUID) -> Achievement:
    return get_object_or_404(organisation.achievements, pk=pk, current__is_stack=True)


def _case_or_404(organisation: Organisation, pk: UUID) -> StackCase:
    found = institution.case_of(organisation, pk)
    if found is None:
        raise Http404
    return found
