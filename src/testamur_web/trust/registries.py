"""Lists of issuers that others keep: verified before a name in them counts, and removable.

A list is a verifiable credential whose subjects are profiles, each with its identifier and a name.
An operator decides whose lists to load; what a list says then counts for as long as it says itself.
A newer edition takes the place of the older one, never the other way round (ADR 40).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Count, Q, QuerySet

import testamur as tm
from testamur.credentials.document import name_of
from testamur.credentials.identifiers import has_type, id_of, subjects_of
from testamur.credentials.members import require_iri
from testamur.credentials.resolution import MAX_FETCHED_BYTES
from testamur.encoding import Json, JsonObject, parse_timestamp
from testamur.errors import Conflict, NotVerified, Refused, Unreachable
from testamur.problems import Problem
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.ops import trail
from testamur_web.people.models import Person
from testamur_web.trust.models import RegistryEntry, TrustRegistry
from testamur_web.trust.models.registries import MAX_IDENTIFIER, MAX_NAME, MAX_SAID

__all__ = [
    "MAX_REGISTRY_BYTES",
    "Brought",
    "fetch_list",
    "load_registry",
    "loaded_registries",
    "named_in",
    "remove_registry",
]

MAX_REGISTRY_BYTES: Final = MAX_FETCHED_BYTES
MAX_ENTRIES: Final = 2_000
_KINDS: Final = "application/vc, application/vc+jwt, application/json"


class Brought(NamedTuple):
    """A list before it is verified, and from where it was brought."""

    data: bytes
    source: str


def fetch_list(address: str, *, at: datetime) -> Brought:
    """What an address over https publishes, had by the one fetcher; raises `Refused`."""
    require_iri(address, "/address", schemes={"https"})
    try:
        found = InstanceResolver(at=at).fetch(address, accept=_KINDS, limit=MAX_REGISTRY_BYTES)
    except Unreachable as error:
        raise _refused(error.problem, "/address") from None
    return Brought(found.body, address)


@transaction.atomic
def load_registry(brought: Brought, *, by: Person, at: datetime) -> TrustRegistry:
    """Verify a list and let it count, in the place of an older edition.

    Raises `Refused` (`registry.malformed`, what keeps it from being verified) and `Conflict`
    (`registry.older`).
    """
    row, entries = _read(brought, at=at)
    row.loaded_by = by
    before = TrustRegistry.objects.select_for_update(of=("self",)).filter(
        issuer=row.issuer, identifier=row.identifier, removed_at=None
    )
    if before.filter(valid_from__gt=row.valid_from).exists():
        raise Conflict.because("registry.older", "a newer edition is loaded")
    for one in before:
        _end(one, by=by, at=at)
    row.save(force_insert=True)
    RegistryEntry.objects.bulk_create(entries)
    told = {"issuer": row.issuer, "source": row.source, "entries": str(len(entries))}
    trail.record("registry.load", row, by=by, tenant=None, at=at, **told)
    return row


@transaction.atomic
def remove_registry(row: TrustRegistry, *, by: Person, at: datetime) -> None:
    """Let a list count no more; raises `Conflict` (`registry.removed`)."""
    found = TrustRegistry.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if found.removed_at is not None:
        raise Conflict.because("registry.removed", "it was removed before")
    _end(found, by=by, at=at)
    trail.record("registry.remove", found, by=by, tenant=None, at=at, issuer=found.issuer)


def loaded_registries() -> QuerySet[TrustRegistry]:
    """The lists that were not removed, with how many issuers each names: `named`."""
    rows = TrustRegistry.objects.filter(removed_at=None).defer("credential")
    return rows.select_related("loaded_by").annotate(named=Count("entries"))


def named_in(identifiers: Iterable[str], *, at: datetime) -> list[RegistryEntry]:
    """What the loaded lists that hold at a moment say of whoever has one of these identifiers."""
    holds = Q(registry__valid_until=None) | Q(registry__valid_until__gt=at)
    rows = RegistryEntry.objects.filter(holds, registry__removed_at=None)
    found = rows.filter(identifier__in=set(identifiers) - {""}).select_related("registry")
    return list(found.defer("registry__credential").order_by("registry__name", "identifier"))


def _end(row: TrustRegistry, *, by: Person, at: datetime) -> None:
    row.removed_at, row.removed_by = at, by
    row.save(update_fields=["removed_at", "removed_by"])


# ---------------------------------------------------------------------------------------- reading


def _read(brought: Brought, *, at: datetime) -> tuple[TrustRegistry, list[RegistryEntry]]:
    if len(brought.data) > MAX_REGISTRY_BYTES:
        told = f"it has {len(brought.data)} bytes; {MAX_REGISTRY_BYTES} are read"
        raise Refused.because("upload.too-large", told)
    try:
        verified = tm.verify(brought.data, resolver=InstanceResolver(at=at), at=at)
    except NotVerified as error:
        raise _refused(error.problem, "") from None
    document = verified.document
    until = document.get("validUntil")
    row = TrustRegistry(
        identifier=_bounded(id_of(document) or "", MAX_IDENTIFIER, "/id"),
        name=_bounded(name_of(document["issuer"]) or verified.issuer, MAX_NAME, "/issuer/name"),
        issuer=_bounded(verified.issuer, MAX_IDENTIFIER, "/issuer/id"),
        source=_bounded(brought.source, MAX_IDENTIFIER, "/source"),
        credential=verified.credential.text,
        valid_from=parse_timestamp(document["validFrom"]) if "validFrom" in document else at,
        valid_until=parse_timestamp(until) if until else None,
        loaded_at=at,
    )
    return row, list(_entries_of(document, row))


def _entries_of(document: JsonObject, row: TrustRegistry) -> Iterator[RegistryEntry]:
    """Each issuer that is named; a badge or an endorsement names none."""
    subjects = subjects_of(document)
    if not 0 < len(subjects) <= MAX_ENTRIES:
        told = f"it names {len(subjects)} issuers; 1 to {MAX_ENTRIES} are read"
        raise _malformed(told, "/credentialSubject")
    seen: set[str] = set()
    for at, subject in enumerate(subjects):
        place = f"/credentialSubject/{at}" if len(subjects) > 1 else "/credentialSubject"
        entry = _entry(subject, row, place)
        if entry.identifier in seen:
            raise _malformed("it names the same issuer twice", place)
        seen.add(entry.identifier)
        yield entry


def _entry(subject: Json, row: TrustRegistry, place: str) -> RegistryEntry:
    if not isinstance(subject, dict) or not has_type(subject, "Profile"):
        raise _malformed("a profile stands here", place)
    identifier = _bounded(id_of(subject) or "", MAX_IDENTIFIER, f"{place}/id")
    if not identifier.startswith(("did:", "https://")):
        raise _malformed("an issuer is named by a DID or an address over https", f"{place}/id")
    return RegistryEntry(
        registry=row,
        identifier=identifier,
        name=_bounded(name_of(subject), MAX_NAME, f"{place}/name"),
        said=str(subject.get("description", ""))[:MAX_SAID].strip(),
    )


def _bounded(value: str, most: int, place: str) -> str:
    text = value.strip()
    if not 0 < len(text) <= most:
        raise _malformed(f"1 to {most} characters stand here", place)
    return text


def _malformed(told: str, place: str) -> Refused:
    return Refused.because("registry.malformed", told, place)


def _refused(problem: Problem, place: str) -> Refused:
    """What could not be had or verified is refused, by its own code."""
    return Refused.because(problem.code, problem.detail, place)
