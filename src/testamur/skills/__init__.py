"""Skills: lists of them that somebody published, how they hang together, and how to find them.

    from testamur.skills import link

    link(["You will write SQL."], labels=[("urn:sql", "SQL"), ("urn:java", "Java")], top=5)

`testamur.skills.linking` tells more of finding the skills that a text speaks of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from testamur.skills.linking import link

__all__ = ["link"]


def __getattr__(name: str) -> Any:
    """`link`, loaded when it is asked for: it needs numpy and the table."""
    if name != "link":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from testamur.skills.linking import link

    return link
