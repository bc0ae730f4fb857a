"""Awards of an organisation: the list, one of them, giving one, and correcting one."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.awards.queries import awards_of, sentence_of, verdict_of
from testamur_web.awards.services import award_person, reissue
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.award_forms import AwardFilter, CorrectionForm, GiveForm
from testamur_web.ui.issuer.award_words import VERBS, lines_of, verbs_for

__all__ = ["correct_award", "give_award", "list_awards", "show_award"]

PER_PAGE: Final = 50


@member(Role.REGISTRAR, Role.MANAGER)
@require_safe
def list_awards(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Every award, found by words, state and achievement."""
    form = AwardFilter(request.GET, organisation=organisation)
    now = timezone.now()
    found = awards_of(organisation, **form.wanted, at=now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    told = {
        "organisation": organisation,
        "form": form,
        "page": page,
        "lines": lines_of(page.object_list, at=now),
        "query": query.urlencode(),
        "is_filtered": any(form.wanted.values()),
        "verbs": VERBS.values(),
    }
    return render(request, "issuer/awards.html", told)


@member(Role.REGISTRAR, Role.MANAGER)
@require_safe
def show_award(request: HttpRequest, organisation: Organisation, award: UUID) -> HttpResponse:
    """One award: what it says, whether it holds now, and its history."""
    found = get_object_or_404(organisation.awards.select_related("version", "key"), pk=award)
    [line] = lines_of([found], at=timezone.now())
    told = {
        "organisation": organisation,
        "award": found,
        "line": line,
        "verbs": verbs_for(line),
        "sentence": sentence_of(found),
        "report": verdict_of(found) if found.credential else None,
        "changes": found.status_changes.select_related("by"),
        "replacement": found.replaced_by.first(),
    }
    return render(request, "issuer/award.html", told)


@member(Role.REGISTRAR)
@require_http_methods(["GET", "HEAD", "POST"])
def give_award(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Award one person directly."""
    form = GiveForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        by, now = person_of(request), timezone.now()
        try:
            award = award_person(form.cleaned_data["version"], **form.given, by=by, at=now)
        except Refused as refused:
            form.add_error(None, refused.problem.detail)
        else:
            messages.success(request, _("The award is signed and on its way."))
            return redirect("issuer-show-award", organisation.slug, award.pk)
    return render(request, "issuer/award_give.html", {"organisation": organisation, "form": form})


@member(Role.REGISTRAR)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_award(request: HttpRequest, organisation: Organisation, award: UUID) -> HttpResponse:
    """Give an award again with what was wrong corrected; the old one is revoked."""
    old = get_object_or_404(organisation.awards, pk=award)
    stated = {
        "name": old.recipient_name,
        "email": old.recipient_email,
        "number": old.recipient_number,
        "awarded_on": old.awarded_at.date(),
        "grade": old.facts.get("grade", ""),
    }
    form = CorrectionForm(request.POST or None, initial=stated)
    if request.method == "POST" and form.is_valid():
        reason, by, now = form.cleaned_data["reason"], person_of(request), timezone.now()
        try:
            new = reissue(old, changes=form.changes, reason=reason, by=by, at=now)
        except (Conflict, Refused) as refused:
            form.add_error(None, refused.problem.detail)
        else:
            messages.success(request, _("The corrected award is signed; the old one is revoked."))
            return redirect("issuer-show-award", organisation.slug, new.pk)
    told = {"organisation": organisation, "form": form, "award": old}
    return render(request, "issuer/award_correct.html", told)
