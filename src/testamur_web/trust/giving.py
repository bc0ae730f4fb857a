"""Giving a word, and taking it back: signed, in force at once, and withdrawn with a reason.

An organisation signs with its own key. What a person says, the instance signs in its own name: the
credential says whose words they are and how that person is known here. A reader trusts the instance
for that, and nobody else (ADR 31).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from testamur.credentials.openbadges import Profile, endorsement_document
from testamur.encoding import JsonObject
from testamur.errors import Conflict, Refused
from testamur_web.awards.services import sign_statement, take_back
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import proven_addresses_of
from testamur_web.trust.asking import close_request
from testamur_web.trust.counting import post_vouched
from testamur_web.trust.models import Endorsement, EndorsementRequest
from testamur_web.trust.rights import may_accredit, refuse_own
from testamur_web.trust.subjects import Subject, subject_of

__all__ = ["GIVEN_MAIL", "WITHDRAWN_MAIL", "Word", "give", "give_as_asked", "show", "withdraw"]

GIVEN_MAIL: Final = "trust.given-mail"
WITHDRAWN_MAIL: Final = "trust.withdrawn-mail"
MAX_STATEMENT: Final = 5_000

_Kind = Endorsement.Kind
_State = EndorsementRequest.State


@dataclass(frozen=True, slots=True)
class Word:
    """What is said. `interest` is what ties whoever speaks to it, "" for nothing.

    An accreditation says for what it is given, and until when.
    """

    statement: str
    interest: str = ""
    is_accreditation: bool = False
    valid_until: datetime | None = None


@transaction.atomic
def give_as_asked(
    request: EndorsementRequest,
    word: Word,
    *,
    organisation: Organisation | None,
    by: Person,
    at: datetime,
) -> Endorsement:
    """Give what was asked for; raises as `give` does, and `Conflict` (`endorsement.closed`)."""
    row = close_request(request, _State.GIVEN, at=at)
    return give(subject_of(row), word, organisation=organisation, by=by, at=at, request=row)


@transaction.atomic
def give(
    subject: Subject,
    word: Word,
    *,
    organisation: Organisation | None,
    by: Person,
    at: datetime,
    request: EndorsementRequest | None = None,
) -> Endorsement:
    """Sign a word for `subject`, as an organisation or as the person `by`.

    The caller has made sure that `by` speaks for the organisation, and may know of the subject.
    Raises `Refused` (`endorsement.own`, `endorsement.not-accreditor`, `text.*`, `award.no-key`) and
    `Conflict` (`endorsement.given-already`, `endorsement.ended`).
    """
    said = _read(word, organisation, at)
    refuse_own(subject, organisation=organisation, by=by)
    if subject.award is not None and subject.award.revoked_at is not None:
        raise Conflict.because("endorsement.ended", "the credential was revoked")
    Person.objects.select_for_update().get(pk=by.pk)
    _refuse_twice(subject, said, organisation, by, at)
    pk = uuid4()
    write = partial(_document, pk=pk, subject=subject, word=said, by=by, at=at)
    signed = sign_statement(organisation, partial(write, organisation=organisation), at=at)
    row = Endorsement.objects.create(
        **subject.columns,
        id=pk,
        kind=_kind_of(said),
        organisation=organisation,
        by=by,
        request=request,
        statement=said.statement,
        interest=said.interest,
        given_at=at,
        valid_until=said.valid_until,
        key=signed.key,
        place=signed.place,
        credential=signed.text,
    )
    _record("endorsement.give", row, by=by, at=at)
    _post(GIVEN_MAIL, row)
    post_vouched(row, because="given")
    if row.valid_until is not None:
        post_vouched(row, because="ended", due_at=row.valid_until)
    return row


@transaction.atomic
def withdraw(row: Endorsement, *, reason: str, by: Person, at: datetime) -> Endorsement:
    """End a word for good: its list says so from now on, and it counts nowhere.

    Raises `Refused` without a reason and `Conflict` (`endorsement.withdrawn`).
    """
    told = words.read_reason(reason, unsaid="who withdraws says why")
    found = Endorsement.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if found.withdrawn_at is not None:
        raise Conflict.because("endorsement.withdrawn", "it was withdrawn before")
    take_back(found.place, at=at)
    found.withdrawn_at, found.withdrawn_by, found.reason = at, by, told
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    _record("endorsement.withdraw", found, by=by, at=at, reason=told)
    _post(WITHDRAWN_MAIL, found)
    post_vouched(found, because="withdrawn")
    return found


@transaction.atomic
def show(row: Endorsement, *, is_shown: bool, by: Person, at: datetime) -> None:
    """Show what was said of what is one's own, or do not: then it counts for nothing, either."""
    found = Endorsement.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if (found.hidden_at is None) is not is_shown:
        found.hidden_at = None if is_shown else at
        found.save(update_fields=["hidden_at"])
        verb = "endorsement.show" if is_shown else "endorsement.hide"
        _record(verb, found, by=by, at=at)
        post_vouched(found, because=f"{verb}:{at.isoformat()}")
    row.hidden_at = found.hidden_at


def _read(word: Word, organisation: Organisation | None, at: datetime) -> Word:
    statement = words.read_prose(word.statement, "/statement")
    if not statement:
        raise Refused.because("text.empty", "nothing is said", "/statement")
    if len(statement) > MAX_STATEMENT:
        told = f"a statement has at most {MAX_STATEMENT} characters"
        raise Refused.because("text.too-long", told, "/statement")
    interest = words.read_reason(word.interest, "/interest", unsaid="") if word.interest else ""
    if word.is_accreditation and not may_accredit(organisation):
        told = "an accreditation is given by a quality body"
        raise Refused.because("endorsement.not-accreditor", told, "/is_accreditation")
    if word.is_accreditation and word.valid_until is None:
        told = "an accreditation says until when it holds"
        raise Refused.because("value.missing", told, "/valid_until")
    if word.valid_until is not None and word.valid_until <= at:
        told = "it would end before it begins"
        raise Refused.because("value.contradiction", told, "/valid_until")
    return Word(statement, interest, word.is_accreditation, word.valid_until)


def _refuse_twice(
    subject: Subject, word: Word, organisation: Organisation | None, by: Person, at: datetime
) -> None:
    """One voice is heard once: whoever wants to say something else withdraws first."""
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = Endorsement.objects.filter(
        **subject.columns, kind=_kind_of(word), organisation=organisation, withdrawn_at=None
    )
    own = rows if organisation is not None else rows.filter(by=by)
    if own.exclude(valid_until__lte=at).exists():
        told = f"{organisation or by} vouches for {subject.title} already"
        raise Conflict.because("endorsement.given-already", told)


def _document(  # noqa: PLR0913 -- called by the signer with two, the others are bound above
    issuer: Profile,
    status: JsonObject,
    *,
    pk: UUID,
    subject: Subject,
    word: Word,
    organisation: Organisation | None,
    by: Person,
    at: datetime,
) -> JsonObject:
    """What is signed: the words as they were typed, and beside them who said them."""
    return endorsement_document(
        word.statement,
        id=f"urn:uuid:{pk}",
        about=subject.iri,
        issuer=issuer,
        valid_from=at,
        valid_until=word.valid_until,
        name="Accreditation" if word.is_accreditation else "Endorsement",
        description=_said_by(word, organisation, by),
        status=status,
    )


def _said_by(word: Word, organisation: Organisation | None, by: Person) -> str:
    """Whose words they are and how they are known, in English whatever is spoken here."""
    here = settings.INSTANCE_NAME
    if organisation is not None:
        said = f"Said by {organisation.name}, which signs it."
    elif proven_addresses_of(by).exists():
        said = f"Said by {by.name}, who proved an e-mail address to {here}, which signs for them."
    else:
        said = f"Said by {by.name}, of whom {here}, which signs for them, knows no more than that."
    return f"{said} Interest declared: {word.interest}" if word.interest else said


def _kind_of(word: Word) -> str:
    return _Kind.ACCREDITATION if word.is_accreditation else _Kind.ENDORSEMENT


def _post(kind: str, row: Endorsement) -> None:
    tenant = row.organisation_id
    outbox.post(kind, {"endorsement": str(row.pk)}, key=f"{kind}:{row.pk}", tenant=tenant)


def _record(verb: str, row: Endorsement, *, by: Person, at: datetime, **more: str) -> None:
    """In the trail of whoever signed; of the instance for a person's word."""
    told = {"about": subject_of(row).title, **more}
    trail.record(verb, row, by=by, tenant=row.organisation_id, at=at, **told)
