"""Where one's endorsements are listed: on a page of one's own, or on that of an organisation."""

from __future__ import annotations

from django.urls import reverse

from testamur_web.people.models import Organisation

__all__ = ["list_of"]


def list_of(organisation: Organisation | None) -> str:
    """The list of an organisation, or that of whoever is signed in."""
    if organisation is None:
        return reverse("trust-list-endorsements")
    return reverse("trust-list-of-organisation", args=[organisation.slug])
