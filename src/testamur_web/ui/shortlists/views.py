"""Handing over many credentials, deleting what was found, and judging receipts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from testamur.errors import Refused, TestamurError
from testamur.interop.receipts import Receipt, read_receipt
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.refusals import refusals_on, sentence_of
from testamur_web.ui.sending import secret
from testamur_web.ui.shortlists.forms import HandOverForm, ReceiptForm
from testamur_web.verifying.pace import may_ask
from testamur_web.verifying.shortlists import KEPT, delete_shortlist, make_shortlist
from testamur_web.verifying.sources import asking
from testamur_web.verifying.tables import progress_of_each

__all__ = ["check_receipt", "list_shortlists", "remove_shortlist"]

_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def list_shortlists(request: HttpRequest) -> HttpResponse:
    """One's shortlists, and the form for another."""
    person = person_of(request)
    is_sent = request.method == "POST"
    form = HandOverForm(request.POST, request.FILES) if is_sent else HandOverForm()
    if is_sent and form.is_valid():
        name = form.cleaned_data["name"]
        with refusals_on(form):
            made = make_shortlist(form.handed, name=name, by=person, at=timezone.now())
            return redirect("verifier-read-shortlist", made.pk)
    kept = progress_of_each(person.shortlists.all()[:_SHOWN])
    told = {"form": form, "shortlists": kept, "days": KEPT.days}
    status = 422 if form.errors else 200
    return secret(render(request, "shortlists/list.html", told, status=status))


@require_POST
@signed_in
def remove_shortlist(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete one with everything in it."""
    person = person_of(request)
    found = get_object_or_404(person.shortlists, pk=pk)
    delete_shortlist(found, by=person, at=timezone.now())
    messages.success(request, _("It was deleted, with everything in it."))
    return redirect("verifier-list-shortlists")


@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Whether the receipt of a verification is genuine, for anybody who was handed one."""
    is_sent = request.method == "POST"
    form = ReceiptForm(request.POST, request.FILES) if is_sent else ReceiptForm()
    told: dict[str, Any] = {"form": form}
    status = 200
    if is_sent and not may_ask(request, at=timezone.now()):
        form.add_error(None, _("That is very often. Wait a minute, then check again."))
        status = 429
    elif is_sent and form.is_valid():
        told |= _judged(form)
    elif is_sent:
        status = 422
    return secret(render(request, "shortlists/receipt.html", told, status=status))


def _judged(form: ReceiptForm) -> dict[str, Any]:
    now = timezone.now()
    try:
        receipt = read_receipt(form.read(), resolver=asking(at=now), at=now)
    except TestamurError as error:
        is_false = isinstance(error, Refused)
        return {"is_false": is_false, "complaint": sentence_of(error.problem)}
    return {"receipt": receipt, "rows": _rows_in(receipt)}


def _rows_in(receipt: Receipt) -> list[Any]:
    """What it says of each; one of a single credential says it of itself."""
    rows = receipt.facts.get("rows")
    found = rows if isinstance(rows, list) else [receipt.facts]
    return [one for one in found if isinstance(one, dict)]
