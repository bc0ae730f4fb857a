"""A role begun with an advert: pasted or uploaded, read, corrected row by row, then kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur.talent.postings import Posting
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import profiles
from testamur_web.ui.access import member, person_of
from testamur_web.ui.advert_forms import PostingForm
from testamur_web.ui.refusals import refusals_on
from testamur_web.ui.suggestions import LEVELS, job_from, suggestions_in

__all__ = ["begin_with_advert"]


@member(Role.MANAGER)
def begin_with_advert(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Hand over an advert, look at what was found, make a profile of what is right."""
    form = PostingForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"organisation": organisation, "form": form, "levels": LEVELS}
    if form.is_valid():
        with refusals_on(form):
            posting = form.read()
            shown["found"] = suggestions_in(posting.text, request.POST.dict())
            shown["asked"] = True
            if "confirm" in request.POST:
                return _confirmed(request, organisation, posting, shown)
            shown["form"] = PostingForm.shown_again(posting)
    return render(request, "issuer/role_advert.html", shown)


def _confirmed(
    request: HttpRequest, organisation: Organisation, posting: Posting, shown: dict[str, Any]
) -> HttpResponse:
    """Keep what was chosen; raises what `create_profile` does."""
    job = job_from(posting.title, shown["found"])
    if job is None:
        shown["complaint"] = _("Choose at least one skill.")
        return render(request, "issuer/role_advert.html", shown)
    profile = profiles.create_profile(organisation, job, by=person_of(request), at=timezone.now())
    messages.success(request, _("Now look at the levels that the text left open."))
    return redirect("issuer-edit-role", slug=organisation.slug, pk=profile.pk)
