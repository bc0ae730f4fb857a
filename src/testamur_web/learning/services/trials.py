"""Assessors try a rubric on samples: they mark alone, then see how close they came.

A sample is work that was marked with the rubric and decided; the mark that counted there is what a
trial is compared with, by what its cohort allows two marks to differ. Each tries a sample once, for
then they have seen the answer; whoever marked it has nothing to try.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.learning.judging import Judged, check_judgement, disagree
from testamur_web.learning.models import Decision, Rubric, Sample, Trial
from testamur_web.learning.rubrics import rounded, total_of
from testamur_web.learning.samples import key_of
from testamur_web.ops import trail
from testamur_web.people.models import Person

__all__ = ["add_sample", "try_sample"]


@transaction.atomic
def add_sample(rubric: Rubric, decision: Decision, *, by: Person, at: datetime) -> Sample:
    """Offer decided work as a sample; the same work twice is one sample.

    Raises `Refused` with `sample.not-marked` where it was not marked with this rubric.
    """
    if not decision.marks.filter(rubric__rubric=rubric).exists():
        told = f"it was not marked with {rubric.title}"
        raise Refused.because("sample.not-marked", told, "/decision")
    sample, is_new = Sample.objects.get_or_create(
        rubric=rubric, decision=decision, defaults={"added_at": at}
    )
    if is_new:
        _record("rubric.add-sample", rubric, by=by, at=at, decision=str(decision.pk))
    return sample


@transaction.atomic
def try_sample(sample: Sample, judged: Iterable[Judged], *, by: Person, at: datetime) -> Trial:
    """Keep what `by` would have given, and whether it is close enough.

    Raises `FindingsRefused` with `mark.incomplete`, `Refused` with `sample.own-mark`, `Conflict`
    with `sample.tried-already`.
    """
    kept = Sample.objects.select_for_update().get(pk=sample.pk)
    key = key_of(kept)
    if key.is_known_to(by):
        raise Refused.because("sample.own-mark", "you know what it was given")
    if kept.trials.filter(assessor=by).exists():
        raise Conflict.because("sample.tried-already", "you have seen what it was given")
    rows = check_judgement(key.grid, judged)
    passed = not disagree(key.grid, rows, key.verdict.rows, threshold=key.threshold)
    trial = kept.trials.create(
        assessor=by,
        levels=[asdict(one) for one in rows],
        total=rounded(total_of(key.grid, [one.level for one in rows])),
        passed=passed,
        tried_at=at,
    )
    _record("rubric.try-sample", kept.rubric, by=by, at=at, passed=passed)
    return trial


def _record(verb: str, rubric: Rubric, *, by: Person, at: datetime, **told: object) -> None:
    tenant = rubric.organisation_id
    trail.record(verb, rubric, by=by, tenant=tenant, at=at, title=rubric.title, **told)
