"""Which definitions are to be looked at again, why, and who sees to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from testamur_web.catalogue.models import Achievement
from testamur_web.learning.models import DefinitionReview, ReviewTerms
from testamur_web.learning.surveys import QUESTIONS
from testamur_web.people.models import Organisation

__all__ = [
    "count_due_reviews",
    "offered_achievements",
    "open_reviews_in",
    "open_reviews_of",
    "review_terms_of",
    "reviews_in",
    "why_opened",
]

_Reason = DefinitionReview.Reason


def reviews_in(organisation: Organisation) -> QuerySet[DefinitionReview]:
    """Every review of an organisation's definitions, those due first at the top.

    What is withdrawn is not looked at again; what was done about it before is still told.
    """
    mine = DefinitionReview.objects.filter(achievement__organisation=organisation)
    mine = mine.exclude(closed_at=None, achievement__withdrawn_at__isnull=False)
    return mine.select_related("achievement__organisation", "owner", "closed_by")


def open_reviews_in(organisation: Organisation) -> QuerySet[DefinitionReview]:
    """Those that nobody has closed yet, of definitions that are still offered."""
    return reviews_in(organisation).filter(closed_at=None)


def count_due_reviews(organisation: Organisation, *, on: date) -> tuple[int, int]:
    """How many reviews are open, and how many of them are overdue."""
    found = open_reviews_in(organisation)
    return found.count(), found.filter(due_on__lt=on).count()


def open_reviews_of(achievement: Achievement) -> QuerySet[DefinitionReview]:
    """Those of one definition that nobody has closed yet."""
    return open_reviews_in(achievement.organisation).filter(achievement=achievement)


def offered_achievements() -> Iterator[Achievement]:
    """Every definition that is offered, whoever offers it."""
    found = Achievement.objects.filter(withdrawn_at=None).exclude(current=None)
    related = ("organisation__review_terms", "created_by", "current")
    return found.select_related(*related).iterator()


def review_terms_of(organisation: Organisation) -> ReviewTerms:
    """After how many months without a new version an organisation looks at a definition again."""
    stated: ReviewTerms | None = getattr(organisation, "review_terms", None)
    return stated or ReviewTerms(organisation=organisation)


def why_opened(review: DefinitionReview) -> str:
    """The facts that opened a review, in a sentence."""
    return _TOLD[_Reason(review.reason)](review.facts)


def _low(facts: Mapping[str, Any]) -> str:
    means = "; ".join(f"{QUESTIONS[name]} {mean}" for name, mean in facts["means"].items())
    told = _("Version %(version)s, %(answers)s answers, mean from 1 to 5: %(means)s")
    return told % {**facts, "means": means}


def _little(facts: Mapping[str, Any]) -> str:
    told = ngettext(
        "%(confirmed)s of %(holders)s who have held it for half a year has a confirmed use.",
        "%(confirmed)s of %(holders)s who have held it for half a year have a confirmed use.",
        facts["confirmed"],
    )
    return told % facts


def _fading(facts: Mapping[str, Any]) -> str:
    told = _(
        "%(lately)s of %(holders)s who have held it for a year noted a use in the last twelve "
        "months, %(before)s in the twelve before."
    )
    return told % facts


def _age(facts: Mapping[str, Any]) -> str:
    day = date_format(date.fromisoformat(facts["published"]), "j F Y")
    told = _("Version %(version)s was published on %(day)s, %(months)s months ago or more.")
    return told % {**facts, "day": day}


def _demand(facts: Mapping[str, Any]) -> str:
    words = _("%(skill)s: %(change)s %% (with 95 %% confidence %(low)s to %(high)s %%)")
    skills = "; ".join(words % one for one in facts["skills"])
    told = _("Fewer postings ask for it than before. %(skills)s. Sources: %(sources)s.")
    return told % {"skills": skills, "sources": ", ".join(facts["sources"])}


def _asked(facts: Mapping[str, Any]) -> str:
    return str(facts["why"])


_TOLD: Final[Mapping[_Reason, Callable[[Mapping[str, Any]], str]]] = {
    _Reason.LOW: _low,
    _Reason.LITTLE_USE: _little,
    _Reason.FADING_USE: _fading,
    _Reason.AGE: _age,
    _Reason.DEMAND: _demand,
    _Reason.ASKED: _asked,
}
