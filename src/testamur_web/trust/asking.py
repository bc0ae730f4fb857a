"""Asking somebody to vouch: an organisation here, or whoever reads the mail at an address.

A link in the mail opens the request. It is no secret that grants more than one answer: whoever has
it must have an account here, and signs in their own name or that of an organisation of theirs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from testamur.errors import Conflict, Refused
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import proven_addresses_of
from testamur_web.trust.models import EndorsementRequest
from testamur_web.trust.subjects import RELATED, Subject, subject_of

__all__ = [
    "MAIL",
    "ask",
    "asked_by",
    "asked_of",
    "asked_of_organisation",
    "close_request",
    "decline",
    "find_request",
    "take_back_request",
    "token_of",
]

MAIL: Final = "trust.request-mail"
MOST_WAITING: Final = 50
"""So many requests of one person may wait at a time: nobody sends mail by the thousand."""

MAX_NOTE: Final = 1_000
_SALT: Final = "testamur.endorsement-request"
_State = EndorsementRequest.State


def token_of(request: EndorsementRequest) -> str:
    """What stands in the link of the mail."""
    return signing.Signer(salt=_SALT, sep=".").sign(request.pk.hex)


def find_request(token: str) -> EndorsementRequest | None:
    """The request that a link leads to, whatever became of it."""
    try:
        pk = UUID(signing.Signer(salt=_SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return _rows().filter(pk=pk).first()


def asked_of(person: Person) -> QuerySet[EndorsementRequest]:
    """What waits for somebody: asked of an address that they have proven to be theirs."""
    addresses = [address.lower() for address in proven_addresses_of(person)]
    rows = _rows().annotate(folded=Lower("email")).filter(state=_State.WAITING)
    return rows.filter(folded__in=addresses)


def asked_of_organisation(organisation: Organisation) -> QuerySet[EndorsementRequest]:
    """What waits for an organisation."""
    return _rows().filter(organisation=organisation, state=_State.WAITING)


def asked_by(
    person: Person | None, organisation: Organisation | None = None
) -> QuerySet[EndorsementRequest]:
    """What somebody asked for what they hold; or what was asked for what an organisation issues."""
    if organisation is None:
        return _rows().filter(asked_by=person, award__isnull=False)
    own = Q(version__achievement__organisation=organisation) | Q(issuer=organisation)
    return _rows().filter(own)


@transaction.atomic
def ask(
    subject: Subject, *, whom: str, note: str = "", by: Person, at: datetime
) -> EndorsementRequest:
    """Ask `whom`, an e-mail address or an organisation of this instance by its name or slug.

    The caller has made sure that `by` may ask. Raises `Refused` (`endorsement.nobody-asked`,
    `endorsement.own`, `endorsement.too-many`, …) and `Conflict` (`endorsement.asked-already`).
    """
    Person.objects.select_for_update().get(pk=by.pk)
    organisation, email = _addressee(whom)
    if organisation == subject.owner:
        raise Refused.because("endorsement.own", f"{organisation} issues it", "/whom")
    text = words.read_prose(note, "/note")
    if len(text) > MAX_NOTE:
        raise Refused.because("text.too-long", f"at most {MAX_NOTE} characters", "/note")
    waiting = EndorsementRequest.objects.filter(state=_State.WAITING)
    if waiting.filter(asked_by=by).count() >= MOST_WAITING:
        told = f"{MOST_WAITING} requests wait for an answer already"
        raise Refused.because("endorsement.too-many", told)
    if waiting.filter(**subject.columns, organisation=organisation, email=email).exists():
        raise Conflict.because("endorsement.asked-already", f"{whom} was asked before", "/whom")
    row = EndorsementRequest.objects.create(
        **subject.columns,
        asked_by=by,
        organisation=organisation,
        email=email,
        note=text,
        asked_at=at,
    )
    _record("endorsement.ask", row, by=by, at=at)
    outbox.post(MAIL, {"request": str(row.pk)}, key=f"{MAIL}:{row.pk}", tenant=_tenant_of(row))
    return row


@transaction.atomic
def decline(request: EndorsementRequest, *, by: Person, at: datetime) -> None:
    """Say no; nobody asks why. Raises `Conflict` (`endorsement.closed`)."""
    row = close_request(request, _State.DECLINED, at=at)
    _record("endorsement.decline", row, by=by, at=at)


@transaction.atomic
def take_back_request(request: EndorsementRequest, *, by: Person, at: datetime) -> None:
    """Ask no longer; raises `Conflict` (`endorsement.closed`)."""
    row = close_request(request, _State.WITHDRAWN, at=at)
    _record("endorsement.take-back", row, by=by, at=at)


def close_request(
    request: EndorsementRequest, state: EndorsementRequest.State, *, at: datetime
) -> EndorsementRequest:
    """The row, locked, with its answer; whoever answers second is refused."""
    row = EndorsementRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state != _State.WAITING:
        told = f"it is {row.get_state_display()} already"
        raise Conflict.because("endorsement.closed", told)
    row.state, row.answered_at = state, at
    row.save(update_fields=["state", "answered_at"])
    return row


def _addressee(whom: str) -> tuple[Organisation | None, str]:
    typed = whom.strip()
    if "@" in typed:
        return None, words.read_email(typed, "/whom")
    found = Organisation.objects.filter(Q(slug=typed.lower()) | Q(name__iexact=typed))[:2]
    if len(found) == 1:
        return found[0], ""
    told = f"{typed[:80]!r} is no e-mail address and no one organisation here"
    raise Refused.because("endorsement.nobody-asked", told, "/whom")


def _rows() -> QuerySet[EndorsementRequest]:
    return EndorsementRequest.objects.select_related(*RELATED, "asked_by", "organisation")


def _tenant_of(row: EndorsementRequest) -> UUID | None:
    """Whose trail tells of it: the issuer's where it speaks; what a holder asks is their own."""
    return subject_of(row).owner.pk if row.award_id is None else None


def _record(verb: str, row: EndorsementRequest, *, by: Person, at: datetime) -> None:
    told = {"about": subject_of(row).title}
    trail.record(verb, row, by=by, tenant=_tenant_of(row), at=at, **told)
