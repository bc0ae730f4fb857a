"""What pages say and draw of surveys and of the reviews that follow them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.template import Library

from testamur_web.learning.models import DefinitionReview
from testamur_web.learning.reviews import why_opened
from testamur_web.ui.survey_pictures import RatingColumn, rating_columns

__all__ = ["as_columns", "register", "why"]

register: Final = Library()


@register.filter
def as_columns(counts: Sequence[int]) -> list[RatingColumn]:
    """The picture of how many gave each rating."""
    return rating_columns(counts)


@register.filter
def why(review: DefinitionReview) -> str:
    """The facts that opened a review."""
    return why_opened(review)
