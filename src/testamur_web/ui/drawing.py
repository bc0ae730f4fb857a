"""Drawings that stand in a page itself."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from testamur_web.wallet.codes import qr_svg

__all__ = ["qr_code"]


def qr_code(address: str) -> SafeString:
    """The QR code of an address, hidden from those who listen: the address stands beside it."""
    drawn = qr_svg(address).replace("<svg ", '<svg role="img" aria-hidden="true" ', 1)
    return mark_safe(drawn)  # noqa: S308 -- drawn here, of squares alone, with no text in it
