"""Contexts inside contexts, read once: a JSON-LD processor that keeps what each of them means.

A published context brings further contexts for its types and properties. PyLD reads such a context
again for every object it applies to, which takes most of an expansion. Here the outcome is kept
for as long as both contexts are: those it is applied to, and its own. Only contexts that ship with
the package are kept; what a document defines for itself never is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

__all__ = ["with_kept_scopes"]

MAX_KEPT: Final = 1024
"""Outcomes; documents of all the contexts we know need about a hundred."""


@cache
def with_kept_scopes(processor: Any) -> Any:
    """PyLD's class `processor`, applying a context object to another one only once.

    An object is known by its identity, so it is held on to for as long as it is known. The URLs of
    contexts, and lists of them, are left to PyLD's own cache.
    """
    kept: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}

    class KeptScopes(processor):  # type: ignore[misc]  # PyLD carries no types
        def _process_context(
            self, active_ctx: Any, local_ctx: Any, options: Any, *args: Any, **named: Any
        ) -> Any:
            read = super()._process_context
            if args or "cycles" in named or not isinstance(local_ctx, Mapping):
                return read(active_ctx, local_ctx, options, *args, **named)
            key = (id(active_ctx), id(local_ctx), *named.items())
            known = kept.get(key)
            if known is None:
                if len(kept) >= MAX_KEPT:
                    kept.clear()
                found = read(active_ctx, local_ctx, options, **named)
                known = kept[key] = (found, active_ctx, local_ctx)
            return known[0]

    return KeptScopes
