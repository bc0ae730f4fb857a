"""Pages behind the secret of a link: nothing for an unknown one, and no guessing at others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from testamur_web.ops.attempts import WINDOW, has_guessed_too_often, note_miss
from testamur_web.ui.sending import secret

__all__ = ["by_link"]

_View = Callable[..., HttpResponse]


def by_link(find: Callable[[str], Any], *, what: str) -> Callable[[_View], _View]:
    """For whoever holds the link: the view gets what `find` knows; misses are counted as `what`."""

    def wrap(view: _View) -> _View:
        @wraps(view)
        def checked(request: HttpRequest, token: str) -> HttpResponse:
            if has_guessed_too_often(request, what):
                response = render(request, "public/attest_too_often.html", status=429)
                response["Retry-After"] = str(WINDOW)
                return secret(response)
            found = find(token)
            if found is None:
                note_miss(request, what)
                return secret(render(request, "public/attest_unknown.html", status=404))
            return secret(view(request, token, found))

        return checked

    return wrap
