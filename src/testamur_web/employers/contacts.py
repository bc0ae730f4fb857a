"""Writing to somebody who is known by a drawn name, and what they let be seen in their answer.

Rules kept here:

- a message goes only to who agreed to be written to, and whom the organisation finds just then;
- an organisation learns a name and an address from an acceptance and from nothing else, and no
  longer once they are taken back; its audit trail names no person it wrote to;
- one message waits at a time for a drawn name, and one of an organisation for a person; after a no
  none reaches them for 90 days. What is sent to another of their names all the same is held: it
  looks like one that nobody answers, and so does a no, or two names could be found to be one person
  by writing to both;
- it writes `MOST_A_DAY` messages a day at most, held ones among them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur.errors import Conflict, Refused
from testamur_web.employers.consent import block_employer, parts_shown
from testamur_web.employers.models import ContactRequest, Purpose
from testamur_web.ops import outbox, trail
from testamur_web.ops.tallies import count_of, count_one
from testamur_web.people.models import Identifier, Organisation, Person

__all__ = [
    "ANSWER_MAIL",
    "EXPIRES_AFTER",
    "MAIL",
    "MAX_MESSAGE",
    "MAX_SUBJECT",
    "MOST_A_DAY",
    "accept_contact",
    "addresses_of",
    "decline_contact",
    "find_request",
    "find_sent",
    "mail_answer",
    "mail_request",
    "requests_to",
    "send_request",
    "sent_by",
    "stop_showing",
    "waiting_for",
    "withdraw_request",
]

MAIL: Final = "talent.contact-mail"
ANSWER_MAIL: Final = "talent.answer-mail"
EXPIRES_AFTER: Final = timedelta(days=30)
QUIET_AFTER_NO: Final = timedelta(days=90)
MOST_A_DAY: Final = 30
MAX_SUBJECT: Final = 120
MAX_MESSAGE: Final = 4_000
_State = ContactRequest.State


def requests_to(person: Person) -> QuerySet[ContactRequest]:
    """What was written to somebody, the newest first; not what was taken back unanswered."""
    unread = (_State.WITHDRAWN, _State.HELD)
    rows = ContactRequest.objects.filter(person=person).exclude(state__in=unread)
    return rows.select_related("organisation", "sent_by")


def waiting_for(person: Person, *, at: datetime) -> QuerySet[ContactRequest]:
    """What waits for the answer of somebody."""
    return requests_to(person).filter(state=_State.WAITING, expires_at__gt=at)


def find_request(person: Person, pk: UUID) -> ContactRequest | None:
    """One of them."""
    return requests_to(person).filter(pk=pk).first()


def sent_by(organisation: Organisation) -> QuerySet[ContactRequest]:
    """What an organisation wrote, the newest first."""
    return ContactRequest.objects.filter(organisation=organisation).select_related("sent_by")


def find_sent(organisation: Organisation, pk: UUID) -> ContactRequest | None:
    """One of them."""
    return sent_by(organisation).filter(pk=pk).first()


def addresses_of(person: Person) -> list[str]:
    """The addresses of somebody that they can let be seen: their own, and those proven theirs."""
    proven = person.identifiers.filter(
        kind=Identifier.Kind.EMAIL, verified_at__isnull=False, ended_at=None
    ).order_by("verified_at")
    found = [person.email, *proven.values_list("value", flat=True)]
    return list(dict.fromkeys(one for one in found if one))


@transaction.atomic
def send_request(  # noqa: PLR0913 -- a letter, its sender and its reader
    organisation: Organisation,
    person: Person,
    *,
    alias: str,
    subject: str,
    message: str,
    by: Person,
    at: datetime,
) -> ContactRequest:
    """Write to somebody who was found; where nothing may reach them just now, it is held.

    Raises `Refused` (`value.missing`, `text.too-long`) and `Conflict` (`consent.missing`,
    `contact.waiting`, `contact.too-many`).
    """
    subject, message = " ".join(subject.split()), message.strip()
    _check_text(subject, "/subject", MAX_SUBJECT)
    _check_text(message, "/message", MAX_MESSAGE)
    Person.objects.select_for_update().get(pk=person.pk)
    if parts_shown(person, organisation, Purpose.CONTACT, at=at) is None:
        raise Conflict.because("consent.missing", "they did not agree to be written to")
    _refuse_twice(organisation, alias, at=at)
    _count(organisation, at=at)
    made = ContactRequest.objects.create(
        organisation=organisation,
        person=person,
        alias=alias,
        subject=subject,
        message=message,
        sent_by=by,
        sent_at=at,
        expires_at=at + EXPIRES_AFTER,
        state=_first_state(organisation, person, at=at),
    )
    trail.record("contact.send", made, by=by, tenant=organisation.pk, at=at, alias=alias)
    outbox.post(MAIL, {"request": str(made.pk)}, key=f"{MAIL}:{made.pk}", tenant=organisation.pk)
    return made


@transaction.atomic
def withdraw_request(request: ContactRequest, *, by: Person, at: datetime) -> None:
    """Take back what nobody said yes to; raises `Conflict` (`contact.closed`)."""
    row = _locked(request)
    if row.told_at(at) != _State.WAITING:
        raise Conflict.because("contact.closed", "it was answered, taken back, or is too old")
    row.taken_back_at = at
    if row.state != _State.DECLINED:
        row.state = _State.WITHDRAWN
    row.save()
    trail.record("contact.withdraw", row, by=by, tenant=row.organisation_id, at=at, alias=row.alias)


@transaction.atomic
def accept_contact(
    request: ContactRequest, *, name: str, email: str, at: datetime
) -> ContactRequest:
    """Say yes, and let a name and an address be seen, one's own.

    Raises `Refused` (`value.missing`, `text.too-long`, `contact.foreign-address`) and `Conflict`
    (`contact.closed`).
    """
    name = " ".join(name.split())
    _check_text(name, "/name", 200)
    if email not in addresses_of(request.person):
        told = "choose one of the addresses that are yours"
        raise Refused.because("contact.foreign-address", told, "/email")
    row = _answered(request, _State.ACCEPTED, at=at)
    row.shared_name, row.shared_email = name, email
    row.save()
    _say("contact.accept", row, at=at)
    key = f"{ANSWER_MAIL}:{row.pk}"
    outbox.post(ANSWER_MAIL, {"request": str(row.pk)}, key=key, tenant=row.organisation_id)
    return row


@transaction.atomic
def decline_contact(request: ContactRequest, *, blocks: bool = False, at: datetime) -> None:
    """Say no, and with `blocks` let that employer see nothing more; raises `contact.closed`."""
    row = _answered(request, _State.DECLINED, at=at)
    row.save()
    _say("contact.decline", row, at=at)
    if blocks:
        block_employer(row.person, row.organisation, at=at)


@transaction.atomic
def stop_showing(request: ContactRequest, *, at: datetime) -> None:
    """Take back name and address from an organisation; raises `Conflict` (`contact.closed`)."""
    row = _locked(request)
    if row.state != _State.ACCEPTED:
        raise Conflict.because("contact.closed", "nothing is shown")
    row.state, row.shared_name, row.shared_email = _State.ENDED, "", ""
    row.save()
    _say("contact.stop", row, at=at)


def mail_request(pk: UUID, *, at: datetime) -> bool:
    """The letter that an employer wrote; False where nobody reads it any more."""
    row = ContactRequest.objects.filter(pk=pk).select_related("person", "organisation").first()
    if row is None or not row.is_open(at=at) or not row.person.email:
        return False
    address = settings.INSTANCE_URL + reverse("learner-read-contact", args=[row.pk])
    told = {"request": row, "address": address, "instance_name": settings.INSTANCE_NAME}
    with override(row.person.language):
        subject = _("%(organisation)s would like to talk to you") % {
            "organisation": row.organisation.name
        }
        text = render_to_string("employers/request.txt", told)
    send_mail(subject, text, None, [row.person.email])
    return True


def mail_answer(pk: UUID) -> bool:
    """The letter that somebody said yes: it names nobody, for that can be taken back."""
    row = ContactRequest.objects.filter(pk=pk).select_related("sent_by", "organisation").first()
    if row is None or row.state != _State.ACCEPTED or not (row.sent_by and row.sent_by.email):
        return False
    place = reverse("employer-list-contacts", args=[row.organisation.slug])
    told = {
        "request": row,
        "address": settings.INSTANCE_URL + place,
        "instance_name": settings.INSTANCE_NAME,
    }
    with override(row.sent_by.language):
        subject = _("%(alias)s says yes") % {"alias": row.alias}
        text = render_to_string("employers/answer.txt", told)
    send_mail(subject, text, None, [row.sent_by.email])
    return True


def _check_text(text: str, pointer: str, at_most: int) -> None:
    if not text:
        raise Refused.because("value.missing", "nothing stands here", pointer)
    if len(text) > at_most:
        told = f"{len(text)} characters; at most {at_most} may stand here"
        raise Refused.because("text.too-long", told, pointer)


def _refuse_twice(organisation: Organisation, alias: str, *, at: datetime) -> None:
    """Raise where a message to this name waits, as far as the organisation knows."""
    before = ContactRequest.objects.filter(organisation=organisation, alias=alias)
    if any(one.told_at(at) == _State.WAITING for one in before):
        raise Conflict.because("contact.waiting", "a message to this name waits for its answer")


def _first_state(organisation: Organisation, person: Person, *, at: datetime) -> _State:
    """Whether it reaches them; what was not answered in time is closed."""
    before = ContactRequest.objects.filter(organisation=organisation, person=person)
    waiting = before.filter(state=_State.WAITING)
    waiting.filter(expires_at__lte=at).update(state=_State.EXPIRED)
    declined = before.filter(state=_State.DECLINED, answered_at__gt=at - QUIET_AFTER_NO)
    return _State.HELD if waiting.exists() or declined.exists() else _State.WAITING


def _count(organisation: Organisation, *, at: datetime) -> None:
    who = str(organisation.pk)
    if count_of("talent.contact", who=who, at=at) >= MOST_A_DAY:
        raise Conflict.because("contact.too-many", f"{MOST_A_DAY} messages a day at most")
    count_one("talent.contact", who=who, window=timedelta(days=1), at=at)


def _answered(request: ContactRequest, state: _State, *, at: datetime) -> ContactRequest:
    """The row, locked, with what became of it; whoever comes second is refused."""
    row = _locked(request)
    if not row.is_open(at=at):
        raise Conflict.because("contact.closed", "it was answered, taken back, or is too old")
    row.state, row.answered_at = state, at
    return row


def _locked(request: ContactRequest) -> ContactRequest:
    rows = ContactRequest.objects.select_for_update(of=("self",))
    return rows.select_related("person", "organisation").get(pk=request.pk)


def _say(verb: str, row: ContactRequest, *, at: datetime) -> None:
    """In the trail of the person: that of the organisation would name them."""
    trail.record(verb, row, by=row.person, tenant=None, at=at, to=row.organisation.name)
