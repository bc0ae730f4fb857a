"""People come into a cohort and leave it.

Whoever changes who is in holds the row of the cohort, so that the last place goes to one person. An
invitation is a secret link: the mail carries it, the database keeps its hash alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.learning.models import Cohort, Enrolment
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.people.queries import proven_addresses_of

__all__ = [
    "accept",
    "enrol",
    "invite",
    "lock_cohort",
    "lock_enrolment",
    "post_invitation",
    "readmit",
    "record_about",
    "require_places",
    "withdraw",
]

_State = Enrolment.State
_BEFORE_A_DECISION: Final = {_State.INVITED, _State.ACTIVE, _State.SUBMITTED, _State.NOT_PASSED}


@transaction.atomic
def enrol(cohort: Cohort, *, person: Person, at: datetime, code: str = "") -> Enrolment:
    """Let `person` in by themselves; who was listed under their proven address takes that place.

    Raises `Refused` with `cohort.not-open` or `cohort.entry-refused`, `Conflict` with
    `enrolment.exists` or `cohort.full`.
    """
    kept = lock_cohort(cohort)
    _require_entry(kept, code=code, at=at)
    own = kept.enrolments.filter(person=person).first()
    if own and own.state != _State.WITHDRAWN:
        raise Conflict.because("enrolment.exists", "you are in this cohort already")
    if own:
        raise Conflict.because(
            "enrolment.withdrawn", "you have left this cohort; its organisation can let you back in"
        )
    listed = _listed_as(kept, person)
    if listed:
        return _give_to(listed, person, at=at)
    require_places(kept, 1)
    is_taken = kept.enrolments.filter(email__iexact=person.email).exclude(email="").exists()
    enrolment = kept.enrolments.create(
        person=person,
        name=person.name,
        email="" if is_taken else person.email,
        enrolled_at=at,
    )
    _record("enrolment.begin", enrolment, by=person, at=at)
    return enrolment


@transaction.atomic
def accept(enrolment: Enrolment, *, person: Person, at: datetime) -> Enrolment:
    """Give an invited or listed place to the account of whoever proved that it is theirs.

    The caller has that proof: the token of the mail, or an address the person has confirmed.
    Raises `Conflict` with `enrolment.exists` or `enrolment.taken`.
    """
    lock_cohort(enrolment.cohort)
    kept = lock_enrolment(enrolment)
    if kept.person_id == person.pk:
        return kept
    if kept.person_id is not None:
        raise Conflict.because("enrolment.taken", "this invitation has been used")
    if kept.state == _State.WITHDRAWN:
        raise Conflict.because("enrolment.withdrawn", "this invitation has been taken back")
    if kept.cohort.enrolments.filter(person=person).exists():
        raise Conflict.because("enrolment.exists", "you are in this cohort already")
    return _give_to(kept, person, at=at)


@transaction.atomic
def invite(enrolment: Enrolment, *, by: Person, at: datetime) -> None:
    """Send the mail with the link again; the link of the mail before stops working.

    Raises `Conflict` with `enrolment.taken`, `Refused` with `enrolment.no-address`.
    """
    kept = lock_enrolment(enrolment)
    if kept.person_id is not None:
        raise Conflict.because("enrolment.taken", f"{kept.name} has an account here already")
    if not kept.email:
        raise Refused.because("enrolment.no-address", f"no e-mail address of {kept.name} is known")
    post_invitation(kept)
    _record("enrolment.invite", kept, by=by, at=at)


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: Person, at: datetime, reason: str = "") -> Enrolment:
    """Take somebody out, or oneself; what they handed in is kept, their place is free.

    Raises `Conflict` with `enrolment.decided` where they have passed.
    """
    lock_cohort(enrolment.cohort)
    kept = lock_enrolment(enrolment)
    if kept.state == _State.WITHDRAWN:
        return kept
    if kept.state not in _BEFORE_A_DECISION:
        raise Conflict.because("enrolment.decided", f"{kept.name} has passed; revoke the award")
    kept.state = _State.WITHDRAWN
    kept.token_hash = ""
    kept.save(update_fields=["state", "token_hash"])
    _record("enrolment.withdraw", kept, by=by, at=at, reason=reason.strip()[:500])
    return kept


@transaction.atomic
def readmit(enrolment: Enrolment, *, by: Person, at: datetime) -> Enrolment:
    """Let somebody back in who was taken out; raises `Conflict` with `cohort.full`."""
    cohort = lock_cohort(enrolment.cohort)
    kept = lock_enrolment(enrolment)
    if kept.state != _State.WITHDRAWN:
        return kept
    require_places(cohort, 1)
    kept.state = _State.ACTIVE
    kept.save(update_fields=["state"])
    _record("enrolment.readmit", kept, by=by, at=at)
    return kept


@transaction.atomic
def correct_address(enrolment: Enrolment, *, email: str, by: Person, at: datetime) -> Enrolment:
    """Write to somebody at another address from now on; whether they took part stays as it is.

    Raises `Conflict` with `enrolment.exists` where somebody else in the cohort has it.
    """
    cohort = lock_cohort(enrolment.cohort)
    kept = lock_enrolment(enrolment)
    if cohort.enrolments.filter(email__iexact=email).exclude(pk=kept.pk).exists():
        told = "somebody else in this cohort has that address"
        raise Conflict.because("enrolment.exists", told, "/email")
    before, kept.email = kept.email, email
    kept.save(update_fields=["email"])
    _record("enrolment.correct-address", kept, by=by, at=at, reason=f"{before} → {email}")
    return kept


def lock_cohort(cohort: Cohort) -> Cohort:
    """The row as it is now, held until the transaction ends."""
    return Cohort.objects.select_for_update().get(pk=cohort.pk)


def lock_enrolment(enrolment: Enrolment) -> Enrolment:
    """The row as it is now with its cohort and version, held until the transaction ends."""
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort__version", "cohort__organisation", "person")
        .get(pk=enrolment.pk)
    )


def require_places(cohort: Cohort, wanted: int) -> None:
    """Raise `Conflict` with `cohort.full` where fewer places are left than are wanted."""
    if cohort.places is None:
        return
    left = cohort.places - cohort.enrolments.exclude(state=_State.WITHDRAWN).count()
    if left < wanted:
        told = f"{max(left, 0)} of {cohort.places} places are left"
        raise Conflict.because("cohort.full", told, "/places")


def post_invitation(enrolment: Enrolment) -> None:
    """Leave the mail to a worker, under a nonce from which it makes the token of the link."""
    nonce = uuid4().hex
    outbox.post(
        "enrolment.invite",
        {"enrolment": str(enrolment.pk), "nonce": nonce},
        key=f"enrolment.invite:{enrolment.pk}:{nonce}",
        tenant=enrolment.cohort.organisation_id,
    )


def _require_entry(cohort: Cohort, *, code: str, at: datetime) -> None:
    if cohort.opens_at and at < cohort.opens_at:
        raise Refused.because("cohort.not-open", "people can enrol later")
    if cohort.closes_at and at >= cohort.closes_at:
        raise Refused.because("cohort.not-open", "the time to enrol is over")
    is_let_in = cohort.entry == Cohort.Entry.OPEN or (
        cohort.entry == Cohort.Entry.CODE and code.strip().upper() == cohort.code
    )
    if not is_let_in:
        told = "the code is another one" if cohort.code else "this cohort is by invitation"
        raise Refused.because("cohort.entry-refused", told, "/code")


def _listed_as(cohort: Cohort, person: Person) -> Enrolment | None:
    """The place kept for an address that the person has confirmed."""
    waiting = cohort.enrolments.filter(person=None).exclude(state=_State.WITHDRAWN)
    for address in proven_addresses_of(person):
        found = waiting.filter(email__iexact=address).first()
        if found:
            return found
    return None


def _give_to(enrolment: Enrolment, person: Person, *, at: datetime) -> Enrolment:
    enrolment.person = person
    enrolment.token_hash = ""
    if enrolment.state == _State.INVITED:
        enrolment.state = _State.ACTIVE
    if enrolment.name == enrolment.email:
        enrolment.name = person.name
    enrolment.save()
    _record("enrolment.accept", enrolment, by=person, at=at)
    return enrolment


def record_about(
    verb: str, enrolment: Enrolment, *, by: Person, at: datetime, **told: object
) -> None:
    """Write down in the trail what happened about somebody in a cohort, and what matters of it."""
    tenant = enrolment.cohort.organisation_id
    trail.record(verb, enrolment, by=by, tenant=tenant, at=at, name=enrolment.name, **told)


def _record(verb: str, enrolment: Enrolment, *, by: Person, at: datetime, reason: str = "") -> None:
    told = {"reason": reason} if reason else {}
    record_about(verb, enrolment, by=by, at=at, cohort=enrolment.cohort.name, **told)
