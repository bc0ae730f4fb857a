"""Which definitions are to be looked at again, why, and who sees to it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from testamur_web.learning.models import DefinitionReview
from testamur_web.people.models import Organisation

__all__ = ["count_due_reviews", "open_reviews_in", "reviews_in"]


def reviews_in(organisation: Organisation) -> QuerySet[DefinitionReview]:
    """Every review of an organisation's definitions, those due first at the top."""
    mine = DefinitionReview.objects.filter(achievement__organisation=organisation)
    return mine.select_related("achievement", "owner", "closed_by")


def open_reviews_in(organisation: Organisation) -> QuerySet[DefinitionReview]:
    """Those that nobody has closed yet, of definitions that are still offered."""
    return reviews_in(organisation).filter(closed_at=None, achievement__withdrawn_at=None)


def count_due_reviews(organisation: Organisation, *, on: date) -> tuple[int, int]:
    """How many reviews are open, and how many of them are overdue."""
    found = open_reviews_in(organisation)
    return found.count(), found.filter(due_on__lt=on).count()
