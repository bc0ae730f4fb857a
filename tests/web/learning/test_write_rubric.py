"""Rubrics are written, revised and chosen for a cohort."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.marks import grid_of, marking_of
from testamur_web.learning.models import RubricVersion
from testamur_web.learning.rubrics import Grid, Level, begin_with, rounded, total_of
from tests.web.conftest import NOW
from tests.web.learning.conftest import CRITERIA
from tests.web.learning.rubrics import GRID, LEVELS, judgement, marked_with, rubric_of


def with_row(at=0, **changes) -> Grid:
    rows = list(GRID.rows)
    rows[at] = replace(rows[at], **changes)
    return replace(GRID, rows=tuple(rows))


def test_it_is_kept_as_it_was_written(university, bashir):
    assert grid_of(rubric_of(university, bashir)) == GRID


@pytest.mark.parametrize(
    "grid",
    [
        replace(GRID, levels=LEVELS[:1]),
        replace(GRID, levels=(*LEVELS, *LEVELS)),
        replace(GRID, levels=(Level("", 0), *LEVELS[1:])),
        replace(GRID, levels=(Level("Good", 0), *LEVELS[1:])),
        replace(GRID, levels=(Level("Not yet", 1), *LEVELS[1:])),
        replace(GRID, levels=(*LEVELS[:3], Level("Excellent", 101))),
        replace(GRID, levels=(Level("x" * 501, 0), *LEVELS[1:])),
    ],
)
def test_levels_that_do_not_do_are_refused(university, bashir, grid):
    with pytest.raises(Refused) as refused:
        rubric_of(university, bashir, grid)
    assert refused.value.problem.code == "rubric.levels-wrong"


@pytest.mark.parametrize(
    "grid",
    [
        replace(GRID, rows=()),
        with_row(text=""),
        with_row(id=""),
        with_row(id="report"),
        with_row(weight=0),
        with_row(weight=101),
        with_row(met_from=0),
        with_row(met_from=4),
        with_row(descriptors=("one",)),
        with_row(descriptors=("x" * 2001, "", "", "")),
        with_row(text="x" * 501),
    ],
)
def test_criteria_that_do_not_do_are_refused(university, bashir, grid):
    with pytest.raises(Refused) as refused:
        rubric_of(university, bashir, grid)
    assert refused.value.problem.code == "rubric.rows-wrong"


def test_a_rubric_has_a_name(university, bashir):
    with pytest.raises(Refused) as refused:
        services.write_rubric(university, GRID, title="  ", by=bashir, at=NOW)
    assert refused.value.problem.code == "rubric.title-missing"


def test_a_revision_is_a_new_version_and_cohorts_keep_theirs(university, cohort, bashir):
    rubric = rubric_of(university, bashir)
    marked_with(cohort, rubric, bashir)
    services.revise_rubric(rubric, with_row(weight=5), title="Surveys", by=bashir, at=NOW)
    assert grid_of(rubric).rows[0].weight == 5
    assert marking_of(cohort).rubric.number == 1
    assert Grid.from_json(marking_of(cohort).rubric.content) == GRID


def test_what_says_the_same_is_no_new_version(university, bashir):
    rubric = rubric_of(university, bashir)
    services.revise_rubric(rubric, GRID, title="Renamed", by=bashir, at=NOW)
    assert RubricVersion.objects.count() == 1
    rubric.refresh_from_db()
    assert rubric.title == "Renamed"


@pytest.mark.parametrize("grid", [replace(GRID, rows=GRID.rows[:2]), with_row(is_mandatory=False)])
def test_a_rubric_that_leaves_out_or_softens_a_criterion_does_not_fit(
    university, cohort, bashir, grid
):
    with pytest.raises(Refused) as refused:
        marked_with(cohort, rubric_of(university, bashir, grid), bashir)
    assert refused.value.problem.code == "rubric.does-not-fit"


def test_one_that_asks_for_more_fits(university, cohort, bashir):
    grid = with_row(2, is_mandatory=True)
    more = replace(grid.rows[0], id="style", text="Writes well")
    rubric = rubric_of(university, bashir, replace(grid, rows=(*grid.rows, more)))
    assert marking_of(marked_with(cohort, rubric, bashir))


def test_a_retired_rubric_is_offered_no_more_until_it_is_brought_back(university, cohort, bashir):
    rubric = services.retire_rubric(rubric_of(university, bashir), by=bashir, at=NOW)
    with pytest.raises(Conflict) as refused:
        marked_with(cohort, rubric, bashir)
    assert refused.value.problem.code == "rubric.retired"
    marked_with(cohort, services.bring_back_rubric(rubric, by=bashir, at=NOW), bashir)


@pytest.mark.parametrize("threshold", [-1, 101])
def test_a_threshold_is_a_number_of_points(university, cohort, bashir, threshold):
    with pytest.raises(Refused) as refused:
        marked_with(cohort, rubric_of(university, bashir), bashir, threshold=threshold)
    assert refused.value.problem.code == "marking.threshold-wrong"


def test_how_a_cohort_is_marked_stays_from_the_first_mark_on(
    university, cohort, handed_in, bashir, assessor
):
    rubric = rubric_of(university, bashir)
    marked_with(cohort, rubric, bashir, has_second=True)
    services.give_mark(handed_in, judgement(), by=assessor, at=NOW)
    with pytest.raises(Conflict) as refused:
        services.set_marking(cohort, None, services.MarkingTerms(), by=bashir, at=NOW)
    assert refused.value.problem.code == "marking.begun"


def test_a_cohort_can_be_decided_by_findings_again(university, cohort, bashir):
    marked_with(cohort, rubric_of(university, bashir), bashir)
    services.set_marking(cohort, None, services.MarkingTerms(), by=bashir, at=NOW)
    assert marking_of(cohort) is None


def test_a_rubric_begins_with_the_criteria_of_an_achievement():
    grid = begin_with(CRITERIA, ["Not yet", "Nearly", "Good", "Excellent"])
    assert [(row.id, row.is_mandatory, row.met_from) for row in grid.rows] == [
        ("plan", True, 2),
        ("report", True, 2),
        ("talk", False, 2),
    ]
    assert [one.points for one in grid.levels] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("levels", "total", "shown"),
    [
        ((3, 3, 3), Fraction(100), "100.00"),
        ((0, 0, 0), Fraction(0), "0.00"),
        ((3, 2, 1), Fraction(17, 24) * 100, "70.83"),
        ((3, 2, None), Fraction(80), "80.00"),
        ((None, None, None), Fraction(0), "0.00"),
    ],
)
def test_the_total_is_the_weighted_sum(levels, total, shown):
    """(3, 2, 1): 3 x 4 + 2 x 2 + 1 x 1 = 17 of (3 + 2 + 1) x 4 = 24 points."""
    assert total_of(GRID, levels) == total
    assert str(rounded(total)) == shown
