"""A program verifies what it was sent: one address, no token, every form."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from testamur_web.verifying import pace
from testamur_web.wallet.downloads import pdf_of, png_of, svg_of
from tests.web.api.conftest import Program, is_problem
from tests.web.wallet.conftest import publish, sign_award


@pytest.fixture
def award(university):
    return sign_award(publish(university))


@pytest.mark.parametrize("form", ["json", "wrapped", "text", "png", "svg", "pdf"])
def test_every_form_is_judged(award, form):
    kind, body = {
        "json": ("application/json", award.credential.encode()),
        "wrapped": (
            "application/json",
            json.dumps({"credential": json.loads(award.credential)}).encode(),
        ),
        "text": ("text/plain", award.credential.encode()),
        "png": ("image/png", png_of(award)),
        "svg": ("image/svg+xml", svg_of(award)),
        "pdf": ("application/pdf", pdf_of(award)),
    }[form]
    given = Program().ask("POST", "/verify", body, content_type=kind)
    assert given.status_code == 200
    assert given.told["verdict"] == "valid"
    assert [one["outcome"] for one in given.told["answers"]][:3] == ["passed"] * 3
    assert given.told["sentence"].startswith("Ada Example showed")


def test_a_file_is_judged(award):
    file = SimpleUploadedFile("ada.json", award.credential.encode())
    given = Client().post("/api/v1/verify", {"file": file})
    assert given.json()["verdict"] == "valid"


def test_an_altered_one_is_answered_as_invalid(award):
    altered = award.credential.replace("Ada Example", "Eva Example").encode()
    told = Program().post("/verify", altered).told
    assert (told["verdict"], told["state"]) == ("invalid", "tampered")
    assert "sentence" not in told
    assert told["problems"][0]["code"]


@pytest.mark.parametrize("body", [b"[]", b"{", b"null", b"\xff\xfe", b'"text"', b"[" * 100_000])
def test_what_is_no_credential_is_answered_so(db, body):
    told = Program().post("/verify", body)
    assert told.status_code == 200
    assert told.told["verdict"] == "invalid"


def test_what_is_no_request_is_a_problem(db):
    assert is_problem(Program().post("/verify", b""), 400, "request.malformed")
    form = "application/x-www-form-urlencoded"
    given = Program().ask("POST", "/verify", b"a=b", content_type=form)
    assert is_problem(given, 415, "http.media-type-refused")


def test_who_asks_very_often_is_told_to_wait(db, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 1)
    Program().post("/verify", b"{}")
    given = Program().post("/verify", b"{}")
    assert is_problem(given, 429, "http.too-many")
    assert given.headers["Retry-After"] == "60"
