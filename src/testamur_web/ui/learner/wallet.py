"""A person's wallet: what is in it, one credential with all there is, and adding from elsewhere."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur.errors import Refused, TestamurError
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.learning.surveys import open_call_of
from testamur_web.plans.freshness import fading_of, skills_in
from testamur_web.trust.queries import behind_award
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.wallet_forms import AddForm
from testamur_web.ui.refusals import sentence_of
from testamur_web.ui.sending import send_file_of, to_save
from testamur_web.wallet import queries, services
from testamur_web.wallet.models import Item
from testamur_web.wallet.renewals import renewals_of
from testamur_web.wallet.uses import uses_of
from testamur_web.wallet.whole_files import whole_file_of, whole_files_of

__all__ = [
    "add_item",
    "download_item",
    "items_of",
    "list_renewals",
    "list_wallet",
    "read_item",
    "remove_item",
]

_STATES: Final = (
    ("", gettext_lazy("All")),
    ("valid", gettext_lazy("Valid")),
    ("ended", gettext_lazy("Expired or withdrawn")),
    ("shared", gettext_lazy("Shared now")),
    ("elsewhere", gettext_lazy("From elsewhere")),
)


def items_of(request: HttpRequest) -> QuerySet[Item]:
    """What is in the wallet of whoever is signed in, and nothing else."""
    held = person_of(request).wallet_items
    return held.select_related("award__organisation", "award__version", "holder")


@require_safe
@signed_in
def list_wallet(request: HttpRequest) -> HttpResponse:
    """Every credential as a card, filtered."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "")[:100]
    now = timezone.now()
    cards, total = queries.items_of(person_of(request), at=now, state=state, text=text)
    told = {"cards": cards, "total": total, "state": state, "text": text, "states": _STATES}
    return render(request, "learner/wallet.html", told)


@require_safe
@signed_in
def list_renewals(request: HttpRequest) -> HttpResponse:
    """What expires soon, what of one's goal fades, and where it is earned again."""
    person, now = person_of(request), timezone.now()
    told = {
        "renewals": renewals_of(person, at=now),
        "fading": fading_of(person, at=now),
    }
    return render(request, "learner/renewals.html", told)


@require_safe
@signed_in
def read_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One credential: what it says, whether it holds, its files, who can see it."""
    item = get_object_or_404(items_of(request), pk=pk)
    now = timezone.now()
    shown = queries.show(item, at=now, beside=queries.parts_of(item))
    told = {
        "item": item,
        "shown": shown,
        "shares": queries.shares_of(person_of(request), at=now, item=item),
        "uses": uses_of(item, at=now),
        "survey": open_call_of(item.award_id, at=now),
        "whole_files": whole_files_of(item),
        "vouched": behind_award(item.award, at=now) if item.award else [],
        "ask_for": f"award:{item.award_id}" if item.award_id else "",
        "skills": skills_in(shown, at=now, holder=person_of(request)),
    }
    return render(request, "learner/item.html", told)


@require_safe
@signed_in
def download_item(request: HttpRequest, pk: UUID, file: str) -> HttpResponse:
    """One of its files; those of a whole with its parts are for its holder alone."""
    item = get_object_or_404(items_of(request), pk=pk)
    try:
        together = whole_file_of(item, file, at=timezone.now())
    except Refused as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("learner-read-item", pk=item.pk)
    return to_save(together) if together else send_file_of(item, file)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_item(request: HttpRequest) -> HttpResponse:
    """Add what another system gave: judged on entry, and labelled by what was found."""
    is_sent = request.method == "POST"
    form = AddForm(request.POST, request.FILES) if is_sent else AddForm()
    if is_sent and form.is_valid():
        now = timezone.now()
        try:
            item = services.add_from_elsewhere(
                person_of(request), form.source, resolver=InstanceResolver(at=now), at=now
            )
        except TestamurError as error:
            form.add_error(None, f"{error.problem.meaning.title} {error.problem.detail}")
        else:
            messages.success(request, _("“%(title)s” is in your wallet.") % {"title": item.title})
            return redirect("learner-read-item", pk=item.pk)
    status = 422 if form.errors else 200
    return render(request, "learner/item_add.html", {"form": form}, status=status)


@require_POST
@signed_in
def remove_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take what came from elsewhere out again."""
    item = get_object_or_404(items_of(request), pk=pk)
    services.remove_item(item, by=person_of(request), at=timezone.now())
    messages.success(request, _("“%(title)s” was removed.") % {"title": item.title})
    return redirect("learner-list-wallet")
