"""How far those who mark with a rubric agree is told from five submissions on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from testamur_web.learning import services
from testamur_web.learning.agreements import agreement_on, figure
from testamur_web.people.services import make_token
from tests.web.conftest import NOW, person
from tests.web.learning.rubrics import GRID, judgement

LATER = NOW + timedelta(hours=1)
PLANS = [(0, 0), (2, 2), (3, 2), (3, 3), (2, 1)]


def mark_all(cohort, assessor, other, plans=PLANS):
    for number, (mine, theirs) in enumerate(plans):
        learner = person(f"learner-{number}")
        enrolment = services.enrol(cohort, person=learner, at=NOW)
        services.add_evidence(enrolment, services.Piece("note", text="x"), by=learner, at=NOW)
        work = services.hand_in(enrolment, by=learner, at=NOW)
        services.give_mark(work, judgement(plan=mine, talk=None), by=assessor, at=NOW)
        if theirs is not None:
            services.give_mark(work, judgement(plan=theirs), by=other, at=LATER)


def test_of_fewer_than_five_nothing_is_told(twice, rubric, assessor, other, sign_in):
    mark_all(twice, assessor, other, PLANS[:4])
    found = agreement_on(rubric)
    assert (found.whole.submissions, found.whole.agreement) == (4, None)
    assert all(one.agreement is None for one in (*found.criteria, *found.assessors))
    page = sign_in(assessor).get(f"/o/example-university/rubrics/{rubric.pk}/agreement/")
    assert b"Too few to tell" in page.content


def test_a_single_mark_counts_for_nothing(twice, rubric, assessor, other):
    mark_all(twice, assessor, other, [*PLANS[:4], (2, None)])
    assert agreement_on(rubric).whole.submissions == 4


def test_criteria_and_assessors_are_compared(twice, rubric, assessor, other):
    mark_all(twice, assessor, other)
    found = agreement_on(rubric)
    plan, report, talk = found.criteria
    assert plan.agreement.raw == Fraction(3, 5)
    assert plan.agreement.quadratic == 1 - Fraction(5 * 2, 60)
    assert figure(plan.agreement.quadratic) == "0.833"
    assert (report.agreement.raw, report.agreement.quadratic) == (1, None)
    assert (talk.submissions, talk.agreement) == (0, None)
    assert [(one.name, one.submissions) for one in found.assessors] == [("Asha", 5), ("Omar", 5)]
    assert found.assessors[0].agreement == found.assessors[1].agreement == found.whole.agreement


def test_a_version_with_other_levels_is_left_out(twice, rubric, assessor, other, bashir):
    mark_all(twice, assessor, other)
    heavier = replace(GRID.rows[0], weight=9)
    same = replace(GRID, rows=(heavier, *GRID.rows[1:]))
    services.revise_rubric(rubric, same, title="Surveys", by=bashir, at=NOW)
    assert agreement_on(rubric).whole.submissions == 5
    levels = (replace(GRID.levels[0], name="None"), *GRID.levels[1:])
    services.revise_rubric(rubric, replace(GRID, levels=levels), title="Surveys", by=bashir, at=NOW)
    assert agreement_on(rubric).whole.submissions == 0


def test_a_page_and_the_api_tell_the_same(twice, rubric, assessor, other, university, sign_in):
    mark_all(twice, assessor, other)
    browser = sign_in(assessor)
    page = browser.get(f"/o/example-university/rubrics/{rubric.pk}/agreement/").content.decode()
    token = make_token(assessor, organisation=university, name="Tests", at=NOW)
    told = browser.get(
        f"/api/v1/rubrics/{rubric.pk}/agreement", headers={"Authorization": f"Bearer {token}"}
    ).json()
    assert told["criteria"][0]["quadratic"] == "0.833"
    assert "0.833" in page
    assert told["whole"]["quadratic"] in page
    assert told["criteria"][1]["quadratic"] is None
