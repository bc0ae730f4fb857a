"""Every operation of the OpenAPI document says what it does, and answers nonsense with a problem.

The walk sends each operation wrong types, missing members, members nobody asked for, huge values
and ids of another organisation: always 4xx as problem+json, never a failure of ours.
"""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from testamur_web.api.v1.urls import api
from tests.web.api.conftest import is_problem
from tests.web.wallet.conftest import publish, sign_award

SCHEMA = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
OPERATIONS = [
    (method.upper(), path.removeprefix("/api/v1"), operation)
    for path, operations in SCHEMA["paths"].items()
    for method, operation in operations.items()
]
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]
WRITES = [one for one in OPERATIONS if "requestBody" in one[2] and one[1] != "/verify"]
NONSENSE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b'{"a": NaN}',
    b'{"name": "a", "name": "b"}',
    b'{"reason": "\\ud800"}',
    b"[" * 50_000,
    b'{"is_superuser": true, "organisation": "other", "id": 1}',
]
NEVER_READ = [b"{", b"[" * 50_000]
"""Bodies for an operation that takes none."""
WRONG = [
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    "x" * 100_000,
    "\0",
    "\u202e",
    [],
    [None],
    {},
    {"a": {}},
]


def address(path: str) -> str:
    return re.sub(r"\{[^}]+\}", lambda _: str(uuid4()), path)


def members_of(operation) -> dict[str, dict]:
    content = operation["requestBody"]["content"]
    schema = content.get("application/json", next(iter(content.values())))["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    return SCHEMA["components"]["schemas"].get(name, schema).get("properties", {})


def may_be_null(member: dict) -> bool:
    return {"type": "null"} in member.get("anyOf", ())


def require_problem(given, operation) -> None:
    assert 400 <= given.status_code < 500, given.content[:300]
    assert str(given.status_code) in operation["responses"], "an answer that is not documented"
    assert given.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail"} <= given.told.keys()


@pytest.fixture
def programs(program, bashir, university):
    """A program whose token an operation asks for, and one with a token of the other kind."""

    def made(operation):
        office, own = program(bashir, university), program(bashir)
        return (own, office) if operation.get("x-token") == "own" else (office, own)

    return made


def test_the_document_is_served_to_everybody(db):
    given = Client().get("/api/v1/openapi.json")
    assert given.status_code == 200
    assert given.json()["openapi"].startswith("3.")


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_every_operation_says_what_it_does(method, path, operation):
    assert operation["summary"]
    assert operation["tags"]
    assert operation["description"]
    answers = operation["responses"]
    assert ({"401", "403"} <= answers.keys()) == ("security" in operation)
    assert "{" not in path or "404" in answers
    assert method == "GET" or "400" in answers
    for status, answer in answers.items():
        if status >= "400":
            problem = answer["content"]["application/problem+json"]
            assert problem["schema"]["$ref"].endswith("/Problem")


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_api_003_nonsense_is_answered_with_a_problem(method, path, operation, programs):
    if "security" not in operation:
        return
    fitting, other = programs(operation)
    is_read = "requestBody" in operation
    bodies = [b""] if method == "GET" else NONSENSE if is_read else NEVER_READ
    for one, body in [*((fitting, body) for body in bodies), (other, bodies[-1])]:
        given = one.ask(method, address(path), body)
        if is_read:
            require_problem(given, operation)
        assert given.status_code < 500, (body[:50], given.content[:300])


@pytest.mark.parametrize(
    ("method", "path", "operation"), WRITES, ids=[f"{m} {p}" for m, p, _ in WRITES]
)
def test_json_001_wrong_members_are_answered_with_a_problem(method, path, operation, programs):
    members = members_of(operation)
    assert members
    wrongs = WRONG[1:] if all(map(may_be_null, members.values())) else WRONG
    fitting, other = programs(operation)
    for one, wrong in [*((fitting, wrong) for wrong in wrongs), (other, wrongs[-1])]:
        given = one.ask(method, address(path), dict.fromkeys(members, wrong))
        require_problem(given, operation)
    long = fitting.ask(method, address(path), b"x" * (3 * 1024 * 1024 + 1))
    require_problem(long, operation)


@pytest.mark.parametrize("page", ["0", "-1", "NaN", "1e9", "99999999999999999999", "1;drop"])
def test_api_002_pages_are_bounded(page, program, bashir, university):
    office = program(bashir, university)
    assert is_problem(office.get(f"/awards?page={page}"), 422, "request.malformed")


def test_what_is_not_asked_for_is_refused(program, bashir, university):
    given = program(bashir, university).post(
        "/achievements", {"title": "Welding", "organisation": "other-college"}
    )
    assert is_problem(given, 422, "request.malformed")
    assert given.told["pointer"] == "/organisation"


def test_ids_of_another_organisation_name_nothing(program, chen, college, university):
    award = sign_award(publish(university))
    other = program(chen, college)
    achievement = award.version.achievement_id
    for method, path in (
        ("GET", f"/achievements/{achievement}"),
        ("GET", f"/awards/{award.pk}"),
        ("POST", f"/keys/{award.key_id}/rotate"),
    ):
        assert is_problem(other.ask(method, path), 404, "http.not-found")
    for path, body in (
        (f"/achievements/{achievement}/publish", {}),
        ("/cohorts", {"achievement": str(achievement), "name": "x"}),
        (
            "/batches",
            {"achievement": str(achievement), "name": "x", "headings": ["Name"], "rows": [["A"]]},
        ),
    ):
        assert is_problem(other.post(path, body), 404, "http.not-found")
