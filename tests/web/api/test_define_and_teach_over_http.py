"""The whole way through the API: define, publish, enrol, hand in, decide, rotate, batch, share."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur_web.wallet import services as wallet
from tests.web.api.conftest import is_problem
from tests.web.catalogue.conftest import WHOLE
from tests.web.wallet.conftest import publish, sign_award


@pytest.fixture
def office(program, bashir, university):
    return program(bashir, university)


def test_an_achievement_is_drafted_and_published(office, program, university):
    made = office.post("/achievements", {"title": "Welding"})
    assert made.status_code == 201
    here = f"/achievements/{made.told['id']}"
    early = office.post(f"{here}/publish", {})
    assert early.status_code == 400
    assert early.told["code"] == "definition.missing"
    assert len(early.told["errors"]) > 1
    whole = WHOLE.as_json() | {"title": "Welding"}
    assert office.put(f"{here}/draft", {"definition": whole}).told["draft"]["title"] == "Welding"
    published = office.post(f"{here}/publish", {"note": "First"})
    assert published.status_code == 201
    assert program().get(f"/catalogue/{made.told['id']}").told["number"] == 1
    assert office.get(here).told["has_draft"] is False
    assert office.get("/achievements").told["total"] == 1


def test_a_draft_that_somebody_saved_since_is_not_saved_over(office):
    made = office.post("/achievements", {"title": "Welding"}).told
    here = f"/achievements/{made['id']}"
    draft = f"{here}/draft"
    first = {"definition": WHOLE.as_json(), "revision": made["revision"]}
    saved = office.put(draft, first).told
    assert saved["revision"] != made["revision"]
    assert office.put(draft, first).told["revision"] == saved["revision"]
    late = {"definition": {"title": "Mine"}, "revision": made["revision"]}
    assert is_problem(office.put(draft, late), 409, "definition.changed-meanwhile")
    assert office.get(here).told["draft"]["title"] == WHOLE.title
    knowingly = late | {"revision": office.get(here).told["revision"]}
    assert office.put(draft, knowingly).told["draft"] == {"title": "Mine"}


def test_somebody_enrols_hands_in_and_passes(office, program, university, ada):
    achievement = str(publish(university).achievement_id)
    cohort = office.post("/cohorts", {"achievement": achievement, "name": "Spring"}).told
    hers = program(ada)
    mine = hers.post("/learning", {"cohort": cohort["id"]}).told
    note = {"kind": "note", "text": "Three programs"}
    assert hers.post(f"/learning/{mine['id']}/evidence", note).status_code == 201
    assert office.get(f"/enrolments/{mine['id']}").told["evidence"] == []
    assert hers.post(f"/learning/{mine['id']}/hand-in").told["state"] == "submitted"
    seen = office.get(f"/enrolments/{mine['id']}").told
    assert len(seen["evidence"]) == 1
    finding = {"criterion": "c1", "found": "not-met"}
    here = f"/enrolments/{mine['id']}/decisions"
    unmet = office.post(here, {"passed": True, "findings": [finding]})
    assert is_problem(unmet, 400, "decision.criterion-unmet")
    met = {"passed": True, "findings": [finding | {"found": "met"}]}
    assert office.post(here, met).told["passed"] is True
    assert hers.get("/learning").told["items"][0]["state"] == "passed"


def test_people_are_enrolled_from_a_list(office, university):
    achievement = str(publish(university).achievement_id)
    asked = {"achievement": achievement, "name": "Autumn", "entry": "invitation"}
    here = f"/cohorts/{office.post('/cohorts', asked).told['id']}/enrolments"
    people = [{"name": "Ada", "email": "a@people.example"}] * 2
    told = office.post(here, {"people": people}).told
    assert (len(told["enrolled"]), told["problems"][0]["row"]) == (1, 2)
    assert office.get(here).told["total"] == 1


def test_a_batch_is_made_started_and_undone(office, university):
    achievement = str(publish(university).achievement_id)
    table = {"headings": ["Name", "E-mail"], "rows": [["Ada", "ada@people.example"], ["", ""]]}
    made = office.post("/batches", {"achievement": achievement, "name": "May", **table}).told
    here = f"/batches/{made['id']}"
    columns = {"columns": {"name": 0, "email": 1}, "awarded_on": "2026-05-01"}
    assert office.put(f"{here}/columns", columns).told["ready"] == 1
    assert office.get(f"{here}/rows?state=wrong").told["total"] == 1
    assert office.post(f"{here}/start", {}).told["state"] == "waiting"
    assert office.post(f"{here}/undo").told["state"] == "undone"
    assert is_problem(office.post(f"{here}/undo"), 409, "batch.running")


def test_keys_are_rotated_and_members_listed(office, university):
    sign_award(publish(university))
    [key] = office.get("/keys").told
    assert "secret" not in key
    assert office.post(f"/keys/{key['id']}/rotate").status_code == 201
    assert is_problem(office.post(f"/keys/{key['id']}/rotate"), 409, "key.ended")
    assert office.get("/members").told["items"][0]["roles"] == ["admin"]
    assert office.get("/organisation").told["slug"] == university.slug


def test_a_wallet_is_read_and_shared_by_its_holder_alone(program, university, ada, chen):
    award = sign_award(publish(university))
    item = wallet.put_in_wallet(award, person=ada, at=timezone.now())
    hers, his = program(ada), program(chen)
    assert hers.get(f"/wallet/items/{item.pk}").told["credential"] == award.credential
    assert is_problem(his.get(f"/wallet/items/{item.pk}"), 404, "http.not-found")
    theirs = his.post("/wallet/shares", {"items": [str(item.pk)]})
    assert is_problem(theirs, 404, "http.not-found")
    made = hers.post("/wallet/shares", {"items": [str(item.pk)]}).told
    assert "/s/" in made["address"]
    assert hers.get("/wallet/shares").told["total"] == 1
    assert is_problem(his.post(f"/wallet/shares/{made['id']}/stop"), 404, "http.not-found")
    assert hers.post(f"/wallet/shares/{made['id']}/stop").told["is_open"] is False


def test_a_token_of_an_organisation_opens_no_wallet(office):
    assert is_problem(office.get("/wallet/items"), 403, "http.forbidden")


def test_a_token_of_a_person_opens_no_organisation(program, bashir):
    assert is_problem(program(bashir).get("/awards"), 403, "http.forbidden")
