"""Who may see a page: every view says so with one of these, and a test asks as everybody.

What belongs to another organisation does not exist for a person: 404, never 403, so that nothing
can be found out by asking. A member without the role is told so: 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from testamur_web.people.models import Person, Role
from testamur_web.ui.standing import standing_of

__all__ = ["demand_fresh_proof", "member", "operator", "person_of", "signed_in"]

View = Callable[..., HttpResponseBase]

ANY_ROLE: Final = frozenset(Role)


def signed_in(view: View) -> View:
    """For whoever has an account; the view shows what is theirs and nothing else."""
    checked: View = login_required(view)
    return checked


def person_of(request: HttpRequest) -> Person:
    """Whoever is signed in, in a view that only they reach."""
    return cast("Person", request.user)


def demand_fresh_proof(request: HttpRequest) -> None:
    """Before what matters most: whoever has a password typed it minutes ago, or types it now."""
    if not did_recently_reauthenticate(request):
        raise ReauthenticationRequired


def operator(view: View) -> View:
    """For operators of the instance; nobody else learns that the page is there."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not getattr(request.user, "is_superuser", False):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def member(*roles: Role) -> Callable[[View], View]:
    """For members with one of `roles` (an administrator has all); without any, for every member.

    The route has a `slug`; the view gets `organisation` in its place.
    """
    wanted = frozenset(roles) or ANY_ROLE

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            standing = standing_of(request, slug)
            if standing is None:
                raise Http404
            if not standing.roles & wanted:
                raise PermissionDenied
            return view(request, organisation=standing.organisation, **kwargs)

        return checked

    return decorate
