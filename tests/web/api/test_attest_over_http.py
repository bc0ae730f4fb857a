"""Claims, hours, uses and attestations over HTTP, and the supervisor's answer by link."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import mail

from testamur_web.catalogue.definition import Component
from testamur_web.learning import services
from testamur_web.ops import outbox
from testamur_web.people.models import Role
from testamur_web.wallet.services import put_in_wallet
from tests.web.api.conftest import is_problem
from tests.web.conftest import NOW, join, person
from tests.web.learning.conftest import publish
from tests.web.wallet.conftest import publish as publish_award
from tests.web.wallet.conftest import sign_award

pytestmark = pytest.mark.django_db

MARIA = {
    "name": "Maria Lang",
    "email": "maria@town.example",
    "organisation": "Town of Hall",
    "relation": "manager",
}
PLACEMENT = (Component(kind="work-placement", title="Placement", hours=80, weight=100),)


@pytest.fixture
def enrolment(university, bashir, ada):
    """Ada claims prior learning of something with a work placement."""
    version = publish(university, components=PLACEMENT)
    cohort = services.open_cohort(version, name="Claims", by=bashir, at=NOW, is_prior_learning=True)
    made = services.enrol(cohort, person=ada, at=NOW)
    services.add_evidence(made, services.Piece("note", text="Mine"), by=ada, at=NOW)
    return made


@pytest.fixture
def mine(program, ada):
    return program(ada)


def token_in_letter() -> str:
    outbox.drain()
    letters = "".join(one.body for one in mail.outbox)
    return re.findall(r"/attest/([0-9a-f]+)/", letters)[-1]


def claim(mine, enrolment):
    piece = str(enrolment.evidence.get().pk)
    body = {"account": "At the town hall.", "evidence": [piece]}
    return mine.put(f"/learning/{enrolment.pk}/claims/criterion-plan", body)


def test_a_claim_is_made_attested_and_seen(mine, program, enrolment, university):
    claimed = claim(mine, enrolment)
    assert claimed.status_code == 200
    assert claimed.told[0]["account"] == "At the town hall."
    asked = mine.post(
        f"/learning/{enrolment.pk}/attestations/claims",
        {"claims": ["criterion-plan"], "supervisor": MARIA},
    )
    assert (asked.status_code, asked.told["state"]) == (201, "waiting")
    token, nobody = token_in_letter(), program()
    shown = nobody.get(f"/attest/{token}")
    assert shown.told["rows"][0]["detail"] == "At the town hall."
    assert "ada@people.example" not in shown.content.decode()
    answer = {
        "name": "Maria Lang",
        "stated": True,
        "answers": [{"row": "criterion-plan", "confirmed": True, "comment": "Alone."}],
    }
    given = nobody.post(f"/attest/{token}", answer)
    assert (given.status_code, given.told["state"]) == (200, "answered")
    assert is_problem(nobody.post(f"/attest/{token}", answer), 409, "attestation.answered")
    read = mine.get(f"/attestations/{asked.told['id']}").told
    assert read["rows"][0]["confirmed"] is True
    mine.post(f"/learning/{enrolment.pk}/hand-in")
    assessor = person("asha")
    join(assessor, university, Role.ASSESSOR)
    seen = program(assessor, university).get(f"/enrolments/{enrolment.pk}/attestations").told
    assert seen["claims"][0]["words"][0]["confirmed"] is True
    assert seen["placement"]["stated"] == 80


def test_a_claim_is_removed(mine, enrolment):
    claim(mine, enrolment)
    gone = mine.ask("DELETE", f"/learning/{enrolment.pk}/claims/criterion-plan")
    assert gone.status_code == 204
    assert not enrolment.prior_claims.exists()


def test_hours_are_noted_asked_about_and_removed(mine, enrolment):
    address = f"/learning/{enrolment.pk}/hours"
    entry = {"day": "2026-04-28", "hours": "7.5", "task": "Welded"}
    [kept] = mine.post(address, entry).told["entries"]
    other = mine.post(address, entry | {"day": "2026-04-29"}).told["entries"][1]
    sent = {"entries": [kept["id"]], "supervisor": MARIA}
    asked = mine.post(f"/learning/{enrolment.pk}/attestations/hours", sent)
    assert asked.told["about"] == "work-placement"
    assert is_problem(mine.ask("DELETE", f"{address}/{kept['id']}"), 409, "placement.asked-already")
    assert mine.ask("DELETE", f"{address}/{other['id']}").status_code == 204
    assert len(mine.get(address).told["entries"]) == 1


def test_a_request_is_listed_reminded_and_withdrawn(mine, program, enrolment):
    claim(mine, enrolment)
    sent = {"claims": ["criterion-plan"], "supervisor": MARIA}
    mine.post(f"/learning/{enrolment.pk}/attestations/claims", sent)
    [one] = mine.get("/attestations").told["items"]
    assert mine.post(f"/attestations/{one['id']}/remind").status_code == 200
    token = token_in_letter()
    assert mine.post(f"/attestations/{one['id']}/withdraw").told["state"] == "withdrawn"
    shown = program().get(f"/attest/{token}").told
    assert (shown["state"], shown["rows"]) == ("withdrawn", [])


def test_a_use_is_noted_asked_about_and_removed(mine, university, ada):
    item = put_in_wallet(sign_award(publish_award(university)), person=ada, at=NOW)
    body = {"used_on": date(2026, 5, 3).isoformat(), "text": "Cleaned the register."}
    made = mine.post(f"/wallet/items/{item.pk}/uses", body)
    assert made.status_code == 201
    asked = mine.post(f"/wallet/uses/{made.told['id']}/attestations", MARIA)
    assert asked.told["rows"][0]["detail"] == "Cleaned the register."
    services.answer_request(
        token_in_letter(),
        [services.Reply(made.told["id"], True)],
        signed_name="Maria",
        is_stated=True,
        at=NOW,
    )
    [confirmed] = mine.get("/wallet/uses/confirmed").told
    assert (confirmed["award"], confirmed["used_on"]) == (str(item.award_id), "2026-05-03")
    assert mine.get("/wallet/uses").told["total"] == 1
    assert mine.ask("DELETE", f"/wallet/uses/{made.told['id']}").status_code == 204
    assert mine.get("/wallet/uses").told["total"] == 0


def test_guessing_at_links_finds_nothing_and_is_slowed(program):
    nobody = program()
    for place in range(20):
        assert nobody.get(f"/attest/{place:064x}").status_code == 404
    assert is_problem(nobody.get(f"/attest/{20:064x}"), 429, "http.too-many")


def test_the_program_of_an_organisation_opens_nothing_of_it(program, bashir, university, enrolment):
    theirs = program(bashir, university)
    for path in ("/attestations", "/wallet/uses", f"/learning/{enrolment.pk}/claims"):
        assert theirs.get(path).status_code == 403
