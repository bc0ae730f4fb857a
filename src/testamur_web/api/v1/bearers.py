"""Who asks: the person of an access token, and the organisation it was made for."""

from __future__ import annotations

from typing import Any, Final, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from testamur_web.employers.leading import Scope, scope_of
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.people.queries import Bearer
from testamur_web.people.services import use_token

__all__ = [
    "OPERATING",
    "OWN",
    "AccessToken",
    "acting",
    "bearer_of",
    "looking_after",
    "needs",
    "operating",
    "own",
]

_LONGEST = 200

OWN: Final[dict[str, Any]] = {"x-token": "own", "x-roles": []}
"""What the document says of an operation that calls `own`."""


OPERATING: Final[dict[str, Any]] = {"x-token": "own", "x-roles": ["operator"]}
"""What the document says of an operation that calls `operating`."""


def needs(*roles: Role, **more: Any) -> dict[str, Any]:
    """What the document says of an operation that calls `acting` with the same roles."""
    named = sorted(role.value for role in ({*roles, Role.ADMIN} if roles else Role))
    return {"x-token": "organisation", "x-roles": named, **more}


class AccessToken(HttpBearer):
    """`Authorization: Bearer` with a token made under account settings."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The bearer, or None."""
        del request
        return use_token(token, at=timezone.now()) if token and len(token) <= _LONGEST else None


def bearer_of(request: HttpRequest) -> Bearer:
    """Who asks, in an operation that only a token reaches."""
    return cast("Bearer", request.auth)  # type: ignore[attr-defined]


def acting(request: HttpRequest, *roles: Role) -> tuple[Organisation, Person]:
    """For which organisation the token acts, with one of `roles` (or any); raises otherwise."""
    bearer = bearer_of(request)
    if bearer.organisation is None:
        raise PermissionDenied
    if roles and not bearer.roles & {*roles, Role.ADMIN}:
        raise PermissionDenied
    return bearer.organisation, bearer.person


def looking_after(request: HttpRequest) -> tuple[Scope, Person]:
    """What of the organisation's people the bearer looks after; raises where it is nobody."""
    organisation, person = acting(request)
    scope = scope_of(person, organisation, bearer_of(request).roles)
    if scope is None:
        raise PermissionDenied
    return scope, person


def own(request: HttpRequest) -> Person:
    """Whose own things the token opens: a token of an organisation opens none of them."""
    bearer = bearer_of(request)
    if bearer.organisation is not None:
        raise PermissionDenied
    return bearer.person


def operating(request: HttpRequest) -> Person:
    """Which operator asks, with a token of their own; for everybody else nothing is there."""
    person = own(request)
    if not person.is_superuser:
        raise Http404
    return person
