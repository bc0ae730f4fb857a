"""What inflation is counted from, as rows: definitions, decisions, beginnings, awards.

Each is read once, with few columns, whatever the subject: an instance of 100,000 awards is counted
in one pass. Wholes that are made of parts are left out, for they restate what their parts say;
revoked awards are, for they are held by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from testamur.quality.inflation_counts import Given
from testamur.quality.inflation_drift import Mark
from testamur.quality.inflation_overlap import Outcome, Promise, outcome
from testamur_web.awards.models import Award
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.models import Achievement, OutcomeSkill, Version
from testamur_web.catalogue.queries import published
from testamur_web.catalogue.vocabulary import EQF_OF_LEVEL, Grading
from testamur_web.learning.models import Decision, Enrolment

__all__ = [
    "Beginning",
    "Decided",
    "Subject",
    "awards_in_order",
    "beginnings",
    "decisions_in_order",
    "outcomes_of",
    "promises",
    "subjects",
]

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Subject:
    """One achievement that is or was offered: whose it is, and the hours it states."""

    id: UUID
    organisation: UUID
    hours: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The newest decision about one person: in which cohort, when, how, and after how many days.

    `days` counts the first and the last; None where somebody did not pass.
    """

    achievement: UUID
    cohort: str
    on: date
    mark: Mark
    days: int | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """How many people began in a cohort in a month, and how many of them hold the award by now."""

    achievement: UUID
    cohort: str
    month: date
    begun: int
    awarded: int


def subjects() -> dict[UUID, Subject]:
    """Every achievement that was ever published and is no whole, by its id."""
    rows = Achievement.objects.filter(current__isnull=False, current__is_stack=False).values_list(
        "pk", "organisation", "current__hours"
    )
    return {row[0]: Subject(*row) for row in rows}


def promises() -> list[Promise]:
    """What every achievement in the catalogue states as outcomes."""
    rows = published().filter(is_stack=False).values_list("achievement", "content__outcomes")
    return [Promise(str(pk), frozenset(_read(told))) for pk, told in rows]


def outcomes_of(definition: Definition) -> frozenset[Outcome]:
    """What a definition states as outcomes, as overlap compares them."""
    return frozenset(
        outcome(one.skill, uri=one.skill_uri, level=EQF_OF_LEVEL.get(one.level))
        for one in definition.outcomes
    )


def decisions_in_order() -> list[Decided]:
    """The newest decision about each person, in the order they were decided."""
    grades = _grades()
    rows = (
        Decision.objects.filter(enrolment__cohort__version__is_stack=False)
        .order_by("decided_at", "pk")
        .values_list(
            "enrolment",
            "enrolment__cohort__version__achievement",
            "enrolment__cohort__version",
            "enrolment__cohort__name",
            "enrolment__enrolled_at",
            "enrolment__submitted_at",
            "decided_at",
            "passed",
            "grade",
            "evidence_digests",
        )
    )
    newest: dict[UUID, Decided] = {}
    for enrolment, *row in rows.iterator(chunk_size=_CHUNK):
        newest.pop(enrolment, None)
        newest[enrolment] = _decided(row, grades)
    return list(newest.values())


def beginnings() -> list[Beginning]:
    """People by achievement, cohort and the month in which they began; counted by the database."""
    held = Award.objects.filter(enrolment=OuterRef("pk"), revoked_at=None)
    rows = (
        Enrolment.objects.exclude(state=Enrolment.State.INVITED)
        .filter(cohort__version__is_stack=False)
        .annotate(
            achievement=F("cohort__version__achievement"),
            month=TruncMonth("enrolled_at", output_field=DateTimeField()),
            is_awarded=Exists(held),
        )
        .values_list("achievement", "cohort__name", "month")
        .annotate(begun=Count("pk"), awarded=Count("pk", filter=Q(is_awarded=True)))
        .order_by("month", "cohort__name")
    )
    return [Beginning(one, name, month.date(), *counts) for one, name, month, *counts in rows]


def awards_in_order() -> Iterator[Given]:
    """Every award that stands, the earliest first; its definition is its achievement's id.

    A holder is a person, or the address that it was awarded to as long as nobody has claimed it.
    """
    skills = _skills()
    rows = (
        Award.objects.filter(revoked_at=None, version__is_stack=False)
        .exclude(credential="")
        .order_by("awarded_at", "pk")
        .values_list(
            "holder",
            "enrolment__person",
            "recipient_email",
            "pk",
            "version__achievement",
            "version",
            "awarded_at",
            "valid_until",
        )
    )
    for holder, enrolled, email, pk, achievement, version, at, until in rows.iterator(
        chunk_size=_CHUNK
    ):
        yield Given(
            _named(holder, enrolled, email.lower(), pk),
            str(achievement),
            at.date(),
            skills.get(version, {}),
            until.date() if until else None,
        )


def _named(*names: Any) -> str:
    """The first by which somebody is known."""
    return str(next(one for one in names if one))


def _read(told: Any) -> Iterator[Outcome]:
    for one in told or ():
        level = EQF_OF_LEVEL.get(one.get("level", ""))
        yield outcome(one.get("skill", ""), uri=one.get("skill_uri", ""), level=level)


def _skills() -> dict[UUID, dict[str, int | None]]:
    """The skills with their levels that each version names."""
    found: dict[UUID, dict[str, int | None]] = {}
    for version, uri, level in OutcomeSkill.objects.values_list("version", "uri", "level"):
        found.setdefault(version, {})[uri] = level
    return found


def _grades() -> Mapping[UUID, Any]:
    """How the versions with cohorts state their grades."""
    rows = Version.objects.filter(cohorts__isnull=False).values_list("pk", "content__grades")
    return dict(rows.distinct())


def _decided(row: list[Any], grades: Mapping[UUID, Any]) -> Decided:
    achievement, version, cohort, began, handed_in, at, passed, grade, evidence = row
    mark = Mark(passed, _share(grades.get(version), grade), len(evidence))
    days = _days(began, handed_in or at) if passed else None
    return Decided(achievement, cohort, at.date(), mark, days)


def _days(began: datetime, ended: datetime) -> int:
    return max((ended.date() - began.date()).days, 0) + 1


def _share(grades: Any, grade: str) -> Decimal | None:
    """A grade from 0 to 1, by the percents or the place among all; None where there is none."""
    if not grades or not grade:
        return None
    values = grades.get("values", ())
    if grades.get("kind") != Grading.PERCENT:
        is_known = grade in values and len(values) > 1
        return Decimal(values.index(grade)) / (len(values) - 1) if is_known else None
    try:
        return Decimal(grade) / 100
    except InvalidOperation:
        return None
