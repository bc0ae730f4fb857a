"""Who may ask whether a credential holds: everybody. A shortlist is its owner's alone."""

from __future__ import annotations

from testamur_web.verifying.shortlists import make_shortlist
from testamur_web.verifying.sources import Handed
from tests.web.conftest import NOW

ROUTES = {
    "public-verify": "public",
    "public-verify-receipt": "public",
    "verifier-check-receipt": "public",
    "verifier-list-shortlists": "signed-in",
    "verifier-read-shortlist": "own",
    "verifier-read-progress": "own",
    "verifier-download-table": "own",
    "verifier-sign-shortlist": "own",
    "verifier-delete-shortlist": "own",
}


def a_shortlist(cast):
    """Adas, of one file."""
    made = make_shortlist([Handed("ada.json", b"{}")], by=cast.ada, at=NOW)
    return {"pk": made.pk}


OBJECTS = dict.fromkeys(
    (
        "verifier-read-shortlist",
        "verifier-read-progress",
        "verifier-sign-shortlist",
        "verifier-delete-shortlist",
    ),
    a_shortlist,
) | {"verifier-download-table": lambda cast: a_shortlist(cast) | {"form": "csv"}}
