"""Who may see a page: every view says so with one of these, and a test asks as everybody.

What belongs to another organisation does not exist for a person: 404, never 403, so that nothing
can be found out by asking. A member without the role is told so: 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from testamur_web.people.models import Membership, Organisation, Person, Role

__all__ = ["member", "operator", "person_of", "signed_in"]

View = Callable[..., HttpResponse]

ANY_ROLE: Final = frozenset(Role)


def signed_in(view: View) -> View:
    """For whoever has an account; the view shows what is theirs and nothing else."""
    checked: View = login_required(view)
    return checked


def person_of(request: HttpRequest) -> Person:
    """Whoever is signed in, in a view that only they reach."""
    return cast("Person", request.user)


def operator(view: View) -> View:
    """For operators of the instance; nobody else learns that the page is there."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
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
        def checked(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            organisation = Organisation.objects.filter(slug=slug).first()
            held = set(
                Membership.objects.filter(
                    organisation=organisation, person=request.user.pk
                ).values_list("role", flat=True)
            )
            if organisation is None or not held:
                raise Http404
            if not held & {*wanted, Role.ADMIN}:
                raise PermissionDenied
            return view(request, organisation=organisation, **kwargs)

        return checked

    return decorate
