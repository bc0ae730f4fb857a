"""Accepting a credential as something, and accepting it no more: signed, dated, announced.

An organisation signs with its own key. What ends is never removed: whoever relied on it can still
read from which day to which it held, and why it was withdrawn (ADR 36).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from testamur.credentials.members import require_iri
from testamur.credentials.openbadges import Profile, endorsement_document
from testamur.encoding import JsonObject
from testamur.errors import Conflict, Refused
from testamur_web.awards.services import sign_statement, take_back
from testamur_web.catalogue.addresses import achievement_at, achievement_url
from testamur_web.catalogue.models import Achievement
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.trust.counting import post_accepted, post_accepted_days
from testamur_web.trust.models import Recognition
from testamur_web.trust.models.register import MAX_ADDRESS, MAX_TERMS
from testamur_web.wallet.models import Item

__all__ = [
    "BEGIN",
    "END",
    "HOLDERS",
    "HOLDER_MAIL",
    "UNRECOGNISED_MAIL",
    "Acceptance",
    "address_of",
    "end_recognition",
    "recognise",
    "tell_holders",
    "withdraw",
]

BEGIN: Final = "recognition.begin"
END: Final = "recognition.end"
UNRECOGNISED_MAIL: Final = "recognition.withdrawn-mail"
HOLDERS: Final = "recognition.tell-holders"
HOLDER_MAIL: Final = "recognition.holder-mail"
_DAY: Final = timedelta(days=1)
_SCHEMES: Final = frozenset({"https", "http", "urn", "did"})
_As = Recognition.As
_WORDS: Final = {
    _As.CREDIT.value: "credit",
    _As.EXEMPTION.value: "an exemption",
    _As.HIRING.value: "fulfilling a hiring requirement",
    _As.EQUIVALENT.value: "equivalent",
}
"""What it is accepted as, in English whatever is spoken here: it is signed."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What is accepted as what. `address` is the id that credentials have for the achievement.

    `title` names what is not of this instance; `terms` say for what it is accepted, and how much.
    What is accepted as equivalent is so to `equal_to`, an achievement of whoever accepts.
    """

    address: str
    accepted_as: str
    terms: str
    begins_on: date
    ends_on: date | None = None
    title: str = ""
    equal_to: Achievement | None = None


def address_of(row: Recognition) -> str:
    """The id that credentials have for what is accepted, whatever its version."""
    return achievement_url(row.achievement) if row.achievement else row.address


@transaction.atomic
def recognise(
    organisation: Organisation, said: Acceptance, *, by: Person, at: datetime
) -> Recognition:
    """Sign that an organisation accepts it; the caller has made sure that `by` speaks for it.

    Raises `Refused` (`recognition.unpublished`, `iri.*`, `text.*`, `value.*`) and
    `Conflict` (`recognition.given-already`).
    """
    columns = _read(organisation, said)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _refuse_twice(columns)
    row = Recognition(**columns, id=uuid4(), signed_at=at, signed_by=by)
    signed = sign_statement(organisation, partial(_document, row=row), at=at)
    row.key, row.place, row.credential = signed.key, signed.place, signed.text
    row.save(force_insert=True)
    if row.equal_to is not None:
        _leave_for(BEGIN, row, row.begins_on)
        post_accepted_days(row)
    trail.record(
        "recognition.give", row, by=by, tenant=organisation.pk, at=at, about=address_of(row)
    )
    return row


@transaction.atomic
def withdraw(row: Recognition, *, on: date, reason: str, by: Person, at: datetime) -> Recognition:
    """Accept it no more from the day `on`, which is announced at once.

    Raises `Refused` without a reason or for a day that is over, and `Conflict`
    (`recognition.withdrawn`).
    """
    told = words.read_reason(reason, unsaid="who withdraws says why")
    found = Recognition.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if found.withdrawn_at is not None:
        raise Conflict.because("recognition.withdrawn", "it was withdrawn before")
    _check_notice(found, on, today=at.date())
    found.withdrawn_on, found.withdrawn_at, found.withdrawn_by = on, at, by
    found.reason = told
    found.save(update_fields=["withdrawn_on", "withdrawn_at", "withdrawn_by", "reason"])
    for kind in (UNRECOGNISED_MAIL, HOLDERS):
        outbox.post(
            kind,
            {"recognition": str(found.pk)},
            key=f"{kind}:{found.pk}",
            tenant=found.organisation_id,
        )
    if on <= at.date():
        take_back(found.place, at=at)
    else:
        _leave_for(END, found, on)
    if found.equal_to_id is not None:
        post_accepted(found, because="withdrawn", on=on)
    more = {"about": address_of(found), "on": on.isoformat(), "reason": told}
    trail.record("recognition.withdraw", found, by=by, tenant=found.organisation_id, at=at, **more)
    return found


@transaction.atomic
def end_recognition(pk: UUID, *, at: datetime) -> None:
    """Say in its status list that what was withdrawn for a day that has come holds no more."""
    found = Recognition.objects.filter(pk=pk, withdrawn_on__lte=at.date()).first()
    if found is not None:
        take_back(found.place, at=at)


@transaction.atomic
def tell_holders(pk: UUID) -> None:
    """Leave a letter for everybody in whose wallet is what will be accepted no more."""
    row = Recognition.objects.get(pk=pk)
    mine = Item.objects.filter(award__version__achievement=row.achievement_id)
    holders = mine.filter(award__revoked_at=None).order_by().values_list("holder", flat=True)
    payloads = {
        f"{HOLDER_MAIL}:{pk}:{holder}": {"recognition": str(pk), "person": str(holder)}
        for holder in holders.distinct()
    }
    outbox.post_many(HOLDER_MAIL, payloads, tenant=row.organisation_id)


def _leave_for(kind: str, row: Recognition, on: date) -> None:
    outbox.post(
        kind,
        {"recognition": str(row.pk)},
        key=f"{kind}:{row.pk}",
        tenant=row.organisation_id,
        due_at=datetime.combine(on, time(), UTC),
    )


def _check_notice(row: Recognition, on: date, *, today: date) -> None:
    if on < today:
        raise Refused.because("value.contradiction", "that day is over", "/on")
    if row.ends_on is not None and on > row.ends_on:
        raise Refused.because("value.contradiction", "it ends by itself before that day", "/on")


def _read(organisation: Organisation, said: Acceptance) -> dict[str, Any]:
    if said.accepted_as not in _As.values:
        raise Refused.because(
            "value.unknown-choice", "it is accepted as nothing known", "/accepted_as"
        )
    if said.ends_on is not None and said.ends_on < said.begins_on:
        told = "it would end before it begins"
        raise Refused.because("value.contradiction", told, "/ends_on")
    named = _named(said)
    return {
        "organisation": organisation,
        **named,
        "accepted_as": said.accepted_as,
        "terms": words.read_name(said.terms, "/terms", at_most=MAX_TERMS),
        "equal_to": _equal_to(organisation, said, named["achievement"]),
        "begins_on": said.begins_on,
        "ends_on": said.ends_on,
    }


def _named(said: Acceptance) -> dict[str, Any]:
    """What is accepted: an achievement that was published here, or one from elsewhere."""
    address = said.address.strip()
    if (pk := achievement_at(address)) is not None:
        found = Achievement.objects.select_related("current").filter(pk=pk).first()
        if found is None or found.current is None:
            told = "nothing was published at this address"
            raise Refused.because("recognition.unpublished", told, "/address")
        return {"achievement": found, "address": "", "title": found.current.title}
    address = require_iri(address, "/address", schemes=_SCHEMES)
    if len(address) > MAX_ADDRESS:
        told = f"{len(address)} characters; at most {MAX_ADDRESS} may stand here"
        raise Refused.because("text.too-long", told, "/address")
    return {"achievement": None, "address": address, "title": words.read_name(said.title, "/title")}


def _equal_to(
    organisation: Organisation, said: Acceptance, accepted: Achievement | None
) -> Achievement | None:
    """What it is equivalent to: nobody but its issuer says what counts as an achievement."""
    if said.accepted_as != _As.EQUIVALENT:
        return None
    if said.equal_to is None:
        raise Refused.because("value.missing", "say to what it is equivalent", "/equal_to")
    is_own = said.equal_to.organisation_id == organisation.pk and said.equal_to.current_id
    if not is_own or said.equal_to == accepted:
        told = "it is equivalent to another achievement, published by whoever accepts it"
        raise Refused.because("value.contradiction", told, "/equal_to")
    return said.equal_to


def _refuse_twice(columns: dict[str, Any]) -> None:
    """The same thing is accepted as the same once on any day."""
    days = ("begins_on", "ends_on")
    same = {name: value for name, value in columns.items() if name not in {*days, "title"}}
    begins, ends = columns["begins_on"], columns["ends_on"]
    rows = Recognition.objects.filter(Q(ends_on=None) | Q(ends_on__gte=begins), **same)
    rows = rows.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=begins))
    if (rows if ends is None else rows.filter(begins_on__lte=ends)).exists():
        told = "it is accepted as this on some of these days already"
        raise Conflict.because("recognition.given-already", told)


def _document(issuer: Profile, status: JsonObject, *, row: Recognition) -> JsonObject:
    """What is signed: who accepts what as what, and for how long."""
    ends = row.ends_on + _DAY if row.ends_on else None
    said = f"{row.organisation.name} accepts “{row.title}” as {_WORDS[row.accepted_as]}"
    if row.equal_to is not None:
        said += f" to {achievement_url(row.equal_to)}"
    return endorsement_document(
        f"{said}: {row.terms}",
        id=f"urn:uuid:{row.pk}",
        about=address_of(row),
        issuer=issuer,
        valid_from=datetime.combine(row.begins_on, time(), UTC),
        valid_until=datetime.combine(ends, time(), UTC) if ends else None,
        name="Recognition",
        status=status,
    )
