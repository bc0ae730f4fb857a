"""Invitations to an organisation: sent, sent again, withdrawn, and accepted by who holds one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from testamur.errors import Conflict
from testamur_web.people.models import Organisation, Role
from testamur_web.people.queries import find_invitation
from testamur_web.people.services import (
    accept_invitation,
    invite,
    invite_again,
    withdraw_invitation,
)
from testamur_web.ui.access import member, person_of
from testamur_web.ui.account.forms import InviteForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["invite_member", "open_invitation", "send_again", "withdraw"]


@member(Role.ADMIN)
def invite_member(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            invitation = invite(
                organisation, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
            told = {"email": invitation.email}
            messages.success(request, _("An invitation is on its way to %(email)s.") % told)
            return redirect("account-list-members", slug=organisation.slug)
    shown = {"form": form, "organisation": organisation}
    return render(request, "account/invite.html", shown)


@require_POST
@member(Role.ADMIN)
def send_again(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Mail an invitation once more; the older link ends."""
    invitation = get_object_or_404(organisation.invitations, pk=pk)
    try:
        invite_again(invitation, by=person_of(request), at=timezone.now())
        messages.success(request, _("The invitation is on its way again."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("account-list-members", slug=organisation.slug)


@require_POST
@member(Role.ADMIN)
def withdraw(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """End an invitation that nobody accepted."""
    invitation = get_object_or_404(organisation.invitations, pk=pk)
    try:
        withdraw_invitation(invitation, by=person_of(request), at=timezone.now())
        messages.success(request, _("The invitation is withdrawn."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("account-list-members", slug=organisation.slug)


@never_cache
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to who holds its token; whoever is signed in may accept."""
    invitation = find_invitation(token, at=timezone.now())
    if invitation is None:
        raise Http404
    here = urlencode({"next": reverse("account-open-invitation", args=[token])})
    if request.method == "POST" and request.user.is_authenticated:
        accept_invitation(invitation, by=person_of(request), at=timezone.now())
        told = {"organisation": invitation.organisation}
        messages.success(request, _("Welcome to %(organisation)s.") % told)
        return redirect("account-read-organisation", slug=invitation.organisation.slug)
    if request.method == "POST":
        return redirect(f"{reverse('account_login')}?{here}")
    roles = [Role(role).label for role in invitation.roles]
    shown = {"invitation": invitation, "roles": roles, "here": here}
    return render(request, "account/invitation.html", shown)
