"""What participants said, as far as it may be shown: means and counts, never one answer.

Only answers that were counted, five at a time, are looked at; a question that fewer than `FEWEST`
rated has no figures. So between any two moments what is shown changes by five people at least.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.models import Achievement, Version
from testamur_web.learning.models import SurveyAnswer, SurveyCall, SurveyRemark, Wave
from testamur_web.people.tokens import hash_of

__all__ = [
    "FEWEST",
    "QUESTIONS",
    "RATINGS",
    "Asked",
    "Survey",
    "find_call_by_token",
    "open_call_of",
    "remarks_of",
    "survey_of",
    "surveys_by_version",
    "surveys_by_wave",
]

FEWEST: Final = 5
"""Below so many answers nothing is shown, and so many are counted together."""

RATINGS: Final = range(1, 6)
QUESTIONS: Final = {
    "certified": _("Did it certify what it said?"),
    "workload": _("Was the stated workload true?"),
    "used": _("Have you used what you learned?"),
    "helped": _("Did it help you?"),
}
_TALLIED: Final = {"answers": Count("pk")} | {
    f"{name}_{rating}": Count("pk", filter=Q(**{name: rating}))
    for name in QUESTIONS
    for rating in RATINGS
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said to one question.

    `counts` holds how many gave each rating, 1 first; it is empty and `mean` (two decimals) None
    where fewer than five gave one.
    """

    name: str
    text: str | Promise
    rated: int | None
    mean: Decimal | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The figures of one version, wave or achievement; no questions below five answers."""

    answers: int
    questions: tuple[Asked, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.questions)


def survey_of(achievement: Achievement) -> Survey:
    """What participants said of an achievement, all versions and both waves together."""
    return _survey(_counted(achievement).aggregate(**_TALLIED))


def surveys_by_version(achievement: Achievement) -> list[tuple[Version, Survey]]:
    """The same for each version that has figures, the newest first."""
    found = _surveys_by("version", achievement)
    versions = Version.objects.filter(pk__in=found).order_by("-number")
    return [(one, found[one.pk]) for one in versions.defer("image_svg", "image_png")]


def surveys_by_wave(achievement: Achievement) -> list[tuple[Wave, Survey]]:
    """The same for each wave that has figures."""
    found = _surveys_by("wave", achievement)
    return [(wave, found[wave]) for wave in Wave if wave in found and found[wave].is_shown]


def remarks_of(achievement: Achievement) -> list[SurveyRemark]:
    """What participants wrote, in an order that says nothing; for staff of the issuer alone."""
    found = SurveyRemark.objects.filter(version__achievement=achievement, is_counted=True)
    return list(found.select_related("version"))


def find_call_by_token(token: str) -> SurveyCall | None:
    """The right that the link of a letter stands for, spent or not; None for no such link."""
    found = SurveyCall.objects.select_related("version__achievement__organisation")
    return found.filter(token_hash=hash_of(token)).first() if token else None


def open_call_of(award: UUID | None, *, at: datetime) -> SurveyCall | None:
    """The newest right of an award that may still be used."""
    if award is None:
        return None
    found = SurveyCall.objects.select_related("version__achievement__organisation")
    still = found.filter(award=award, is_spent=False, asked_at__lte=at, expires_at__gt=at)
    return still.order_by("-asked_at").first()


def _counted(achievement: Achievement) -> QuerySet[SurveyAnswer]:
    found = SurveyAnswer.objects.filter(version__achievement=achievement, is_counted=True)
    return found.order_by()


def _surveys_by(column: str, achievement: Achievement) -> dict[Any, Survey]:
    """The figures by what a column of the answers says, reckoned by the database."""
    tallied = _counted(achievement).values(column).annotate(**_TALLIED)
    return {row[column]: _survey(row) for row in tallied}


def _survey(tallied: Mapping[str, Any]) -> Survey:
    if tallied["answers"] < FEWEST:
        return Survey(0, ())
    return Survey(tallied["answers"], tuple(_asked(name, tallied) for name in QUESTIONS))


def _asked(name: str, tallied: Mapping[str, Any]) -> Asked:
    counts = tuple(tallied[f"{name}_{rating}"] for rating in RATINGS)
    rated = sum(counts)
    if rated < FEWEST:
        return Asked(name, QUESTIONS[name], None, None, ())
    points = sum(rating * count for rating, count in zip(RATINGS, counts, strict=True))
    mean = (Decimal(points) / rated).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Asked(name, QUESTIONS[name], rated, mean, counts)
