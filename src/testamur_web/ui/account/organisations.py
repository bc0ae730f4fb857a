"""Organisations: made by whoever needs one, described by their administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur_web.employers.leading import scope_of
from testamur_web.people.models import Organisation, Role
from testamur_web.people.services import create_organisation, edit_organisation
from testamur_web.ui.access import member, person_of, signed_in
from testamur_web.ui.account.forms import EditOrganisationForm, OrganisationForm
from testamur_web.ui.account.waiting import standing_of
from testamur_web.ui.refusals import refusals_on

__all__ = ["edit", "make", "read"]


@signed_in
def make(request: HttpRequest) -> HttpResponse:
    """Make an organisation, whose administrator is whoever makes it."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            organisation = create_organisation(
                **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("%(name)s is made.") % {"name": organisation})
            return redirect("account-edit-organisation", slug=organisation.slug)
    return render(request, "account/organisation_new.html", {"form": form})


@member(Role.ADMIN)
def edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Change what an organisation says of itself."""
    form = EditOrganisationForm(
        request.POST or None, initial=EditOrganisationForm.shown(organisation)
    )
    if form.is_valid():
        with refusals_on(form):
            edit_organisation(
                organisation, by=person_of(request), at=timezone.now(), **form.changes
            )
            messages.success(request, _("It is changed."))
            return redirect("account-edit-organisation", slug=organisation.slug)
    shown = {"form": form, "organisation": organisation}
    return render(request, "account/organisation_edit.html", shown)


@member()
def read(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The first page of an organisation: what needs its people, then how it stands."""
    person = person_of(request)
    standing = standing_of(organisation, person=person, at=timezone.now())
    scope = scope_of(person, organisation, standing.roles)
    shown = {"organisation": organisation, "standing": standing, "scope": scope}
    return render(request, "account/organisation.html", shown)
