"""Dates of one learner, how late something is, weeks, totals, and the file of a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur_web.learning.calendar_file import calendar_of
from testamur_web.learning.schedule import (
    Entry,
    Weighed,
    days_late,
    last_moment,
    own_dates,
    total_of,
    weeks_of,
)

OPENS = datetime(2026, 5, 4, tzinfo=UTC)
DUE = datetime(2026, 6, 1, tzinfo=UTC)  # four weeks, the last day is 31 May
DAY = timedelta(days=1)
TIMES = "\N{MULTIPLICATION SIGN}"


def test_a_quarter_more_of_four_weeks_is_one_week():
    dates = own_dates(OPENS, DUE, extra_percent=25)
    assert (dates.due_at, dates.has_extra_time) == (DUE + 7 * DAY, True)


def test_extra_time_is_rounded_up_to_whole_days():
    assert own_dates(OPENS, DUE, extra_percent=1).due_at == DUE + DAY


def test_without_a_first_day_there_is_nothing_to_extend_by():
    assert own_dates(None, DUE, extra_percent=50).due_at == DUE
    assert own_dates(OPENS, None, extra_percent=50).due_at is None


@pytest.mark.parametrize(
    ("extended", "due", "is_extended"),
    [(10, 10, True), (7, 7, False), (2, 7, False)],
)
def test_the_later_of_extension_and_extra_time_holds(extended, due, is_extended):
    dates = own_dates(OPENS, DUE, extra_percent=25, extended_to=DUE + extended * DAY)
    assert (dates.due_at, dates.is_extended) == (DUE + due * DAY, is_extended)


@given(percent=st.integers(0, 300), days=st.integers(-40, 40))
def test_nothing_that_is_agreed_makes_a_day_earlier(percent, days):
    dates = own_dates(OPENS, DUE, extra_percent=percent, extended_to=DUE + days * DAY)
    assert dates.due_at is not None
    assert dates.due_at >= DUE


@pytest.mark.parametrize(
    ("after", "grace", "late"),
    [
        (timedelta(seconds=-1), 0, 0),
        (timedelta(), 0, 1),
        (timedelta(seconds=1), 0, 1),
        (1 * DAY, 0, 1),
        (1 * DAY + timedelta(seconds=1), 0, 2),
        (2 * DAY - timedelta(seconds=1), 2, 0),
        (2 * DAY, 2, 2),
        (3 * DAY, 2, 3),
    ],
)
def test_begun_days_count_whole_and_grace_is_in_time(after, grace, late):
    assert days_late(DUE + after, DUE, grace_days=grace) == late


def test_what_has_no_day_is_never_late():
    assert days_late(DUE, None) == 0


def test_a_last_day_is_shown_as_the_day_that_ends():
    assert last_moment(DUE) == datetime(2026, 5, 31, 23, 59, tzinfo=UTC)
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert last_moment(noon) == noon


def test_entries_stand_in_weeks_from_monday():
    entries = [
        Entry(last_moment(DUE), "due", "Project", "b"),
        Entry(OPENS, "opens", "Project", "b"),
        Entry(OPENS + 6 * DAY, "opens", "Exam", "a"),
    ]
    weeks = weeks_of(entries)
    assert [(week.begins, len(week.entries)) for week in weeks] == [
        (date(2026, 5, 4), 2),
        (date(2026, 5, 25), 1),
    ]


@pytest.mark.parametrize(
    ("weighed", "percent", "formula", "is_whole"),
    [
        ([(60, "80"), (40, "70")], "76.0", "(60 x 80 + 40 x 70) / 100 = 76.0", True),
        ([(60, "80"), (40, None)], "80.0", "(60 x 80) / 60 = 80.0", False),
        ([(1, "66.65"), (0, "10")], "66.7", "(1 x 66.65) / 1 = 66.7", True),
        ([(50, "0"), (50, "100")], "50.0", "(50 x 0 + 50 x 100) / 100 = 50.0", True),
    ],
)
def test_the_total_shows_its_formula(weighed, percent, formula, is_whole):
    told = total_of(Weighed(weight, Decimal(p) if p else None) for weight, p in weighed)
    assert told is not None
    assert (str(told.percent), told.formula.replace(TIMES, "x"), told.is_whole) == (
        percent,
        formula,
        is_whole,
    )


def test_there_is_no_total_of_nothing():
    assert total_of([]) is None
    assert total_of([Weighed(0, Decimal(50)), Weighed(50, None)]) is None


def test_the_file_is_a_calendar_that_others_read():
    title = "Bericht; Teil 1, „Prüfung“ " + "ä" * 60
    text = calendar_of(
        [Entry(last_moment(DUE), "due", title, "k")],
        name="Spring",
        host="uni.example",
        owner="o",
        at=OPENS,
    )
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "UID:k-due-o@uni.example" in lines
    assert "DTSTART:20260531T235900Z" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "")
    assert (
        f"SUMMARY:Due: {title.replace(';', chr(92) + ';').replace(',', chr(92) + ',')}" in unfolded
    )
