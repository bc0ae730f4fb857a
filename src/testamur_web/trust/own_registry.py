"""The signed list of the issuers of this instance, which another instance can load.

It is a verifiable credential of the instance whose subjects are the organisations that can sign,
each with its identifier, name, address, and what was checked of it, with days. It holds for a week:
nothing takes it back, so nobody should rely on an old one. It is signed anew when what it says has
changed, and once a day; every process answers with the same bytes until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import override

from testamur.credentials.openbadges import CONTEXTS, Profile
from testamur.encoding import JsonObject, canonical_json, format_timestamp
from testamur_web.awards.queries import key_in_use, signers_here
from testamur_web.awards.services import sign_as_instance
from testamur_web.trust.levels import Found
from testamur_web.trust.models import IssuerCheck
from testamur_web.trust.registries import MAX_ENTRIES

__all__ = ["own_registry"]

_HOLDS: Final = timedelta(days=7)
_KEPT: Final = "trust.own-registry"
_KEPT_FOR: Final = timedelta(days=1)


def own_registry(*, at: datetime) -> str:
    """The signed list as of now; "" where nobody here can sign yet."""
    named = _profiles(at=at)
    if not named:
        return ""
    said, signed_at, text = cache.get(_KEPT, ("", at, ""))
    if said != _digest(named) or not signed_at <= at < signed_at + _KEPT_FOR:
        text = sign_as_instance(partial(_document, named=named, at=at), at=at)
        kept = (_digest(named), at, text)  # now that there is a key
        cache.set(_KEPT, kept, _KEPT_FOR.total_seconds())
    return str(text)


def _digest(named: list[JsonObject]) -> str:
    """Of who is named, and of who signs that with which key."""
    key = key_in_use(None)
    signer = [settings.INSTANCE_URL, settings.INSTANCE_NAME, key.multikey if key else ""]
    return sha256(canonical_json([*signer, *named])).hexdigest()


def _profiles(*, at: datetime) -> list[JsonObject]:
    checks: defaultdict[object, list[Found]] = defaultdict(list)
    for row in IssuerCheck.objects.filter(ended_at=None):
        checks[row.organisation_id].append(Found(row, at.date()))
    return [
        Profile(
            identifier,
            name=one.name,
            url=one.url or None,
            description=_said(checks[one.pk]) or None,
        ).as_json()
        for identifier, one in list(signers_here().items())[:MAX_ENTRIES]
    ]


def _said(found: Iterable[Found]) -> str:
    """The levels that hold, in English whatever is spoken here: it is signed."""
    with override("en"):
        return " ".join(
            f"{one.row.get_level_display()} on {one.row.checked_on}"
            f"{f', until {one.row.ends_on}' if one.row.ends_on else ''}: {one.row.how}."
            for one in found
            if one.holds
        )


def _document(issuer: Profile, *, named: list[JsonObject], at: datetime) -> JsonObject:
    return {
        "@context": list(CONTEXTS),
        "id": f"{settings.INSTANCE_URL}/trust/registry.json",
        "type": ["VerifiableCredential"],
        "name": "Register of issuers",
        "issuer": issuer.as_json(),
        "validFrom": format_timestamp(at),
        "validUntil": format_timestamp(at + _HOLDS),
        "credentialSubject": named,
    }
