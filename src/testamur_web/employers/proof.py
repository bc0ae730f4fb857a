"""Confidence, freshness and level of indexed skills, judged by the database at a moment.

matching(Wanted(uri, level=5), near, criteria, day=today)     # a condition for ProvenSkill rows
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField, Q, Value
from django.db.models.functions import Greatest, Power

from testamur_web.employers.criteria import Criteria, Wanted
from testamur_web.employers.nearness import MATCHING, Near

__all__ = ["confidence_on", "matching", "numbers_matching", "standing"]

_EPOCH = date(1970, 1, 1)


def confidence_on(day: date) -> Any:
    """How sure a row makes one of its skill at its own level, on a day; from 0 to 1."""
    number = FloatField()
    age = Greatest(Value((day - _EPOCH).days) - F("counted_from"), Value(0))
    halves = ExpressionWrapper(age, output_field=number) / F("half_life")
    kept = Power(Value(0.5), halves, output_field=number)
    recency = F("oldest") + (Value(1.0) - F("oldest")) * kept
    return ExpressionWrapper(F("sureness") * recency, output_field=number)


def standing(day: date) -> Q:
    """That a credential has not ended."""
    return Q(ends_on=None) | Q(ends_on__gte=day)


def numbers_matching(near: Mapping[int, Near]) -> set[int]:
    """The numbers of the skills that match one that is looked for."""
    return {number for number, how in near.items() if how.fit in MATCHING}


def matching(wanted: Wanted, near: Mapping[int, Near], criteria: Criteria, *, day: date) -> Q:
    """That a row, annotated as `sure`, shows a skill as it is asked for."""
    by_credit: dict[float, list[int]] = defaultdict(list)
    for number, how in near.items():
        if how.fit in MATCHING:
            by_credit[how.credit].append(number)
    found = Q(pk__in=[])
    for credit, numbers in by_credit.items():
        enough = Q(sure__gte=criteria.confidence / 100 / credit) if criteria.confidence else Q()
        found |= Q(skill__in=numbers) & enough
    if wanted.level is not None:
        found &= Q(level__gte=wanted.level)
    if criteria.fresh_on is not None:
        found &= Q(fresh_until__gte=criteria.fresh_on)
    return found & standing(day)
