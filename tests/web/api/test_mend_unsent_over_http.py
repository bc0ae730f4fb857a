"""Programs find letters that nobody took, and send them to another address."""

from __future__ import annotations

from django.core import mail

from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import drain
from tests.web.api.conftest import is_problem
from tests.web.conftest import NOW
from tests.web.wallet.conftest import publish, sign_award


def test_a_letter_is_found_tried_again_and_sent_elsewhere(
    program, bashir, chen, university, college
):
    award = sign_award(publish(university), email="ada@wrnog.example")
    drain()
    mail.outbox.clear()
    OutboxRow.objects.filter(kind="wallet.mail").update(given_up_at=NOW, done_at=None)
    office, others = program(bashir, university), program(chen, college)
    [letter] = office.get("/unsent").told["items"]
    assert (letter["address"], letter["is_correctable"]) == ("ada@wrnog.example", True)
    here = f"/unsent/{letter['id']}"
    assert others.get("/unsent").told["total"] == 0
    for path in (f"{here}/again", f"{here}/address"):
        body = {"email": "x@people.example"} if path.endswith("address") else None
        assert is_problem(others.post(path, body), 404, "http.not-found")
    assert is_problem(office.post(f"{here}/address", {"email": "no one"}), 400, "email.malformed")
    assert office.post(f"{here}/address", {"email": "ada@right.example"}).status_code == 202
    drain()
    assert [each.to for each in mail.outbox] == [["ada@right.example"]]
    award.refresh_from_db()
    assert award.replaced_by.exists()
    assert is_problem(office.post(f"{here}/again"), 404, "http.not-found")


def test_it_is_tried_again_as_it_is(program, bashir, university):
    sign_award(publish(university))
    drain()
    OutboxRow.objects.filter(kind="wallet.mail").update(given_up_at=NOW, done_at=None)
    office = program(bashir, university)
    [letter] = office.get("/unsent").told["items"]
    assert office.post(f"/unsent/{letter['id']}/again").status_code == 202
    assert office.get("/unsent").told["total"] == 0
