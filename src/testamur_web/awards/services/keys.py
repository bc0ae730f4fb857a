"""The keys of an organisation: made, rotated, retired, and declared compromised.

One key of a kind is in use at a time. Ended keys stay, with the moment and the reason, or what they
signed would cease to verify (ADR 12).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from testamur.errors import Conflict, Refused
from testamur.keys import KeyKind, SigningKey
from testamur_web.awards.models import IssuerKey
from testamur_web.awards.publishing.issuers import key_in_use
from testamur_web.awards.sealing import seal, signer_of
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Organisation, Person

__all__ = [
    "COMPROMISED",
    "KINDS",
    "declare_compromised",
    "instance_signer",
    "make_key",
    "retire_key",
    "rotate_key",
]

COMPROMISED: Final = "key.compromised"
KINDS = (KeyKind.ED25519.value, KeyKind.P256.value)
"""The kinds that can be made."""


@transaction.atomic
def make_key(
    organisation: Organisation | None,
    *,
    kind: str = "ed25519",
    by: Person | None,
    at: datetime,
) -> IssuerKey:
    """A new key of a kind of which none is in use; raises `Conflict` (`key.in-use`) else."""
    if kind not in KINDS:
        raise Refused.because(
            "value.unknown-choice", f"{kind[:20]!r} is not a kind of key", "/kind"
        )
    _lock(organisation)
    if IssuerKey.objects.filter(organisation=organisation, kind=kind, retired_at=None).exists():
        raise Conflict.because("key.in-use", f"a key of the kind {kind} is in use; rotate it")
    return _made(organisation, kind, by=by, at=at)


@transaction.atomic
def rotate_key(key: IssuerKey, *, by: Person | None, at: datetime) -> IssuerKey:
    """Retire a key and make another of its kind; raises `Conflict` (`key.ended`) the second time.

    What the old one signed goes on to verify.
    """
    _end(key, at=at)
    trail.record("key.rotate", key, by=by, tenant=key.organisation_id, at=at)
    return _made(key.organisation, key.kind, by=by, at=at)


@transaction.atomic
def retire_key(key: IssuerKey, *, by: Person | None, at: datetime) -> None:
    """End a key that nobody else had; what it signed goes on to verify."""
    _end(key, at=at)
    trail.record("key.retire", key, by=by, tenant=key.organisation_id, at=at)


@transaction.atomic
def declare_compromised(key: IssuerKey, *, by: Person | None, at: datetime) -> None:
    """Say that somebody else may have the key, ended or not: what it signed is undetermined.

    Whoever has a key dates what they sign with it as they like. So those awards are to be given
    again (`reissue`), with another key.
    """
    _lock(key.organisation)
    changed = IssuerKey.objects.filter(pk=key.pk, compromised_at=None).update(
        compromised_at=at, retired_at=Coalesce(F("retired_at"), at)
    )
    if not changed:
        raise Conflict.because("key.ended", "the key was declared compromised before")
    key.refresh_from_db()
    trail.record("key.declare-compromised", key, by=by, tenant=key.organisation_id, at=at)
    outbox.post(COMPROMISED, {"key": str(key.pk)}, key=f"{COMPROMISED}:{key.pk}")


@transaction.atomic
def instance_signer(*, at: datetime) -> SigningKey:
    """The key of the instance itself, for what it says in its own name; made when first needed."""
    key = key_in_use(None) or _made(None, KeyKind.ED25519.value, by=None, at=at)
    return signer_of(key)


def _made(
    organisation: Organisation | None, kind: str, *, by: Person | None, at: datetime
) -> IssuerKey:
    key = SigningKey.generate(kind)
    row = IssuerKey.objects.create(
        organisation=organisation,
        kind=kind,
        multikey=key.public.multikey,
        secret=seal(key),
        created_at=at,
    )
    tenant = organisation.pk if organisation else None
    trail.record("key.make", row, by=by, tenant=tenant, at=at, kind=kind)
    return row


def _end(key: IssuerKey, *, at: datetime) -> None:
    _lock(key.organisation)
    if not IssuerKey.objects.filter(pk=key.pk, retired_at=None).update(retired_at=at):
        raise Conflict.because("key.ended", "the key is not in use any more")
    key.retired_at = at


def _lock(organisation: Organisation | None) -> None:
    """One change of keys at a time, and none while awards are signed."""
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
