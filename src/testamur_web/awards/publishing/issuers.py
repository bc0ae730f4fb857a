"""Who an organisation is when it signs, with which keys, and the documents that publish them.

An instance that is reached over https publishes did:web identifiers, whose keys can change. One
that is not, such as a trial on one machine, can publish nothing that counts: there an organisation
is known by its key in use, and another key is another issuer.
"""

from __future__ import annotations

from django.conf import settings

from testamur.credentials.dids import VerificationMethod, did_web_of
from testamur.credentials.dids import did_document as document_of
from testamur.credentials.openbadges import Address, Profile
from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur.keys import PublicKey
from testamur_web.awards.models import IssuerKey
from testamur_web.people.models import Organisation

__all__ = [
    "did_document",
    "did_document_url",
    "did_web_id",
    "issuer_id",
    "issuer_profile",
    "issuers_here",
    "key_in_use",
    "keys_of",
    "profile_as",
    "signers_here",
]

_FIRST_CHOICE = "ed25519"


def keys_of(organisation: Organisation | None) -> list[IssuerKey]:
    """Every key, the newest first; those of the instance itself for None."""
    return list(IssuerKey.objects.filter(organisation=organisation).order_by("-created_at", "-pk"))


def key_in_use(organisation: Organisation | None) -> IssuerKey | None:
    """The key to sign with: Ed25519 where there is one, for everybody verifies it."""
    keys = [key for key in keys_of(organisation) if key.retired_at is None]
    return next((key for key in keys if key.kind == _FIRST_CHOICE), keys[0] if keys else None)


def issuer_id(organisation: Organisation | None) -> str:
    """The identifier that signs; raises `Refused` (`award.no-key`) where only a key could tell."""
    if settings.IS_SECURE:
        return did_web_id(organisation)
    key = key_in_use(organisation)
    if key is None:
        name = organisation.name if organisation else settings.INSTANCE_NAME
        raise Refused.because("award.no-key", f"{name} has no key to sign with")
    return PublicKey.from_multikey(key.multikey).did_key


def issuers_here() -> dict[str, str]:
    """The identifier and name of every organisation that can sign, by name, in one query."""
    return {identifier: one.name for identifier, one in signers_here().items()}


def signers_here() -> dict[str, Organisation]:
    """Every organisation that can sign, by its identifier, in the order of their names."""
    keys = IssuerKey.objects.filter(organisation__isnull=False, retired_at=None)
    first: dict[Organisation, IssuerKey] = {}
    for key in keys.select_related("organisation").order_by("organisation__name", "kind"):
        if key.organisation is not None:  # Ed25519 stands before the others
            first.setdefault(key.organisation, key)
    return {_identifier(one, key): one for one, key in first.items()}


def _identifier(organisation: Organisation, key: IssuerKey) -> str:
    if settings.IS_SECURE:
        return did_web_id(organisation)
    return PublicKey.from_multikey(key.multikey).did_key


def did_web_id(organisation: Organisation | None) -> str:
    """The did:web of an organisation here, or of the instance."""
    path = f"/o/{organisation.slug}" if organisation else ""
    return did_web_of(settings.INSTANCE_URL + path)


def did_document_url(organisation: Organisation | None) -> str:
    """Where the document of the keys is published."""
    path = f"/o/{organisation.slug}" if organisation else "/.well-known"
    return f"{settings.INSTANCE_URL}{path}/did.json"


def did_document(organisation: Organisation | None) -> JsonObject | None:
    """The document that publishes every key, ended ones with the moment and the reason (ADR 12).

    Where nothing that is published counts, that of the key in use. None where there is no key.
    """
    if not settings.IS_SECURE:
        key = key_in_use(organisation)
        own = issuer_id(organisation) if key else ""
        return document_of(own, [_published(key, own)]) if key else None
    keys = keys_of(organisation)
    if not keys:
        return None
    did = did_web_id(organisation)
    return document_of(did, [_published(key, did) for key in keys])


def issuer_profile(organisation: Organisation | None) -> Profile:
    """The organisation, or the instance itself, as the credentials it signs name it."""
    if organisation is None:
        return Profile(issuer_id(None), name=settings.INSTANCE_NAME, url=settings.INSTANCE_URL)
    return profile_as(issuer_id(organisation), organisation)


def profile_as(identifier: str, organisation: Organisation) -> Profile:
    """The organisation, known by another identifier than the one that signs."""
    country = organisation.country
    return Profile(
        identifier,
        name=organisation.name,
        url=organisation.url or None,
        description=organisation.description or None,
        email=organisation.email or None,
        address=Address(address_country_code=country) if country else None,
    )


def _published(key: IssuerKey, controller: str) -> VerificationMethod:
    return VerificationMethod.publish(
        PublicKey.from_multikey(key.multikey),
        controller=controller,
        expires=None if key.compromised_at else key.retired_at,
        revoked=key.compromised_at,
    )
