"""Bashir's registry awards through the API; Chen's sees and changes nothing of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from testamur_web.awards.models import Award
from testamur_web.people.models import Membership, Role
from tests.web.api.conftest import is_problem
from tests.web.wallet.conftest import publish


@pytest.fixture
def version(university):
    return publish(university)


@pytest.fixture
def registry(program, bashir, university):
    return program(bashir, university)


def wish(version, **more):
    return {
        "achievement": str(version.achievement_id),
        "name": "Ada Example",
        "email": "ada@people.example",
    } | more


def give(registry, version, *, key="one", **more):
    return registry.post("/awards", wish(version, **more), **{"Idempotency-Key": key})


def test_an_award_is_given_and_signed_once(registry, version):
    first, second = give(registry, version), give(registry, version)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.told == second.told
    assert first.told["state"] == "valid"
    assert registry.post("/verify", first.told["credential"].encode()).told["verdict"] == "valid"
    assert Award.objects.count() == 1


def test_a_key_stands_for_one_award(registry, version):
    give(registry, version)
    other = give(registry, version, name="Eva Example")
    assert is_problem(other, 409, "idempotency.key-reused")
    without = registry.post("/awards", wish(version))
    assert is_problem(without, 400, "idempotency.key-missing")


def test_many_are_given_together_or_not_at_all(registry, version):
    people = [{"key": f"k{n}", "name": f"Person {n}"} for n in range(3)]
    body = {"achievement": str(version.achievement_id), "people": people}
    given = registry.post("/awards/many", body)
    assert [one["name"] for one in given.told] == ["Person 0", "Person 1", "Person 2"]
    body["people"] = [{"key": "k9", "name": "Person 9"}, {"key": "k10"}]
    assert is_problem(registry.post("/awards/many", body), 400, "row.recipient-missing")
    assert Award.objects.count() == 3


def test_an_award_is_suspended_reinstated_revoked_and_corrected(registry, version):
    one = give(registry, version).told["id"]
    why = {"reason": "Being looked into"}
    assert registry.post(f"/awards/{one}/suspend", why).told["state"] == "suspended"
    assert registry.post(f"/awards/{one}/reinstate", why).told["state"] == "valid"
    corrected = registry.post(f"/awards/{one}/reissue", why | {"name": "Ada Nowak"})
    assert corrected.status_code == 201
    assert corrected.told["replaces"] == one
    assert registry.get(f"/awards/{one}").told["state"] == "revoked"
    assert registry.post(f"/awards/{corrected.told['id']}/revoke", why).told["state"] == "revoked"
    assert is_problem(registry.post(f"/awards/{one}/reissue", why), 409, "award.replaced")


def test_awards_come_in_pages_and_are_found(registry, version):
    for n in range(3):
        give(registry, version, key=f"k{n}", name=f"Person {n}", email="")
    told = registry.get("/awards?size=2&page=2").told
    assert (told["total"], len(told["items"])) == (3, 1)
    assert registry.get("/awards?text=person+1").told["total"] == 1
    assert registry.get("/awards?page=999").told["items"] == []
    assert is_problem(registry.get("/awards?size=1000000"), 422, "request.malformed")


def test_another_organisation_finds_none_of_it(program, registry, version, chen, college):
    one = give(registry, version).told["id"]
    other = program(chen, college)
    assert other.get("/awards").told["total"] == 0
    assert is_problem(other.get(f"/awards/{one}"), 404, "http.not-found")
    for verb in ("revoke", "suspend", "reinstate", "reissue"):
        given = other.post(f"/awards/{one}/{verb}", {"reason": "Mine now"})
        assert is_problem(given, 404, "http.not-found")
    theirs = other.post("/awards", wish(version), **{"Idempotency-Key": "x"})
    assert is_problem(theirs, 404, "http.not-found")


def test_a_role_is_needed_at_the_moment_of_asking(program, university, ada, version):
    Membership.objects.create(person=ada, organisation=university, role=Role.DESIGNER)
    hers = program(ada, university)
    assert is_problem(give(hers, version), 403, "http.forbidden")
    Membership.objects.filter(person=ada).delete()
    assert is_problem(hers.get("/achievements"), 401, "token.missing")


def test_without_a_token_nothing_is_told(program, db):
    given = program().get("/awards")
    assert is_problem(given, 401, "token.missing")
    assert given.headers["WWW-Authenticate"].startswith("Bearer")
    assert is_problem(program().get(f"/awards/{uuid4()}"), 401, "token.missing")
