"""An issuer answers a need with a definition of its own, published or still a draft.

Who answers with a draft writes it together with the employer: whoever published the need is asked
to review the draft as an expert (ADR 37), where they comment on its fields and sign it off; its
public page names them then. To close the need is for the employer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Achievement, ReviewRequest
from testamur_web.catalogue.reviewing import Expert, ask_expert
from testamur_web.employers.models import NeedAnswer, SkillNeed
from testamur_web.employers.models.needs import MAX_WORDS
from testamur_web.employers.needs import lock_open
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person

__all__ = ["ANSWERED", "MOST_ANSWERS", "Answered", "answer_need", "take_back_answer"]

ANSWERED: Final = "need.answered"
MOST_ANSWERS: Final = 10
MOST_IN_ALL: Final = 100
"""So many answers of one issuer stand to one need at most, and of all."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the request to review its draft where one was sent."""

    answer: NeedAnswer
    review: ReviewRequest | None


@transaction.atomic
def answer_need(
    need: SkillNeed, achievement: Achievement, *, note: str = "", by: Person, at: datetime
) -> Answered:
    """Offer a definition; the employer is written to.

    Raises `Conflict` (`need.closed`, `need.own`, `need.answered-already`, `need.too-many-answers`,
    `definition.withdrawn`) and `Refused` (`text.*`, `review.own-address`, `review.too-many`).
    """
    locked = lock_open(need, at=at)
    issuer = achievement.organisation
    if issuer.pk == locked.organisation_id:
        raise Conflict.because("need.own", "this is a need of your own organisation")
    if achievement.withdrawn_at is not None:
        raise Conflict.because("definition.withdrawn", f"{achievement.title} was withdrawn")
    standing = locked.answers.filter(taken_back_at=None, achievement__organisation=issuer)
    if standing.filter(achievement=achievement).exists():
        raise Conflict.because("need.answered-already", f"{achievement.title} stands there")
    if standing.count() >= MOST_ANSWERS:
        raise Conflict.because("need.too-many-answers", f"{MOST_ANSWERS} of yours stand there")
    if locked.answers.filter(taken_back_at=None).count() >= MOST_IN_ALL:
        raise Conflict.because("need.too-many-answers", f"{MOST_IN_ALL} stand there in all")
    made = NeedAnswer.objects.create(
        need=locked,
        achievement=achievement,
        words=_read_note(note),
        answered_by=by,
        answered_at=at,
    )
    review = _ask_employer(locked, achievement, by=by, at=at)
    _record("need.answer", made, issuer, by=by, at=at)
    key = f"{ANSWERED}:{made.pk}"
    outbox.post(ANSWERED, {"answer": str(made.pk)}, key=key, tenant=locked.organisation_id)
    return Answered(made, review)


@transaction.atomic
def take_back_answer(answer: NeedAnswer, *, by: Person, at: datetime) -> None:
    """Offer it no longer; raises `Conflict` (`need.closed`). Again changes nothing."""
    lock_open(answer.need, at=at)
    locked = NeedAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if locked.taken_back_at is not None:
        return
    locked.taken_back_at = at
    locked.save(update_fields=["taken_back_at"])
    _record("need.take-back", locked, locked.achievement.organisation, by=by, at=at)


def _ask_employer(
    need: SkillNeed, achievement: Achievement, *, by: Person, at: datetime
) -> ReviewRequest | None:
    """Invite whoever published the need to the draft; None where there is no draft or nobody."""
    asker = need.published_by
    if achievement.draft is None or asker is None or not asker.email:
        return None
    waiting = achievement.review_requests.filter(email__iexact=asker.email, withdrawn_at=None)
    if any(one.state_at(at) == ReviewRequest.State.WAITING for one in waiting):
        return None
    expert = Expert(asker.name, asker.email, need.organisation.name)
    return ask_expert(achievement, expert, by=by, at=at)


def _read_note(note: str) -> str:
    told = words.read_prose(note, "/words")
    if len(told) > MAX_WORDS:
        raise Refused.because("text.too-long", f"at most {MAX_WORDS:,} characters", "/words")
    return told


def _record(
    verb: str, answer: NeedAnswer, issuer: Organisation, *, by: Person, at: datetime
) -> None:
    """In the trail of the issuer; the employer reads the answer itself."""
    told: dict[str, Any] = {"need": str(answer.need_id), "title": answer.achievement.title}
    tenant: UUID = issuer.pk
    trail.record(verb, answer, by=by, tenant=tenant, at=at, **told)
