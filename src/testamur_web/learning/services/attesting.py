"""Somebody outside the product is asked by link to confirm something, and answers once.

The link is a secret: the mail carries it, the database keeps its hash alone. Rules kept here:
(1) nobody attests to themselves; (2) what is asked is kept word for word, and nothing else of
whoever asks is shown; (3) there is one answer, to every row, under a name and a statement; (4) it
is never changed; (5) both are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from testamur.errors import Refused
from testamur_web.learning.attested import find_by_token
from testamur_web.learning.models import Attestation, AttestationRequest, Enrolment
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.asked import VALID_FOR, Letters
from testamur_web.people.models import Person
from testamur_web.people.queries import proven_addresses_of

__all__ = [
    "ASK",
    "CONFIRMED",
    "LETTERS",
    "MOST_A_DAY",
    "TELL",
    "Reply",
    "Row",
    "Subject",
    "Supervisor",
    "answer_request",
    "ask_supervisor",
    "remind_supervisor",
    "statement_of",
    "withdraw_request",
]

ASK: Final = "attestation.ask"
TELL: Final = "attestation.tell"
CONFIRMED: Final = "attestation.use-answered"
MOST_A_DAY: Final = 20
"""So many letters to supervisors one person may cause in a day."""
LETTERS: Final = Letters(
    topic=ASK,
    answered="attestation.answered",
    closed="attestation.closed",
    too_many="attestation.too-many",
    most_a_day=MOST_A_DAY,
)
_MOST_ROWS: Final = 60
_MAX_COMMENT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Whoever saw the work: how they are called and written to, and what they were to it."""

    name: str
    email: str
    organisation: str
    relation: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is about: of which kind, and which credential or course, by whom."""

    about: AttestationRequest.About
    title: str
    issuer_name: str
    enrolment: Enrolment | None = None

    @classmethod
    def of(cls, about: AttestationRequest.About, enrolment: Enrolment) -> Subject:
        """What is asked about a course that somebody takes part in."""
        cohort = enrolment.cohort
        return cls(about, cohort.version.title, cohort.organisation.name, enrolment)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to confirm: what is claimed in one line, and in the asker's words."""

    id: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """Whether one row is confirmed, with a comment."""

    row: str
    confirmed: bool
    comment: str = ""


@transaction.atomic
def ask_supervisor(
    asker: Person,
    subject: Subject,
    rows: Sequence[Row],
    *,
    supervisor: Supervisor,
    at: datetime,
) -> AttestationRequest:
    """Ask one supervisor to confirm the rows; the letter is left to a worker.

    Raises `Refused` with `attestation.nothing-asked`, `attestation.own-address`,
    `attestation.too-many`, `attestation.relation-unknown`, or what is wrong with a name or address.
    """
    told = _read_supervisor(supervisor)
    if not rows or len(rows) > _MOST_ROWS:
        known = f"choose 1 to {_MOST_ROWS} things to confirm"
        raise Refused.because("attestation.nothing-asked", known, "/rows")
    _refuse_oneself(asker, told.email)  # (1)
    LETTERS.count(asker, told.email, at=at)
    made = AttestationRequest.objects.create(
        asker=asker,
        enrolment=subject.enrolment,
        about=subject.about,
        title=subject.title[:200],
        issuer_name=subject.issuer_name[:200],
        supervisor_name=told.name,
        supervisor_email=told.email,
        supervisor_organisation=told.organisation,
        relation=told.relation,
        rows=[{"id": one.id, "text": one.text, "detail": one.detail} for one in rows],  # (2)
        asked_at=at,
        expires_at=at + VALID_FOR,
    )
    LETTERS.post(made, tenant=_tenant(made))
    _record("attestation.ask", made, by=asker, at=at, rows=len(rows))
    return made


@transaction.atomic
def remind_supervisor(request: AttestationRequest, *, by: Person, at: datetime) -> None:
    """Send the letter again with a new link, open for as long as the first; the older link ends.

    Raises `Conflict` (`attestation.closed`, `attestation.answered`), `Refused`
    (`attestation.too-many`).
    """
    kept = _lock(request)
    LETTERS.require_waiting(kept, at=at, is_expired_fine=True)
    LETTERS.count(by, kept.supervisor_email, at=at)
    LETTERS.post_again(kept, tenant=_tenant(kept), at=at)
    _record("attestation.remind", kept, by=by, at=at)


@transaction.atomic
def withdraw_request(request: AttestationRequest, *, by: Person, at: datetime) -> None:
    """Ask no more: the link shows nothing from now on; withdrawing again changes nothing.

    Raises `Conflict` (`attestation.answered`): what was said stays said.
    """
    kept = _lock(request)
    if LETTERS.withdraw(kept, at=at):
        _record("attestation.withdraw", kept, by=by, at=at)


@transaction.atomic
def answer_request(
    token: str,
    replies: Iterable[Reply],
    *,
    signed_name: str,
    is_stated: bool,
    at: datetime,
    by: Person | None = None,
) -> Attestation:
    """Keep what the holder of the link says; `by` is who is signed in there, if anybody.

    Raises `Refused` with `attestation.unknown`, `attestation.own-address`,
    `attestation.reply-missing` or `attestation.statement-missing`, `Conflict` with
    `attestation.answered` or `attestation.closed`.
    """
    found = find_by_token(token)
    if found is None:
        raise Refused.because("attestation.unknown", "nothing is asked by this link")
    kept = _lock(found)
    if by is not None and by.pk == kept.asker_id:  # (1)
        raise Refused.because("attestation.own-address", "you are signed in as whoever asks")
    LETTERS.require_waiting(kept, at=at)
    answers = _read_replies(kept, replies)
    if not is_stated:
        told = "say that you are who you are asked as"
        raise Refused.because("attestation.statement-missing", told, "/stated")
    made = Attestation.objects.create(
        request=kept,
        answered_at=at,
        signed_name=words.read_name(signed_name, "/name"),
        statement=statement_of(kept),
        answers=answers,
    )
    outbox.post(TELL, {"request": str(kept.pk)}, key=f"{TELL}:{kept.pk}", tenant=_tenant(kept))
    if kept.about == AttestationRequest.About.USE:
        outbox.post(CONFIRMED, {"request": str(kept.pk)}, key=f"{CONFIRMED}:{kept.pk}")
    _record("attestation.answer", kept, by=None, at=at, confirmed=made.confirmed)
    return made


def statement_of(request: AttestationRequest) -> str:
    """What a supervisor declares of themselves, word for word."""
    told = {
        "name": request.supervisor_name,
        "organisation": request.supervisor_organisation,
        "asker": request.asker.name,
        "relation": request.get_relation_display(),
    }
    return (
        _(
            "I am %(name)s of %(organisation)s (%(relation)s), I saw the work of %(asker)s myself, "
            "and what I say here is true as far as I know."
        )
        % told
    )


def _read_supervisor(supervisor: Supervisor) -> Supervisor:
    if supervisor.relation not in AttestationRequest.Relation.values:
        told = f"{supervisor.relation!r:.40} is no relation that is known"
        raise Refused.because("attestation.relation-unknown", told, "/relation")
    return Supervisor(
        name=words.read_name(supervisor.name, "/name"),
        email=words.read_email(supervisor.email, "/email"),
        organisation=words.read_name(supervisor.organisation, "/organisation"),
        relation=supervisor.relation,
    )


def _refuse_oneself(asker: Person, email: str) -> None:
    own = {asker.email.casefold(), *(one.casefold() for one in proven_addresses_of(asker))}
    if email.casefold() in own:
        told = "this address is your own"
        raise Refused.because("attestation.own-address", told, "/email")


def _read_replies(request: AttestationRequest, replies: Iterable[Reply]) -> list[dict[str, Any]]:
    given = {one.row: one for one in replies}
    wanted = [row["id"] for row in request.rows]
    unknown = next((row for row in given if row not in wanted), None)
    missing = next((row for row in wanted if row not in given), None)
    if unknown is not None or missing is not None:
        told = f"row {unknown or missing!r:.60} is {'not asked' if unknown else 'not answered'}"
        raise Refused.because("attestation.reply-missing", told, "/answers")
    return [
        {"row": row, "confirmed": given[row].confirmed, "comment": _comment(given[row])}
        for row in wanted
    ]


def _comment(reply: Reply) -> str:
    comment = words.read_prose(reply.comment, "/answers")
    if len(comment) > _MAX_COMMENT:
        told = f"a comment has at most {_MAX_COMMENT} characters"
        raise Refused.because("text.too-long", told, "/answers")
    return comment


def _lock(request: AttestationRequest) -> AttestationRequest:
    """The row, held; its answer is asked for afterwards, so that one given meanwhile is seen."""
    return (
        AttestationRequest.objects.select_for_update(of=("self",))
        .select_related("asker", "enrolment__cohort")
        .get(pk=request.pk)
    )


def _tenant(request: AttestationRequest) -> Any:
    return request.enrolment.cohort.organisation_id if request.enrolment else None


def _record(
    verb: str, request: AttestationRequest, *, by: Person | None, at: datetime, **more: Any
) -> None:
    trail.record(
        verb, request, by=by, tenant=_tenant(request), at=at, about=str(request.about), **more
    )
