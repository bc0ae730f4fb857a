"""Integer programmes: the least sum in whole numbers, or none, or as far as time went."""

from __future__ import annotations

from testamur.pathways.plan.program import Ending, Program, Row


def program(columns: int, *rows: Row) -> Program:
    made = Program()
    for _ in range(columns):
        made.add_column()
    made.rows.extend(rows)
    return made


def test_the_least_sum_is_found_and_is_its_own_bound():
    made = program(3, Row({0: 1, 1: 1}, least=1), Row({1: 1, 2: 1}, least=1))
    solved = made.minimise({0: 300, 1: 500, 2: 300}, seconds=10)
    assert (solved.ending, solved.values, solved.total, solved.bound) == (
        Ending.PROVEN,
        (0, 1, 0),
        500,
        500,
    )


def test_large_sums_are_exact_to_one():
    costs = {at: 10**9 + at for at in range(20)}
    made = program(20, Row(dict.fromkeys(range(20), 1), least=10))
    assert made.minimise(costs, seconds=10).total == sum(sorted(costs.values())[:10])


def test_a_row_more_is_kept_and_may_leave_nothing():
    made = program(2, Row({0: 1, 1: 1}, least=1))
    more = [Row({0: 7, 1: 5}, most=4)]
    assert made.minimise({0: 1}, more=more, seconds=10).ending is Ending.IMPOSSIBLE
    assert made.minimise({0: 1}, seconds=10).values == (0, 1)
