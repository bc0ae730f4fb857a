"""A participant without an account answers by the link of a letter, once and without a name."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from testamur_web.learning.surveys import find_call_by_token
from testamur_web.ops.attempts import WINDOW, has_guessed_too_often, note_miss
from testamur_web.ui.sending import secret
from testamur_web.ui.surveying import answer_call

__all__ = ["answer_survey"]

_WHAT: Final = "survey"


@require_http_methods(["GET", "HEAD", "POST"])
def answer_survey(request: HttpRequest, token: str) -> HttpResponse:
    """The questions that the link stands for."""
    if has_guessed_too_often(request, _WHAT):
        response = render(request, "public/attest_too_often.html", status=429)
        response["Retry-After"] = str(WINDOW)
        return secret(response)
    call = find_call_by_token(token)
    if call is None:
        note_miss(request, _WHAT)
        return secret(render(request, "public/attest_unknown.html", status=404))
    return secret(answer_call(request, call))
