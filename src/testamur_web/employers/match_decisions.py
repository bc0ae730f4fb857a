"""What a named person decides of somebody in a run, and why; and what that person holds against it.

No decision is made by points: there is no threshold, and nobody is turned down by a job of ours.
Whoever was compared reads how, contests it in their own words, and has an answer within
`ANSWER_DAYS` days by a named person. Words and answer are kept together.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from testamur.errors import Conflict, Refused
from testamur_web.employers.models import MatchContest, MatchDecision, MatchedPerson
from testamur_web.employers.ranking import refuse_unranked, said
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Organisation, Person

__all__ = [
    "ANSWERED",
    "ANSWER_DAYS",
    "answer_contest",
    "contest_in",
    "contest_match",
    "contests_in",
    "decide",
    "matched_of",
]

ANSWER_DAYS: Final = 14
ANSWERED: Final = "employers.contest-answered"


@transaction.atomic
def decide(
    matched: MatchedPerson, choice: str, *, reason: str, by: Person, at: datetime
) -> MatchDecision:
    """Decide, or decide anew; raises `Conflict` (`ranking.off`) and `Refused` (`value.*`)."""
    organisation = matched.run.organisation
    refuse_unranked(organisation)
    if choice not in MatchDecision.Choice.values:
        told = f"{choice[:40]!r} is none of {', '.join(MatchDecision.Choice.values)}"
        raise Refused.because("value.unknown-choice", told, "/choice")
    made = MatchDecision.objects.create(
        matched=matched, choice=choice, reason=said(reason, "/reason"), by=by, at=at
    )
    trail.record("match.decide", made, by=by, tenant=organisation.pk, at=at, choice=choice)
    return made


def matched_of(person: Person) -> QuerySet[MatchedPerson]:
    """Where somebody was compared with a job: theirs alone, the newest first."""
    compared = MatchedPerson.objects.filter(person=person, trace__isnull=False)
    rows = compared.order_by("-run__at")
    rows = rows.select_related("run__organisation", "run__version__profile", "run__by")
    return rows.prefetch_related("contests__answered_by", "decisions__by")


@transaction.atomic
def contest_match(matched: MatchedPerson, *, words: str, at: datetime) -> MatchContest:
    """Say what is wrong; raises `Conflict` (`ranking.contested`) and `Refused` (`value.missing`).

    For whoever was compared.
    """
    MatchedPerson.objects.select_for_update().get(pk=matched.pk)
    if matched.contests.filter(answered_at=None).exists():
        raise Conflict.because("ranking.contested", "an answer is still to come")
    made = MatchContest.objects.create(
        matched=matched,
        words=said(words, "/words"),
        filed_at=at,
        answer_by=at + timedelta(days=ANSWER_DAYS),
    )
    tenant = matched.run.organisation_id
    trail.record("match.contest", made, by=None, tenant=tenant, at=at)
    return made


def contests_in(organisation: Organisation) -> QuerySet[MatchContest]:
    """What was contested in an organisation; what waits comes first, the oldest of it first."""
    rows = MatchContest.objects.filter(matched__run__organisation=organisation)
    rows = rows.select_related("matched__run__version__profile", "answered_by")
    return rows.order_by("answered_at", "filed_at")


def contest_in(organisation: Organisation, pk: UUID) -> MatchContest | None:
    """One of them."""
    return contests_in(organisation).filter(pk=pk).first()


@transaction.atomic
def answer_contest(contest: MatchContest, *, answer: str, by: Person, at: datetime) -> MatchContest:
    """Answer once; raises `Conflict` (`ranking.answered`) and `Refused` (`value.missing`).

    It can be answered whether ranking is on or not.
    """
    locked = MatchContest.objects.select_for_update().get(pk=contest.pk)
    if locked.answered_at is not None:
        raise Conflict.because("ranking.answered", "the answer stands")
    locked.answer, locked.answered_by, locked.answered_at = said(answer, "/answer"), by, at
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    tenant = contest.matched.run.organisation_id
    trail.record("match.answer", locked, by=by, tenant=tenant, at=at)
    outbox.post(ANSWERED, {"contest": str(locked.pk)}, key=f"{ANSWERED}:{locked.pk}")
    return locked
