"""What a query or a form names by its id: text that anybody may have typed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

__all__ = ["id_or_404"]


def id_or_404(text: str) -> UUID:
    """The id that a text is; there is nothing of any other name."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
