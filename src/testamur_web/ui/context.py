"""What every page knows: the instance, and the menus for whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from testamur_web.ui import menu

__all__ = ["about_instance"]


def about_instance(request: HttpRequest) -> dict[str, Any]:
    """The name of the instance, and menus that are read only where a page shows them."""
    return {
        "instance_name": settings.INSTANCE_NAME,
        "instance_url": settings.INSTANCE_URL,
        "main_links": SimpleLazyObject(lambda: menu.main_links(request)),
        "person_links": SimpleLazyObject(lambda: menu.person_links(request)),
        "account_links": SimpleLazyObject(lambda: menu.account_links(request)),
        "organisation_links": SimpleLazyObject(lambda: menu.organisation_links(request)),
        "footer_links": SimpleLazyObject(lambda: menu.footer_links(request)),
        "place": SimpleLazyObject(lambda: menu.place_of(request)),
    }
