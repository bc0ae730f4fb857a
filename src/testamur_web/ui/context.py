"""What every page knows: the instance, and the organisations of whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from testamur_web.people.models import Organisation

__all__ = ["about_instance"]


def about_instance(request: HttpRequest) -> dict[str, Any]:
    """The name of the instance, and `my_organisations`, read only where a page shows them."""
    return {
        "instance_name": settings.INSTANCE_NAME,
        "instance_url": settings.INSTANCE_URL,
        "my_organisations": lambda: _organisations_of(request),
    }


def _organisations_of(request: HttpRequest) -> list[Organisation]:
    if not request.user.is_authenticated:
        return []
    return list(Organisation.objects.filter(memberships__person=request.user.pk).distinct())
