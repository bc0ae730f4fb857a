"""The keys of an organisation, and the document that publishes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.awards.queries import did_document, did_document_url, issuer_id, key_in_use
from testamur_web.awards.services import declare_compromised, make_key, retire_key, rotate_key
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import demand_fresh_proof, member, person_of

__all__ = ["end_key", "list_keys", "make_new_key"]

_ENDINGS: Final[dict[str, Callable[..., Any]]] = {
    "rotate": rotate_key,
    "retire": retire_key,
    "compromised": declare_compromised,
}
_FOR_GOOD: Final = ("retire", "compromised")
_DONE: Final = {
    "rotate": _("A new key signs from now on. What the old one signed goes on to verify."),
    "retire": _("The key is retired. What it signed goes on to verify."),
    "compromised": _("The key is declared compromised. What it signed is not confirmed any more."),
}


class KeyForm(forms.Form):
    """Which kind of key to make."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("ed25519", _("Ed25519, which every verifier knows")),
            ("p256", _("P-256, which wallets of governments and phones ask for")),
        ],
    )


@member(Role.ADMIN)
@require_safe
def list_keys(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Every key, what it signed, and how it is published."""
    current = key_in_use(organisation)
    document = did_document(organisation)
    told = {
        "organisation": organisation,
        "keys": organisation.keys.annotate(signed=Count("awards")).order_by(
            F("retired_at").desc(nulls_first=True), "-created_at"
        ),
        "current": current,
        "issuer": issuer_id(organisation) if current or settings.IS_SECURE else "",
        "document": json.dumps(document, indent=2) if document else "",
        "is_published": settings.IS_SECURE,
        "document_url": did_document_url(organisation),
        "form": KeyForm(),
    }
    return render(request, "issuer/keys.html", told)


@member(Role.ADMIN)
@require_POST
def make_new_key(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Make a key of a kind of which none is in use."""
    kind = request.POST.get("kind", "")
    try:
        make_key(organisation, kind=kind, by=person_of(request), at=timezone.now())
    except (Conflict, Refused) as refused:
        messages.error(request, refused.problem.detail)
    else:
        messages.success(request, _("The key is made, and encrypted where it is kept."))
    return redirect("issuer-list-keys", organisation.slug)


@member(Role.ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def end_key(request: HttpRequest, organisation: Organisation, key: UUID, verb: str) -> HttpResponse:
    """Ask before a key is rotated, retired or declared compromised, and then do it.

    Where no other key takes its place, only for whoever has just typed their password.
    """
    if verb not in _ENDINGS:
        raise Http404
    found = get_object_or_404(organisation.keys.annotate(signed=Count("awards")), pk=key)
    if verb in _FOR_GOOD:
        demand_fresh_proof(request)
    if request.method == "POST":
        try:
            _ENDINGS[verb](found, by=person_of(request), at=timezone.now())
        except Conflict as conflict:
            messages.error(request, conflict.problem.detail)
        else:
            messages.success(request, _DONE[verb])
        return redirect("issuer-list-keys", organisation.slug)
    told = {
        "organisation": organisation,
        "key": found,
        "verb": verb,
        "is_published": settings.IS_SECURE,
    }
    return render(request, "issuer/key_end.html", told)
