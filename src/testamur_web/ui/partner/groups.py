"""The groups of a partner: who is in them, how far they have come, and their cards."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from testamur_web.learning import partners, services
from testamur_web.learning.models import Enrolment, Partnership
from testamur_web.learning.services import Listing
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.drawing import qr_code
from testamur_web.ui.partner.forms import GroupForm
from testamur_web.ui.refusals import refusals_on, sentence_of
from testamur_web.ui.sending import secret
from testamur_web.wallet import addresses, groups

__all__ = [
    "enrol_group",
    "export_report",
    "list_groups",
    "partnership_or_404",
    "place_or_404",
    "read_group",
    "show_cards",
]

_PER_PAGE: Final = 100


def partnership_or_404(organisation: Organisation, pk: UUID) -> Partnership:
    """What this organisation may work in now, or nothing."""
    return get_object_or_404(partners.working_for(organisation, at=timezone.now()), pk=pk)


def place_or_404(partnership: Partnership, enrolment: UUID) -> Enrolment:
    """Somebody of the partner's own group, or nothing."""
    return get_object_or_404(partners.group_of(partnership), pk=enrolment)


@member(Role.MANAGER, Role.REGISTRAR)
@require_safe
def list_groups(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The cohorts of others in which this organisation works now."""
    found = partners.working_for(organisation, at=timezone.now())
    told = {"organisation": organisation, "partnerships": found}
    return render(request, "partner/groups.html", told)


@member(Role.MANAGER, Role.REGISTRAR)
@require_safe
def read_group(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One group: its people, its report, its sheets."""
    partnership = partnership_or_404(organisation, pk)
    people = Paginator(partners.group_of(partnership), _PER_PAGE)
    told = {
        "organisation": organisation,
        "partnership": partnership,
        "page": people.get_page(request.GET.get("page")),
        "report": groups.report_of(partnership),
        "fewest": groups.FEWEST,
        "sheets": partners.sheets_of(partnership),
    }
    return render(request, "partner/group.html", told)


@member(Role.MANAGER, Role.REGISTRAR)
def enrol_group(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Enrol people by name and number; rows that did not come in stay in the form."""
    partnership = partnership_or_404(organisation, pk)
    form = GroupForm(request.POST or None)
    told = {"organisation": organisation, "partnership": partnership, "form": form}
    if form.is_valid():
        with refusals_on(form):
            by, now, roster = person_of(request), timezone.now(), form.roster
            listing = services.enrol_group(partnership, roster.people, by=by, at=now)
            _say_how_many(request, listing)
            wrong, rest = roster.left_out(listing.problems)
            if not wrong:
                return redirect("partner-read-group", slug=organisation.slug, pk=pk)
            told["form"] = GroupForm(initial={"pasted": rest})
            told["wrong"] = [(one.row, sentence_of(one.problem)) for one in wrong]
    return render(request, "partner/enrol.html", told)


@member(Role.MANAGER, Role.REGISTRAR)
@require_safe
def export_report(_request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The report of a group as a table for a spreadsheet."""
    partnership = partnership_or_404(organisation, pk)
    table = groups.report_as_csv(partnership).encode("utf-8-sig")
    told = HttpResponse(table, content_type="text/csv; charset=utf-8")
    told["Content-Disposition"] = 'attachment; filename="group.csv"'
    return told


@member(Role.MANAGER, Role.REGISTRAR)
def show_cards(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """How many cards there are; sent, a page to be printed and cut, with one for each award."""
    partnership = partnership_or_404(organisation, pk)
    told = {
        "organisation": organisation,
        "partnership": partnership,
        "count": groups.count_cards(partnership),
        "code_address": addresses.claim_address("").removesuffix("/"),
    }
    if request.method == "POST":
        cards = groups.print_cards(partnership, by=person_of(request), at=timezone.now())
        told["cards"] = [(card, qr_code(card.address)) for card in cards]
    return secret(render(request, "partner/cards.html", told))


def _say_how_many(request: HttpRequest, listing: Listing) -> None:
    count = len(listing.enrolled)
    if count:
        said = ngettext("%(count)d person is in.", "%(count)d people are in.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.warning(request, _("Nobody came in."))
