"""Alerts: what reaches its threshold is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from testamur.quality.inflation import RULES, index_of
from testamur.quality.inflation_alerts import DEFAULTS, INDEX, Alert, alerts_of
from testamur.quality.inflation_figures import Figure, State, told


def test_a_part_alerts_from_its_threshold_on():
    index = index_of(
        {
            "overlap": told(Decimal("0.8"), people=9),
            "passing": told(Decimal("0.9799"), people=9),
            "drift": Figure(State.WITHHELD),
        }
    )
    assert alerts_of(index) == (
        Alert("overlap", Decimal("0.8000"), Decimal("0.8")),
        Alert(INDEX, Decimal("70.0"), Decimal(50)),
    )


def test_the_index_alerts_last():
    worst = index_of({rule.name: told(rule.full_at, people=9) for rule in RULES})
    names = [one.name for one in alerts_of(worst)]
    assert names == [*(rule.name for rule in RULES), INDEX]
    assert set(DEFAULTS) == set(names)


def test_an_organisation_switches_one_off():
    worst = index_of({rule.name: told(rule.full_at, people=9) for rule in RULES})
    assert alerts_of(worst, {"passing": None, INDEX: Decimal(90)}) == (
        Alert(INDEX, Decimal("100.0"), Decimal(90)),
    )


def test_the_page_names_every_default():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "inflation.md").read_text("utf-8")
    for name, limit in DEFAULTS.items():
        assert f"| `{name}` | {limit} |" in page
