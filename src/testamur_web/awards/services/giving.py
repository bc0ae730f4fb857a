"""Awards are given once: the same award key means the same award, whoever asks and how often."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from testamur.credentials.issue import award_id
from testamur.credentials.members import canonical_email, require_name
from testamur.errors import Conflict, Refused
from testamur_web.awards.content import described
from testamur_web.awards.models import Award, Batch
from testamur_web.awards.services.signing import sign_awards
from testamur_web.catalogue.models import Version
from testamur_web.learning.models import Enrolment
from testamur_web.ops import trail
from testamur_web.people.models import Identifier, Person

__all__ = [
    "Recipient",
    "Wanted",
    "award_people",
    "award_person",
    "give_award",
    "intended_award",
]

_AHEAD: Final = timedelta(days=1)
"""How far clocks and calendars of the world may be ahead."""


_MOST_OF_A_KEY: Final = 200
_COLUMNS: Final = Award._meta.concrete_fields  # noqa: SLF001 -- Django documents it


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom an award is for: a name, and what tells them from others of that name.

    `person` is the account that holds the award, where it is known for certain.
    """

    name: str
    email: str = ""
    number: str = ""
    person: Person | None = None


@transaction.atomic
def give_award(  # noqa: PLR0913 -- an award has this many parties
    version: Version,
    *,
    recipient: Recipient,
    awarded_at: datetime,
    award_key: str,
    by: Person | None,
    at: datetime,
    enrolment: Enrolment | None = None,
    batch: Batch | None = None,
    facts: Mapping[str, Any] | None = None,
    valid_until: datetime | None = None,
    replaces: Award | None = None,
) -> Award:
    """Write down that an award is intended; `sign_awards` makes its credential.

    An award that was given under `award_key` before is returned as it is. `facts` may hold `grade`,
    `did`, `evidence`: objects with `title` and a `url`, or a `narrative` and a `sha256`, and
    `assessment`: the methods, where they differ for this award. Raises `Refused` for what could not
    stand in a credential.
    """
    award = intended_award(
        version,
        recipient=recipient,
        awarded_at=awarded_at,
        award_key=award_key,
        by=by,
        at=at,
        facts=facts,
        valid_until=valid_until,
    )
    award.enrolment, award.batch, award.replaces = enrolment, batch, replaces
    stated = {field.attname: getattr(award, field.attname) for field in _COLUMNS}
    found, is_new = Award.objects.get_or_create(
        organisation_id=stated.pop("organisation_id"),
        award_key=stated.pop("award_key"),
        defaults=stated,
    )
    if is_new:
        trail.record("award.give", found, by=by, tenant=award.organisation_id, at=at)
    return found


@transaction.atomic
def award_person(  # noqa: PLR0913 -- an award has this many parties
    version: Version,
    *,
    recipient: Recipient,
    awarded_at: datetime,
    award_key: str,
    by: Person | None,
    at: datetime,
    enrolment: Enrolment | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Award:
    """Give and sign one award at once; see `give_award`."""
    award = give_award(
        version,
        recipient=recipient,
        awarded_at=awarded_at,
        award_key=award_key,
        by=by,
        at=at,
        enrolment=enrolment,
        facts=facts,
    )
    [signed] = sign_awards([award], at=at)
    return signed


@dataclass(frozen=True, slots=True)
class Wanted:
    """One award of several: the key that tells it from every other, and whom it is for."""

    award_key: str
    recipient: Recipient
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def award_people(
    version: Version,
    wanted: Sequence[Wanted],
    *,
    awarded_at: datetime,
    by: Person | None,
    at: datetime,
) -> list[Award]:
    """Give and sign several awards, all or none; in the order they were wanted.

    A key that was used before gives that award again; for somebody else, it is a `Conflict`
    (`idempotency.key-reused`).
    """
    given = [
        give_award(
            version,
            recipient=one.recipient,
            awarded_at=awarded_at,
            award_key=one.award_key,
            by=by,
            at=at,
            facts=one.facts,
        )
        for one in wanted
    ]
    for award, one in zip(given, wanted, strict=True):
        _require_same(award, version, one)
    signed = {award.pk: award for award in sign_awards(given, at=at)}
    return [signed.get(award.pk, award) for award in given]


def _require_same(award: Award, version: Version, wanted: Wanted) -> None:
    name, email = _checked(wanted.recipient)
    told = (award.recipient_name, award.recipient_email, award.recipient_number)
    is_same = told == (name, email, wanted.recipient.number.strip())
    if not is_same or award.version.achievement_id != version.achievement_id:
        detail = f"the key {wanted.award_key[:80]!r} stands for another award"
        raise Conflict.because("idempotency.key-reused", detail)


def intended_award(  # noqa: PLR0913 -- an award has this many parties
    version: Version,
    *,
    recipient: Recipient,
    awarded_at: datetime,
    award_key: str,
    by: Person | None,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    valid_until: datetime | None = None,
) -> Award:
    """The award as it would be written down, and is not; raises `Refused`."""
    if awarded_at > at + _AHEAD:
        told = f"{awarded_at:%Y-%m-%d} lies in the future"
        raise Refused.because("value.out-of-range", told, "/awarded_at")
    organisation = version.achievement.organisation
    name, email = _checked(recipient)
    kept_key = _kept(award_key)
    return Award(
        id=award_id(str(organisation.pk), [kept_key]),
        organisation=organisation,
        award_key=kept_key,
        version=version,
        holder=recipient.person,
        recipient_name=name,
        recipient_email=email,
        recipient_number=recipient.number.strip(),
        facts=_facts(recipient, facts or {}),
        awarded_at=awarded_at,
        valid_until=valid_until or _end_of(version, awarded_at),
        created_by=by,
        created_at=at,
    )


def _kept(award_key: str) -> str:
    """The key as its column holds it: one that is too long is known by its digest."""
    if len(award_key) <= _MOST_OF_A_KEY:
        return award_key
    return f"sha256:{sha256(award_key.encode()).hexdigest()}"


def _checked(recipient: Recipient) -> tuple[str, str]:
    name = " ".join(recipient.name.split())
    if name:
        require_name(name, "/name")
    email = canonical_email(recipient.email.strip(), "/email") if recipient.email.strip() else ""
    if not name and not email:
        told = "there is neither a name nor an e-mail address"
        raise Refused.because("row.recipient-missing", told, "/name")
    return name, email


def _facts(recipient: Recipient, facts: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(facts)
    if recipient.person is not None and "did" not in found:
        did = Identifier.objects.filter(
            person=recipient.person,
            kind=Identifier.Kind.DID,
            verified_at__isnull=False,
            ended_at=None,
        ).first()
        if did is not None:
            found["did"] = did.value
    return found


def _end_of(version: Version, start: datetime) -> datetime | None:
    """The same day so many months later, or the last of that month."""
    months = _months_of(version)
    if not months:
        return None
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return start.replace(
        year=year, month=month, day=min(start.day, calendar.monthrange(year, month)[1])
    )


@lru_cache(maxsize=128)
def _months_of(version: Version) -> int | None:
    """For how long awards of a version hold; a version never changes."""
    return described(version).valid_months
