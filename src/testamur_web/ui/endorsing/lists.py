"""What waits, what was asked, given and received: of a person, and of an organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.trust import asking, giving, queries
from testamur_web.trust.models import Endorsement, EndorsementRequest
from testamur_web.trust.rights import is_theirs
from testamur_web.trust.subjects import subject_of
from testamur_web.ui.access import member, person_of, signed_in
from testamur_web.ui.endorsing.addresses import list_of
from testamur_web.ui.endorsing.forms import WithdrawForm
from testamur_web.ui.refusals import refusals_on, sentence_of
from testamur_web.ui.sending import to_save
from testamur_web.wallet.downloads import File
from testamur_web.wallet.models import Share
from testamur_web.wallet.queries import find_open_share

__all__ = [
    "list_endorsements",
    "list_of_organisation",
    "read_endorsement",
    "show_endorsement",
    "take_back_request",
    "withdraw_endorsement",
]


@require_safe
@signed_in
def list_endorsements(request: HttpRequest) -> HttpResponse:
    """One's own: what waits for an answer, what was asked, said of one's credentials, and given."""
    person, now = person_of(request), timezone.now()
    told = _listed(person, None, list(asking.asked_of(person)), at=now)
    return render(request, "trust/endorsements.html", told)


@require_safe
@member(Role.MANAGER)
def list_of_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The same of an organisation."""
    person, now = person_of(request), timezone.now()
    waiting = list(asking.asked_of_organisation(organisation))
    told = _listed(person, organisation, waiting, at=now)
    return render(request, "trust/endorsements.html", told)


@require_safe
def read_endorsement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The signed text, for whoever may read it."""
    row = queries.find_endorsement(pk)
    person = person_of(request) if request.user.is_authenticated else None
    if row is None or not queries.may_read(
        row, person=person, is_award_public=_is_public(row, at=timezone.now())
    ):
        raise Http404
    return to_save(File("endorsement.json", "application/vc", row.credential.encode()))


@signed_in
def withdraw_endorsement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one said, or what was said for an organisation, with a reason."""
    row, person = queries.find_endorsement(pk), person_of(request)
    if row is None or not queries.is_giver(row, person=person):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            giving.withdraw(row, **form.cleaned_data, by=person, at=timezone.now())
            messages.success(request, _("It is withdrawn, and counts nowhere any more."))
            return redirect(list_of(row.organisation))
    told = {
        "row": row,
        "subject": subject_of(row),
        "form": form,
        "back": list_of(row.organisation),
    }
    return render(request, "trust/withdraw.html", told)


@require_POST
@signed_in
def show_endorsement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what was said of what is one's own, or keep it to oneself."""
    row, person = queries.find_endorsement(pk), person_of(request)
    if row is None or not is_theirs(subject_of(row), person=person):
        raise Http404
    is_shown = "show" in request.POST
    giving.show(row, is_shown=is_shown, by=person, at=timezone.now())
    told = _("It is shown.") if is_shown else _("It is shown no more, and counts nowhere.")
    messages.success(request, told)
    return redirect(list_of(None if row.award is not None else subject_of(row).owner))


@require_POST
@signed_in
def take_back_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask no longer."""
    person = person_of(request)
    row = EndorsementRequest.objects.select_related("asked_by").filter(pk=pk).first()
    if row is None or not _has_asked(row, person):
        raise Http404
    try:
        asking.take_back_request(row, by=person, at=timezone.now())
        messages.success(request, _("You ask no longer."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect(list_of(None if row.award_id else subject_of(row).owner))


def _has_asked(row: EndorsementRequest, person: Person) -> bool:
    """Whoever asked for what they hold; whoever speaks for the issuer of what it is about."""
    return row.asked_by == person if row.award_id else is_theirs(subject_of(row), person=person)


def _listed(
    person: Person,
    organisation: Organisation | None,
    waiting: list[EndorsementRequest],
    *,
    at: datetime,
) -> dict[str, Any]:
    asked = asking.asked_by(person, organisation).filter(state=EndorsementRequest.State.WAITING)
    return {
        "organisation": organisation,
        "waiting": [(one, subject_of(one), asking.token_of(one)) for one in waiting],
        "asked": [(one, subject_of(one)) for one in asked],
        "received": queries.about_what_is_theirs(person, organisation, at=at),
        "given": queries.given_by(person, organisation, at=at),
    }


def _is_public(row: Endorsement, *, at: datetime) -> bool:
    """Whether the credential that it is about is shown to everybody; always so of all else."""
    if row.award_id is None:
        return True
    shared, _has_ended = find_open_share(row.award_id, kind=Share.Kind.PUBLIC, at=at)
    return shared is not None
