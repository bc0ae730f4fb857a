"""What stands behind the secret of a link; guesses are counted together with those on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest

from testamur.errors import Refused
from testamur_web.ops.attempts import WINDOW, has_guessed_too_often, note_miss

__all__ = ["found_by_link"]

_Found = TypeVar("_Found")


def found_by_link(
    request: HttpRequest, token: str, find: Callable[[str], _Found | None], *, what: str
) -> _Found:
    """What `find` knows by this secret; 404 for none, 429 for whoever guessed too often."""
    if has_guessed_too_often(request, what):
        raise Refused.because("http.too-many", f"ask again in {WINDOW} seconds")
    found = find(token)
    if found is None:
        note_miss(request, what)
        raise Http404
    return found
