"""What this instance publishes, had without a socket; everything else through the one fetcher.

A server that asked itself over the network would wait for itself, and an instance on a machine of
its own has no address that could be asked.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from testamur.credentials.resolution import MAX_FETCHED_BYTES, Fetched, Resolver, within
from testamur.encoding import compact_json
from testamur.errors import Unreachable
from testamur.net import Web
from testamur_web.awards.models import StatusList
from testamur_web.awards.publishing.issuers import did_document
from testamur_web.awards.publishing.lists import status_list_text
from testamur_web.people.models import Organisation

__all__ = ["InstanceResolver"]


class InstanceResolver:
    """A resolver for judgements that are made on this instance, at the moment `at` or now."""

    __slots__ = ("_at", "_then")

    def __init__(self, *, at: datetime | None = None, then: Resolver | None = None) -> None:
        self._at = at
        self._then = then

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the document at `url`; see `Resolver.fetch`."""
        own = f"{settings.INSTANCE_URL}/"
        if not url.startswith(own):
            return (self._then or _web()).fetch(url, accept=accept, limit=limit)
        at = self._at or timezone.now()
        body, media_type = _published(url.removeprefix(own), at=at)
        return within(Fetched(url, body.encode(), media_type, at), limit=limit)


@cache
def _web() -> Web:
    """One for the process: it remembers for some minutes what it fetched."""
    return Web()


def _published(path: str, *, at: datetime) -> tuple[str, str]:
    match path.split("/"):
        case ["status", name, ""]:
            found = _status_list(name)
            if found is not None:
                return status_list_text(found, at=at), "application/vc"
        case [".well-known", "did.json"]:
            return _did_document(None, path)
        case ["o", slug, "did.json"]:
            return _did_document(Organisation.objects.filter(slug=slug).first(), path)
    raise _missing(path)


def _did_document(organisation: Organisation | None, path: str) -> tuple[str, str]:
    if organisation is None and path.startswith("o/"):
        raise _missing(path)
    document = did_document(organisation)
    if document is None:
        raise _missing(path)
    return compact_json(document), "application/did+json"


def _status_list(name: str) -> StatusList | None:
    try:
        return StatusList.objects.filter(pk=UUID(name)).first()
    except ValueError:
        return None


def _missing(path: str) -> Unreachable:
    return Unreachable.because("fetch.gone", f"there is no document at /{path[:200]}")
