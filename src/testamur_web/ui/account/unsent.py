"""What could not be done for an organisation, such as mail that nobody took, and another try."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from testamur_web.ops.models import OutboxRow
from testamur_web.ops.retry import given_up, try_again
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.refusals import refusals_on
from testamur_web.wallet.services import send_elsewhere
from testamur_web.wallet.unsent import unsent_of

__all__ = ["correct_unsent", "list_unsent", "send_unsent_again"]

AT_MOST = 100


class AddressForm(forms.Form):
    """Where the letter goes instead."""

    email = forms.EmailField(label=gettext_lazy("The right e-mail address"), max_length=254)


@member(Role.REGISTRAR)
def list_unsent(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What was given up, and why."""
    shown = {"organisation": organisation, "letters": unsent_of(_rows(organisation)[:AT_MOST])}
    return render(request, "account/unsent.html", shown)


@require_POST
@member(Role.REGISTRAR)
def send_unsent_again(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Try once more what was given up."""
    row = get_object_or_404(_rows(organisation), pk=pk)
    if try_again(row, by=person_of(request), at=timezone.now()):
        messages.success(request, _("It is tried again."))
    return redirect("account-list-unsent", slug=organisation.slug)


@member(Role.REGISTRAR)
def correct_unsent(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Correct the address of a letter, and send it."""
    row = get_object_or_404(_rows(organisation), pk=pk)
    [letter] = unsent_of([row])
    form = AddressForm(request.POST or None, initial={"email": letter.address})
    if form.is_valid():
        with refusals_on(form):
            email = form.cleaned_data["email"]
            send_elsewhere(row, email=email, by=person_of(request), at=timezone.now())
            messages.success(request, _("It goes to %(email)s now.") % {"email": email})
            return redirect("account-list-unsent", slug=organisation.slug)
    shown = {"organisation": organisation, "letter": letter, "form": form}
    return render(request, "account/unsent_correct.html", shown)


def _rows(organisation: Organisation) -> QuerySet[OutboxRow]:
    return given_up(organisation.pk)
