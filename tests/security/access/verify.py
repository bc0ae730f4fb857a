"""Who may ask whether a credential holds: everybody."""

from __future__ import annotations

ROUTES = {"public-verify": "public", "public-verify-receipt": "public"}
