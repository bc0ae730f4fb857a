"""Moments, as credentials write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.encoding import format_timestamp, parse_timestamp
from testamur.errors import Refused

READ = {
    "2026-05-01T12:00:00Z": datetime(2026, 5, 1, 12, tzinfo=UTC),
    "2026-05-01T12:00:00+00:00": datetime(2026, 5, 1, 12, tzinfo=UTC),
    "2026-05-01T14:30:00+02:30": datetime(2026, 5, 1, 12, tzinfo=UTC),
    "2026-05-01T22:00:00-14:00": datetime(2026, 5, 2, 12, tzinfo=UTC),
    "2026-05-02T02:00:00+14:00": datetime(2026, 5, 1, 12, tzinfo=UTC),
    "2026-05-01T12:00:00.5Z": datetime(2026, 5, 1, 12, 0, 0, 500_000, tzinfo=UTC),
    "2026-05-01T12:00:00.123456789Z": datetime(2026, 5, 1, 12, 0, 0, 123_456, tzinfo=UTC),
    "2024-02-29T00:00:00Z": datetime(2024, 2, 29, tzinfo=UTC),
    "0001-01-01T00:00:00Z": datetime(1, 1, 1, tzinfo=UTC),
    "9999-12-31T23:59:59Z": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
}


@pytest.mark.parametrize(("text", "moment"), READ.items(), ids=READ)
def test_a_moment_is_read(text, moment):
    assert parse_timestamp(text) == moment
    assert parse_timestamp(text).tzinfo is UTC


MALFORMED = {
    "no zone": "2026-05-01T12:00:00",
    "a day without its time": "2026-05-01",
    "no seconds": "2026-05-01T12:00Z",
    "a space for the T": "2026-05-01 12:00:00Z",
    "a small t": "2026-05-01t12:00:00Z",
    "a small z": "2026-05-01T12:00:00z",
    "white space before": " 2026-05-01T12:00:00Z",
    "a line feed after": "2026-05-01T12:00:00Z\n",
    "a zone without its colon": "2026-05-01T12:00:00+0200",
    "a zone of hours alone": "2026-05-01T12:00:00+02",
    "a zone beyond 14 hours": "2026-05-01T12:00:00+14:01",
    "a zone of 60 minutes": "2026-05-01T12:00:00+01:60",
    "a day that is not": "2026-02-30T12:00:00Z",
    "29 February in a common year": "2027-02-29T12:00:00Z",
    "the thirteenth month": "2026-13-01T12:00:00Z",
    "the 24th hour": "2026-05-01T24:00:00Z",
    "a leap second": "2026-06-30T23:59:60Z",
    "the year nought": "0000-01-01T00:00:00Z",
    "a year of five digits": "12026-05-01T12:00:00Z",
    "a negative year": "-2026-05-01T12:00:00Z",
    "beyond the last year": "9999-12-31T23:59:59-01:00",
    "before the first year": "0001-01-01T00:00:00+01:00",
    "a fraction without digits": "2026-05-01T12:00:00.Z",
    "a comma for the point": "2026-05-01T12:00:00,5Z",
    "digits of another script": "\u0662\u0660\u0662\u0666-05-01T12:00:00Z",
    "full-width digits": "\uff12026-05-01T12:00:00Z",
    "the zone of a city": "2026-05-01T12:00:00[Europe/Paris]",
    "nothing": "",
    "a number": 1_777_636_800,
    "a list": ["2026-05-01T12:00:00Z"],
    "null": None,
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_anything_else_is_refused_and_shown(text):
    with pytest.raises(Refused) as refused:
        parse_timestamp(text, "/validFrom")
    assert refused.value.problem.code == "time.malformed"
    assert refused.value.problem.pointer == "/validFrom"


def test_a_long_text_is_not_repeated_in_full():
    with pytest.raises(Refused) as refused:
        parse_timestamp("2" * 10_000)
    assert len(refused.value.problem.detail) < 100


@given(st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)))
def test_what_is_written_is_read_back(moment):
    text = format_timestamp(moment)
    assert len(text) == 20
    assert parse_timestamp(text) == moment


def test_a_moment_is_written_in_utc_to_the_second():
    east = timezone(timedelta(hours=2))
    assert format_timestamp(datetime(2026, 5, 1, 1, 0, 0, 999_999, east)) == "2026-04-30T23:00:00Z"
    assert format_timestamp(datetime(33, 4, 3, tzinfo=UTC)) == "0033-04-03T00:00:00Z"


def test_a_moment_without_a_zone_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zone"):
        format_timestamp(datetime(2026, 5, 1))  # noqa: DTZ001 - that is what is tested
