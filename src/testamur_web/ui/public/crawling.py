"""What search engines ask for first: which pages there are, and which are not for them."""

from __future__ import annotations

from itertools import chain
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from testamur_web.catalogue.shown import addresses_for_search_engines
from testamur_web.plans.mapped import qualification_addresses

__all__ = ["read_robots", "read_sitemap"]

# Pages of members, of holders and behind secrets; nothing of them should be found by searching.
_NOT_FOR_ROBOTS: Final = (
    *("/accounts/", "/account/", "/api/", "/claim/", "/enrol/", "/home/", "/invitation/"),
    *("/learning/", "/o/", "/operator/", "/s/", "/wallet/"),
)


@require_safe
def read_sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, as sitemaps.org asks for it."""
    addresses = chain(addresses_for_search_engines(), qualification_addresses())
    told = {"addresses": addresses, "instance_url": settings.INSTANCE_URL}
    return render(request, "public/sitemap.xml", told, content_type="application/xml")


@require_safe
def read_robots(_request: HttpRequest) -> HttpResponse:
    """Which pages a robot leaves alone, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {settings.INSTANCE_URL}/sitemap.xml")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
