"""What both sides of endorsements say over HTTP: one's own, and those of an organisation.

`about` names a thing as pages of this instance do: `version:` and the id of a version, `issuer:`
and the slug of an organisation, `award:` and the id of an award.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from testamur.encoding import parse_object
from testamur_web.api.v1.words import Line, Moment, Prose, Said
from testamur_web.people.models import Organisation, Person
from testamur_web.trust import asking, giving, queries
from testamur_web.trust.giving import Word
from testamur_web.trust.models import Endorsement, EndorsementRequest
from testamur_web.trust.queries import Vouched
from testamur_web.trust.subjects import find_public_subject, find_subject, subject_of

__all__ = [
    "EndorsementAsked",
    "EndorsementGiven",
    "EndorsementOut",
    "EndorsementReason",
    "EndorsementRequestOut",
    "EndorsementSaid",
    "EndorsementShown",
    "EndorsementsOut",
    "Side",
    "told",
]


class EndorsementOut(Schema):
    """One signed statement; `verdict` is that of this moment, `state` what became of it."""

    id: UUID
    kind: Literal["endorsement", "accreditation"]
    about: str
    title: str
    speaker: str
    organisation: str | None = Field(description="Its slug; null for a person.")
    statement: str
    interest: str
    given_at: str
    valid_until: str | None
    state: Literal["valid", "withdrawn", "ended", "unknown", "invalid"]
    verdict: str
    reason: str
    is_shown: bool
    credential: dict[str, Any] = Field(description="The signed EndorsementCredential.")


class EndorsementRequestOut(Schema):
    """A request for a statement that waits for its answer."""

    id: UUID
    about: str
    title: str
    by: str
    whom: str
    note: str
    asked_at: str


class EndorsementsOut(Schema):
    """What waits for an answer, what was asked, what others said, and what was given."""

    waiting: list[EndorsementRequestOut]
    asked: list[EndorsementRequestOut]
    received: list[EndorsementOut]
    given: list[EndorsementOut]


class EndorsementAsked(Said):
    """Whom to ask for what: an e-mail address, or the name or slug of an organisation here."""

    about: Line
    whom: Line = Field(min_length=1)
    note: Prose = ""


class EndorsementSaid(Said):
    """What is said; an accreditation is given by a quality body and says until when it holds."""

    statement: Prose
    interest: Line = ""
    is_accreditation: bool = False
    valid_until: Moment | None = None

    @property
    def word(self) -> Word:
        """As the product takes it."""
        return Word(self.statement, self.interest, self.is_accreditation, self.valid_until)


class EndorsementGiven(EndorsementSaid):
    """What is said, unasked, about a version of a micro-credential or an issuer."""

    about: Line


class EndorsementReason(Said):
    """Why it is withdrawn; everybody who looks reads it."""

    reason: Line = Field(min_length=1)


class EndorsementShown(Said):
    """Whether it is shown, and counts."""

    is_shown: bool


@dataclass(frozen=True, slots=True)
class Side:
    """Who asks: a person for themselves, or for an organisation that they speak for."""

    person: Person
    organisation: Organisation | None = None

    def lists(self) -> dict[str, Any]:
        """Everything of this side."""
        now, waits = timezone.now(), EndorsementRequest.State.WAITING
        asked = asking.asked_by(self.person, self.organisation).filter(state=waits)
        received = queries.about_what_is_theirs(self.person, self.organisation, at=now)
        given = queries.given_by(self.person, self.organisation, at=now)
        return {
            "waiting": [_asked(one) for one in self._waiting()],
            "asked": [_asked(one) for one in asked],
            "received": [told(one) for one in received],
            "given": [told(one) for one in given],
        }

    def ask(self, body: EndorsementAsked) -> dict[str, Any]:
        """Ask for a statement about what is one's own; 404 for anything else."""
        subject = find_subject(body.about)
        if subject is None:
            raise Http404
        own = subject.holder if self.organisation is None else subject.owner
        is_person = subject.award is not None
        if own != (self.organisation or self.person) or is_person != (self.organisation is None):
            raise Http404
        row = asking.ask(subject, whom=body.whom, note=body.note, by=self.person, at=timezone.now())
        return _asked(row)

    def give(self, body: EndorsementGiven) -> dict[str, Any]:
        """Say something unasked about what everybody may read."""
        subject = find_public_subject(body.about)
        if subject is None:
            raise Http404
        now = timezone.now()
        row = giving.give(
            subject, body.word, organisation=self.organisation, by=self.person, at=now
        )
        return _now(row, now)

    def answer(self, pk: UUID, body: EndorsementSaid) -> dict[str, Any]:
        """Say what was asked for."""
        now = timezone.now()
        row = giving.give_as_asked(
            self._request(pk),
            body.word,
            organisation=self.organisation,
            by=self.person,
            at=now,
        )
        return _now(row, now)

    def decline(self, pk: UUID) -> None:
        """Say no."""
        asking.decline(self._request(pk), by=self.person, at=timezone.now())

    def take_back(self, pk: UUID) -> None:
        """Ask no longer."""
        row = asking.asked_by(self.person, self.organisation).filter(pk=pk).first()
        if row is None:
            raise Http404
        asking.take_back_request(row, by=self.person, at=timezone.now())

    def withdraw(self, pk: UUID, reason: str) -> dict[str, Any]:
        """Take back what this side said."""
        row, now = _found(pk), timezone.now()
        if row.organisation != self.organisation or (
            not row.organisation and row.by != self.person
        ):
            raise Http404
        return _now(giving.withdraw(row, reason=reason, by=self.person, at=now), now)

    def show(self, pk: UUID, *, is_shown: bool) -> None:
        """Show what was said of what is this side's, or keep it to oneself."""
        row = _found(pk)
        subject = subject_of(row)
        own = subject.holder if subject.award is not None else subject.owner
        if own != (self.organisation or self.person):
            raise Http404
        giving.show(row, is_shown=is_shown, by=self.person, at=timezone.now())

    def _waiting(self) -> list[EndorsementRequest]:
        if self.organisation is None:
            return list(asking.asked_of(self.person))
        return list(asking.asked_of_organisation(self.organisation))

    def _request(self, pk: UUID) -> EndorsementRequest:
        """What waits here; it is there no more once it was answered."""
        for row in self._waiting():
            if row.pk == pk:
                return row
        raise Http404


def told(one: Vouched) -> dict[str, Any]:
    """A statement as `EndorsementOut` says it."""
    row = one.row
    return {
        "id": row.pk,
        "kind": row.kind,
        "about": one.subject.name,
        "title": one.subject.title,
        "speaker": one.speaker,
        "organisation": row.organisation.slug if row.organisation else None,
        "statement": row.statement,
        "interest": row.interest,
        "given_at": row.given_at.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "state": one.state,
        "verdict": one.report.verdict.value,
        "reason": row.reason,
        "is_shown": row.hidden_at is None,
        "credential": parse_object(row.credential),
    }


def _asked(row: EndorsementRequest) -> dict[str, Any]:
    subject = subject_of(row)
    return {
        "id": row.pk,
        "about": subject.name,
        "title": subject.title,
        "by": row.asked_by.name,
        "whom": row.organisation.name if row.organisation else row.email,
        "note": row.note,
        "asked_at": row.asked_at.isoformat(),
    }


def _now(row: Endorsement, at: datetime) -> dict[str, Any]:
    [one] = queries.vouched([row], at=at)
    return told(one)


def _found(pk: UUID) -> Endorsement:
    row = queries.find_endorsement(pk)
    if row is None:
        raise Http404
    return row
