"""What is said and answered about claims, hours of a placement, and attestations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from testamur_web.api.v1.words import Line, Prose, Said, Word

__all__ = [
    "AskedOut",
    "ClaimableOut",
    "EntryOut",
    "HoursOut",
    "NewAnswer",
    "NewClaim",
    "NewHours",
    "NewHoursRequest",
    "NewRequest",
    "NewSupervisor",
    "ReplyIn",
    "RequestOut",
    "RowOut",
    "SeenOut",
    "WordOut",
]


class NewSupervisor(Said):
    """Somebody who saw the work; they need no account."""

    name: Line = Field(min_length=1)
    email: Line = Field(min_length=3)
    organisation: Line = Field(min_length=1)
    relation: Literal["manager", "mentor", "colleague", "client", "other"]


class NewRequest(Said):
    """Which claims to ask about, by their rows, and whom."""

    claims: list[Word] = Field(min_length=1, max_length=60)
    supervisor: NewSupervisor


class NewHoursRequest(Said):
    """Which entries to ask about, and whom."""

    entries: list[UUID] = Field(min_length=1, max_length=60)
    supervisor: NewSupervisor


class RowOut(Schema):
    """One thing that is asked, and what was said of it; None while nothing was."""

    id: str
    text: str
    detail: str
    confirmed: bool | None
    comment: str


class RequestOut(Schema):
    """What one supervisor was asked, and what they answered."""

    id: UUID
    about: str
    title: str
    enrolment: UUID | None
    supervisor: str
    organisation: str
    relation: str
    state: str
    asked_at: str
    expires_at: str
    answered_at: str | None
    signed_name: str
    statement: str
    rows: list[RowOut]


class WordOut(Schema):
    """What one supervisor said of one row."""

    request: UUID
    supervisor: str
    organisation: str
    relation: str
    state: str
    confirmed: bool | None
    comment: str


class ClaimableOut(Schema):
    """An outcome or criterion, the claim of it, and what was said of that."""

    row: str
    text: str
    is_criterion: bool
    is_mandatory: bool
    account: str
    evidence: list[UUID]
    claimed_at: str | None
    words: list[WordOut]


class NewClaim(Said):
    """How somebody came to it, and the evidence that shows it."""

    account: Prose = Field(min_length=1)
    evidence: list[UUID] = Field(min_length=1, max_length=30)


class EntryOut(Schema):
    """Hours of one day, and what was said of them."""

    id: UUID
    day: date
    hours: Decimal
    task: str
    is_attested: bool
    words: list[WordOut]


class HoursOut(Schema):
    """Hours stated, noted and attested, and every entry."""

    stated: int | None
    noted: Decimal
    attested: Decimal
    entries: list[EntryOut]


class NewHours(Said):
    """Hours of one day, in quarters, and what was done."""

    day: date
    hours: Decimal = Field(gt=0, le=24, max_digits=4, decimal_places=2)
    task: Line = Field(min_length=1, max_length=1_000)


class SeenOut(Schema):
    """What an assessor sees: the claims and hours that were handed in."""

    claims: list[ClaimableOut]
    placement: HoursOut | None


class AskedOut(Schema):
    """What a supervisor sees: who asks, about what, and nothing else of them."""

    asker: str
    about: str
    title: str
    issuer: str
    state: str
    expires_at: str
    statement: str
    rows: list[RowOut]


class ReplyIn(Said):
    """What is said of one row."""

    row: Word
    confirmed: bool
    comment: Line = Field("", max_length=2_000)


class NewAnswer(Said):
    """One answer to every row; `stated` says that the statement that was read is true."""

    name: Line = Field(min_length=1)
    stated: bool
    answers: list[ReplyIn] = Field(min_length=1, max_length=60)
