"""Numbers an organisation gives, such as student numbers, and whom each stands for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur_web.people.models import Organisation, Person, Role
from testamur_web.people.queries import find_by_username, numbers_of
from testamur_web.people.services import add_number, end_identifier, rebind_number
from testamur_web.ui.access import member, person_of
from testamur_web.ui.account.forms import NumberForm, RebindForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["end_number", "list_numbers", "rebind"]


@member(Role.REGISTRAR)
def list_numbers(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The numbers of an organisation; bind one more."""
    form = NumberForm(request.POST or None)
    person = _named(form)
    if person is not None:
        with refusals_on(form):
            value = form.cleaned_data["value"]
            add_number(
                organisation, person=person, value=value, by=person_of(request), at=timezone.now()
            )
            told = {"value": value, "name": person}
            messages.success(request, _("%(value)s stands for %(name)s.") % told)
            return redirect("account-list-numbers", slug=organisation.slug)
    numbers = numbers_of(organisation)
    shown = {"form": form, "organisation": organisation, "numbers": numbers}
    return render(request, "account/numbers.html", shown)


@member(Role.REGISTRAR)
def rebind(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Let a number stand for somebody else."""
    number = get_object_or_404(numbers_of(organisation), pk=pk)
    form = RebindForm(request.POST or None)
    person = _named(form)
    if person is not None:
        with refusals_on(form):
            rebind_number(number, person=person, by=person_of(request), at=timezone.now())
            told = {"value": number.value, "name": person}
            messages.success(request, _("%(value)s stands for %(name)s.") % told)
            return redirect("account-list-numbers", slug=organisation.slug)
    shown = {"form": form, "organisation": organisation, "number": number}
    return render(request, "account/number_rebind.html", shown)


@require_POST
@member(Role.REGISTRAR)
def end_number(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Let a number stand for nobody."""
    number = get_object_or_404(numbers_of(organisation), pk=pk)
    end_identifier(number, by=person_of(request), at=timezone.now())
    messages.success(request, _("%(value)s stands for nobody.") % {"value": number.value})
    return redirect("account-list-numbers", slug=organisation.slug)


def _named(form: Form) -> Person | None:
    """Whom the form names, where it is filled in and there is somebody of that user name."""
    if not form.is_valid():
        return None
    person = find_by_username(form.cleaned_data["username"])
    if person is None:
        form.add_error("username", _("Nobody has this user name."))
    return person
