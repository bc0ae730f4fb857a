"""Experts outside the product are asked by link to review a draft, and each answers once a round.

The link is a secret: the letter carries it, the database keeps its hash alone. Rules kept here:
(1) no member of the organisation reviews for it; (2) one letter waits for one expert at a time;
(3) every line of the checklist is answered, and an interest is declared, even if it is none;
(4) who answers has seen the draft as it stands when they do; (5) an answer is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.models import Achievement, Review, ReviewRequest, ReviewRule
from testamur_web.catalogue.queries import draft_of
from testamur_web.catalogue.reviews import (
    ANSWERS,
    CHECKLIST,
    commentable_in,
    digest_of,
    find_by_token,
)
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.asked import VALID_FOR, Letters
from testamur_web.people.models import Membership, Organisation, Person
from testamur_web.people.queries import roles_of

__all__ = [
    "ASK",
    "LETTERS",
    "MOST_NEEDED",
    "TELL",
    "Answer",
    "Check",
    "Expert",
    "answer_review",
    "ask_expert",
    "change_least",
    "remind_expert",
    "withdraw_review",
]

ASK: Final = "review.ask"
TELL: Final = "review.tell"
LETTERS: Final = Letters(
    topic=ASK,
    answered="review.answered",
    closed="review.closed",
    too_many="review.too-many",
    most_a_day=30,
)
"""To experts; an organisation may cause so many."""
MOST_NEEDED: Final = 20
"""So many sign-offs an organisation may ask for at most."""
_MAX_COMMENT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Expert:
    """Who is asked: how they are called and written to, and on whose behalf they speak."""

    name: str
    email: str
    organisation: str
    kind: str = ReviewRequest.Kind.INDUSTRY.value


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to one line of the checklist: yes, no or cannot-say."""

    answer: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that an expert says: lines by their item, comments by the pointer of the field.

    `seen` is the digest of the draft that they had before them.
    """

    verdict: str
    seen: str
    name: str
    role: str
    organisation: str
    interest: str
    checklist: Mapping[str, Check]
    comments: Mapping[str, str]


@transaction.atomic
def ask_expert(
    achievement: Achievement, expert: Expert, *, by: Person, at: datetime
) -> ReviewRequest:
    """Ask one expert to review the draft; the letter is left to a worker.

    Raises `Conflict` with `definition.withdrawn`, `definition.no-draft` or `review.asked-already`;
    `Refused` with `review.own-address`, `review.too-many` or what is wrong with a name or address.
    """
    told = _read_expert(expert)
    locked = Achievement.objects.select_for_update().get(pk=achievement.pk)
    _require_draft(locked)
    _refuse_member(locked.organisation, told.email)  # (1)
    for waiting in locked.review_requests.filter(email__iexact=told.email, withdrawn_at=None):
        if waiting.state_at(at) == ReviewRequest.State.WAITING:  # (2)
            known = "a letter to this address waits for its answer"
            raise Conflict.because("review.asked-already", known, "/email")
    LETTERS.count(locked.organisation, told.email, at=at)
    made = ReviewRequest.objects.create(
        achievement=locked,
        asked_by=by,
        kind=told.kind,
        name=told.name,
        email=told.email,
        organisation_name=told.organisation,
        asked_at=at,
        expires_at=at + VALID_FOR,
    )
    LETTERS.post(made, tenant=locked.organisation_id)
    _record("review.ask", made, by=by, at=at, kind=told.kind)
    return made


@transaction.atomic
def remind_expert(request: ReviewRequest, *, by: Person, at: datetime) -> None:
    """Send the letter again with a new link, open for as long as the first; the older link ends.

    Raises `Conflict` (`review.closed`, `review.answered`), `Refused` (`review.too-many`).
    """
    kept = _lock(request)
    LETTERS.require_waiting(kept, at=at, is_expired_fine=True)
    _require_draft(kept.achievement)
    LETTERS.count(kept.achievement.organisation, kept.email, at=at)
    LETTERS.post_again(kept, tenant=kept.achievement.organisation_id, at=at)
    _record("review.remind", kept, by=by, at=at)


@transaction.atomic
def withdraw_review(request: ReviewRequest, *, by: Person, at: datetime) -> None:
    """Ask no more: the link shows nothing from now on; withdrawing again changes nothing.

    Raises `Conflict` (`review.answered`): what was said stays said.
    """
    kept = _lock(request)
    if LETTERS.withdraw(kept, at=at):
        _record("review.withdraw", kept, by=by, at=at)


@transaction.atomic
def answer_review(token: str, answer: Answer, *, at: datetime, by: Person | None = None) -> Review:
    """Keep what the holder of the link says; `by` is who is signed in there, if anybody.

    Raises `Refused` with `review.unknown`, `review.own-address`, `review.reply-missing`,
    `review.field-unknown`, `value.missing` or `value.unknown-choice`; `Conflict` with
    `review.answered`, `review.closed`, `review.changed-meanwhile`, `definition.no-draft` (it is
    published) or `definition.withdrawn`.
    """
    found = find_by_token(token)
    if found is None:
        raise Refused.because("review.unknown", "nothing is asked by this link")
    kept = _lock(found)
    if by is not None and roles_of(by, kept.achievement.organisation):  # (1)
        raise Refused.because("review.own-address", "you are a member of the organisation")
    LETTERS.require_waiting(kept, at=at)
    _require_draft(kept.achievement)
    definition = read_draft(draft_of(kept.achievement))[0]
    digest = digest_of(definition)
    if answer.seen != digest:  # (4)
        told = "the draft was changed since you opened it"
        raise Conflict.because("review.changed-meanwhile", told)
    made = Review.objects.create(
        request=kept,
        digest=digest,
        answered_at=at,
        checklist=_read_checklist(answer.checklist),
        comments=_read_comments(answer.comments, definition),
        **_read_signature(answer),
    )
    _post_answer(kept)
    _record("review.answer", kept, by=None, at=at, verdict=made.verdict)
    return made


@transaction.atomic
def change_least(organisation: Organisation, least: int, *, by: Person, at: datetime) -> None:
    """Publish from `least` sign-offs on; raises `Refused` (`value.out-of-range`)."""
    if not 0 <= least <= MOST_NEEDED:
        told = f"{least} is not from 0 to {MOST_NEEDED}"
        raise Refused.because("value.out-of-range", told, "/least")
    ReviewRule.objects.update_or_create(
        organisation=organisation, defaults={"least": least, "changed_at": at}
    )
    verb = "organisation.set-reviews"
    trail.record(verb, organisation, by=by, tenant=organisation.pk, at=at, least=least)


def _read_expert(expert: Expert) -> Expert:
    return Expert(
        name=words.read_name(expert.name, "/name"),
        email=words.read_email(expert.email, "/email"),
        organisation=words.read_name(expert.organisation, "/organisation"),
        kind=_chosen(expert.kind, ReviewRequest.Kind.values, "/kind"),
    )


def _read_signature(answer: Answer) -> dict[str, str]:
    """(3) Who says it, what they come to, and what interest they have."""
    interest = _prose(answer.interest, "/interest")
    if not interest:
        told = "say what interest you have in it, or that you have none"
        raise Refused.because("value.missing", told, "/interest")
    return {
        "verdict": _chosen(answer.verdict, Review.Verdict.values, "/verdict"),
        "signed_name": words.read_name(answer.name, "/name"),
        "signed_role": words.read_name(answer.role, "/role"),
        "signed_organisation": words.read_name(answer.organisation, "/organisation"),
        "interest": interest,
    }


def _read_checklist(given: Mapping[str, Check]) -> list[dict[str, str]]:
    """(3) Every line, and no other."""
    wrong = next((item for item in [*given, *CHECKLIST] if item not in given), None)
    wrong = next((item for item in given if item not in CHECKLIST), wrong)
    if wrong is not None:
        told = f"{wrong!r:.60} is {'not answered' if wrong in CHECKLIST else 'not asked'}"
        raise Refused.because("review.reply-missing", told, "/checklist")
    return [
        {
            "item": item,
            "answer": _chosen(given[item].answer, ANSWERS, f"/checklist/{item}"),
            "comment": _prose(given[item].comment, f"/checklist/{item}"),
        }
        for item in CHECKLIST
    ]


def _read_comments(given: Mapping[str, str], definition: Definition) -> list[dict[str, str]]:
    """What was said of single fields, with the words that it was said of."""
    known = {one.pointer: one for one in commentable_in(definition)}
    said = {pointer: _prose(text, "/comments") for pointer, text in given.items()}
    unknown = next((pointer for pointer, text in said.items() if text and pointer not in known), "")
    if unknown:
        told = f"the draft states nothing at {unknown!r:.80}"
        raise Refused.because("review.field-unknown", told, "/comments")
    return [
        {"pointer": one.pointer, "label": one.label, "seen": one.text, "text": said[one.pointer]}
        for one in known.values()
        if said.get(one.pointer)
    ]


def _prose(text: str, pointer: str) -> str:
    plain = words.read_prose(text, pointer)
    if len(plain) > _MAX_COMMENT:
        told = f"it has at most {_MAX_COMMENT} characters"
        raise Refused.because("text.too-long", told, pointer)
    return plain


def _chosen(value: str, choices: Iterable[str], pointer: str) -> str:
    if value not in choices:
        raise Refused.because("value.unknown-choice", f"{value!r:.40} is no choice", pointer)
    return value


def _refuse_member(organisation: Organisation, email: str) -> None:
    """(1) An address that a member signs in by, or has proven."""
    members = Membership.objects.filter(organisation=organisation)
    own = members.filter(person__email__iexact=email).exists()
    proven = members.filter(
        person__identifiers__kind="email",
        person__identifiers__verified_at__isnull=False,
        person__identifiers__ended_at=None,
        person__identifiers__value__iexact=email,
    )
    if own or proven.exists():
        told = "this is the address of a member of your organisation"
        raise Refused.because("review.own-address", told, "/email")


def _require_draft(achievement: Achievement) -> None:
    if achievement.withdrawn_at is not None:
        raise Conflict.because("definition.withdrawn", f"{achievement.title} was withdrawn")
    if achievement.draft is None:
        raise Conflict.because("definition.no-draft", "nothing was changed since it was published")


def _lock(request: ReviewRequest) -> ReviewRequest:
    """The row and its draft, held; its answer is asked for afterwards, so one given is seen."""
    return (
        ReviewRequest.objects.select_for_update(of=("self", "achievement"))
        .select_related("achievement__organisation", "achievement__current")
        .get(pk=request.pk)
    )


def _post_answer(request: ReviewRequest) -> None:
    key = f"{TELL}:{request.pk}"
    tenant = request.achievement.organisation_id
    outbox.post(TELL, {"request": str(request.pk)}, key=key, tenant=tenant)


def _record(
    verb: str, request: ReviewRequest, *, by: Person | None, at: datetime, **more: Any
) -> None:
    achievement = request.achievement
    told = {"request": str(request.pk), **more}
    trail.record(verb, achievement, by=by, tenant=achievement.organisation_id, at=at, **told)
