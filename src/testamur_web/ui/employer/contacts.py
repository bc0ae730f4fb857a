"""Writing to somebody who was found, what became of it, and who was shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.employers import contacts
from testamur_web.employers.looking import person_behind, shown_to
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.employer.forms import MessageForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["list_contacts", "list_shown", "withdraw_contact", "write_to"]

_PAGE = 50


def behind_or_404(organisation: Organisation, alias: str) -> Person:
    """Who is called so in a search of this organisation, while they are found; or nothing."""
    found = person_behind(organisation, alias, at=timezone.now())
    if found is None:
        raise Http404
    return found


@member(Role.MANAGER)
def write_to(request: HttpRequest, organisation: Organisation, alias: str) -> HttpResponse:
    """Write to somebody by their drawn name."""
    person = behind_or_404(organisation, alias)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            contacts.send_request(
                organisation,
                person,
                alias=alias,
                **form.cleaned_data,
                by=person_of(request),
                at=timezone.now(),
            )
            told = _("Sent. You read here when %(alias)s answers.") % {"alias": alias}
            messages.success(request, told)
            return redirect("employer-list-contacts", slug=organisation.slug)
    shown = {"organisation": organisation, "form": form, "alias": alias}
    return render(request, "employer/write.html", shown)


@require_safe
@member(Role.MANAGER)
def list_contacts(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What was written, and what became of it."""
    page = Paginator(contacts.sent_by(organisation), _PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [{"row": one, "told": one.told_at(now)} for one in page]
    shown: dict[str, Any] = {"organisation": organisation, "page": page, "rows": rows}
    return render(request, "employer/contacts.html", shown)


@require_POST
@member(Role.MANAGER)
def withdraw_contact(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Take back what was not answered."""
    sent = contacts.find_sent(organisation, pk)
    if sent is None:
        raise Http404
    try:
        contacts.withdraw_request(sent, by=person_of(request), at=timezone.now())
        messages.success(request, _("It is taken back."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("employer-list-contacts", slug=organisation.slug)


@require_safe
@member(Role.MANAGER)
def list_shown(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Who was shown to the organisation, by drawn names: what those people read, too."""
    page = Paginator(shown_to(organisation), _PAGE).get_page(request.GET.get("page"))
    return render(request, "employer/shown.html", {"organisation": organisation, "page": page})
