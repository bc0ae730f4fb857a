"""The pages of rubrics: written without a script, read, copied, retired, chosen for a cohort."""

from __future__ import annotations

import pytest

from testamur_web.learning.marks import grid_of, marking_of
from testamur_web.learning.models import Rubric
from testamur_web.people.models import Role
from tests.web.conftest import join, person
from tests.web.learning.rubrics import GRID, marked_with, rubric_of

ALL = "/o/example-university/rubrics/"


@pytest.fixture
def designer(university):
    somebody = person("dora")
    join(somebody, university, Role.DESIGNER)
    return somebody


@pytest.fixture
def browser(designer, sign_in):
    return sign_in(designer)


def typed(go="save", **changes):
    """What the editor sends: two levels, one criterion."""
    return {
        "go": go,
        "title": "Essays",
        "columns": "2",
        "rows": "1",
        "name_0": "Not yet",
        "points_0": "0",
        "name_1": "Good",
        "points_1": "3",
        "text_0": "Argues well",
        "id_0": "",
        "weight_0": "2",
        "mandatory_0": "on",
        "met_0": "1",
        "said_0_0": "claims",
        "said_0_1": "argues",
        **changes,
    }


def test_there_is_none_at_first(browser, university):
    assert b"There is no rubric yet" in browser.get(ALL).content


def test_one_is_written(browser, university):
    answer = browser.post(f"{ALL}new/", typed())
    rubric = Rubric.objects.get()
    assert answer.url == f"{ALL}{rubric.pk}/"
    [row] = grid_of(rubric).rows
    assert (row.id, row.weight, row.descriptors) == ("argues-well", 2, ("claims", "argues"))
    page = browser.get(answer.url).content.decode()
    assert "Argues well" in page
    assert "met from here" in page


@pytest.mark.parametrize(
    ("go", "rows", "columns"),
    [("add-row", 2, 2), ("add-level", 1, 3), ("remove-row-0", 1, 2), ("remove-level-0", 1, 2)],
)
def test_buttons_change_what_stands_there_and_keep_nothing(browser, university, go, rows, columns):
    page = browser.post(f"{ALL}new/", typed(go)).content.decode()
    assert f'name="rows" value="{rows}"' in page
    assert f'name="columns" value="{columns}"' in page
    assert "Argues well" in page
    assert not Rubric.objects.exists()


def test_a_criterion_is_moved_up_and_a_level_is_taken_out(browser, university):
    more = {
        "rows": "2",
        "columns": "3",
        "name_2": "Best",
        "points_2": "5",
        "said_0_2": "shines",
        "text_1": "Cites",
        "weight_1": "1",
        "met_1": "1",
    }
    page = browser.post(f"{ALL}new/", typed("up-row-1", **more)).content.decode()
    assert page.index("Cites") < page.index("Argues well")
    page = browser.post(f"{ALL}new/", typed("remove-level-0", **more)).content.decode()
    assert "claims" not in page
    assert "shines" in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "Name of the rubric: This field is required."),
        ({"points_1": "0"}, "with points that rise"),
        ({"weight_0": "0"}, "Weight: "),
        ({"met_0": "7"}, "Counts as met from: "),
        ({"rows": "x", "columns": "-1"}, None),
    ],
)
def test_what_does_not_do_is_said(browser, university, changes, told):
    answer = browser.post(f"{ALL}new/", typed(**changes))
    if told is None:
        assert answer.status_code == 302
        return
    assert told in answer.content.decode()
    assert not Rubric.objects.exists()


def test_one_begins_with_the_criteria_of_an_achievement(browser, version):
    page = browser.get(f"{ALL}new/?start=criteria-{version.pk}").content.decode()
    assert "Plans a survey" in page
    assert 'value="report"' in page


def test_one_is_copied(browser, university, bashir):
    rubric = rubric_of(university, bashir)
    page = browser.get(f"{ALL}new/?start=rubric-{rubric.pk}").content.decode()
    assert "Copy of Surveys" in page
    assert "most of it" in page


@pytest.mark.parametrize("start", ["rubric-x", "nothing", "criteria-", "%00"])
def test_a_beginning_that_is_none_is_empty(browser, university, start):
    assert browser.get(f"{ALL}new/?start={start}").status_code == 200


def test_one_is_changed_and_retired(browser, university, bashir):
    rubric = rubric_of(university, bashir)
    here = f"{ALL}{rubric.pk}/"
    assert b"most of it" in browser.get(f"{here}change/").content
    browser.post(f"{here}change/", typed())
    assert len(grid_of(rubric).rows) == 1
    browser.post(f"{here}retire/")
    assert b"Retired" in browser.get(ALL).content
    browser.post(f"{here}retire/")
    assert b"Retired" not in browser.get(ALL).content


def test_another_organisation_keeps_its_own(browser, university, college, chen, bashir):
    theirs = rubric_of(college, chen)
    assert browser.get(f"{ALL}{theirs.pk}/").status_code == 404
    assert browser.post(f"{ALL}{theirs.pk}/change/", typed()).status_code == 404
    page = browser.get(f"{ALL}new/?start=rubric-{theirs.pk}").content
    assert b"most of it" not in page


def test_a_cohort_is_marked_with_one(sign_in, cohort, university, bashir):
    rubric = rubric_of(university, bashir)
    page = sign_in(bashir)
    here = f"/o/example-university/cohorts/{cohort.pk}/"
    sent = {"rubric": rubric.pk, "has_second": "on", "is_blind": "on", "threshold": "20"}
    assert page.post(f"{here}marking/", sent).url == here
    marking = marking_of(cohort)
    assert (marking.has_second, marking.is_blind, marking.threshold) == (True, True, 20)
    told = page.get(here).content.decode()
    assert "Surveys" in told
    assert "do not see each other" in told
    assert b"checked" in page.get(f"{here}marking/").content


def test_a_rubric_that_does_not_fit_is_told_beside_the_choice(sign_in, cohort, university, bashir):
    few = rubric_of(university, bashir, type(GRID)(GRID.levels, GRID.rows[:1]))
    here = f"/o/example-university/cohorts/{cohort.pk}/marking/"
    page = sign_in(bashir).post(here, {"rubric": few.pk, "threshold": "15"}).content.decode()
    assert "does not judge every criterion" in page


def test_a_rubric_of_others_cannot_be_chosen(sign_in, cohort, college, chen, bashir):
    theirs = rubric_of(college, chen)
    here = f"/o/example-university/cohorts/{cohort.pk}/marking/"
    assert sign_in(bashir).post(here, {"rubric": theirs.pk, "threshold": "1"}).status_code == 200
    assert marking_of(cohort) is None


def test_members_read_and_only_writers_write(sign_in, university, assessor, bashir, cohort):
    rubric = rubric_of(university, bashir)
    marked_with(cohort, rubric, bashir)
    reader = sign_in(assessor)
    assert b"Change" not in reader.get(f"{ALL}{rubric.pk}/").content
    assert reader.get(f"{ALL}{rubric.pk}/change/").status_code == 403
