"""Dates are read in the one way that was declared, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from testamur.credentials.recipients import DateForm
from testamur.errors import Refused

WARSAW = ZoneInfo("Europe/Warsaw")


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-31", at(2026, 5, 31)),
        ("2024-02-29", at(2024, 2, 29)),
        ("2026-05-31T14:30Z", at(2026, 5, 31, 14, 30)),
        ("2026-05-31T14:30:15.5Z", at(2026, 5, 31, 14, 30, 15)),
        ("2026-05-31 14:30:15 +02:00", at(2026, 5, 31, 12, 30, 15)),
        ("2026-05-31T14:30-0430", at(2026, 5, 31, 19)),
        ("2026-01-01T00:00+14", at(2025, 12, 31, 10)),
        ("9999-12-31", at(9999, 12, 31)),
    ],
)
def test_iso_dates_are_always_read(text, moment):
    for form in (DateForm(), DateForm("day first"), DateForm("%d %B %Y")):
        assert form.read(text) == moment


@pytest.mark.parametrize(
    ("form", "text", "moment"),
    [
        ("day first", "1/2/2026", at(2026, 2, 1)),
        ("day first", "31.05.2026", at(2026, 5, 31)),
        ("month first", "1/2/2026", at(2026, 1, 2)),
        ("month first", "05-31-2026", at(2026, 5, 31)),
        ("year first", "2026/5/31", at(2026, 5, 31)),
        ("%d %B %Y", "31 May 2026", at(2026, 5, 31)),
        ("%d.%m.%y", "31.05.26", at(2026, 5, 31)),
        ("%d/%m/%Y %H:%M %z", "31/05/2026 14:30 +0200", at(2026, 5, 31, 12, 30)),
    ],
)
def test_a_declared_form_is_read(form, text, moment):
    assert DateForm(form).read(text) == moment


REFUSED = {
    "no such day": (None, "2026-02-30", "date.impossible"),
    "no leap day": (None, "2027-02-29", "date.impossible"),
    "no month": (None, "2026-13-01", "date.impossible"),
    "a leap second": (None, "2026-06-30T23:59:60Z", "date.impossible"),
    "hour 24": (None, "2026-06-30T24:00Z", "date.impossible"),
    "an offset of 15 hours": (None, "2026-06-30T12:00+15:00", "date.impossible"),
    "an offset of 61 minutes": (None, "2026-06-30T12:00+01:61", "date.impossible"),
    "year 10000": (None, "10000-01-01", "date.impossible"),
    "year 26": (None, "0026-05-31", "date.impossible"),
    "the end of time": (None, "9999-12-31T23:59-01:00", "date.impossible"),
    "a time without a zone": (None, "2026-05-31T14:30", "date.no-zone"),
    "an order not declared": (None, "29/02/2027", "date.undeclared"),
    "a short year not declared": (None, "1/2/26", "date.undeclared"),
    "a spreadsheet's number": (None, "46000", "date.malformed"),
    "one with a time": (None, "46000.5", "date.malformed"),
    "words": (None, "last Friday", "date.malformed"),
    "digits of another script": (None, "\u0662\u0660\u0662\u0666-05-31", "date.malformed"),
    "eight digits": (None, "20260531", "date.malformed"),
    "a day that there is not, declared": ("day first", "29/02/2027", "date.impossible"),
    "a month that there is not, declared": ("month first", "31/05/2026", "date.impossible"),
    "a short year, declared": ("day first", "1/2/26", "date.undeclared"),
    "two separators": ("day first", "1/2-2026", "date.malformed"),
    "a spreadsheet's number, declared": ("day first", "46000", "date.malformed"),
    "another form than declared": ("%d %B %Y", "31.05.2026", "date.malformed"),
    "a form in another script": ("%d.%m.%Y", "\u0663\u0661.05.2026", "date.malformed"),
    "a form with a time and no zone": ("%d.%m.%Y %H:%M", "31.05.2026 14:30", "date.no-zone"),
}


@pytest.mark.parametrize(("form", "text", "code"), REFUSED.values(), ids=REFUSED)
def test_a_date_is_refused(form, text, code):
    with pytest.raises(Refused) as refused:
        DateForm(form).read(text)
    assert refused.value.problem.code == code


def test_a_day_begins_where_the_list_is():
    assert DateForm(zone=WARSAW).read("2026-05-31") == at(2026, 5, 30, 22)
    assert DateForm("day first", zone=WARSAW).read("31/01/2026") == at(2026, 1, 30, 23)
    cairo = DateForm(zone=ZoneInfo("Africa/Cairo"))
    assert cairo.read("2026-04-24") == at(2026, 4, 23, 22)  # that day has no midnight


def test_a_local_time_is_placed_by_its_zone():
    form = DateForm(zone=WARSAW)
    assert form.read("2026-05-31T14:30") == at(2026, 5, 31, 12, 30)
    with pytest.raises(Refused) as refused:
        form.read("2026-03-29T02:30")  # the clocks went from 2 to 3
    assert refused.value.problem.code == "date.impossible"
    with pytest.raises(Refused) as refused:
        form.read("2026-10-25T02:30")  # and from 3 back to 2
    assert refused.value.problem.code == "date.undeclared"
    assert form.read("2026-10-25T02:30+01:00") == at(2026, 10, 25, 1, 30)


@pytest.mark.parametrize("written", ["d/m/y", "%d %B", "%H:%M", "%Q", "", "day-first", "%Y"])
def test_a_form_that_names_no_day_is_refused(written):
    with pytest.raises(Refused) as refused:
        DateForm(written)
    assert refused.value.problem.code == "value.unknown-choice"
