"""What somebody is in the organisation whose page they ask for: read once, whoever needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from testamur_web.people.models import Membership, Organisation, Role

__all__ = ["Standing", "standing_of"]

_KEPT: Final = "_standing"


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation, and the roles of its member; an administrator has them all."""

    organisation: Organisation
    roles: frozenset[Role]


def standing_of(request: HttpRequest, slug: str) -> Standing | None:
    """What whoever asks is at `slug`; None where they are nothing, or where there is none."""
    kept = vars(request).setdefault(_KEPT, {})
    if slug not in kept:
        kept[slug] = _read(request, slug)
    found: Standing | None = kept[slug]
    return found


def _read(request: HttpRequest, slug: str) -> Standing | None:
    if not request.user.is_authenticated:
        return None
    held = list(
        Membership.objects.filter(organisation__slug=slug, person=request.user.pk).select_related(
            "organisation"
        )
    )
    if not held:
        return None
    roles = frozenset(Role(membership.role) for membership in held)
    everything = frozenset(Role) if Role.ADMIN in roles else roles
    return Standing(held[0].organisation, everything)
