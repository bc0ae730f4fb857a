"""The accounts of the instance: found, closed, reopened, let in again."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from testamur.errors import Refused
from testamur_web.people.models import Person
from testamur_web.people.queries import (
    addresses_of,
    identifiers_of,
    organisations_of,
    people_like,
)
from testamur_web.people.services import close_account, make_password_link, reopen_account
from testamur_web.ui.access import operator, person_of
from testamur_web.ui.refusals import sentence_of

__all__ = ["close", "list_people", "make_link", "read_person", "reopen"]

PER_PAGE = 50


@operator
def list_people(request: HttpRequest) -> HttpResponse:
    """Find an account by a part of its name, user name or address."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    page = Paginator(people_like(text), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "operator/people.html", {"page": page, "q": text})


@operator
def read_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account: what identifies it, and where it belongs."""
    return _page(request, get_object_or_404(Person, pk=pk))


@require_POST
@operator
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let nobody sign in to an account."""
    person = get_object_or_404(Person, pk=pk)
    try:
        close_account(person, by=person_of(request), at=timezone.now())
        messages.success(request, _("The account of %(name)s is closed.") % {"name": person})
    except Refused as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("operator-read-person", pk=pk)


@require_POST
@operator
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let its person sign in again."""
    person = get_object_or_404(Person, pk=pk)
    reopen_account(person, by=person_of(request), at=timezone.now())
    messages.success(request, _("The account of %(name)s is open again.") % {"name": person})
    return redirect("operator-read-person", pk=pk)


@require_POST
@never_cache
@operator
def make_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link that sets a new password once, for somebody whose mail reaches them nowhere."""
    person = get_object_or_404(Person, pk=pk)
    path = make_password_link(person, by=person_of(request), at=timezone.now())
    return _page(request, person, link=settings.INSTANCE_URL + path)


def _page(request: HttpRequest, person: Person, *, link: str = "") -> HttpResponse:
    shown = {
        "somebody": person,
        "addresses": addresses_of(person),
        "identifiers": identifiers_of(person).exclude(kind="email"),
        "organisations": organisations_of(person),
        "link": link,
    }
    return render(request, "operator/person.html", shown)
