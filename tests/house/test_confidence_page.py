"""The reference of confidence says the tables, sources and digits that the library reckons with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from testamur.pathways.confidence import DEFAULT, Event, Shown, confidence_in
from testamur.pathways.sources import SOURCES, sources_of
from tests.shared_data import PROJECT

PAGE = (PROJECT / "docs" / "reference" / "confidence.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip().strip("`*") for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|")
]
NONE = {"none is stated", "not known", "neither"}


def table(heading: str) -> dict[str, Decimal]:
    """The first two cells of each row of the table under a heading."""
    at = next(place for place, row in enumerate(ROWS) if row[0] == heading)
    found: dict[str, Decimal] = {}
    for name, figure, *_ in ROWS[at + 2 :]:
        if not re.fullmatch(r"[0-9.]+", figure):
            break
        found["" if name in NONE else name.partition("`")[0]] = Decimal(figure)
    return found


@pytest.mark.parametrize(
    ("heading", "figures"),
    [
        ("kind of assessment", DEFAULT.assessment),
        ("supervision", DEFAULT.supervision),
        ("kind of skill", DEFAULT.half_life),
        ("event", DEFAULT.events),
        ("behind it", DEFAULT.endorsement),
    ],
)
def test_every_table_is_the_one_that_is_reckoned_with(heading, figures):
    assert table(heading) == dict(figures)


def test_the_other_figures_stand_there():
    for name in ("oldest", "undated", "per_level", "lowest", "unstated", "enough"):
        figure = getattr(DEFAULT, name).normalize()
        near = re.findall(rf"[^.]*`{name}`[^\n]*|[^\n]*\(`{name}`\)", PAGE)
        assert near, name
        assert f"{figure:f}" in PAGE, name


def test_the_worked_example_is_right_to_the_digit():
    shown = Shown(
        4,
        awarded=datetime(2024, 6, 1, tzinfo=UTC),
        events=(Event(datetime(2025, 12, 1, tzinfo=UTC), "confirmedUse"),),
        kind="digital",
        assessment=("writtenExam",),
        supervision="supervised",
        endorsement="vouched",
    )
    at = datetime(2026, 6, 1, tzinfo=UTC)
    sure = confidence_in(shown, level=5, at=at)
    rows = {row[0]: row[2] for row in ROWS if len(row) == 3}
    for factor in sure.factors:
        assert Decimal(rows[factor.name]) == factor.value
    assert rows["confidence"] == str(sure.value)
    unused = confidence_in(replace(shown, events=()), level=5, at=at)
    never = f"recency would be {unused.factors[1].value} and confidence {unused.value}."
    assert never in " ".join(PAGE.split())


def test_the_days_of_the_worked_example_are_right():
    awarded, used, at = datetime(2024, 6, 1), datetime(2025, 12, 1), datetime(2026, 6, 1)  # noqa: DTZ001
    days, moved = (used - awarded).days, DEFAULT.events["confirmedUse"] * (used - awarded).days
    left = (at - awarded).days - moved
    months = (left / Decimal("30.4375")).quantize(Decimal("0.0001"))
    row = next(row for row in ROWS if row[0] == "recency" and len(row) == 3)[1]
    told = f"are {days} days; {DEFAULT.events['confirmedUse']} of them are {moved:.0f}"
    assert f"{told}, so that {left:.0f} days count, {months} months" in row
    assert f"Without the use {(at - awarded).days} days would count" in PAGE


def test_the_weights_that_the_page_of_a_comparison_tells_are_these():
    page = (PROJECT / "docs" / "how-to" / "compare.md").read_text(encoding="utf-8")
    most, least = (DEFAULT.endorsement[name].normalize() for name in ("endorsed", ""))
    assert f"{most} where at least one counts, {least} where none does" in page


def test_every_source_stands_on_the_page_and_bears_on_a_figure():
    whole = " ".join(PAGE.split())
    for source in SOURCES:
        assert f"{source.found} [{source.publication}]({source.address})" in whole
        for figure in source.figures:
            name, _, row = figure.partition(".")
            assert not row or row in getattr(DEFAULT, name)
            assert source in sources_of(name)
    assert sources_of("events") == []


def test_the_half_life_that_follows_from_a_source_is_the_one_it_gives():
    """39 % of core skills changed in 60 months: 61 % are left."""
    months = 60 * Decimal("0.5").ln() / Decimal("0.61").ln()
    assert round(months) == DEFAULT.half_life["transversal"]
