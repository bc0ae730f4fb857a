"""What participants said, as far as it may be shown: means and counts, never one answer.

Only answers that were counted, five at a time, are looked at; a question that fewer than `FEWEST`
rated has no figures. So between any two moments what is shown changes by five people at least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
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
    return _survey(_counted(achievement))


def surveys_by_version(achievement: Achievement) -> list[tuple[Version, Survey]]:
    """The same for each version that has figures, the newest first."""
    grouped: dict[UUID, list[SurveyAnswer]] = {}
    for one in _counted(achievement):
        grouped.setdefault(one.version_id, []).append(one)
    versions = Version.objects.filter(pk__in=grouped).order_by("-number")
    return [(version, _survey(grouped[version.pk])) for version in versions]


def surveys_by_wave(achievement: Achievement) -> list[tuple[Wave, Survey]]:
    """The same for each wave that has figures."""
    every = list(_counted(achievement))
    found = [(wave, _survey(one for one in every if one.wave == wave)) for wave in Wave]
    return [(wave, survey) for wave, survey in found if survey.is_shown]


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
    return SurveyAnswer.objects.filter(version__achievement=achievement, is_counted=True)


def _survey(answers: Iterable[SurveyAnswer]) -> Survey:
    every = list(answers)
    if len(every) < FEWEST:
        return Survey(0, ())
    return Survey(len(every), tuple(_asked(name, every) for name in QUESTIONS))


def _asked(name: str, answers: Sequence[SurveyAnswer]) -> Asked:
    told = [value for one in answers if (value := getattr(one, name)) is not None]
    if len(told) < FEWEST:
        return Asked(name, QUESTIONS[name], None, None, ())
    mean = (Decimal(sum(told)) / len(told)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    by_rating = Counter(told)
    counts = tuple(by_rating[rating] for rating in RATINGS)
    return Asked(name, QUESTIONS[name], len(told), mean, counts)
