"""Appeals through the API."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur_web.learning import services
from testamur_web.learning.models import Enrolment
from testamur_web.learning.roster import Listed
from testamur_web.people.models import Role
from tests.web.api.conftest import is_problem
from tests.web.conftest import join, person
from tests.web.learning.conftest import findings, publish


@pytest.fixture
def decided(university, bashir, ada) -> Enrolment:
    now = timezone.now()
    cohort = services.open_cohort(publish(university), name="Spring", by=bashir, at=now)
    enrolment = services.enrol(cohort, person=ada, at=now)
    services.decide_against(enrolment, by=bashir, findings=findings(plan="not-met"), at=now)
    return enrolment


def test_a_decision_is_contested_and_answered(decided, program, university, ada, bashir):
    hers, office = program(ada), program(bashir, university)
    colleague = person("asha")
    join(colleague, university, Role.ASSESSOR)
    here = f"/learning/{decided.pk}/appeals"
    made = hers.post(here, {"reasons": "The plan is there"})
    assert (made.status_code, made.told["state"]) == (201, "open")
    assert is_problem(hers.post(here, {"reasons": "Again"}), 409, "appeal.exists")
    assert office.get("/appeals?state=open").told["total"] == 1
    answer = {"outcome": "overturned", "reason": "It is there"}
    one = f"/appeals/{made.told['id']}"
    assert is_problem(office.post(f"{one}/answer", answer), 400, "appeal.own")
    told = program(colleague, university).post(f"{one}/answer", answer).told
    assert (told["state"], told["answered_by"]) == ("overturned", "Asha")
    assert office.get(one).told["answer"] == "It is there"
    assert hers.get(here).told[0]["state"] == "overturned"


def test_an_appeal_is_withdrawn(decided, program, ada, chen, college):
    hers = program(ada)
    made = hers.post(f"/learning/{decided.pk}/appeals", {"reasons": "Why"}).told
    assert program(chen, college).get(f"/appeals/{made['id']}").status_code == 404
    assert program(chen).post(f"/learning/appeals/{made['id']}/withdraw").status_code == 404
    assert hers.post(f"/learning/appeals/{made['id']}/withdraw").told["state"] == "withdrawn"


def test_days_are_stated(program, university, bashir):
    office = program(bashir, university)
    assert office.get("/appeals/terms").told == {"days": 28, "answer_days": 28}
    assert office.put("/appeals/terms", {"days": 7, "answer_days": 9}).told["days"] == 7
    assert office.put("/appeals/terms", {"days": 0, "answer_days": 9}).status_code == 422


def test_a_decision_says_until_when(decided, program, ada):
    told = program(ada).get("/learning").told["items"][0]["decisions"][0]
    assert told["contest_until"] > timezone.now().isoformat()


def test_an_appeal_on_paper_is_written_down(decided, program, university, bashir):
    office, now = program(bashir, university), timezone.now()
    grace = services.enrol_listed(
        decided.cohort, [Listed("Grace", number="4711")], by=bashir, at=now, mail=False
    ).enrolled[0]
    here = f"/enrolments/{grace.pk}/appeals"
    assert office.post(here, {"reasons": "Why"}).status_code == 404
    services.decide_against(grace, by=bashir, findings=findings(plan="not-met"), at=now)
    assert office.post(here, {"reasons": "Why"}).told["name"] == "Grace"
    hers = office.post(f"/enrolments/{decided.pk}/appeals", {"reasons": "Why"})
    assert is_problem(hers, 400, "appeal.not-yours")
