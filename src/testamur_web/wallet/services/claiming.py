"""How an award gets into the wallet of whoever it was given to.

The right to it is whoever holds the link or the code. A claimed award is claimed for good: the same
person may claim it again and finds it where it was, anybody else is refused.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from testamur.errors import Conflict, Refused
from testamur_web.awards.models import Award
from testamur_web.ops import trail
from testamur_web.people.models import Person
from testamur_web.people.tokens import hash_of
from testamur_web.wallet import secrets
from testamur_web.wallet.models import Claim, Item
from testamur_web.wallet.services.counting import post_kept

__all__ = ["claim", "find_claim", "make_claim", "mark_opened", "put_in_wallet"]

MAX_ATTEMPTS: Final = 5


@transaction.atomic
def make_claim(award: Award, *, at: datetime) -> tuple[Claim, str]:
    """The claim of an award and the secret token of its link; asking again gives the same.

    Where the secret of the instance has changed since, the link is a new one and the old one ends.
    """
    token = secrets.token_of(award.pk)
    found: Claim | None = getattr(award, "claim", None)
    if found is None:
        return _new_claim(award, token=token, at=at), token
    if found.token_hash != hash_of(token):
        found.token_hash = hash_of(token)
        found.save(update_fields=["token_hash"])
    return found, token


def find_claim(token_or_code: str) -> Claim:
    """The claim a link or a typed code leads to; raises `Refused` (`claim.unknown`).

    An award that is not signed yet is not there yet.
    """
    code = secrets.plain_code(token_or_code)
    key = {"code": code} if code else {"token_hash": hash_of(token_or_code)}
    found = (
        Claim.objects.select_related("award__version", "award__organisation")
        .filter(award__issued_at__isnull=False, **key)
        .first()
    )
    if found is None:
        raise Refused.because("claim.unknown", "no award waits for this link or code")
    return found


@transaction.atomic
def claim(token_or_code: str, *, person: Person, at: datetime) -> Item:
    """Put the award into the person's wallet, once.

    Raises `Refused` (`claim.unknown`) and `Conflict` (`claim.taken`).
    """
    found = find_claim(token_or_code)
    held = Claim.objects.select_for_update().get(pk=found.pk)
    item = put_in_wallet(found.award, person=person, at=at)
    if held.claimed_at is None:
        held.claimed_at = at
        held.save(update_fields=["claimed_at"])
        tenant = found.award.organisation_id
        trail.record("award.claim", found.award, by=person, tenant=tenant, at=at)
    return item


@transaction.atomic
def put_in_wallet(award: Award, *, person: Person, at: datetime) -> Item:
    """The item of a signed award in its holder's wallet; the holder is whoever comes first.

    Raises `Conflict` (`claim.taken`) where it is somebody else's.
    """
    is_free = Award.objects.filter(pk=award.pk, holder=None).update(holder=person)
    if not is_free and not Award.objects.filter(pk=award.pk, holder=person).exists():
        raise Conflict.because("claim.taken", "this award is in somebody else's wallet already")
    item, is_new = Item.objects.get_or_create(
        holder=person,
        award=award,
        defaults={
            "credential": award.credential,
            "title": award.version.title,
            "issuer_name": award.organisation.name,
            "trust": Item.Trust.VERIFIED,
            "awarded_at": award.awarded_at,
            "added_at": at,
        },
    )
    if is_new:
        post_kept(item)
    return item


def mark_opened(claim: Claim, *, at: datetime) -> None:
    """Keep when the link was first looked at, for the issuer to see what arrives."""
    if claim.opened_at is None:
        Claim.objects.filter(pk=claim.pk, opened_at=None).update(opened_at=at)


def _new_claim(award: Award, *, token: str, at: datetime) -> Claim:
    for attempt in range(MAX_ATTEMPTS):
        code = secrets.code_of(award.pk, attempt=attempt)
        if not Claim.objects.filter(code=code).exists():
            try:
                with transaction.atomic():
                    return Claim.objects.create(
                        award=award, token_hash=hash_of(token), code=code, made_at=at
                    )
            except IntegrityError:
                found = Claim.objects.filter(award=award).first()
                if found is not None:
                    return found
    raise RuntimeError("no code is free, which chance does not explain")
