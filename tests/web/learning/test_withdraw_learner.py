"""People leave by themselves, or are taken out and let back in by staff."""

from __future__ import annotations

import pytest

from testamur.errors import Conflict
from testamur_web.learning import services
from testamur_web.learning.services import Terms
from testamur_web.ops.models import TrailEntry
from tests.web.conftest import NOW
from tests.web.learning.conftest import findings


@pytest.fixture
def address(cohort, enrolment):
    return f"/o/example-university/cohorts/{cohort.pk}/people/{enrolment.pk}/"


def test_staff_take_somebody_out_with_a_reason(address, registrar, sign_in, enrolment):
    client = sign_in(registrar)
    assert b"Withdraw Ada?" in client.get(f"{address}withdraw/").content
    client.post(f"{address}withdraw/", {"reason": "Moved away"})
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    assert TrailEntry.objects.get(verb="enrolment.withdraw").detail["reason"] == "Moved away"


def test_staff_let_them_back_in(address, registrar, sign_in, enrolment):
    services.withdraw(enrolment, by=registrar, at=NOW)
    sign_in(registrar).post(f"{address}readmit/")
    enrolment.refresh_from_db()
    assert enrolment.state == "active"


def test_a_place_that_was_given_away_is_not_given_twice(version, bashir, ada, registrar):
    cohort = services.open_cohort(version, name="x", terms=Terms(places=1), by=bashir, at=NOW)
    left = services.withdraw(services.enrol(cohort, person=ada, at=NOW), by=ada, at=NOW)
    services.enrol(cohort, person=registrar, at=NOW)
    with pytest.raises(Conflict) as refused:
        services.readmit(left, by=bashir, at=NOW)
    assert refused.value.problem.code == "cohort.full"


def test_a_learner_leaves_after_reading_what_it_means(ada, sign_in, enrolment):
    client = sign_in(ada)
    assert client.get(f"/learning/{enrolment.pk}/leave/").status_code == 200
    client.post(f"/learning/{enrolment.pk}/leave/")
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    assert b"no longer in this cohort" in client.get(f"/learning/{enrolment.pk}/").content


def test_who_passed_stays(address, registrar, sign_in, handed_in, assessor, ada):
    services.decide(handed_in, by=assessor, findings=findings(), at=NOW)
    with pytest.raises(Conflict) as refused:
        services.withdraw(handed_in, by=ada, at=NOW)
    assert refused.value.problem.code == "enrolment.decided"
    answer = sign_in(registrar).post(f"{address}withdraw/", {"reason": ""})
    assert b"Revoke the award" in answer.content
