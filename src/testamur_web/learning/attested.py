"""What supervisors were asked and said, and how far claims and hours are attested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from testamur_web.catalogue.queries import definition_of
from testamur_web.catalogue.vocabulary import ComponentKind
from testamur_web.learning.models import (
    AttestationRequest,
    Cohort,
    Enrolment,
    PlacementEntry,
    PriorClaim,
)
from testamur_web.people.models import Person
from testamur_web.people.tokens import hash_of

__all__ = [
    "Claimable",
    "Claimed",
    "Hours",
    "Logged",
    "Word",
    "asked_by",
    "claimable_in",
    "claims_of",
    "find_by_token",
    "has_placement",
    "may_be_asked",
    "placement_of",
    "placement_seen",
    "prior_learning_seen",
    "rows_settled",
    "words_of",
]

_About = AttestationRequest.About
_State = AttestationRequest.State


@dataclass(frozen=True, slots=True)
class Claimable:
    """An outcome or criterion of a version, under an id that lasts as long as the version."""

    id: str
    text: str
    is_criterion: bool
    is_mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What one supervisor said of one row; `is_confirmed` is None where they have not answered."""

    request: AttestationRequest
    state: AttestationRequest.State
    is_confirmed: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What can be claimed, the claim where there is one, and what was said of it."""

    row: Claimable
    claim: PriorClaim | None
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of a placement, and what was said of it."""

    entry: PlacementEntry
    words: Sequence[Word]

    @property
    def is_attested(self) -> bool:
        """Whether some supervisor confirmed it."""
        return any(one.is_confirmed for one in self.words)

    @property
    def may_be_asked(self) -> bool:
        """Whether a supervisor can be asked about it."""
        return may_be_asked(self.words)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a placement: stated by the definition, noted, and attested."""

    stated: int | None
    noted: Decimal
    attested: Decimal
    entries: Sequence[Logged]

    @property
    def has_open(self) -> bool:
        """Whether there is an entry that a supervisor can be asked about."""
        return any(one.may_be_asked for one in self.entries)


# ------------------------------------------------------------------------------------- requests


def find_by_token(token: str) -> AttestationRequest | None:
    """What the link of a letter asks, whether or not it was answered; None for no such link."""
    found = AttestationRequest.objects.select_related("asker", "attestation")
    return found.filter(token_hash=hash_of(token)).first() if token else None


def asked_by(person: Person) -> QuerySet[AttestationRequest]:
    """What a person asked supervisors, the newest first."""
    return person.attestation_requests.select_related("attestation", "enrolment__cohort__version")


def words_of(requests: Iterable[AttestationRequest], *, at: datetime) -> dict[str, list[Word]]:
    """What was said of each row that was asked about, by its id, the newest request first."""
    told: dict[str, list[Word]] = {}
    for request in requests:
        state = request.state_at(at)
        answers = request.answer.by_row if request.answer else {}
        for row in request.rows:
            said: dict[str, Any] = answers.get(row["id"], {})
            word = Word(request, state, said.get("confirmed"), said.get("comment", ""))
            told.setdefault(row["id"], []).append(word)
    return told


def may_be_asked(words: Iterable[Word]) -> bool:
    """Whether nobody has been asked about a row, or whoever was never answered."""
    return all(one.state in {_State.WITHDRAWN, _State.EXPIRED} for one in words)


def rows_settled(enrolment: Enrolment, about: _About, *, at: datetime) -> set[str]:
    """The rows that a supervisor has answered, or may still answer."""
    return {
        row["id"]
        for request in _requests(enrolment, about)
        if request.state_at(at) in {_State.ANSWERED, _State.WAITING}
        for row in request.rows
    }


# ------------------------------------------------------------------------------- prior learning


def claimable_in(cohort: Cohort) -> list[Claimable]:
    """What can be claimed in a cohort: the criteria and the outcomes of its version."""
    definition = definition_of(cohort.version)
    criteria = [
        Claimable(f"criterion-{one.id}", one.text, is_criterion=True, is_mandatory=one.is_mandatory)
        for one in definition.criteria
    ]
    outcomes = [
        Claimable(f"outcome-{place}", one.sentence, is_criterion=False)
        for place, one in enumerate(definition.outcomes, 1)
    ]
    return criteria + outcomes


def claims_of(enrolment: Enrolment, *, at: datetime) -> list[Claimed]:
    """Everything that can be claimed, with what is; nothing where the cohort is taught."""
    if not enrolment.cohort.is_prior_learning:
        return []
    made = {one.row: one for one in enrolment.prior_claims.prefetch_related("evidence")}
    said = words_of(_requests(enrolment, _About.PRIOR_LEARNING), at=at)
    return [
        Claimed(row, made.get(row.id), said.get(row.id, []))
        for row in claimable_in(enrolment.cohort)
    ]


def prior_learning_seen(enrolment: Enrolment, *, at: datetime) -> list[Claimed]:
    """The claims that staff may see: those that were handed in, with what is said of them."""
    since = enrolment.submitted_at
    return [
        one
        for one in claims_of(enrolment, at=at)
        if one.claim and since is not None and one.claim.claimed_at <= since
    ]


# ------------------------------------------------------------------------------- work placement


def has_placement(cohort: Cohort) -> bool:
    """Whether a component of what a cohort leads to is a work placement."""
    return any(
        one.kind == ComponentKind.WORK_PLACEMENT for one in definition_of(cohort.version).components
    )


def placement_of(enrolment: Enrolment, *, at: datetime) -> Hours | None:
    """The hours of a placement with what was said of them; None where there is no placement."""
    parts = [
        one
        for one in definition_of(enrolment.cohort.version).components
        if one.kind == ComponentKind.WORK_PLACEMENT
    ]
    if not parts:
        return None
    said = words_of(_requests(enrolment, _About.PLACEMENT), at=at)
    entries = [Logged(one, said.get(str(one.pk), [])) for one in enrolment.placement.all()]
    hours = [one.hours for one in parts if one.hours is not None]
    return Hours(
        stated=sum(hours) if hours else None,
        noted=_sum(entries),
        attested=_sum(one for one in entries if one.is_attested),
        entries=entries,
    )


def placement_seen(enrolment: Enrolment, *, at: datetime) -> Hours | None:
    """The same as staff may see it: nothing before the learner has handed in."""
    return placement_of(enrolment, at=at) if enrolment.submitted_at else None


def _sum(entries: Iterable[Logged]) -> Decimal:
    return sum((one.entry.hours for one in entries), Decimal(0))


def _requests(enrolment: Enrolment, about: _About) -> QuerySet[AttestationRequest]:
    return enrolment.attestation_requests.filter(about=about).select_related("attestation")
