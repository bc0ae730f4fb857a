"""How one award is handed over: a sheet for somebody without an address, and a new letter."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.drawing import qr_code
from testamur_web.wallet import addresses, secrets, services

__all__ = ["send_claim", "show_claim"]


@member(Role.REGISTRAR)
@require_safe
def show_claim(request: HttpRequest, organisation: Organisation, award: UUID) -> HttpResponse:
    """Link, QR code and code of an award that nobody has claimed; and what became of its letter."""
    signed = organisation.awards.filter(issued_at__isnull=False).select_related("version")
    found = get_object_or_404(signed, pk=award)
    claim, token = services.make_claim(found, at=timezone.now())
    address = addresses.claim_address(token)
    told = {
        "organisation": organisation,
        "award": found,
        "claim": claim,
        "address": address,
        "code": secrets.shown_code(claim.code),
        "code_address": addresses.claim_address("").removesuffix("/"),
        "qr": qr_code(address),
    }
    return render(request, "issuer/claim.html", told)


@member(Role.REGISTRAR)
@require_POST
def send_claim(request: HttpRequest, organisation: Organisation, award: UUID) -> HttpResponse:
    """Send the letter once more."""
    signed = organisation.awards.filter(issued_at__isnull=False)
    found = get_object_or_404(signed, pk=award)
    if services.send_again(found, by=person_of(request), at=timezone.now()):
        messages.success(request, _("The letter is on its way again."))
    else:
        messages.warning(request, _("There is no address to send it to: print the sheet instead."))
    return redirect("issuer-show-claim", slug=organisation.slug, award=found.pk)
