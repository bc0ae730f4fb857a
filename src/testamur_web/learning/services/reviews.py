"""Reviews of definitions: opened by figures, given to somebody, closed with what was done.

A figure opens one review at a time. Once that is closed, it opens another only on new ground: five
more answers, half a year of use, or half a year of demand. What else opens one is in `currency.py`:
time, and people. Demand is counted in a room above, which calls `review_demand`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Achievement
from testamur_web.learning.models import DefinitionReview
from testamur_web.learning.models.surveys import MAX_DONE
from testamur_web.learning.surveys import surveys_by_version
from testamur_web.ops import trail
from testamur_web.people import words
from testamur_web.people.models import Person, Role
from testamur_web.people.queries import roles_of

__all__ = [
    "LITTLE",
    "LOW",
    "OWNERS",
    "TIME",
    "UseOf",
    "assign_review",
    "close_review",
    "last_closed",
    "open_review",
    "read_words",
    "review_demand",
    "review_low_result",
    "review_use",
]

LOW: Final = Decimal(3)
"""A question whose mean is below this, on the scale from 1 to 5, is a low result."""

LITTLE: Final = Decimal("0.1")
"""A share of holders below this is little use."""

FEWEST_HOLDERS: Final = 5
TIME: Final = timedelta(days=30)
"""So long somebody has for a review."""

_QUIET: Final = timedelta(days=182)
OWNERS: Final = frozenset({Role.DESIGNER, Role.MANAGER, Role.ADMIN})
_Reason = DefinitionReview.Reason


@dataclass(frozen=True, slots=True)
class UseOf:
    """How far holders use what an achievement certifies: people counted, each once.

    `confirmed` of the `settled`, who have held it for half a year, have a use that somebody
    confirmed. `lately` of the `long_held`, who have held it for a year, noted a use in the last
    twelve months, `before` in the twelve before those.
    """

    settled: int
    confirmed: int
    long_held: int
    lately: int
    before: int


def review_low_result(achievement: Achievement, *, at: datetime) -> DefinitionReview | None:
    """Open a review where a question is judged low of the newest version that has figures."""
    found = next(iter(surveys_by_version(achievement)), None)
    if found is None:
        return None
    version, survey = found
    low = {
        one.name: str(one.mean)
        for one in survey.questions
        if one.mean is not None and one.mean < LOW
    }
    if not low:
        return None
    facts = {"version": version.number, "answers": survey.answers, "means": low}
    last = last_closed(achievement, _Reason.LOW)
    if last and (last.facts["version"], last.facts["answers"]) == (version.number, survey.answers):
        return None
    return open_review(achievement, _Reason.LOW, facts=facts | {"below": str(LOW)}, at=at)


def review_use(achievement: Achievement, use: UseOf, *, at: datetime) -> list[DefinitionReview]:
    """Open what the use of an achievement by its holders calls for; nothing below five holders."""
    opened = []
    if use.settled >= FEWEST_HOLDERS and _is_little(use.confirmed, use.settled):
        facts = {"holders": use.settled, "confirmed": use.confirmed, "below": str(LITTLE)}
        opened.append(_after_quiet(achievement, _Reason.LITTLE_USE, facts, at))
    is_fading = use.lately < use.before and _is_little(use.lately, use.long_held)
    if use.long_held >= FEWEST_HOLDERS and is_fading:
        facts = {"holders": use.long_held, "lately": use.lately, "before": use.before}
        facts |= {"below": str(LITTLE)}
        opened.append(_after_quiet(achievement, _Reason.FADING_USE, facts, at))
    return [one for one in opened if one is not None]


def review_demand(
    achievement: Achievement, facts: Mapping[str, Any], *, at: datetime
) -> DefinitionReview | None:
    """Open a review, for work asks for these of its skills surely less than before.

    `facts` has `skills`, each with its `change`, `low` and `high` in percent, and `sources`.
    """
    return _after_quiet(achievement, _Reason.DEMAND, facts, at)


@transaction.atomic
def open_review(
    achievement: Achievement,
    reason: str,
    *,
    facts: Mapping[str, Any],
    at: datetime,
    by: Person | None = None,
) -> DefinitionReview | None:
    """Open a review, owned by whoever made the definition; None where one is open already."""
    review, is_new = DefinitionReview.objects.get_or_create(
        achievement=achievement,
        reason=reason,
        closed_at=None,
        defaults={
            "facts": dict(facts),
            "opened_at": at,
            "owner": _first_owner(achievement),
            "due_on": (at + TIME).date(),
        },
    )
    if not is_new:
        return None
    _tell("definition-review.open", review, by=by, at=at)
    return review


@transaction.atomic
def assign_review(
    review: DefinitionReview, *, owner: Person, due_on: date, by: Person, at: datetime
) -> DefinitionReview:
    """Give a review to a designer, manager or administrator, until a day that is to come.

    Raises `Refused` with `definition-review.owner-refused` or `definition-review.day-refused`,
    `Conflict` with `definition-review.closed`.
    """
    kept = _lock(review)
    if not roles_of(owner, kept.achievement.organisation) & OWNERS:
        told = f"{owner.name} designs or manages nothing here"
        raise Refused.because("definition-review.owner-refused", told, "/owner")
    if due_on < at.date():
        raise Refused.because("definition-review.day-refused", f"{due_on} is over", "/due_on")
    kept.owner, kept.due_on = owner, due_on
    kept.save(update_fields=["owner", "due_on"])
    _tell("definition-review.assign", kept, by=by, at=at)
    return kept


@transaction.atomic
def close_review(
    review: DefinitionReview, *, done: str, by: Person, at: datetime
) -> DefinitionReview:
    """Close a review with what was done about it.

    Raises `Refused` with `definition-review.nothing-said` or `text.too-long`, `Conflict` with
    `definition-review.closed`.
    """
    kept = _lock(review)
    kept.closed_at, kept.closed_by, kept.done = at, by, read_words(done, "/done")
    kept.save(update_fields=["closed_at", "closed_by", "done"])
    _tell("definition-review.close", kept, by=by, at=at)
    return kept


def read_words(text: str, pointer: str) -> str:
    """What somebody wrote about a review: something, and not too much."""
    plain = words.read_prose(text, pointer)
    if not plain:
        raise Refused.because("definition-review.nothing-said", "the text is empty", pointer)
    if len(plain) > MAX_DONE:
        told = f"{len(plain)} characters; {MAX_DONE} are possible"
        raise Refused.because("text.too-long", told, pointer)
    return plain


def last_closed(achievement: Achievement, reason: str) -> DefinitionReview | None:
    """The review for this reason that was closed last."""
    closed = achievement.definition_reviews.filter(reason=reason).exclude(closed_at=None)
    return closed.order_by("-closed_at").first()


def _is_little(some: int, every: int) -> bool:
    return bool(every) and Decimal(some) / every < LITTLE


def _after_quiet(
    achievement: Achievement, reason: str, facts: Mapping[str, Any], at: datetime
) -> DefinitionReview | None:
    last = last_closed(achievement, reason)
    if last and last.closed_at and at < last.closed_at + _QUIET:
        return None
    return open_review(achievement, reason, facts=facts, at=at)


def _first_owner(achievement: Achievement) -> Person | None:
    maker = achievement.created_by
    is_there = maker is not None and roles_of(maker, achievement.organisation) & OWNERS
    return maker if is_there else None


def _lock(review: DefinitionReview) -> DefinitionReview:
    kept = (
        DefinitionReview.objects.select_for_update(of=("self",))
        .select_related("achievement__organisation")
        .get(pk=review.pk)
    )
    if kept.closed_at is not None:
        raise Conflict.because(
            "definition-review.closed", f"it was closed on {kept.closed_at:%Y-%m-%d}"
        )
    return kept


def _tell(verb: str, review: DefinitionReview, *, by: Person | None, at: datetime) -> None:
    told = {"title": review.achievement.title, "reason": str(review.reason)}
    told |= {"due_on": review.due_on.isoformat(), "done": review.done[:200]}
    tenant = review.achievement.organisation_id
    trail.record(verb, review, by=by, tenant=tenant, at=at, **told)
