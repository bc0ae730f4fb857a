"""Timetables: one thing at a time, on its date, in time, or shown to be impossible."""

from __future__ import annotations

import pytest

from testamur.pathways.plan.dominance import Column
from testamur.pathways.plan.funding import NetPrice
from testamur.pathways.plan.reduction import Problem
from testamur.pathways.plan.requirements import Either, Every, OneOf
from testamur.pathways.plan.timetable import find_timetable
from tests.plan_cases import offer


def problem(*jobs: tuple[int, tuple[int, ...] | None, int | None], trees=None) -> Problem:
    """Each job is its hours, the weeks it may begin in, and within how many it must be ended."""
    columns = tuple(
        Column(
            offer(f"o{at}", "a", hours=hours, weeks_at_most=window),
            NetPrice(0, 0),
            frozenset(),
            starts,
        )
        for at, (hours, starts, window) in enumerate(jobs)
    )
    return Problem((), columns, trees or {})


def found(asked: Problem, weeks: int | None):
    order = range(len(asked.columns))
    timetable = find_timetable(asked, order, per_week=600, weeks=weeks)
    slots = timetable.slots
    told = slots and [(slot.column, slot.begun // 60, slot.ended // 60) for slot in slots]
    return told, timetable.is_proven


@pytest.mark.parametrize(
    ("asked", "weeks", "expected"),
    [
        (problem((10, None, None), (20, None, None)), 3, [(0, 0, 10), (1, 10, 30)]),
        (problem((10, None, None), (21, None, None)), 3, None),
        (problem((30, None, None), (10, (1,), 1)), 4, [(0, 0, 40), (1, 10, 20)]),
        (problem((10, (1,), 1), (10, (1,), 1)), 9, None),
        (problem((10, (1, 3), 1), (10, (1,), 1)), 9, [(1, 10, 20), (0, 30, 40)]),
        (problem((15, None, None), (5, (1, 2), None), trees={1: OneOf((0,))}), 9, [(0, 0, 15), (1, 20, 25)]),
        (problem((15, None, None), (5, (1,), None), trees={1: OneOf((0,))}), 9, None),
    ],
    ids=["in a row", "too long", "interrupted", "at once", "later date", "waited for", "missed"],
)  # fmt: skip
def test_a_timetable_is_found_or_ruled_out(asked, weeks, expected):
    assert found(asked, weeks) == (expected, True)


def test_without_a_deadline_there_is_time_enough():
    assert found(problem((500, None, None), (10, (7,), None)), None)[0]


def test_any_way_to_meet_a_prerequisite_will_do():
    trees = {0: Either((OneOf((1,)), Every((OneOf((2,)), OneOf((3,))))))}
    jobs = ((5, (1,), None), (30, None, None), (5, None, None), (5, None, None))
    slots, _ = found(problem(*jobs, trees=trees), 5)
    assert [at for at, *_ in slots][:3] == [2, 3, 0]


def test_a_window_that_stands_in_the_way_is_no_proof():
    slots, is_proven = found(problem((20, None, 2), (10, (1,), 1)), 3)
    assert (slots is None) == (not is_proven)
