"""What identifies a person: addresses that are proven by mail, numbers, and what they state."""

from __future__ import annotations

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur.errors import Conflict
from testamur_web.people.models import Identifier
from testamur_web.people.queries import addresses_of, identifiers_of
from testamur_web.people.services import (
    add_address,
    add_identifier,
    end_address,
    end_identifier,
    prefer_address,
)
from testamur_web.ui.access import demand_fresh_proof, person_of, signed_in
from testamur_web.ui.account.forms import AddressForm, IdentifierForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "add_identifier_of_mine",
    "end_address_of_mine",
    "end_identifier_of_mine",
    "list_identifiers",
    "prefer_address_of_mine",
    "prove_address",
]


@signed_in
def list_identifiers(request: HttpRequest) -> HttpResponse:
    """Show what identifies a person; take one more address and mail a link to it."""
    person = person_of(request)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        demand_fresh_proof(request)
        with refusals_on(form):
            address = add_address(
                person, email=form.cleaned_data["email"], by=person, at=timezone.now()
            )
            if not address.verified:
                send_verification_email_to_address(request, address)
            return redirect("account-list-identifiers")
    return _page(request, form, IdentifierForm(prefix="other"))


@signed_in
@require_POST
def add_identifier_of_mine(request: HttpRequest) -> HttpResponse:
    """Note what a person states of themselves; it finds nobody."""
    person = person_of(request)
    form = IdentifierForm(request.POST, prefix="other")
    if form.is_valid():
        with refusals_on(form):
            stated = form.cleaned_data
            add_identifier(
                person, kind=stated["kind"], value=stated["value"], by=person, at=timezone.now()
            )
            messages.success(request, _("It is noted."))
            return redirect("account-list-identifiers")
    return _page(request, AddressForm(), form)


@signed_in
@require_POST
def prove_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the link once more that shows whose an address is."""
    address = get_object_or_404(EmailAddress, pk=pk, user=person_of(request))
    send_verification_email_to_address(request, address)
    return redirect("account-list-identifiers")


@signed_in
@require_POST
def prefer_address_of_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what this instance sends to this address."""
    person = person_of(request)
    address = get_object_or_404(EmailAddress, pk=pk, user=person)
    try:
        prefer_address(address, by=person, at=timezone.now())
        messages.success(request, _("Mail goes to %(email)s.") % {"email": address.email})
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("account-list-identifiers")


@signed_in
def end_address_of_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end an address."""
    person = person_of(request)
    address = get_object_or_404(EmailAddress, pk=pk, user=person)
    if request.method != "POST":
        return render(request, "account/end_identifier.html", {"value": address.email})
    demand_fresh_proof(request)
    try:
        end_address(address, by=person, at=timezone.now())
        messages.success(request, _("%(email)s has ended.") % {"email": address.email})
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("account-list-identifiers")


@signed_in
def end_identifier_of_mine(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask, then end an identifier."""
    person = person_of(request)
    row = get_object_or_404(Identifier, pk=pk, person=person, ended_at=None)
    if request.method != "POST":
        return render(request, "account/end_identifier.html", {"value": row.value})
    end_identifier(row, by=person, at=timezone.now())
    messages.success(request, _("%(value)s has ended.") % {"value": row.value})
    return redirect("account-list-identifiers")


def _page(request: HttpRequest, form: AddressForm, other: IdentifierForm) -> HttpResponse:
    person = person_of(request)
    others = identifiers_of(person).exclude(kind=Identifier.Kind.EMAIL)
    shown = {
        "addresses": addresses_of(person),
        "others": others,
        "form": form,
        "other_form": other,
    }
    return render(request, "account/identifiers.html", shown)
