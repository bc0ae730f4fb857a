"""The formats that are asserted."""

from __future__ import annotations

import pytest

from testamur.credentials.schemas.formats import is_date, is_email, is_timestamp, is_url
from testamur.encoding import parse_timestamp
from testamur.errors import Refused
from tests.patience import within


@pytest.mark.parametrize(
    "text",
    [
        "https://uni.example",
        "https://uni.example/a?b=c#d",
        "did:example:123",
        "urn:uuid:0b1d0b9e-6f0c-4f6c-9d0c-3c1f6f1c7a01",
        "data:image/png;base64,iVBORw0=",
        "mailto:ada@uni.example",
        "https://uni.example/straße",
        "tag:x",
    ],
)
def test_a_url(text):
    assert is_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https:",
        "uni.example",
        "/a/b",
        "https ://not-a-url",
        " https://uni.example",
        "https://uni.example ",
        "https://uni.example\n",
        "https://uni .example",
        "1https://x",
        "https://x/<b>",
        "https://x/\x00",
        "fake-issuer",
    ],
)
def test_no_url(text):
    assert not is_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01T12:00:00Z",
        "2026-05-31T12:00:00Z",
        "2024-02-29T23:59:59.999999999+14:00",
        "0001-01-28T00:00:00Z",
        "2026-05-01T12:00:00",
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-05-01T24:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-05-01T12:00:00Z\n",
        "2026-05-01 12:00:00Z",
        "٢٠٢٦-05-01T12:00:00Z",
        "",
    ],
)
def test_a_timestamp_is_what_the_reader_of_timestamps_reads(text):
    try:
        parse_timestamp(text)
        is_read = True
    except Refused:
        is_read = False
    assert is_timestamp(text) == is_read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2024-2-9", False),
        ("20240229", False),
        ("2024-02-29\n", False),
    ],
)
def test_a_date(text, expected):
    assert is_date(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ada@uni.example", True),
        ("a@b@c", False),
        ("@uni.example", False),
        ("ada", False),
        ("a b@c", False),
    ],
)
def test_an_email_address(text, expected):
    assert is_email(text) is expected


@pytest.mark.parametrize("check", [is_url, is_timestamp, is_date, is_email])
@pytest.mark.parametrize("text", ["a" * 1_000_000, "a:" + "b" * 1_000_000 + " ", "@" * 1_000_000])
def test_each_takes_time_in_proportion_to_the_text(check, text):
    with within(0.5):
        check(text)
