"""A request with files brings so much and no more, whoever sends it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur_web.config import uploads


@pytest.mark.parametrize("address", ["/", "/enrol/", "/accounts/login/"])
def test_too_much_is_answered_before_it_is_kept(client, db, address, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_REQUEST", 1_000)
    file = SimpleUploadedFile("large.pdf", b"x" * 2_000)
    assert client.post(address, {"file": file, "code": "x"}).status_code in {400, 405}


def test_what_fits_comes_through(client, db):
    file = SimpleUploadedFile("small.pdf", b"x" * 2_000)
    assert client.post("/enrol/", {"file": file, "code": "x"}).status_code == 200
