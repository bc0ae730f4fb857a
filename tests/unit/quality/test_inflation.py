"""The inflation index, and the worked example of docs/reference/inflation.md, to the digit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from testamur.quality.inflation import (
    LEAST_WEIGHT,
    RULES,
    VERSION,
    Index,
    index_of,
    overlap_figure,
)
from testamur.quality.inflation_counts import (
    Given,
    Period,
    adds_nothing,
    rates_over_time,
    spread_of,
    time_to_earn,
)
from testamur.quality.inflation_drift import Mark, drift_of
from testamur.quality.inflation_figures import UNKNOWN, Figure, State, share_of, told
from testamur.quality.inflation_overlap import likeness, outcome, overlap

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "inflation.md"
BASICS = (
    outcome("spreadsheet formulas", uri="skill/formulas", level=3),
    outcome("charts", uri="skill/charts", level=3),
    outcome("print work sheets", level=3),
)
ESSENTIALS = (
    outcome("formulas", uri="skill/formulas", level=3),
    outcome("charts in spreadsheets", uri="skill/charts", level=4),
    outcome("print sheets", level=3),
)


@pytest.fixture
def page() -> str:
    return " ".join(PAGE.read_text(encoding="utf-8").split())


def worked() -> dict[str, Figure]:
    """The figures of the example, each from what it counts."""
    marks = [Mark(passed=at < 24 or at >= 30, evidence=2) for at in range(60)]
    (rates,) = rates_over_time([Period("all", decided=60, passed=54)])
    first = date(2026, 1, 1)
    later = first + timedelta(days=1)
    skills = {"skill/formulas": 3}
    given = [Given(f"p{at}", "sheets", first, skills) for at in range(18)]
    given += [Given(f"p{at}", "basics", later, skills) for at in range(54)]
    judged = [verdict for one, verdict in adds_nothing(given) if one.definition == "basics"]
    return {
        "overlap": overlap_figure([overlap(BASICS, ESSENTIALS)]),
        "nothing_new": share_of(sum(map(bool, judged)), len(judged)),
        "passing": rates.passing,
        "drift": drift_of(marks).level,
        "shortfall": time_to_earn([1, 2] * 27, 25).shortfall,
        "per_person": spread_of({5: 54}).mean,
        "saturation": UNKNOWN,
    }


def test_the_worked_example_is_what_the_page_says(page):
    index = index_of(worked())
    for part in index.parts:
        row = f"| `{part.rule.name}` | {part.figure.value} | {part.share} | {part.points} |"
        assert part.figure.value is None or row in page
    assert f"The weight that is known is {index.known_weight}, and the index is **60.2**" in page
    assert index.value == Decimal("60.2")
    for ours, theirs in zip(BASICS, ESSENTIALS, strict=True):
        assert f"| {likeness(ours, theirs):.4f} |" in page
    drift = drift_of([Mark(passed=at < 24 or at >= 30, evidence=2) for at in range(60)])
    shift = drift.passing
    assert shift is not None
    assert f"rose by {shift.difference}, with an interval from {shift.low} to {shift.high}" in page
    assert f"version, **{VERSION}**" in page


def test_the_page_names_every_rule_with_its_weight_and_bounds(page):
    for rule in RULES:
        row = page.partition(f"| `{rule.name}` | {rule.weight} |")[2].partition(" | `")[0]
        assert f"| {rule.none_at} | {rule.full_at} |" in row, rule.name
    assert sum(rule.weight for rule in RULES) == 100
    assert f"less than {LEAST_WEIGHT} of the 100" in page


def test_the_short_example_of_the_page_is_true(page):
    index = index_of(
        {
            "overlap": told(Decimal("0.8056"), people=54),
            "passing": told(Decimal("0.9"), people=60),
        }
    )
    assert f"# {index.value}, {index.known_weight}: over two parts alone" in page


def test_nothing_known_gives_no_index():
    index = index_of({})
    assert index == Index(None, 0, index.parts)
    assert index_of({"overlap": told(Decimal(1), people=9)}).value is None
    assert {part.figure for part in index.parts} == {UNKNOWN}


def test_everything_inflated_is_a_hundred_and_nothing_is_nought():
    worst = {rule.name: told(rule.full_at, people=9) for rule in RULES}
    best = {rule.name: told(rule.none_at, people=9) for rule in RULES}
    assert index_of(worst).value == 100
    assert index_of(best).value == 0


def test_a_withheld_part_counts_in_neither_direction():
    figures = worked()
    without = figures | {"drift": Figure(State.WITHHELD)}
    assert index_of(without).known_weight == 80
    assert index_of(without).parts[3].points is None
    assert index_of(without) == index_of(
        {n: one for n, one in without.items() if one.value} | {"drift": Figure(State.WITHHELD)}
    )


def test_it_is_told_as_json():
    told_of = index_of(worked()).as_json()
    assert (told_of["index"], told_of["version"], told_of["known_weight"]) == (60.2, VERSION, 95)
    assert told_of["parts"][0] == {
        "name": "overlap",
        "weight": 25,
        "none_at": 0.5,
        "full_at": 1.0,
        "state": "known",
        "value": 0.8056,
        "people": None,
        "share": 0.6112,
        "points": 16.08,
    }
