"""An account: the name it shows, and the way to everything else that can be settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur_web.people.services import edit_person
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.account.forms import PersonForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["settle_account"]


@signed_in
def settle_account(request: HttpRequest) -> HttpResponse:
    """Show the settings of an account, and take its name."""
    person = person_of(request)
    form = PersonForm(request.POST or None, initial={"name": person.name})
    if form.is_valid():
        with refusals_on(form):
            edit_person(person, name=form.cleaned_data["name"], by=person, at=timezone.now())
            messages.success(request, _("Your name is changed."))
            return redirect("account-settle-account")
    return render(request, "account/account.html", {"form": form})
