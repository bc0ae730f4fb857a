"""The role profiles of an organisation: listed, shown, begun from anything, and changed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict
from testamur.pathways.goal import Goal as Wanted
from testamur.skills.search import MAX_LENGTH
from testamur.talent.profile import JobProfile, profile_of
from testamur_web.catalogue.skills import find_entries
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import profiles
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.proposing import as_managed, proposals_in
from testamur_web.plans.services import occupation_wanted
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.role_forms import (
    NeedRows,
    ProfileForm,
    ProposeForm,
    job_of_rows,
    rows_of,
)
from testamur_web.ui.naming import id_or_404
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "edit_role",
    "job_chosen",
    "list_roles",
    "make_role",
    "profile_or_404",
    "proposals_on",
    "read_role",
    "typed_rows",
    "withdraw_role",
]

_OFFERED: Final = 12
_PAGE: Final = 50
_MORE: Final = 5
_DIGITS: Final = 5
_NOTHING: Final = profile_of(Wanted(()))


def profile_or_404(organisation: Organisation, pk: UUID) -> RoleProfile:
    """A role profile of this organisation, or nothing."""
    profile = profiles.find_profile(organisation, pk)
    if profile is None:
        raise Http404
    return profile


def proposals_on(
    request: HttpRequest, organisation: Organisation, profile: RoleProfile | None = None
) -> dict[str, Any]:
    """A page of what was proposed, each with what the person lets be seen."""
    rows = Paginator(proposals_in(organisation, profile), _PAGE)
    page, now = rows.get_page(request.GET.get("page")), timezone.now()
    return {"page": page, "proposals": [as_managed(one, at=now) for one in page]}


def job_chosen(request: HttpRequest, organisation: Organisation) -> JobProfile | None:
    """What the role in use asks for that `?profile=` names; None where none is named."""
    asked = request.GET.get("profile", "")
    if not asked:
        return None
    row = profiles.profiles_of(organisation).filter(pk=id_or_404(asked)).first()
    if row is None:
        raise Http404
    return profiles.job_in(profiles.newest_of(row))


@require_safe
@member(Role.MANAGER)
def list_roles(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All role profiles in use, by title, and what was proposed."""
    shown = {"organisation": organisation, "profiles": profiles.profiles_of(organisation)}
    shown |= proposals_on(request, organisation)
    return render(request, "issuer/roles.html", shown)


@require_safe
@member(Role.MANAGER)
def read_role(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """What a role asks for, its versions, and to whom it was proposed."""
    profile = profiles.profile_in(profile_or_404(organisation, pk))
    shown: dict[str, Any] = {
        "organisation": organisation,
        "profile": profile,
        "rows": rows_of(profile.job),
        "form": ProposeForm(organisation=organisation),
    }
    shown |= proposals_on(request, organisation, profile.row)
    return render(request, "issuer/role.html", shown)


@member(Role.MANAGER)
def make_role(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Describe a role, beginning with an occupation, with another profile, or with nothing."""
    begun = _begun(request, organisation)
    if begun is None and request.method != "POST":
        words = request.GET.get("q", "").replace("\0", "").strip()[:MAX_LENGTH]
        language = (get_language() or "").partition("-")[0]
        hits = find_entries(words, kind="occupation", language=language, limit=_OFFERED)
        others = profiles.profiles_of(organisation)
        shown = {"organisation": organisation, "words": words, "hits": hits, "profiles": others}
        return render(request, "issuer/role_begin.html", shown)
    return _described(request, organisation, begun or _NOTHING, profile=None)


@member(Role.MANAGER)
def edit_role(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Change what a role asks for."""
    profile = profile_or_404(organisation, pk)
    job = profiles.job_in(profiles.newest_of(profile))
    return _described(request, organisation, job, profile=profile)


@require_POST
@member(Role.MANAGER)
def withdraw_role(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Propose it to nobody any more."""
    profile = profile_or_404(organisation, pk)
    try:
        profiles.withdraw_profile(profile, by=person_of(request), at=timezone.now())
        messages.success(request, _("“%(role)s” is withdrawn.") % {"role": profile})
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("issuer-list-roles", slug=organisation.slug)


def _begun(request: HttpRequest, organisation: Organisation) -> JobProfile | None:
    """What a new role begins with; None where that is still to be chosen."""
    if uri := request.GET.get("occupation", ""):
        return profile_of(occupation_wanted(uri))
    return job_chosen(request, organisation) or (_NOTHING if "empty" in request.GET else None)


def _described(
    request: HttpRequest,
    organisation: Organisation,
    begun: JobProfile,
    *,
    profile: RoleProfile | None,
) -> HttpResponse:
    """The page on which a role is described; once it is right, the page that shows it."""
    form = ProfileForm(request.POST or None, initial={"title": begun.goal.label})
    rows = NeedRows(typed_rows(request), prefix="needs", initial=rows_of(begun))
    is_done = request.method == "POST" and "more" not in request.POST
    if is_done and form.is_valid() and rows.is_valid():
        with refusals_on(form):
            job = job_of_rows(form.cleaned_data["title"], rows)
            kept = _keep(request, organisation, job, profile)
            messages.success(request, _("“%(role)s” is saved.") % {"role": kept})
            return redirect("issuer-read-role", slug=organisation.slug, pk=kept.pk)
    shown = {"organisation": organisation, "form": form, "rows": rows, "profile": profile}
    return render(request, "issuer/role_edit.html", shown)


def typed_rows(request: HttpRequest) -> QueryDict | None:
    """The rows as they were sent, with some more where those were asked for."""
    if request.method != "POST":
        return None
    typed = request.POST.copy()
    many = typed.get("needs-TOTAL_FORMS", "")
    if "more" in typed and many.isdecimal() and len(many) < _DIGITS:
        typed["needs-TOTAL_FORMS"] = str(int(many) + _MORE)
    return typed


def _keep(
    request: HttpRequest, organisation: Organisation, job: JobProfile, profile: RoleProfile | None
) -> RoleProfile:
    by, now = person_of(request), timezone.now()
    if profile is None:
        return profiles.create_profile(organisation, job, by=by, at=now)
    profiles.edit_profile(profile, job, by=by, at=now)
    return profile
