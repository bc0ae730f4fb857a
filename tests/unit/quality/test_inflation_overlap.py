"""Overlap of outcomes, and near-duplicates by name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from testamur.quality.inflation_overlap import (
    Promise,
    likeness,
    neighbours_of,
    outcome,
    overlap,
)

SHEETS = outcome("work with spreadsheets", uri="s/1", level=3)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (outcome("something else", uri="s/1", level=3), "1"),
        (outcome("work with spreadsheets", uri="s/2", level=3), "0"),
        (outcome("", uri="s/1", level=5), "0.5"),
        (outcome("", uri="s/1", level=8), "0"),
        (outcome("", uri="s/1"), "0.5"),
        (outcome("Work with SPREADSHEETS!", level=3), "1"),
        (outcome("spreadsheets", level=3), "0"),
        (outcome("work with old spreadsheets", level=4), "0.5625"),
    ],
)
def test_outcomes_are_alike_by_skill_and_level(other, alike):
    assert likeness(SHEETS, other) == likeness(other, SHEETS) == Decimal(alike)


def test_without_levels_only_the_skill_counts():
    assert likeness(outcome("sewing"), outcome("Sewing")) == 1


def test_a_definition_without_outcomes_overlaps_with_none():
    assert overlap([SHEETS], []) == overlap([], []) == 0
    assert overlap([outcome("")], [outcome("")]) == 0


def test_near_duplicates_are_named_the_nearest_first():
    two = [SHEETS, outcome("charts", uri="s/3", level=3)]
    found = neighbours_of(
        [
            Promise("a", frozenset(two)),
            Promise("b", frozenset([SHEETS])),
            Promise("c", frozenset(two)),
            Promise("d", frozenset([outcome("welding")])),
            Promise("e", frozenset()),
        ],
        least=Decimal("0.6"),
    )
    assert [(one.id, one.overlap) for one in found["a"].near] == [
        ("c", Decimal(1)),
        ("b", Decimal("0.6667")),
    ]
    assert found["a"].near[0].as_json() == {"id": "c", "overlap": 1.0}
    assert found["b"].highest == Decimal("0.6667")
    assert (found["d"].highest, found["d"].near) == (0, ())
    assert found["e"].highest == 0


def test_at_most_so_many_are_named():
    same = [Promise(str(at), frozenset([SHEETS])) for at in range(8)]
    assert [one.id for one in neighbours_of(same, most=2)["3"].near] == ["0", "1"]
