"""The page on which assessors mark, moderate and decide, and the way through the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur_web.learning import services
from testamur_web.learning.models import Decision, Mark
from tests.web.conftest import NOW, person

QUEUE = "/o/example-university/assess/"


def typed(note, turn="mark", **more):
    """What the form sends: Good throughout, but for what is named."""
    levels = {f"level_{at}": "2" for at in range(3)}
    comments = {f"comment_{at}": f"about {at}" for at in range(3)}
    seen = {"seen": note.sha256, "turn": turn, "about_0": "Whom?"}
    return levels | comments | seen | more


@pytest.fixture
def here(enrolment):
    return f"{QUEUE}{enrolment.pk}/mark/"


@pytest.fixture
def browsers(assessor, other, third, sign_in):
    """Three assessors."""
    return [sign_in(one) for one in (assessor, other, third)]


def test_the_queue_leads_to_the_rubric(browsers, once, handed_in, here):
    assert b"Mark" in browsers[0].get(QUEUE).content
    assert browsers[0].get(f"{QUEUE}{handed_in.pk}/").url == here
    page = browsers[0].get(here).content.decode()
    assert "I asked forty people." in page
    assert "most of it" in page
    assert page.count('value="none"') == 1


def test_one_mark_and_the_decision_are_one_form(browsers, once, note, handed_in, here, sign_in):
    answer = browsers[0].post(here, typed(note, decision="award", level_0="3"))
    assert answer.url == QUEUE
    assert Decision.objects.get().passed
    page = sign_in(handed_in.person).get(f"/learning/{handed_in.pk}/").content.decode()
    assert "Excellent" in page
    assert "75.00 of 100" in page
    assert "Whom?" in page


def test_an_unmet_mandatory_criterion_is_named_where_it_stands(
    browsers, once, handed_in, note, here
):
    page = browsers[0].post(here, typed(note, decision="award", level_1="1")).content.decode()
    assert "Reports the results: Mandatory: the award waits until this is met." in page
    assert not Mark.objects.exists()


@pytest.mark.parametrize("changes", [{"level_0": ""}, {"level_0": "9"}, {"decision": ""}])
def test_what_is_missing_is_said(browsers, once, handed_in, note, here, changes):
    sent = typed(note, decision="award") | changes
    assert b"Something needs your attention" in browsers[0].post(here, sent).content
    assert not Mark.objects.exists()


def test_two_mark_without_seeing_each_other(browsers, twice, handed_in, note, here):
    first, second, _third = browsers
    first.post(here, typed(note, comment_0="First sees a plan"))
    assert b"Your mark is in" in first.get(here).content
    page = second.get(here).content.decode()
    assert "1 of 2 marks are in" in page
    assert "First sees a plan" not in page
    assert "Asha" not in page
    assert second.post(here, typed(note)).url == here
    page = second.get(here).content.decode()
    assert "First sees a plan" in page
    assert "The two marks agree" in page
    assert second.post(here, typed(note, turn="decide", decision="award")).url == QUEUE
    assert Decision.objects.get().marks.count() == 2


def test_a_third_moderates(browsers, twice, handed_in, note, here):
    first, second, third = browsers
    first.post(here, typed(note))
    second.post(here, typed(note, level_0="0"))
    assert b"The two marks disagree" in first.get(here).content
    assert b"Moderate" in third.get(QUEUE).content
    page = third.get(here).content.decode()
    assert "You gave neither mark" in page
    assert page.count("The two differ here.") == 2  # one criterion, in both marks
    sent = typed(note, turn="moderate")
    assert b"This field is required" in third.post(here, sent).content
    assert third.post(here, sent | {"reason": "The appendix counts"}).url == here
    page = third.get(here).content.decode()
    assert "The appendix counts" in page
    third.post(here, typed(note, turn="decide", decision="award"))
    assert Decision.objects.get().marks.count() == 3


def test_a_form_of_another_turn_is_not_taken(browsers, twice, handed_in, note, here):
    first, second, third = browsers
    first.post(here, typed(note))
    second.post(here, typed(note, level_0="0"))
    page = third.post(here, typed(note, reason="Late")).content.decode()
    assert "Somebody marked meanwhile" in page
    assert Mark.objects.count() == 2


def test_evidence_that_changed_meanwhile_is_shown_anew(browsers, once, handed_in, note, here):
    sent = typed(note, decision="award") | {"seen": ""}
    page = browsers[0].post(here, sent).content.decode()
    assert "The evidence is no longer what was looked at" in page


def test_one_goes_from_submission_to_submission(browsers, once, handed_in, note, here):
    other = person("olga")
    later = services.enrol(once, person=other, at=NOW)
    services.add_evidence(later, services.Piece("note", text="x"), by=other, at=NOW)
    services.hand_in(later, by=other, at=NOW + timedelta(hours=1))
    there = f"{QUEUE}{later.pk}/mark/"
    assert f'href="{there}" rel="next"' in browsers[0].get(here).content.decode()
    assert f'href="{here}" rel="prev"' in browsers[0].get(there).content.decode()
    assert browsers[0].post(here, typed(note, decision="not-yet")).url == there


def test_nobody_marks_themselves(sign_in, once, bashir):
    own = services.enrol(once, person=bashir, at=NOW)
    assert b"is your own" in sign_in(bashir).get(f"{QUEUE}{own.pk}/mark/").content


def test_without_a_rubric_it_is_decided(browsers, cohort, handed_in, here):
    assert browsers[0].get(here).url == f"{QUEUE}{handed_in.pk}/"


def test_another_organisation_s_work_is_not_there(sign_in, chen, once, handed_in, here):
    assert sign_in(chen).get(here).status_code == 404
    theirs = here.replace("example-university", "other-college")
    assert sign_in(chen).get(theirs).status_code == 404


def test_staff_read_all_marks_once_it_is_decided(browsers, twice, handed_in, note, here):
    first, second, third = browsers
    page = f"/o/example-university/cohorts/{twice.pk}/people/{handed_in.pk}/"
    first.post(here, typed(note, comment_0="First sees a plan"))
    assert b"First sees a plan" not in third.get(page).content
    second.post(here, typed(note))
    second.post(here, typed(note, turn="decide", decision="award"))
    told = third.get(page).content.decode()
    assert "Asha" in told
    assert "12 ÷ 24" in told
    assert "The 2 marks it rests on" in told
