"""Reviews that no figure calls for: somebody asks, or there was no new version for too long.

Time counts from the newest version, or from when a review for the same reason was closed: whoever
looked and found all as it should be is asked again as many months later.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Achievement
from testamur_web.learning.models import DefinitionReview, ReviewTerms
from testamur_web.learning.reviews import review_terms_of
from testamur_web.learning.services.reviews import last_closed, open_review, read_words
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person

__all__ = ["MONTHS", "ask_for_review", "review_age", "state_review_terms"]

MONTHS: Final = range(3, 121)
"""So many months may pass without a new version."""

_Reason = DefinitionReview.Reason


@transaction.atomic
def ask_for_review(
    achievement: Achievement, *, why: str, by: Person, at: datetime
) -> DefinitionReview:
    """Open a review by hand.

    Raises `Refused` with `definition-review.nothing-said` or `text.too-long`, `Conflict` with
    `definition-review.not-offered` or `definition-review.open`.
    """
    facts = {"why": read_words(why, "/why")}
    if achievement.current_id is None or achievement.withdrawn_at is not None:
        told = "only what is offered is reviewed"
        raise Conflict.because("definition-review.not-offered", told)
    opened = open_review(achievement, _Reason.ASKED, facts=facts, at=at, by=by)
    if opened is None:
        told = "a review that somebody asked for is open"
        raise Conflict.because("definition-review.open", told)
    return opened


def review_age(achievement: Achievement, *, at: datetime) -> DefinitionReview | None:
    """Open a review of what had no new version for as long as its organisation states."""
    version = achievement.current
    if version is None:
        return None
    months = review_terms_of(achievement.organisation).months
    if _months(version.published_at, at) < months:
        return None
    closed = last_closed(achievement, _Reason.AGE)
    if closed and closed.closed_at and _months(closed.closed_at, at) < months:
        return None
    published = version.published_at.date().isoformat()
    facts = {"version": version.number, "published": published, "months": months}
    return open_review(achievement, _Reason.AGE, facts=facts, at=at)


@transaction.atomic
def state_review_terms(
    organisation: Organisation, *, months: int, by: Person, at: datetime
) -> ReviewTerms:
    """State how long a definition may stay without a new version.

    Raises `Refused` with `definition-review.months-refused`.
    """
    if months not in MONTHS:
        told = f"{months} months; {MONTHS[0]} to {MONTHS[-1]} are possible"
        raise Refused.because("definition-review.months-refused", told, "/months")
    terms, _is_new = ReviewTerms.objects.update_or_create(
        organisation=organisation, defaults={"months": months}
    )
    trail.record(
        "definition-review.terms", organisation, by=by, tenant=organisation.pk, at=at, months=months
    )
    return terms


def _months(since: datetime, at: datetime) -> int:
    """How many whole months lie between two moments."""
    return (at.year - since.year) * 12 + at.month - since.month - (at.day < since.day)
