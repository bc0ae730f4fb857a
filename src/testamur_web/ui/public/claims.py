"""Claiming an award: see it, take its files along, keep it. No account is needed to look.

Once an award is in a wallet, its link shows nothing of it any more but the way to sign in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from testamur.errors import Refused
from testamur_web.ops.attempts import WINDOW, has_guessed_too_often, note_miss
from testamur_web.people.models import Person
from testamur_web.ui.sending import secret, send_file_of
from testamur_web.wallet import queries, secrets, services
from testamur_web.wallet.models import Claim

__all__ = ["download_claim", "keep_claim", "open_claim", "type_code"]

_WHAT: Final = "claim"
_INTENTION: Final = "claim_to_keep"


class CodeForm(forms.Form):
    """The code somebody was given on paper or by word of mouth."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Ten letters and digits, as in 7K2MQ-9XT4B. Large or small."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """The code as it is kept; what cannot be one is refused before anything is looked up."""
        code = secrets.plain_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("A code has ten letters and digits. Check each of them."))
        return code


def by_claim(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever holds the link or the code; the view gets the `claim` as well."""

    @wraps(view)
    def checked(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        if has_guessed_too_often(request, _WHAT):
            return too_often(request)
        try:
            claim = services.find_claim(token)
        except Refused:
            note_miss(request, _WHAT)
            return secret(render(request, "public/claim_unknown.html", status=404))
        return secret(view(request, token=token, claim=claim, **kwargs))

    return checked


def too_often(request: HttpRequest) -> HttpResponse:
    """What somebody who guesses is told."""
    response = render(request, "public/claim_too_often.html", status=429)
    response["Retry-After"] = str(WINDOW)
    return secret(response)


@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    if has_guessed_too_often(request, _WHAT):
        return too_often(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            services.find_claim(code)
        except Refused as error:
            note_miss(request, _WHAT)
            form.add_error("code", f"{error.problem.meaning.title} {error.problem.meaning.remedy}")
        else:
            return redirect("public-open-claim", token=secrets.shown_code(code))
    status = 422 if form.errors else 200
    return render(request, "public/claim_code.html", {"form": form}, status=status)


@require_safe
@by_claim
def open_claim(request: HttpRequest, *, token: str, claim: Claim) -> HttpResponse:
    """The award, its files, and the offer to keep it."""
    now = timezone.now()
    services.mark_opened(claim, at=now)
    if claim.award.holder_id is not None:
        item = (
            request.user.is_authenticated
            and claim.award.items.filter(holder=request.user.pk).first()
        )
        if item:
            return redirect("learner-read-item", pk=item.pk)
        return render(request, "public/claim_taken.html", {"token": token})
    told = {
        "shown": queries.show(claim.award, at=now),
        "token": token,
        "code": secrets.shown_code(claim.code),
    }
    return render(request, "public/claim.html", told)


@require_http_methods(["GET", "POST"])
@by_claim
def keep_claim(request: HttpRequest, *, token: str, claim: Claim) -> HttpResponse:
    """Into the wallet of whoever is signed in; else once they have signed in or signed up.

    What was asked for by POST is remembered in the session, so that the way back from signing in,
    which is a GET, does only what this very browser asked for.
    """
    if not isinstance(request.user, Person):
        if request.method == "POST":
            request.session[_INTENTION] = str(claim.pk)
            way = "account_signup" if request.POST.get("by") == "signup" else "account_login"
            back = reverse("public-keep-claim", kwargs={"token": token})
            return redirect(reverse(way, query={"next": back}))
        return redirect("public-open-claim", token=token)
    is_asked = request.session.pop(_INTENTION, "") == str(claim.pk)
    if request.method != "POST" and not is_asked:
        return redirect("public-open-claim", token=token)
    item = services.claim(token, person=request.user, at=timezone.now())
    messages.success(request, _("“%(title)s” is in your wallet.") % {"title": item.title})
    return redirect("learner-read-item", pk=item.pk)


@require_safe
@by_claim
def download_claim(request: HttpRequest, *, token: str, claim: Claim, file: str) -> HttpResponse:
    """One of its files, while it waits for its holder."""
    if claim.award.holder_id is not None:
        return render(request, "public/claim_taken.html", {"token": token}, status=410)
    return send_file_of(claim.award, file)
