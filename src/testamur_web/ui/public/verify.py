"""Verification for everybody: hand something over, read four plain answers, take a receipt along.

Nothing is stored: the result is rendered in the answer, and the receipt is made from a sealed note
that the page carries.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from testamur_web.ui.public.verify_forms import VerifyForm
from testamur_web.ui.sending import secret
from testamur_web.verifying.judging import verify
from testamur_web.verifying.pace import may_ask
from testamur_web.verifying.receipts import note_of, open_note, receipt_json, receipt_pdf

__all__ = ["take_receipt", "verify_credentials"]

_INERT: Final = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def verify_credentials(request: HttpRequest) -> HttpResponse:
    """The form, and what was found."""
    if request.method != "POST":
        return render(request, "public/verify.html", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    if not may_ask(request, at=timezone.now()):
        form.add_error(None, _("That is very often. Wait a minute, then check again."))
        return render(request, "public/verify.html", {"form": form}, status=429)
    if not form.is_valid():
        return render(request, "public/verify.html", {"form": form}, status=422)
    found = verify(form.handed, at=timezone.now())
    told = {"results": [(one, note_of(one)) for one in found], "form": VerifyForm()}
    return secret(render(request, "public/report.html", told))


@require_POST
def take_receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of one result, as a file to keep."""
    facts, now = open_note(request.POST.get("note", "")), timezone.now()
    if request.POST.get("form") == "pdf":
        response = HttpResponse(receipt_pdf(facts, at=now), content_type="application/pdf")
        name = "verification-receipt.pdf"
    else:
        response = HttpResponse(receipt_json(facts, at=now), content_type="application/json")
        name = "verification-receipt.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _INERT
    return secret(response)
