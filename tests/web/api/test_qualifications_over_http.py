"""Programs write a qualification, work toward it and decide about exemptions, as the pages do."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from testamur_web.awards.services import revoke
from testamur_web.people.models import Role
from testamur_web.plans.models import Qualification
from testamur_web.wallet.services import put_in_wallet
from tests.web.api.conftest import is_problem
from tests.web.conftest import NOW, join, person
from tests.web.plans.degrees import SKILLS, a_degree, certifies, mapped, unit_of
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

WHOLE = {"title": "Applied studies", "kind": "degree", "total_credits": 10, "eqf_level": 6}
UNIT = {"code": "A-1", "title": "Programming", "credits": 10}
DECISION = {"outcome": "granted", "reason": "The same", "no_interest": True}


@pytest.fixture
def writer(program, university, bashir):
    return program(bashir, university)


@pytest.fixture
def degree(university, bashir) -> Qualification:
    return a_degree(university, bashir)


@pytest.fixture
def python(university):
    return certifies(publish(university))


@pytest.fixture
def award(college, ada):
    return sign_award(publish(college, "Statistics abroad"), person=ada)


@pytest.fixture
def item(award, ada):
    return put_in_wallet(award, person=ada, at=NOW)


@pytest.fixture
def application(program, ada, degree, item) -> dict[str, Any]:
    path = f"/qualifications/{degree.pk}/units/{unit_of(degree).pk}/applications"
    return program(ada).post(path, {"items": [str(item.pk)], "note": "The same"}).told


def test_a_designer_writes_publishes_and_maps(writer, program, python):
    made = writer.post("/organisation/qualifications", WHOLE)
    assert (made.status_code, made.told["units"]) == (201, [])
    path = f"/qualifications/{made.told['id']}"
    assert is_problem(writer.post(f"{path}/publish"), 400, "qualification.credits-wrong")
    unit = writer.post(f"{path}/units", UNIT).told
    assert (unit["position"], unit["is_mandatory"]) == (1, True)
    assert is_problem(writer.post(f"{path}/units", UNIT), 409, "unit.code-taken")
    mapping = writer.post(
        f"{path}/units/{unit['id']}/mappings",
        {"achievement": str(python.achievement_id), "credits": 4, "level": 5},
    ).told
    assert mapping["address"].endswith(f"/catalogue/{python.achievement_id}/")
    assert program().get(path).status_code == 404
    assert writer.post(f"{path}/publish").told["published_at"]
    told = program().get(path).told
    assert [one["code"] for one in told["units"]] == ["A-1"]
    assert [one["id"] for one in program().get("/qualifications").told["items"]] == [told["id"]]
    changed = writer.put(f"{path}/units/{unit['id']}", UNIT | {"title": "To program"}).told
    assert (changed["title"], changed["position"]) == ("To program", 1)
    assert writer.put(path, WHOLE | {"title": "Studies"}).told["title"] == "Studies"
    assert is_problem(writer.ask("DELETE", f"{path}/units/{unit['id']}"), 409, "unit.in-use")
    assert writer.post(f"{path}/unpublish").told["published_at"] is None
    assert [one["title"] for one in writer.get("/organisation/qualifications").told["items"]]


def test_mappings_are_replaced_and_ended_with_history(writer, program, degree, python, bashir):
    mapping = mapped(degree, python, bashir)
    path = f"/qualifications/{degree.pk}/mappings"
    second = writer.post(f"{path}/{mapping.pk}/replace", {"credits": 2}).told
    assert second["begins_on"]
    assert is_problem(writer.post(f"{path}/{mapping.pk}/end", {}), 409, "mapping.ended")
    ended = writer.post(f"{path}/{second['id']}/end", {"on": "2030-01-01"}).told
    assert ended["ends_on"] == "2030-01-01"
    told = program().get(path).told["items"]
    assert {one["credits"] for one in told} == {"4.00", "2.00"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        WHOLE | {"kind": "knighthood"},
        WHOLE | {"total_credits": -1},
        WHOLE | {"total_credits": "NaN"},
        WHOLE | {"eqf_level": 9},
        WHOLE | {"title": "a\0b"},
        WHOLE | {"more": 1},
    ],
)
def test_what_is_no_qualification_is_told(writer, body):
    assert is_problem(writer.post("/organisation/qualifications", body), 422, "request.malformed")


def test_an_address_from_elsewhere_is_one(writer, degree):
    path = f"/qualifications/{degree.pk}/units/{unit_of(degree).pk}/mappings"
    named = {"address": "https://uni.example/a/py", "title": "Python", "credits": 1}
    assert writer.post(path, named).status_code == 201
    wrong = {"address": "python", "title": "Python", "credits": 1}
    assert is_problem(writer.post(path, wrong), 400, "mapping.address-refused")


def test_only_designers_of_the_organisation_write(program, university, college, chen, degree):
    manager = person("mina")
    join(manager, university, Role.MANAGER)
    path = f"/qualifications/{degree.pk}"
    assert program(manager, university).put(path, WHOLE).status_code == 403
    assert program(chen, college).put(path, WHOLE).status_code == 404
    assert program(chen).put(path, WHOLE).status_code == 403


def test_a_learner_sees_how_far_they_are(program, ada, degree, python, bashir):
    mapped(degree, python, bashir)
    put_in_wallet(sign_award(python, person=ada), person=ada, at=NOW)
    other = certifies(publish(degree.organisation, "Surveys"), skill=1)
    mapped(degree, other, bashir, code="AS-2")
    mine = program(ada)
    path = f"/qualifications/{degree.pk}"
    told = mine.get(f"{path}/progress").told
    assert (told["earned"], told["open"], told["follows"]) == ("4.00", "12.00", False)
    [part] = told["units"][0]["parts"]
    assert (part["title"], part["credits"], part["why"]) == ("Python basics", "4.00", None)
    assert told["units"][0]["offers"] == []
    assert told["units"][1]["offers"] == [str(other.achievement_id)]
    assert mine.put(f"{path}/following", None).status_code == 204
    assert mine.get(f"{path}/progress").told["follows"] is True
    goal = mine.put(f"{path}/goal", None).told
    assert {need["skill"] for need in goal["needs"]} == set(SKILLS)
    assert mine.get("/goal").told["label"] == degree.title
    assert mine.ask("DELETE", f"{path}/following").status_code == 204


def test_a_goal_needs_skills(program, ada, degree):
    asked = program(ada).put(f"/qualifications/{degree.pk}/goal", None)
    assert is_problem(asked, 400, "qualification.no-skills")


def test_staff_see_who_follows(writer, program, ada, degree):
    path = f"/qualifications/{degree.pk}"
    assert writer.get(f"{path}/learners").told["total"] == 0
    program(ada).put(f"{path}/following", None)
    [one] = writer.get(f"{path}/learners").told["items"]
    assert (one["name"], one["open"]) == ("Ada", "16.00")
    assert one["open_codes"] == ["AS-1", "AS-2", "AS-3"]


def test_an_exemption_is_applied_for_and_decided_once(writer, program, ada, application):
    assert application["state"] == "waiting"
    path = f"/exemptions/{application['id']}"
    told = writer.get(path).told
    assert [one["state"] for one in told["evidence"]] == ["valid"]
    decided = writer.post(f"{path}/decisions", DECISION)
    assert (decided.status_code, decided.told["credits"]) == (201, "6.00")
    again = writer.post(f"{path}/decisions", DECISION)
    assert is_problem(again, 409, "exemption.decided")
    [mine] = program(ada).get("/applications").told["items"]
    assert (mine["state"], mine["decisions"][0]["decided_by"]) == ("granted", "Bashir")
    back = program(ada).post(f"/applications/{application['id']}/take-back")
    assert is_problem(back, 409, "exemption.decided")
    withdrawn = writer.post(f"{path}/withdraw", {"reason": "A mistake"}).told
    assert (withdrawn["outcome"], withdrawn["number"]) == ("withdrawn", 2)
    assert program(ada).post(f"/applications/{application['id']}/take-back").status_code == 200


def test_what_was_revoked_is_to_be_reviewed(writer, application, award, chen):
    writer.post(f"/exemptions/{application['id']}/decisions", DECISION)
    assert writer.get("/exemptions/review").told["items"] == []
    revoke([award], reason="It was a mistake", by=chen, at=NOW)
    [one] = writer.get("/exemptions/review").told["items"]
    assert [each["state"] for each in one["evidence"]] == ["revoked"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"no_interest": False}, "exemption.interest-undeclared"),
        ({"reason": " "}, "exemption.reason-missing"),
        ({"outcome": "partly"}, "exemption.credits-wrong"),
        ({"outcome": "partly", "credits": 6}, "exemption.credits-wrong"),
    ],
)
def test_what_is_no_decision_is_refused(writer, application, change, code):
    path = f"/exemptions/{application['id']}/decisions"
    assert is_problem(writer.post(path, DECISION | change), 400, code)


def test_managers_read_and_do_not_decide(program, university, application):
    manager = person("mina")
    join(manager, university, Role.MANAGER)
    asked = program(manager, university)
    path = f"/exemptions/{application['id']}"
    assert asked.get(path).status_code == 200
    assert asked.get("/exemptions").told["total"] == 1
    assert asked.post(f"{path}/decisions", DECISION).status_code == 403
    assert asked.post(f"{path}/withdraw", {"reason": "x"}).status_code == 403


def test_another_organisation_sees_nothing(program, college, chen, application, degree):
    asked = program(chen, college)
    assert asked.get("/exemptions").told["total"] == 0
    assert asked.get(f"/exemptions/{application['id']}").status_code == 404
    assert asked.get(f"/qualifications/{degree.pk}/learners").status_code == 404


def test_nobody_applies_with_what_is_not_theirs(program, dara, ada, degree, item):
    path = f"/qualifications/{degree.pk}/units/{unit_of(degree).pk}/applications"
    assert program(dara).post(path, {"items": [str(item.pk)]}).status_code == 404
    nowhere = program(ada).post(path, {"items": [str(uuid4())]})
    assert nowhere.status_code == 404
    assert is_problem(program(ada).post(path, {"items": []}), 422, "request.malformed")
    other = f"/qualifications/{degree.pk}/units/{uuid4()}/applications"
    assert program(ada).post(other, {"items": [str(item.pk)]}).status_code == 404
