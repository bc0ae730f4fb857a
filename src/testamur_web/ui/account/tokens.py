"""Access tokens for programs: made, shown once, ended."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from testamur_web.people.models import AccessToken
from testamur_web.people.queries import organisations_of, tokens_of
from testamur_web.people.services import end_token, make_token
from testamur_web.ui.access import demand_fresh_proof, person_of, signed_in
from testamur_web.ui.account.forms import TokenForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["end_token_of_mine", "list_tokens"]


@signed_in
@never_cache
def list_tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens of a person; make one, whose text this one answer holds."""
    person, now = person_of(request), timezone.now()
    organisations = [organisation for organisation, _roles in organisations_of(person)]
    form = TokenForm(request.POST or None, organisations=organisations)
    shown = {"form": form, "tokens": tokens_of(person), "now": now}
    if form.is_valid():
        demand_fresh_proof(request)
        stated = form.cleaned_data
        days = int(stated["days"] or 0)
        with refusals_on(form):
            shown["secret"] = make_token(
                person,
                organisation=form.of_slug.get(stated["organisation"]),
                name=stated["name"],
                at=now,
                expires_at=now + timedelta(days=days) if days else None,
            )
    return render(request, "account/tokens.html", shown)


@signed_in
@require_POST
def end_token_of_mine(request: HttpRequest, pk: str) -> HttpResponse:
    """End a token at once."""
    person = person_of(request)
    token = get_object_or_404(AccessToken, pk=pk, person=person)
    end_token(token, by=person, at=timezone.now())
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token})
    return redirect("account-list-tokens")
