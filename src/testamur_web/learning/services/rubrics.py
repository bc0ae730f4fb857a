"""Rubrics are written and revised, and a cohort is marked with one.

A revision is a new version: whoever was marked with the old one keeps it. How a cohort is marked
stays from its first mark on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning.models import Cohort, Mark, Marking, Rubric, RubricVersion
from testamur_web.learning.rubrics import Grid, check_fits, check_grid
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person

__all__ = [
    "MAX_THRESHOLD",
    "MarkingTerms",
    "bring_back_rubric",
    "retire_rubric",
    "revise_rubric",
    "set_marking",
    "write_rubric",
]

MAX_THRESHOLD: Final = 100
_MAX_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class MarkingTerms:
    """Whether two assessors mark, blind or not, and how many points their totals may differ.

    With `needs_trial`, whoever marks has passed a trial on a sample first.
    """

    has_second: bool = False
    is_blind: bool = False
    threshold: int = 15
    needs_trial: bool = False


@transaction.atomic
def write_rubric(
    organisation: Organisation, grid: Grid, *, title: str, by: Person, at: datetime
) -> Rubric:
    """Keep a new rubric; raises `Refused` with one of the `rubric.` codes."""
    rubric = Rubric(organisation=organisation, title=_title(title), created_at=at)
    check_grid(grid)
    rubric.save()
    _add_version(rubric, grid, number=1, by=by, at=at)
    _record("rubric.write", rubric, by=by, at=at, version=1)
    return rubric


@transaction.atomic
def revise_rubric(
    rubric: Rubric, grid: Grid, *, title: str, by: Person, at: datetime
) -> RubricVersion:
    """Say it anew; what says the same is no new version. Raises like `write_rubric`."""
    kept = Rubric.objects.select_for_update().get(pk=rubric.pk)
    kept.title = _title(title)
    check_grid(grid)
    kept.save(update_fields=["title"])
    newest = kept.versions.order_by("-number")[0]
    if newest.content == grid.as_json():
        return newest
    added = _add_version(kept, grid, number=newest.number + 1, by=by, at=at)
    _record("rubric.revise", kept, by=by, at=at, version=added.number)
    return added


@transaction.atomic
def retire_rubric(rubric: Rubric, *, by: Person, at: datetime) -> Rubric:
    """Offer it no more for new cohorts; whoever is marked with it goes on."""
    return _set_retired(rubric, at, "rubric.retire", by=by, at=at)


@transaction.atomic
def bring_back_rubric(rubric: Rubric, *, by: Person, at: datetime) -> Rubric:
    """Offer it again."""
    return _set_retired(rubric, None, "rubric.bring-back", by=by, at=at)


@transaction.atomic
def set_marking(
    cohort: Cohort, rubric: Rubric | None, terms: MarkingTerms, *, by: Person, at: datetime
) -> Marking | None:
    """Mark a cohort with the newest version of a rubric, or with none.

    Raises `Refused` with `rubric.does-not-fit` or `marking.threshold-wrong`, `Conflict` with
    `rubric.retired` or, once somebody has marked, `marking.begun`.
    """
    kept = Cohort.objects.select_for_update().select_related("version").get(pk=cohort.pk)
    if Mark.objects.filter(enrolment__cohort=kept).exists():
        told = f"somebody has been marked in {kept.name} already"
        raise Conflict.because("marking.begun", told)
    Marking.objects.filter(cohort=kept).delete()
    made = _marking(kept, rubric, terms) if rubric else None
    trail.record(
        "cohort.set-marking",
        kept,
        by=by,
        tenant=kept.organisation_id,
        at=at,
        name=kept.name,
        rubric=rubric.title if rubric else "",
        has_second=bool(made and made.has_second),
        is_blind=bool(made and made.is_blind),
    )
    return made


def _marking(cohort: Cohort, rubric: Rubric, terms: MarkingTerms) -> Marking:
    if rubric.retired_at:
        raise Conflict.because("rubric.retired", f"{rubric.title} is retired")
    if not 0 <= terms.threshold <= MAX_THRESHOLD:
        told = f"{terms.threshold} is not between 0 and {MAX_THRESHOLD}"
        raise Refused.because("marking.threshold-wrong", told, "/threshold")
    version = rubric.versions.order_by("-number")[0]
    check_fits(Grid.from_json(version.content), definition_of(cohort.version).criteria)
    return Marking.objects.create(
        cohort=cohort,
        rubric=version,
        has_second=terms.has_second,
        is_blind=terms.has_second and terms.is_blind,
        threshold=terms.threshold,
        needs_trial=terms.needs_trial,
    )


def _title(title: str) -> str:
    plain = title.strip()
    if not plain or len(plain) > _MAX_TITLE:
        told = f"a rubric has a name of at most {_MAX_TITLE} characters"
        raise Refused.because("rubric.title-missing", told, "/title")
    return plain


def _add_version(
    rubric: Rubric, grid: Grid, *, number: int, by: Person, at: datetime
) -> RubricVersion:
    return rubric.versions.create(
        number=number, content=grid.as_json(), written_at=at, written_by=by
    )


def _set_retired(
    rubric: Rubric, retired_at: datetime | None, verb: str, *, by: Person, at: datetime
) -> Rubric:
    kept = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if bool(kept.retired_at) == bool(retired_at):
        return kept
    kept.retired_at = retired_at
    kept.save(update_fields=["retired_at"])
    _record(verb, kept, by=by, at=at)
    return kept


def _record(verb: str, rubric: Rubric, *, by: Person, at: datetime, **told: int) -> None:
    tenant = rubric.organisation_id
    trail.record(verb, rubric, by=by, tenant=tenant, at=at, title=rubric.title, **told)
