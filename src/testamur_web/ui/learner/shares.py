"""Sharing from a wallet: how, with whom, how often it was looked at, and an end to it."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur.errors import Refused
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.drawing import qr_code
from testamur_web.ui.learner.wallet import items_of
from testamur_web.ui.learner.wallet_forms import PortfolioForm, ShareForm
from testamur_web.wallet import addresses, queries, services
from testamur_web.wallet.models import Item, Share
from testamur_web.wallet.reading import read_credential

__all__ = ["list_shares", "make_portfolio", "read_share", "share_item", "stop_share"]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def share_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ways to share one credential."""
    item = get_object_or_404(items_of(request), pk=pk)
    form = ShareForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        more: dict[str, Any] = {}
        if kind == Share.Kind.SECRET:
            more = {"title": form.cleaned_data["title"], "expires_at": form.expires_at(now)}
        made = services.share(person_of(request), [item], kind=kind, at=now, **more)
        return redirect("learner-read-share", pk=made.pk)
    told = {"item": item, "form": form, "open_kinds": _open_kinds(item)}
    return render(request, "learner/item_share.html", told, status=422 if form.errors else 200)


@require_safe
@signed_in
def list_shares(request: HttpRequest) -> HttpResponse:
    """Everything that is or was shared."""
    shares = queries.shares_of(person_of(request), at=timezone.now())
    return render(request, "learner/shares.html", {"shares": shares})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def make_portfolio(request: HttpRequest) -> HttpResponse:
    """Several credentials behind one secret link."""
    is_sent = request.method == "POST"
    form = PortfolioForm(request.POST if is_sent else None, items=items_of(request))
    if is_sent and form.is_valid():
        now = timezone.now()
        try:
            made = services.share(
                person_of(request),
                list(form.cleaned_data["items"]),
                kind=Share.Kind.SECRET,
                title=form.cleaned_data["title"],
                expires_at=form.expires_at(now),
                at=now,
            )
        except Refused as error:
            form.add_error("items", error.problem.detail)
        else:
            return redirect("learner-read-share", pk=made.pk)
    told = {"form": form, "has_items": items_of(request).exists()}
    return render(request, "learner/portfolio.html", told, status=422 if form.errors else 200)


@require_safe
@signed_in
def read_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One share: its address to give away, who looked, and the switch."""
    share = get_object_or_404(person_of(request).shares, pk=pk)
    [viewed] = [
        each
        for each in queries.shares_of(person_of(request), at=timezone.now())
        if each.share.pk == share.pk
    ]
    told: dict[str, Any] = {"share": share, "viewed": viewed}
    if viewed.is_open:
        told |= _to_give_away(share, list(items_of(request).filter(shares=share)))
    return render(request, "learner/share.html", told)


@require_POST
@signed_in
def stop_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it."""
    share = get_object_or_404(person_of(request).shares, pk=pk)
    services.stop_share(share, by=person_of(request), at=timezone.now())
    messages.success(request, _("It is no longer shared. Whoever opens its address is told so."))
    return redirect("learner-list-shares")


def _to_give_away(share: Share, items: list[Item]) -> dict[str, Any]:
    """The address of an open share, and what else its kind is given away by."""
    item = items[0] if items else None
    address = addresses.share_address(share, item)
    told: dict[str, Any] = {"address": address, "qr": qr_code(address)}
    if share.kind == Share.Kind.EMBED and item:
        told["snippet"] = _snippet(address, item)
    if share.kind == Share.Kind.LINKEDIN and item:
        told["linkedin"] = addresses.linkedin_address(item, read_credential(item.credential))
        told["fields"] = _linkedin_fields(item, address)
    return told


def _snippet(address: str, item: Item) -> str:
    """HTML to be copied: escaped for the page it is pasted into, and then again for ours."""
    title = escape(f"{item.title}, {item.issuer_name}")
    return (
        f'<iframe src="{address}" title="{title}" width="440" height="190" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>'
    )


def _linkedin_fields(item: Item, address: str) -> list[tuple[str, str]]:
    told = read_credential(item.credential)
    until = told.valid_until
    fields = [
        (_("Name"), item.title),
        (_("Issuing organisation"), item.issuer_name),
        (_("Issue date"), f"{item.awarded_at:%m/%Y}"),
        (_("Expiration date"), f"{until:%m/%Y}" if until else ""),
        (_("Credential ID"), told.id or str(addresses.page_key(item))),
        (_("Credential URL"), address),
    ]
    return [(name, value) for name, value in fields if value]


def _open_kinds(item: Item) -> set[str]:
    shares = item.shares.filter(stopped_at=None)
    return set(shares.values_list("kind", flat=True))
