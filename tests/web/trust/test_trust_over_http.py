"""Programs read why to trust an issuer; an operator's writes down checks and loads lists."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur_web.trust.models import IssuerCheck
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW
from tests.web.trust.conftest import recognise
from tests.web.trust.test_load_registries import DAY, listed

pytestmark = pytest.mark.django_db

__all__ = ["program"]


def test_a_check_is_written_down_read_by_anybody_and_ended(program, fay, award, dara, employer):
    university, version = award.organisation, award.version
    own, today = program(fay), timezone.now().date().isoformat()
    at = f"/issuers/{university.slug}"
    said = {"level": "legal", "how": "Their entry was read", "checked_on": today}
    made = own.post(f"{at}/checks", said)
    assert (made.status_code, made.told["holds"]) == (201, True)
    row = recognise(version, by=dara, organisation=employer)
    told = program().get(f"{at}/trust").told
    assert [one["level"] for one in told["checks"]] == ["legal"]
    assert [one["recognition"] for one in told["accepted"]] == [str(row.pk)]
    end = f"/issuer-checks/{made.told['id']}/end"
    ended = own.post(end, {"reason": "It was struck off"}).told
    assert (ended["holds"], ended["reason"]) == (False, "It was struck off")
    assert is_problem(own.post(end, {"reason": "Again"}), 409, "issuer-check.ended")


def test_nobody_but_an_operator_writes(program, university, bashir):
    staff = program(bashir)
    said = {"level": "legal", "how": "I say so", "checked_on": "2026-05-01"}
    assert staff.post(f"/issuers/{university.slug}/checks", said).status_code == 404
    assert staff.get("/registries").status_code == 404
    assert not IssuerCheck.objects.exists()


def test_a_list_is_loaded_listed_and_removed(program, fay):
    own = program(fay)
    both = own.post("/registries", {})
    assert is_problem(both, 400, "value.contradiction")
    text = listed(("did:web:a.example", "Academy"), until=NOW + 3_000 * DAY)
    made = own.post("/registries", {"text": text})
    assert (made.status_code, made.told["issuers"]) == (201, 1)
    assert own.get("/registries").told == [made.told]
    assert own.ask("DELETE", f"/registries/{made.told['id']}").status_code == 204
    assert own.get("/registries").told == []
    again = own.ask("DELETE", f"/registries/{made.told['id']}")
    assert is_problem(again, 409, "registry.removed")
