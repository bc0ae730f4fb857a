"""Who may look at programmes: managers of the organisation, and whoever is named manager of a team.

The view gets `scope` in place of the organisation: what they look after, and nothing else is there
for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from testamur_web.employers import programmes
from testamur_web.employers.leading import Scope, scope_of
from testamur_web.employers.models import Programme
from testamur_web.people.models import Organisation
from testamur_web.ui.access import member, person_of
from testamur_web.ui.standing import standing_of

__all__ = ["looks_after", "programme_or_404"]

View = Callable[..., HttpResponseBase]


def looks_after(view: View) -> View:
    """For whoever looks after somebody there; another member is told that they do not."""

    @member()
    @wraps(view)
    def checked(
        request: HttpRequest, organisation: Organisation, **kwargs: Any
    ) -> HttpResponseBase:
        standing = standing_of(request, organisation.slug)
        roles = standing.roles if standing else ()
        scope = scope_of(person_of(request), organisation, roles)
        if scope is None:
            raise PermissionDenied
        return view(request, scope=scope, **kwargs)

    return checked


def programme_or_404(scope: Scope, pk: UUID) -> Programme:
    """A programme in which somebody takes part whom they look after, or nothing."""
    programme = programmes.find_programme(scope.organisation, pk, teams=scope.teams)
    if programme is None:
        raise Http404
    return programme
