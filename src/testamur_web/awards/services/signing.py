"""Signing: what was intended becomes a credential, with its places, and is told to the rest.

In one transaction: (1) the organisation is locked, so that its keys and lists stand still; (2) what
is signed already is left alone; (3) each award gets its places; (4) documents of one form are
signed together; (5) the texts are kept and an outbox row is left for each. A kill anywhere leaves
all of it undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from testamur.credentials.issue import DEFAULT_SUITE, Press, sign, verification_method_of
from testamur.credentials.openbadges import Profile
from testamur.credentials.proofs import ProofOptions
from testamur.encoding import JsonObject
from testamur.keys import SigningKey
from testamur_web.awards.content import achievement_of
from testamur_web.awards.documents import document_of, form_of
from testamur_web.awards.models import Award, IssuerKey, StatusList
from testamur_web.awards.publishing.issuers import issuer_profile, key_in_use
from testamur_web.awards.sealing import signer_of
from testamur_web.awards.services.keys import make_key
from testamur_web.awards.services.places import deal_places
from testamur_web.ops import outbox
from testamur_web.people.models import Organisation

__all__ = ["CHUNK", "sign_awards"]

CHUNK: Final = 250
"""How many are signed and kept together: so many stay in the cache of a processor."""

_FEW: Final = 6
"""So few are signed one by one sooner than a press is made ready."""

_SIGNED: Final = (
    "key",
    "revocation_list",
    "revocation_index",
    "suspension_list",
    "suspension_index",
    "credential",
    "issued_at",
)


@transaction.atomic
def sign_awards(awards: Iterable[Award], *, at: datetime) -> list[Award]:
    """The awards, signed, in their order; one that was signed before is returned as it is.

    An organisation without a key gets one. Raises `Refused` where a credential cannot be made, and
    then none is.
    """
    asked = list(awards)
    for organisation in _locked(asked):  # (1)
        own = [award.pk for award in asked if award.organisation_id == organisation.pk]
        for start in range(0, len(own), CHUNK):
            _sign_chunk(organisation, _waiting(own[start : start + CHUNK]), at=at)
    return _in_order(asked)


def _locked(awards: Sequence[Award]) -> Iterator[Organisation]:
    for organisation in sorted({award.organisation_id for award in awards}):
        yield Organisation.objects.select_for_update().get(pk=organisation)


def _waiting(keys: Sequence[UUID]) -> list[Award]:
    """(2) Those that have no credential yet."""
    found = Award.objects.filter(pk__in=keys, credential="")
    return list(found.select_related("version__achievement").order_by("created_at", "pk"))


def _sign_chunk(organisation: Organisation, awards: Sequence[Award], *, at: datetime) -> None:
    if not awards:
        return
    key = key_in_use(organisation) or make_key(organisation, by=None, at=at)
    issuer = issuer_profile(organisation)
    _deal(organisation, issuer.id, awards)  # (3)
    achievements = {
        version.pk: achievement_of(version) for version in {award.version for award in awards}
    }
    documents = [
        document_of(award, achievement=achievements[award.version_id], issuer=issuer)
        for award in awards
    ]
    texts = _signed(documents, issuer=issuer, signer=signer_of(key), at=at)  # (4)
    _keep(awards, texts, key=key, at=at)  # (5)


def _deal(organisation: Organisation, issuer: str, awards: Sequence[Award]) -> None:
    many = len(awards)
    revocation, suspension = StatusList.Purpose.REVOCATION, StatusList.Purpose.SUSPENSION
    places = zip(
        awards,
        deal_places(organisation, issuer=issuer, purpose=revocation.value, count=many),
        deal_places(organisation, issuer=issuer, purpose=suspension.value, count=many),
        strict=True,
    )
    for award, revoked, suspended in places:
        award.revocation_list, award.revocation_index = revoked
        award.suspension_list, award.suspension_index = suspended


def _signed(
    documents: Sequence[JsonObject], *, issuer: Profile, signer: SigningKey, at: datetime
) -> list[str]:
    """The signed text of each document, in their order; those of one form through one press."""
    texts = [""] * len(documents)
    alike: dict[bytes, list[int]] = defaultdict(list)
    forms = [form_of(document) for document in documents]
    for place, (form, _, _) in enumerate(forms):
        alike[form].append(place)
    for places in alike.values():
        if len(places) <= _FEW:
            for place in places:
                texts[place] = sign(documents[place], signer=signer, at=at).text
            continue
        press = Press(
            documents[places[0]],
            forms[places[0]][1],
            signer=signer,
            options=ProofOptions(
                cryptosuite=DEFAULT_SUITE[signer.public.kind],
                verification_method=verification_method_of(issuer.id, signer),
                created=at,
            ),
        )
        pressed = press.sign_all(forms[place][2] for place in places)
        for place, credential in zip(places, pressed, strict=True):
            texts[place] = credential.text
    return texts


def _keep(awards: Sequence[Award], texts: Sequence[str], *, key: IssuerKey, at: datetime) -> None:
    for award, text in zip(awards, texts, strict=True):
        award.key, award.credential, award.issued_at = key, text, at
    # One statement that writes over its rows: `bulk_update` weighs fifty times as much.
    Award.objects.bulk_create(
        awards, update_conflicts=True, unique_fields=["id"], update_fields=_SIGNED
    )
    outbox.post_many(
        "award.issued",
        {f"award.issued:{award.pk}": {"award": str(award.pk)} for award in awards},
        tenant=awards[0].organisation_id,
    )


def _in_order(asked: Sequence[Award]) -> list[Award]:
    signed: dict[UUID, Award] = {}
    keys = [award.pk for award in asked]
    for start in range(0, len(keys), CHUNK):
        some = Award.objects.filter(pk__in=keys[start : start + CHUNK])
        signed |= {award.pk: award for award in some.select_related("version", "organisation")}
    return [signed[key] for key in keys]
