"""Assessors try a rubric on decided work before they mark, where a cohort asks for it."""

from __future__ import annotations

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.findings import FindingsRefused
from testamur_web.learning.models import Sample, Trial
from testamur_web.learning.samples import compared_to, decisions_to_sample, list_samples
from testamur_web.learning.services import Ruling
from testamur_web.people.models import Role
from testamur_web.people.services import make_token
from tests.web.conftest import NOW, join, person
from tests.web.learning.rubrics import judgement, marked_with, rubric_of


@pytest.fixture
def newcomer(university):
    somebody = person("nia")
    join(somebody, university, Role.ASSESSOR)
    return somebody


@pytest.fixture
def decision(cohort, rubric, handed_in, assessor, bashir):
    marked_with(cohort, rubric, bashir)
    ruling = Ruling(passed=True)
    return services.mark_and_decide(handed_in, judgement(), ruling, by=assessor, at=NOW)


@pytest.fixture
def sample(decision, rubric, bashir):
    return services.add_sample(rubric, decision, by=bashir, at=NOW)


@pytest.fixture
def strict(version, rubric, bashir, sample):
    """What Olga handed in to a cohort that asks for a trial."""
    cohort = services.open_cohort(version, name="Autumn", by=bashir, at=NOW)
    marked_with(cohort, rubric, bashir, needs_trial=True)
    learner = person("olga")
    enrolment = services.enrol(cohort, person=learner, at=NOW)
    services.add_evidence(enrolment, services.Piece("note", text="x"), by=learner, at=NOW)
    return services.hand_in(enrolment, by=learner, at=NOW)


def tried(sample, by, **told) -> Trial:
    return services.try_sample(sample, judgement(**told).rows, by=by, at=NOW)


def test_who_has_passed_none_does_not_mark(strict, sample, newcomer):
    with pytest.raises(Refused) as refused:
        services.give_mark(strict, judgement(), by=newcomer, at=NOW)
    assert refused.value.problem.code == "mark.trial-missing"
    assert not tried(sample, newcomer, plan=1).passed
    with pytest.raises(Refused):
        services.give_mark(strict, judgement(), by=newcomer, at=NOW)


def test_who_has_passed_one_marks(strict, sample, newcomer):
    assert tried(sample, newcomer, talk=1).passed
    assert services.give_mark(strict, judgement(), by=newcomer, at=NOW).pk


def test_a_sample_is_tried_once(sample, newcomer):
    tried(sample, newcomer)
    with pytest.raises(Conflict) as refused:
        tried(sample, newcomer)
    assert refused.value.problem.code == "sample.tried-already"


def test_who_had_a_part_in_it_has_nothing_to_try(sample, assessor, ada):
    for somebody in (assessor, ada):
        with pytest.raises(Refused) as refused:
            tried(sample, somebody)
        assert refused.value.problem.code == "sample.own-mark"
    assert list_samples(sample.rubric, viewer=assessor)[0].is_known


def test_a_trial_judges_every_criterion(sample, newcomer):
    with pytest.raises(FindingsRefused):
        services.try_sample(sample, judgement().rows[:1], by=newcomer, at=NOW)
    assert not Trial.objects.exists()


def test_it_is_compared_with_what_counted(sample, newcomer):
    found = compared_to(tried(sample, newcomer, talk=0))
    assert (str(found.trial.total), str(found.total)) == ("41.67", "50.00")
    assert [(mine.level.name, theirs.level.name) for mine, theirs in found.lines][2] == (
        "Not yet",
        "Good",
    )


def test_only_work_that_was_marked_with_it_is_a_sample(decision, university, rubric, bashir):
    assert decisions_to_sample(rubric) == [decision]
    another = rubric_of(university, bashir)
    with pytest.raises(Refused) as refused:
        services.add_sample(another, decision, by=bashir, at=NOW)
    assert refused.value.problem.code == "sample.not-marked"
    for _ in range(2):
        services.add_sample(rubric, decision, by=bashir, at=NOW)
    assert Sample.objects.count() == 1
    assert decisions_to_sample(rubric) == []


def test_pages_lead_from_the_work_to_the_sample_and_back(sign_in, strict, sample, newcomer, bashir):
    browser = sign_in(newcomer)
    work = f"/o/example-university/assess/{strict.pk}/mark/"
    samples = f"/o/example-university/rubrics/{sample.rubric_id}/samples/"
    assert samples in browser.get(work).content.decode()
    assert "Not yet" in browser.get(samples).content.decode()
    here = f"/o/example-university/samples/{sample.pk}/"
    page = browser.get(here).content.decode()
    assert "I asked forty people." in page
    assert "Ada" not in page
    assert "on plan" not in page
    sent = {f"level_{at}": "2" for at in range(3)}
    assert b"Something needs your attention" in browser.post(here, {"level_0": "2"}).content
    assert browser.post(here, sent).url == here
    page = browser.get(here).content.decode()
    assert "Close enough." in page
    assert "on plan" in page
    assert b"Close enough." in browser.post(here, sent).content
    assert Trial.objects.count() == 1
    assert b"level_0" in browser.get(work).content


def test_a_designer_offers_decided_work(sign_in, decision, rubric, bashir):
    browser = sign_in(bashir)
    here = f"/o/example-university/rubrics/{rubric.pk}/samples/"
    assert "Ada, Spring 2026: 50.00" in browser.get(here).content.decode()
    browser.post(f"{here}add/", {"decision": "x"})
    assert not Sample.objects.exists()
    assert browser.post(f"{here}add/", {"decision": str(decision.pk)}).url == here
    assert "You know it" not in sign_in(person("zed")).get(here).content.decode()
    assert Sample.objects.count() == 1


def test_over_the_api(sign_in, decision, rubric, university, bashir, newcomer):
    def ask(somebody, method, path, body=None):
        token = make_token(somebody, organisation=university, name="Tests", at=NOW)
        return getattr(sign_in(somebody), method)(
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    here = f"/rubrics/{rubric.pk}/samples"
    made = ask(bashir, "post", here, {"decision": str(decision.pk)})
    assert made.status_code == 201
    [told] = ask(newcomer, "get", here).json()
    assert (told["id"], told["known"], told["tried"]) == (made.json()["id"], False, False)
    judged = [{"criterion": one, "level": 2} for one in ("plan", "report", "talk")]
    tried_it = ask(newcomer, "post", f"/samples/{told['id']}/trials", {"judged": judged})
    assert tried_it.json()["passed"] is True
    assert tried_it.json()["levels"][0] == {
        "criterion": "plan",
        "yours": "Good",
        "counted": "Good",
    }
    assert ask(newcomer, "post", here, {"decision": str(decision.pk)}).status_code == 403
