"""QR codes as SVG. Whoever shows one shows its address beside it, for those who cannot scan."""

from __future__ import annotations

from io import BytesIO

import segno

__all__ = ["qr_svg"]


def qr_svg(address: str) -> str:
    """The QR code of an address, dark on white with its quiet zone, as a whole SVG document."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=2, dark="#10131a", light="#ffffff", omitsize=True, xmldecl=False
    )
    return out.getvalue().decode()
