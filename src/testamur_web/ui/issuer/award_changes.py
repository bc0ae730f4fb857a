"""Revoking, suspending and reinstating: one award, those that were chosen, or all that are found.

The page says first who is affected. What is confirmed is what was shown: where another number
would be affected by then, the page is shown again.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from testamur.errors import Refused
from testamur_web.awards.models import Award
from testamur_web.awards.queries import awards_of
from testamur_web.awards.services import change_status
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.award_forms import AwardFilter, ReasonForm
from testamur_web.ui.issuer.award_words import VERBS, lines_of
from testamur_web.wallet.queries import reachable

__all__ = ["change_awards"]

_SHOWN: Final = 20
_CHANGEABLE: Final = {
    "revoke": Q(revoked_at=None) & ~Q(credential=""),
    "suspend": Q(revoked_at=None, suspended_at=None) & ~Q(credential=""),
    "reinstate": Q(revoked_at=None, suspended_at__isnull=False),
}


@member(Role.REGISTRAR)
@require_http_methods(["GET", "HEAD", "POST"])
def change_awards(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show who is affected, and do it once it is confirmed."""
    verb = VERBS.get(request.GET.get("verb", ""))
    if verb is None or not ("award" in request.GET or "all" in request.GET):
        messages.info(request, _("Choose at least one award, and what to do with it."))
        return redirect("issuer-list-awards", organisation.slug)
    chosen = _chosen(request, organisation)
    affected = chosen.filter(_CHANGEABLE[verb.name])
    count = affected.count()
    form = ReasonForm(request.POST or None, initial={"expected": count})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["expected"] == count:
            return _do(request, organisation, verb.name, affected, form)
        form = ReasonForm(initial={"expected": count, "reason": form.cleaned_data["reason"]})
        messages.warning(request, _("Something changed meanwhile. Please look again."))
    told = {
        "organisation": organisation,
        "verb": verb,
        "form": form,
        "count": count,
        "left_alone": chosen.count() - count,
        "lines": lines_of(affected[:_SHOWN], at=timezone.now()),
        "more": max(count - _SHOWN, 0),
        "told": reachable(affected).count(),
    }
    return render(request, "issuer/awards_change.html", told)


def _do(
    request: HttpRequest,
    organisation: Organisation,
    verb: str,
    affected: QuerySet[Award],
    form: ReasonForm,
) -> HttpResponse:
    by, reason = person_of(request), form.cleaned_data["reason"]
    try:
        changed = change_status(affected, verb=verb, reason=reason, by=by, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.problem.detail)
        return redirect(request.get_full_path())
    count = len(changed)
    told = {
        "revoke": ngettext("%(n)s award is revoked.", "%(n)s awards are revoked.", count),
        "suspend": ngettext("%(n)s award is suspended.", "%(n)s awards are suspended.", count),
        "reinstate": ngettext(
            "%(n)s award is valid again.", "%(n)s awards are valid again.", count
        ),
    }[verb]
    messages.success(request, told % {"n": count})
    if count == 1:
        return redirect("issuer-show-award", organisation.slug, changed[0].pk)
    return redirect("issuer-list-awards", organisation.slug)


def _chosen(request: HttpRequest, organisation: Organisation) -> QuerySet[Award]:
    """What the address names: all that the filters find, or each award by its id.

    One id that is not the organisation's makes the whole request one for what is not there.
    """
    if request.GET.get("all"):
        form = AwardFilter(request.GET, organisation=organisation)
        return awards_of(organisation, **form.wanted)
    try:
        wanted = {UUID(text) for text in request.GET.getlist("award")}
    except ValueError:
        raise Http404 from None
    found = awards_of(organisation).filter(pk__in=wanted)
    if found.count() != len(wanted):
        raise Http404
    return found
