"""A message of an employer: read, answered, and what was shown taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur.errors import Conflict
from testamur_web.employers import contacts
from testamur_web.employers.models import ContactRequest
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.talent_forms import AnswerForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["decline_contact", "read_contact", "stop_showing"]


def request_or_404(request: HttpRequest, pk: UUID) -> ContactRequest:
    """A message to whoever is signed in, or nothing."""
    found = contacts.find_request(person_of(request), pk)
    if found is None:
        raise Http404
    return found


@signed_in
def read_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read the message, and say yes to it."""
    row, now = request_or_404(request, pk), timezone.now()
    begun = {"name": row.person.name}
    addresses = contacts.addresses_of(row.person)
    form = AnswerForm(request.POST or None, addresses=addresses, initial=begun)
    if form.is_valid():
        with refusals_on(form):
            contacts.accept_contact(row, **form.cleaned_data, at=now)
            told = _("%(employer)s sees your name and address now.")
            messages.success(request, told % {"employer": row.organisation.name})
            return redirect("learner-read-contact", pk=row.pk)
    shown = {"contact": row, "form": form, "is_open": row.is_open(at=now)}
    return render(request, "learner/talent_contact.html", shown | {"addresses": addresses})


@require_POST
@signed_in
def decline_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no, and let that employer find nothing more where that is wished."""
    row = request_or_404(request, pk)
    try:
        contacts.decline_contact(row, blocks="block" in request.POST, at=timezone.now())
        messages.success(request, _("You said no. They learn nothing of you."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-read-talent")


@require_POST
@signed_in
def stop_showing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take name and address back."""
    row = request_or_404(request, pk)
    try:
        contacts.stop_showing(row, at=timezone.now())
        messages.success(request, _("Their page shows your name and address no longer."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-read-talent")
