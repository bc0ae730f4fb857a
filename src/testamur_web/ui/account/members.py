"""Members of an organisation and their roles."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur.errors import Conflict
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.people.queries import members_of, open_invitations_of, roles_of
from testamur_web.people.services import remove_member, set_roles
from testamur_web.ui.access import member, person_of
from testamur_web.ui.account.forms import RolesForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["edit_member", "leave", "list_members", "remove"]


@member(Role.MANAGER)
def list_members(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Everybody who belongs to an organisation, and who is invited."""
    shown = {
        "organisation": organisation,
        "members": members_of(organisation),
        "invitations": open_invitations_of(organisation, at=timezone.now()),
    }
    return render(request, "account/members.html", shown)


@member(Role.ADMIN)
def edit_member(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Let a member have other roles."""
    person, held = _member(organisation, pk)
    form = RolesForm(request.POST or None, initial={"roles": [role.value for role in held]})
    if form.is_valid():
        with refusals_on(form):
            set_roles(
                organisation,
                person=person,
                roles=form.cleaned_data["roles"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("%(name)s has these roles now.") % {"name": person})
            return redirect("account-list-members", slug=organisation.slug)
    shown = {"form": form, "organisation": organisation, "somebody": person}
    return render(request, "account/member_edit.html", shown)


@member(Role.ADMIN)
def remove(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Ask, then end the membership of somebody."""
    person, _held = _member(organisation, pk)
    return _end_membership(request, organisation, person, then="account-list-members")


@member()
def leave(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Ask, then end one's own membership."""
    return _end_membership(request, organisation, person_of(request), then="")


def _end_membership(
    request: HttpRequest, organisation: Organisation, person: Person, *, then: str
) -> HttpResponse:
    if request.method != "POST":
        shown = {"organisation": organisation, "somebody": person, "is_me": not then}
        return render(request, "account/member_remove.html", shown)
    try:
        remove_member(organisation, person=person, by=person_of(request), at=timezone.now())
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("account-read-organisation", slug=organisation.slug)
    told = {"name": person, "organisation": organisation}
    messages.success(request, _("%(name)s is no member of %(organisation)s any more.") % told)
    return redirect(then, slug=organisation.slug) if then else redirect("account-read-home")


def _member(organisation: Organisation, pk: UUID) -> tuple[Person, set[Role]]:
    person = Person.objects.filter(pk=pk, memberships__organisation=organisation).first()
    if person is None:
        raise Http404
    return person, roles_of(person, organisation)
