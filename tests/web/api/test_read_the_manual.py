"""A developer reads how the API is asked: every operation, with an example that can be sent.

What the manual says of who may ask is what happens, role by role.
"""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from testamur_web.api.v1.manual import manual_of
from testamur_web.api.v1.urls import api
from testamur_web.people.models import Role
from tests.web.api.conftest import is_problem
from tests.web.conftest import join, person

HERE = "https://badges.uni.example"
MANUAL = manual_of(json.loads(json.dumps(api.get_openapi_schema(), default=str)), address=HERE)
OPERATIONS = [each for topic in MANUAL.topics for each in topic.operations]
BY_TOKEN = [each for each in OPERATIONS if each.token]
SENT = re.compile(r"--data '(.*)'")


def named(operations):
    return pytest.mark.parametrize("operation", operations, ids=lambda each: each.name)


def send(program, operation):
    """What the example sends."""
    address = re.search(rf"{HERE}/api/v1(\S+)", operation.example)[1]
    body = SENT.search(operation.example)
    key = {"Idempotency-Key": "ada-2026"} if "Idempotency-Key" in operation.example else {}
    return program.ask(operation.method, address, json.loads(body[1]) if body else None, **key)


@pytest.fixture
def page(db):
    answer = Client().get("/api/v1/docs")
    assert answer.status_code == 200
    return answer


def test_the_page_tells_every_operation_and_every_shape(page):
    text = page.content.decode()
    assert len(OPERATIONS) > 40
    for operation in OPERATIONS:
        assert operation.path in text
        assert f'id="{operation.name}"' in text
    for shape in MANUAL.shapes:
        assert f">{shape.name}</h3>" in text


def test_every_link_on_the_page_leads_to_something_on_it(page):
    text = page.content.decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_every_part_of_the_page_has_a_name_of_its_own(page):
    text = page.content.decode()
    names = re.findall(r"<(?:caption|h2|h3)[^>]*>([^<]+)<", text)
    names += re.findall(r'aria-label="(Example: [^"]+)"', text)
    headed = [name for name in names if ": " in name]
    assert len(headed) > 100
    assert len(headed) == len(set(headed))


def test_the_page_asks_nobody_else_and_needs_no_script(page):
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    text = page.content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)


def test_it_is_found_from_every_page_and_from_the_tokens(ada, sign_in):
    assert 'href="/api/v1/docs"' in Client().get("/").content.decode()
    told = sign_in(ada).get("/account/tokens/").content.decode()
    assert told.count('href="/api/v1/docs"') == 2


@named(OPERATIONS)
def test_an_operation_is_told_in_words(operation):
    assert operation.summary
    assert operation.example.startswith("curl ")
    assert {answer.status[0] for answer in operation.answers} & {"2"}
    for member in (*operation.parameters, *operation.members):
        assert member.kind
        assert "None" not in member.told


@named([each for each in BY_TOKEN if each.token == "organisation"])
def test_only_the_roles_that_are_told_may_ask(operation, program, university, ada):
    if "-F file=" in operation.example:
        return
    said = {answer.status for answer in operation.answers}
    for role in Role:
        somebody = person(f"the-{role.value}")
        join(somebody, university, role)
        given = send(program(somebody, university), operation)
        if role.value in operation.roles:
            assert given.status_code not in {403, 422}, given.told
            assert str(given.status_code) in said
        else:
            assert is_problem(given, 403, "http.forbidden")
    assert is_problem(send(program(ada), operation), 403, "http.forbidden")


@named([each for each in BY_TOKEN if each.token == "own"])
def test_what_is_somebodys_own_is_opened_by_their_token_alone(
    operation, program, ada, bashir, university
):
    if "-F file=" in operation.example:
        return
    given = send(program(ada), operation)
    assert given.status_code not in {403, 422}, given.told
    assert str(given.status_code) in {answer.status for answer in operation.answers}
    assert is_problem(send(program(bashir, university), operation), 403, "http.forbidden")


@named(BY_TOKEN)
def test_nobody_asks_without_a_token(operation, program, db):
    assert is_problem(send(program(), operation), 401, "token.missing")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/awards", {"GET", "POST"}),
        ("PATCH", "/keys", {"GET"}),
        ("GET", "/verify", {"POST"}),
        ("POST", "/docs", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_is_not_spoken_is_a_problem(program, db, method, path, allowed):
    given = program().ask(method, path)
    assert is_problem(given, 405, "http.method-refused")
    assert {each.strip() for each in given.headers["Allow"].split(",")} == allowed
