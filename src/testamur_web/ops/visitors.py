"""Where a request comes from: the address that somebody is counted by.

What a client says of itself counts for nothing. Behind proxies, of which a setting says how many
are trusted, the last of them writes in `X-Forwarded-For` whom it heard, and each before it whom it
heard: the client is as many places from the right as there are proxies.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

__all__ = ["address_of"]

_V6_PREFIX: Final = 64
"""Whoever has one IPv6 address has all those beside it."""


def address_of(request: HttpRequest) -> str:
    """The address, or the IPv6 network, a request comes from; "" where nobody can tell."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return _counted(direct) or direct
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    if len(hops) < settings.TRUSTED_PROXIES:
        return _counted(direct) or direct
    return _counted(hops[-settings.TRUSTED_PROXIES].strip()) or _counted(direct) or direct


def _counted(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _V6_PREFIX), strict=False).network_address)
    return str(address)
