"""The samples of a rubric: the work, what it was given, and how close each assessor came."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from testamur_web.learning.judging import Judged, Verdict
from testamur_web.learning.marks import Line, lines_of, marking_of, verdict_from
from testamur_web.learning.models import Decision, Evidence, Rubric, Sample, Trial
from testamur_web.learning.rubrics import Grid, rounded
from testamur_web.people.models import Organisation, Person

__all__ = [
    "Compared",
    "Key",
    "Listed",
    "compared_to",
    "decisions_to_sample",
    "evidence_of",
    "key_of",
    "list_samples",
    "samples_in",
]

_MOST_OFFERED: Final = 50
_USUAL_THRESHOLD: Final = 15


@dataclass(frozen=True, slots=True)
class Key:
    """What a sample is compared with; `knowing` are those who marked, moderated or handed in."""

    grid: Grid
    verdict: Verdict
    threshold: int
    knowing: frozenset[UUID]

    def is_known_to(self, person: Person) -> bool:
        """Whether somebody had a part in it."""
        return person.pk in self.knowing


@dataclass(frozen=True, slots=True)
class Listed:
    """A sample by its number from 1, with somebody's trial on it; they may try it, or know it."""

    number: int
    sample: Sample
    trial: Trial | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A trial beside what counted: the lines of both, and both totals."""

    trial: Trial
    lines: tuple[tuple[Line, Line], ...]
    total: Decimal


def key_of(sample: Sample) -> Key:
    """What a sample was given, as its decision kept it."""
    marks = list(sample.decision.marks.select_related("rubric"))
    grid = Grid.from_json(marks[0].rubric.content)
    enrolment = sample.decision.enrolment
    marking = marking_of(enrolment.cohort)
    knowing = {one.assessor_id for one in marks} | {sample.decision.assessor_id}
    if enrolment.person_id:
        knowing.add(enrolment.person_id)
    threshold = marking.threshold if marking else _USUAL_THRESHOLD
    return Key(grid, verdict_from(grid, marks), threshold, frozenset(knowing))


def samples_in(organisation: Organisation) -> QuerySet[Sample]:
    """The samples of an organisation's rubrics."""
    return Sample.objects.filter(rubric__organisation=organisation).select_related(
        "rubric", "decision__enrolment__cohort__version"
    )


def list_samples(rubric: Rubric, *, viewer: Person) -> list[Listed]:
    """The samples of a rubric in order, each with how `viewer` stands to it."""
    trials = {one.sample_id: one for one in Trial.objects.filter(assessor=viewer)}
    samples = samples_in(rubric.organisation).filter(rubric=rubric)
    return [
        Listed(number, one, trials.get(one.pk), is_known=key_of(one).is_known_to(viewer))
        for number, one in enumerate(samples, start=1)
    ]


def decisions_to_sample(rubric: Rubric) -> list[Decision]:
    """What was decided by marks of a rubric and is no sample yet, the newest first."""
    found = Decision.objects.filter(marks__rubric__rubric=rubric).exclude(samples__rubric=rubric)
    return list(found.distinct().select_related("enrolment__cohort")[:_MOST_OFFERED])


def evidence_of(sample: Sample) -> list[Evidence]:
    """What was judged."""
    judged = [one["evidence"] for one in sample.decision.evidence_digests]
    return list(sample.decision.enrolment.evidence.filter(pk__in=judged))


def compared_to(trial: Trial) -> Compared:
    """A trial beside what its sample was given."""
    key = key_of(trial.sample)
    mine = lines_of(key.grid, tuple(Judged(**one) for one in trial.levels))
    theirs = lines_of(key.grid, key.verdict.rows)
    return Compared(trial, tuple(zip(mine, theirs, strict=True)), rounded(key.verdict.total))
