"""Whatever is wrong with what a program asks of the market, it is told in one clear problem."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from testamur_web.people.services import make_token
from tests.web.conftest import NOW
from tests.web.labour.conftest import MAPPING, brought, postings

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"
LOAD = "/market/loads/{load}"
MAPPED = json.dumps({"mapping": MAPPING})


@pytest.fixture
def fays_program(fay):
    token = make_token(fay, organisation=None, name="loader", at=NOW)
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)


def ask(program, method: str, path: str, body: str = "", kind: str = "application/json"):
    return program.generic(method, f"/api/v1{path}", body, content_type=kind)


CASES = {
    "a way that is none": ("GET", "/market/skills?way=up", "", 422),
    "a page before the first": ("GET", "/market/skills?page=-1", "", 422),
    "a page that is no number": ("GET", "/market/skills?page=x", "", 422),
    "words that are too long": ("GET", f"/market/skills?q={'x' * 300}", "", 422),
    "demand for nothing": ("GET", "/market/demand", "", 422),
    "a kind that is none": ("GET", "/market/demand?uri=x&kind=city", "", 422),
    "a skill nobody asks for": ("GET", "/market/demand?uri=urn:none", "", 404),
    "a skill with a NUL": ("GET", "/market/demand?uri=a%00b", "", 404),
    "a skill of 10,000 characters": ("GET", f"/market/demand?uri={'x' * 10_000}", "", 404),
    "all, where nothing was counted": ("GET", "/market", "", 404),
    "no file": ("POST", "/market/loads", "{}", 400),
    "a load that is no identifier": ("GET", "/market/loads/7", "", 404),
    "a load that is not there": ("GET", f"/market/loads/{NOBODY}", "", 404),
    "a mapping of none": ("PUT", f"/market/loads/{NOBODY}/mapping", MAPPED, 404),
    "deleting what is not there": ("DELETE", f"/market/loads/{NOBODY}", "", 404),
    "a mapping that is no JSON": ("PUT", f"{LOAD}/mapping", "{", 400),
    "a mapping that is a list": ("PUT", f"{LOAD}/mapping", "[]", 400),
    "no mapping": ("PUT", f"{LOAD}/mapping", "{}", 422),
    "a mapping that is a word": ("PUT", f"{LOAD}/mapping", '{"mapping": "x"}', 422),
    "a mapping without fields": ("PUT", f"{LOAD}/mapping", '{"mapping": {"version": 1}}', 400),
    "an address that is a script": (
        "PUT",
        f"{LOAD}/mapping",
        json.dumps({"mapping": MAPPING, "url": "javascript:alert(1)"}),
        422,
    ),
    "a member that is unknown": (
        "PUT",
        f"{LOAD}/mapping",
        json.dumps({"mapping": MAPPING, "colour": "red"}),
        422,
    ),
    "a start without a mapping": ("POST", f"{LOAD}/start", "", 400),
    "a stop of what stands still": ("POST", f"{LOAD}/stop", "", 409),
    "rows left out of what was not loaded": ("GET", f"{LOAD}/rejected.csv", "", 404),
    "figures that may be": ("DELETE", f"{LOAD}?figures=maybe", "", 422),
    "a stored load that is not there": ("DELETE", "/market/stored/0123456789abcdef", "", 404),
    "a stored load above the store": ("DELETE", "/market/stored/..%2F..%2Fx", "", 404),
    "stored loads by a wrong verb": ("POST", "/market/stored", "", 405),
    "counting by a wrong verb": ("GET", "/market/count", "", 405),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_one_problem(fays_program, case):
    method, path, body, status = CASES[case]
    load = brought(postings(1)).pk if "{load}" in path else NOBODY
    answer = ask(fays_program, method, path.replace("{load}", str(load)), body)
    assert answer.status_code == status, answer.text
    if answer.status_code != 405:
        assert answer["Content-Type"].startswith("application/problem+json")
        told = answer.json()
        assert told["status"] == status
        assert told["code"]
        assert told["detail"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("jobs.txt", b"a,b", "market.file-unreadable"),
        ("jobs.csv", b"", "request.malformed"),
        ("jobs.csv", b"\0\0", "market.file-unreadable"),
        ("jobs.parquet", b"PAR1", "market.file-unreadable"),
        ("jobs.csv.gz", b"not packed", "market.file-unreadable"),
        ("jobs.json", b"{", "market.file-unreadable"),
    ],
)
def test_a_file_that_is_none_is_one_problem(fays_program, name, data, code):
    answer = fays_program.post("/api/v1/market/loads", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 400, answer.text
    told = answer.json()
    assert told["code"] in {code, "market.file-unreadable"}
    assert told["detail"]
