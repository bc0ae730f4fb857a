"""Requests that are not what they must be: each gets one problem, told as RFC 9457 writes it."""

from __future__ import annotations

import json
import logging

import pytest

from testamur.errors import Conflict
from testamur_web.api.vc_api import services
from testamur_web.api.vc_api.mechanisms import MECHANISMS, SELECTIVE
from testamur_web.api.vc_api.urls import urlpatterns
from tests.web.vc_api.conftest import minimal

POSTED = [
    f"/{mechanism.prefix}{path}"
    for mechanism in MECHANISMS.values()
    for path in (
        "credentials/issue",
        "credentials/verify",
        "presentations",
        "presentations/issue",
        "presentations/verify",
        *(["credentials/derive"] if mechanism.suite == SELECTIVE or not mechanism.path else []),
        *(["credentials/status"] if mechanism.status_purpose else []),
    )
]
READ = ["/status/list", "/status/suspension/list", "/.well-known/vc-api", "/openapi.json"]


def told(answer, status, code):
    assert (answer.status, answer.code) == (status, code), answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["status"] == status
    assert answer.body["title"]
    assert answer.body["type"].startswith(("https://", "urn:testamur:problem:"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", [*POSTED[:7], "/status/list/publish"])
def test_what_is_posted_to_answers_nothing_else(api, path, method):
    answer = api.ask(method, path)
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"
    if method != "HEAD":
        told(answer, 405, "http.method-refused")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", READ)
def test_what_is_read_is_not_written(api, path, method):
    answer = api.ask(method, path)
    told(answer, 405, "http.method-refused")
    assert answer.headers["Allow"] == "GET, HEAD"
    assert api.ask("HEAD", path).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/credentials",
        "/credentials/issue/",
        "/Credentials/Issue",
        "//credentials/issue",
        "/credentials/issue;a=b",
        "/credentials/issue%00",
        "/eddsa-rdfc-2022/../credentials/issue",
        "/eddsa-rdfc-2022/..%2fcredentials/issue",
        "/eddsa-rdfc-2022/credentials/status",
        "/unknown-suite/credentials/issue",
        "/" + "a" * 4000,
    ],
)
def test_where_nothing_is_nothing_is_found(api, path):
    told(api.post(path, {}), 404, "http.not-found")


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'Application/JSON;charset="UTF-8"',
        "application/ld+json",
        "application/ld+json; profile=x",
        "application/vc",
    ],
)
def test_json_is_read(api, media_type):
    body = json.dumps({"credential": minimal()}).encode()
    assert api.post("/credentials/issue", body, content_type=media_type).status == 201


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "text/json",
        "application/jsonx",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
    ],
)
@pytest.mark.parametrize("path", ["/credentials/issue", "/presentations/verify"])
def test_other_kinds_of_body_are_not_read(api, path, media_type):
    body = json.dumps({"credential": minimal()}).encode()
    told(api.post(path, body, content_type=media_type), 415, "http.media-type-refused")


@pytest.mark.parametrize("path", POSTED)
def test_a_body_that_is_too_long_is_not_read(api, path):
    told(api.post(path, b" " * (3 * 1024 * 1024 + 1)), 413, "json.too-large")


def test_a_document_that_is_too_long_is_not_read(api):
    told(api.post("/credentials/issue", b" " * (2 * 1024 * 1024 + 1)), 413, "json.too-large")


def test_a_longer_body_than_stated_is_no_request_of_ours(api):
    body = json.dumps({"credential": minimal()}).encode()
    answer = api.post("/credentials/issue", body, CONTENT_LENGTH=str(len(body) - 1))
    told(answer, 400, "json.malformed")


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize("body", [{}, {"options": {}}, {"credential": None}], ids=str)
def test_what_must_be_there_is_asked_for(api, path, body):
    answer = api.post(path, body)
    told(answer, 400, "request.malformed")
    assert answer.body["pointer"].startswith("/")


MUST_BE_THERE = {
    "credentials/issue": "credential",
    "credentials/verify": "verifiableCredential",
    "credentials/derive": "verifiableCredential",
    "credentials/status": "credentialId",
    "presentations": "presentation",
    "presentations/issue": "presentation",
    "presentations/verify": "verifiablePresentation",
}
"""The member that each endpoint asks for first; `list/publish` asks for none."""


def every_endpoint():
    """The path of each route that answers POST, from the routes themselves."""
    read = {path.removeprefix("/") for path in READ}
    return sorted(str(route.pattern) for route in urlpatterns if str(route.pattern) not in read)


def test_an_empty_request_is_told_the_member_that_is_missing(api):
    for path in every_endpoint():
        answer = api.post(f"/{path}", {})
        if path.endswith("list/publish"):
            assert answer.status == 204, path
            continue
        (name,) = (name for end, name in MUST_BE_THERE.items() if f"/{path}".endswith(f"/{end}"))
        told(answer, 400, "request.malformed")
        (error,) = answer.body["errors"]
        for problem in (answer.body, error):
            assert problem["pointer"] == f"/{name}", path
            assert problem["detail"].startswith(f"{name} is missing, and must be "), path


def test_every_endpoint_that_is_posted_to_is_tried_here():
    assert {path.removeprefix("/") for path in POSTED} == {
        path for path in every_endpoint() if not path.endswith("list/publish")
    }


@pytest.mark.parametrize("value", [7, True, [], [{}], "", None, 1.5], ids=repr)
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/credentials/issue", "credential"),
        ("/credentials/verify", "verifiableCredential"),
        ("/credentials/derive", "verifiableCredential"),
        ("/presentations", "presentation"),
        ("/presentations/verify", "verifiablePresentation"),
    ],
)
def test_a_document_is_an_object(api, path, name, value):
    told(api.post(path, {name: value}), 400, "request.malformed")


@pytest.mark.parametrize(
    ("path", "name", "options"),
    [
        ("/credentials/issue", "credential", []),
        ("/credentials/issue", "credential", "proof"),
        ("/credentials/issue", "credential", {"mandatoryPointers": "/issuer"}),
        ("/credentials/issue", "credential", {"mandatoryPointers": [7]}),
        ("/credentials/verify", "verifiableCredential", 7),
        ("/credentials/verify", "verifiableCredential", {"checks": "proof"}),
        ("/credentials/verify", "verifiableCredential", {"checks": [None]}),
        ("/credentials/verify", "verifiableCredential", {"challenge": 7}),
        ("/credentials/verify", "verifiableCredential", {"domain": ["a.example"]}),
        ("/presentations", "presentation", {"challenge": ""}),
        ("/presentations/verify", "verifiablePresentation", {"domain": {}}),
        ("/credentials/derive", "verifiableCredential", {"selectivePointers": {}}),
    ],
)
def test_an_option_is_of_its_kind(api, path, name, options):
    told(api.post(path, {name: minimal(), "options": options}), 400, "request.malformed")


def test_a_member_nobody_asks_for_is_left_unread(api):
    assert api.post("/credentials/issue", {"credential": minimal(), "more": 1}).status == 201


def test_a_host_that_is_not_ours_is_answered_nothing(api):
    answer = api.get("/openapi.json", headers={"host": "evil.example"})
    told(answer, 400, "http.malformed")


def test_every_problem_of_a_credential_is_told(api):
    answer = api.issue(minimal(type=None, credentialSubject=None))
    assert len(answer.codes) >= 2
    assert answer.code == answer.codes[0]


@pytest.fixture(name="breaking")
def breaking_fixture(monkeypatch):
    """Let issuing raise."""

    def breaks(error):
        def raises(*_, **__):
            raise error

        monkeypatch.setattr(services, "issue_credential", raises)

    return breaks


def test_a_failure_of_ours_is_told_without_its_inside(api, breaking, caplog):
    breaking(RuntimeError("the password is hunter2"))
    with caplog.at_level(logging.ERROR):
        answer = api.issue(minimal())
    told(answer, 500, "http.failed")
    assert "hunter2" not in json.dumps(answer.body)
    assert "hunter2" in caplog.text


def test_a_full_list_is_a_conflict(api, breaking):
    breaking(Conflict.because("status.list-full", "the list has no place left"))
    told(api.issue(minimal()), 409, "status.list-full")


def test_answers_name_the_errors_of_the_recommendations(api):
    assert api.post("/credentials/issue", b"{").body["type"] == (
        "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"
    )
    unproven = api.verify(minimal())
    assert unproven.body["errors"][0]["type"] == (
        "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
    )
    assert api.post("/x", {}).body["type"] == "urn:testamur:problem:http.not-found"
