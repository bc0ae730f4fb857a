"""Signing what is said beside awards, with an entry in a list by which it can be taken back.

The lists are those of the awards: whoever holds the one copy of a list learns nothing of what kind
of credential an entry belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from testamur.credentials.issue import sign
from testamur.credentials.openbadges import Profile
from testamur.credentials.status import status_entry
from testamur.encoding import JsonObject
from testamur_web.awards.models import IssuerKey, StatusList, StatusPlace
from testamur_web.awards.publishing.issuers import issuer_profile, key_in_use
from testamur_web.awards.publishing.lists import status_list_url
from testamur_web.awards.sealing import signer_of
from testamur_web.awards.services.keys import instance_signer, make_key
from testamur_web.awards.services.places import deal_places
from testamur_web.people.models import Organisation

__all__ = ["Statement", "sign_as_instance", "sign_statement", "take_back"]

Writer = Callable[[Profile, JsonObject], JsonObject]
"""Writes the unsigned credential of an issuer, with the entry by which it can be taken back."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was signed, and where it can be taken back."""

    text: str
    key: IssuerKey
    place: StatusPlace


@transaction.atomic
def sign_statement(organisation: Organisation | None, write: Writer, *, at: datetime) -> Statement:
    """Sign what `write` writes, as an organisation or (None) as the instance itself.

    Whoever has no key gets one. Raises `Refused` where the credential cannot be made.
    """
    key = _locked_key(organisation, at)
    issuer = issuer_profile(organisation)
    purpose = StatusList.Purpose.REVOCATION.value
    [(row, index)] = deal_places(organisation, issuer=issuer.id, purpose=purpose, count=1)
    place = StatusPlace.objects.create(status_list=row, index=index)
    document = write(issuer, status_entry(status_list_url(row), index=index))
    return Statement(sign(document, signer=signer_of(key), at=at).text, key, place)


def sign_as_instance(write: Callable[[Profile], JsonObject], *, at: datetime) -> str:
    """Sign what holds for a short while, as the instance itself: nothing takes it back."""
    signer = instance_signer(at=at)
    return sign(write(issuer_profile(None)), signer=signer, at=at).text


def take_back(place: StatusPlace, *, at: datetime) -> bool:
    """Say in the list that what has this place holds no more; False where it said so before."""
    changed = StatusPlace.objects.filter(pk=place.pk, set_at=None).update(set_at=at)
    return bool(changed)


def _locked_key(organisation: Organisation | None, at: datetime) -> IssuerKey:
    """The key to sign with, while the keys and lists of whoever signs stand still."""
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        return key_in_use(organisation) or make_key(organisation, by=None, at=at)
    instance_signer(at=at)
    list(IssuerKey.objects.select_for_update().filter(organisation=None).order_by("pk"))
    key = key_in_use(None)
    assert key is not None  # noqa: S101 -- it was made above
    return key
