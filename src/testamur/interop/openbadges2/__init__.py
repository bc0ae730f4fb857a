"""Open Badges 2.0: badges of the years before Verifiable Credentials, verified and brought along.

    report = examine_openbadges2(text, resolver=web, at=now, recipient="ada@example.org")
    report.verdict, report.answers

    held = import_openbadges2(text, resolver=web, at=now)
    held.title, held.issuer.name, held.trust, held.original

A badge of this version is a set of linked documents. A hosted one is proven by what its issuer
publishes at its address, a signed one by a JWS; both name a badge class, and that its issuer. So
nothing can be judged without asking for documents: through the resolver, with a bounded number of
requests, and what cannot be had makes the verdict undetermined, never invalid.

Telling a badge of this version from others is quick; the rest is loaded when one is there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from testamur.interop.openbadges2.reading import is_openbadges2

if TYPE_CHECKING:
    from testamur.interop.openbadges2.examine import examine_openbadges2
    from testamur.interop.openbadges2.importing import (
        Imported,
        ImportedAlignment,
        ImportedEvidence,
        ImportedIssuer,
        achievement_subject,
        import_openbadges2,
    )

__all__ = [
    "Imported",
    "ImportedAlignment",
    "ImportedEvidence",
    "ImportedIssuer",
    "achievement_subject",
    "examine_openbadges2",
    "import_openbadges2",
    "is_openbadges2",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = "examine" if name == "examine_openbadges2" else "importing"
    value = getattr(import_module(f"{__name__}.{room}"), name)
    globals()[name] = value
    return value
