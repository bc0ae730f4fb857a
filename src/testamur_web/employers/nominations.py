"""A colleague's good word: nominating for a micro-credential, or recognising a skill at work.

It is about somebody, so it is theirs: until they agree, nobody else reads it, and they, or whoever
said it, withdraw it at once. What became of it elsewhere (a request to vouch, an application) stays
where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur.errors import Conflict, Refused
from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.queries import published
from testamur_web.employers.models import Nomination
from testamur_web.employers.models.programmes import MAX_WORDS
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import roles_of
from testamur_web.trust import asking
from testamur_web.trust.subjects import Subject

__all__ = [
    "MAIL",
    "MOST_WAITING",
    "About",
    "answer_nomination",
    "ask_to_vouch",
    "awards_of",
    "colleague_called",
    "feed_of",
    "mail_nomination",
    "nominate",
    "nominations_of",
    "open_to",
    "said_by",
    "waiting_for",
    "withdraw_nomination",
]

MAIL: Final = "employers.nomination"
MOST_WAITING: Final = 20
"""So many of one author may wait at a time: nobody sends letters by the thousand."""

_State = Nomination.State
_RELATED: Final = ("person", "by", "organisation", "achievement__current")


@dataclass(frozen=True, slots=True)
class About:
    """What it is for: a micro-credential, or a skill in words."""

    achievement: Achievement | None = None
    skill: str = ""


def feed_of(organisation: Organisation) -> QuerySet[Nomination]:
    """What everybody in an organisation reads: agreed to, about whoever still belongs there."""
    rows = _rows().filter(organisation=organisation, state=_State.SHOWN)
    return rows.filter(person__memberships__organisation=F("organisation")).distinct()


def nominations_of(person: Person) -> QuerySet[Nomination]:
    """What was said of somebody, and not withdrawn, the newest first."""
    return _rows().filter(person=person).exclude(state=_State.WITHDRAWN)


def waiting_for(person: Person) -> QuerySet[Nomination]:
    """What somebody has not answered."""
    return nominations_of(person).filter(state=_State.WAITING)


def said_by(person: Person, organisation: Organisation) -> QuerySet[Nomination]:
    """What somebody said of others there, and did not withdraw; never what they answered no to."""
    rows = _rows().filter(by=person, organisation=organisation)
    return rows.filter(state__in=(_State.WAITING, _State.SHOWN, _State.DECLINED))


def open_to(person: Person, pk: UUID) -> Nomination | None:
    """One that somebody received or said themselves."""
    rows = _rows().filter(Q(person=person) | Q(by=person))
    return rows.filter(pk=pk).first()


def colleague_called(organisation: Organisation, text: str) -> Person:
    """The member of this address or whole name; raises `Refused` (`member.unknown`)."""
    told = " ".join(text.split())
    members = Person.objects.filter(memberships__organisation=organisation, is_active=True)
    by_address = Q(email__iexact=told) | Q(staff_entries__email__iexact=told)
    found = list(members.filter(by_address | Q(name__iexact=told)).distinct()[:2])
    if len(found) != 1 or not told:
        what = "nobody here" if not found else "more than one here: write the address"
        raise Refused.because("member.unknown", f"{told[:80]} is {what}", "/whom")
    return found[0]


@transaction.atomic
def nominate(
    organisation: Organisation, person: Person, *, about: About, text: str, by: Person, at: datetime
) -> Nomination:
    """Say it to a colleague, who gets a letter; nobody else reads it before they agree.

    Raises `Refused` (`member.unknown`, `nomination.self`, `nomination.too-many`, `text.*`).
    """
    Person.objects.select_for_update().get(pk=by.pk)
    if person.pk == by.pk:
        raise Refused.because("nomination.self", "it is about a colleague", "/whom")
    if not roles_of(person, organisation) or not roles_of(by, organisation):
        raise Refused.because("member.unknown", "this person is no member", "/whom")
    waiting = Nomination.objects.filter(by=by, state=_State.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise Refused.because("nomination.too-many", f"{MOST_WAITING} wait for an answer")
    row = Nomination.objects.create(
        organisation=organisation,
        person=person,
        by=by,
        achievement=about.achievement,
        skill=_skill(about),
        words=_words(text),
        made_at=at,
    )
    _record("nomination.make", row, by=by, at=at)
    outbox.post(MAIL, {"nomination": str(row.pk)}, key=f"{MAIL}:{row.pk}", tenant=organisation.pk)
    return row


@transaction.atomic
def answer_nomination(nomination: Nomination, *, is_shown: bool, at: datetime) -> None:
    """Let it be read in the organisation, or not, and change one's mind at any time.

    The person it is about answers. Raises `Conflict` (`nomination.closed`).
    """
    row = _open_row(nomination)
    row.state = _State.SHOWN if is_shown else _State.DECLINED
    row.answered_at = at
    row.save(update_fields=["state", "answered_at"])
    _record("nomination.show" if is_shown else "nomination.hide", row, by=row.person, at=at)


@transaction.atomic
def withdraw_nomination(nomination: Nomination, *, by: Person, at: datetime) -> None:
    """It is read by nobody any more; raises `Conflict` (`nomination.closed`)."""
    row = _open_row(nomination)
    row.state, row.answered_at = _State.WITHDRAWN, at
    row.save(update_fields=["state", "answered_at"])
    _record("nomination.withdraw", row, by=by, at=at)


def awards_of(person: Person) -> QuerySet[Award]:
    """What somebody was awarded and may be vouched for."""
    return Award.objects.filter(holder=person, revoked_at=None).select_related("version")


def ask_to_vouch(nomination: Nomination, award: Award, *, at: datetime) -> None:
    """Ask whoever said it to say it as an endorsement of an award; raises as `trust.asking.ask`."""
    row = _open_row(nomination)
    whom = row.by.email
    asking.ask(Subject(award=award), whom=whom, note=row.words, by=row.person, at=at)


def mail_nomination(pk: UUID) -> bool:
    """Write to the person; False where they have no address or it was answered meanwhile."""
    row = _rows().filter(pk=pk, state=_State.WAITING).first()
    if row is None or not row.person.email:
        return False
    address = settings.INSTANCE_URL + reverse("learner-list-nominations")
    told = {"row": row, "address": address, "instance_name": settings.INSTANCE_NAME}
    with override(row.person.language):
        subject = _("%(name)s says something good of you") % {"name": row.by.name}
        text = render_to_string("employers/nomination.txt", told)
    send_mail(subject, text, None, [row.person.email])
    return True


def _rows() -> QuerySet[Nomination]:
    return Nomination.objects.select_related(*_RELATED).order_by("-made_at", "pk")


def _open_row(nomination: Nomination) -> Nomination:
    row = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    if row.state == _State.WITHDRAWN:
        raise Conflict.because("nomination.closed", "it was withdrawn")
    return row


def _skill(about: About) -> str:
    if about.achievement is None:
        return words.read_name(about.skill, "/skill")
    if about.skill.strip():
        raise Refused.because("value.unknown-choice", "say one of the two", "/skill")
    if not published().filter(achievement=about.achievement).exists():
        raise Refused.because("value.unknown-choice", "it is not offered", "/achievement")
    return ""


def _words(text: str) -> str:
    plain = words.read_prose(text, "/words")
    if not plain:
        raise Refused.because("text.empty", "say what it is for", "/words")
    if len(plain) > MAX_WORDS:
        raise Refused.because("text.too-long", f"at most {MAX_WORDS} characters", "/words")
    return plain


def _record(verb: str, row: Nomination, *, by: Person, at: datetime) -> None:
    trail.record(verb, row, by=by, tenant=row.organisation_id, at=at)
