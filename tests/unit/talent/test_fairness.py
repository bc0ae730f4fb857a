"""Fairness: rates and ratios as Local Law 144 has them, and groups that stay unnamed."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest

from testamur.errors import Refused
from testamur.talent.fairness import LEAST, Fairness, GroupRow, Outcome, Standing, fairness
from testamur.talent.fairness_files import fairness_csv, read_outcomes, read_traits


def of(groups: dict[str, tuple[int, int]], trait: str = "gender") -> Fairness:
    """A report on groups of so many people, of whom so many were selected."""
    outcomes, traits = {}, {}
    for group, (people, selected) in groups.items():
        for at in range(people):
            alias = f"{group}-{at}"
            outcomes[alias] = Outcome(at < selected, Decimal(people - at))
            traits[alias] = {trait: group} if group else {}
    return fairness(outcomes, traits=traits)


def rows(found: Fairness, at: int = 0) -> dict[str, GroupRow]:
    return {row.group: row for row in found.traits[at].rows}


def test_rates_are_shares_and_ratios_are_against_the_highest():
    found = of({"woman": (40, 12), "man": (50, 20)})
    told = rows(found)
    assert (found.people, found.selected) == (90, 32)
    assert told["man"].selection.rate == Decimal("0.4000")
    assert told["man"].selection.ratio == 1
    assert told["woman"].selection.rate == Decimal("0.3000")
    assert told["woman"].selection.ratio == Decimal("0.7500")
    assert told["woman"].selection.is_below_four_fifths
    assert ("gender", "woman") in found.flagged


def test_four_fifths_exactly_is_no_flag_and_less_is():
    assert not rows(of({"a": (100, 40), "b": (100, 50)}))["a"].selection.is_below_four_fifths
    assert rows(of({"a": (1000, 399), "b": (1000, 500)}))["a"].selection.is_below_four_fifths


def test_a_scoring_rate_is_the_share_above_the_median_of_all():
    points = {"a": [10, 20, 30, 40, 50], "b": [30, 30, 60, 70, 80]}
    outcomes = {
        f"{group}{at}": Outcome(points=Decimal(one))
        for group, some in points.items()
        for at, one in enumerate(some)
    }
    found = fairness(outcomes, traits={alias: {"age": alias[0]} for alias in outcomes})
    assert found.median == 35
    assert found.selected is None
    assert {row.group: row.scoring.people for row in found.traits[0].rows} == {"a": 2, "b": 3}
    assert rows(found)["a"].selection is None


def test_fewer_than_five_in_all_are_told_nothing_of():
    assert of({"woman": (2, 1), "man": (2, 0)}) == Fairness(None, None, None, ())


def test_a_small_group_is_hidden_and_so_is_what_would_tell_it():
    told = rows(of({"woman": (40, 12), "man": (50, 20), "other": (3, 3), "none": (6, 1)}))
    assert told["other"].standing is Standing.HIDDEN
    assert told["none"].standing is Standing.HIDDEN_TOO
    assert (told["other"].people, told["none"].people, told["none"].selection) == (None,) * 3
    assert told["woman"].standing is Standing.COMPARED


def test_two_small_groups_that_are_four_together_take_a_third_with_them():
    told = rows(of({"woman": (40, 12), "man": (50, 20), "x": (2, 1), "y": (2, 1)}))
    assert told["woman"].standing is Standing.HIDDEN_TOO
    told = rows(of({"woman": (40, 12), "man": (50, 20), "x": (2, 1), "y": (3, 1)}))
    assert told["woman"].standing is Standing.COMPARED


def test_who_does_not_say_is_counted_and_not_compared_and_can_hide_as_well():
    told = rows(of({"woman": (10, 1), "man": (10, 1), "": (10, 9)}))
    assert told[""].standing is Standing.UNSTATED
    assert told[""].selection.ratio is None
    assert told["man"].selection.ratio == 1
    told = rows(of({"woman": (10, 1), "man": (11, 1), "": (1, 0)}))
    assert (told[""].standing, told["woman"].standing) == (Standing.HIDDEN, Standing.HIDDEN_TOO)


def test_under_two_in_a_hundred_is_told_without_a_ratio_and_measures_nobody():
    told = rows(of({"woman": (200, 60), "man": (200, 60), "other": (8, 8)}))
    assert told["other"].standing is Standing.FEW
    assert (told["other"].people, told["other"].selection.ratio) == (8, None)
    assert told["woman"].selection.ratio == 1
    assert rows(of({"woman": (196, 6), "man": (196, 6), "o": (8, 8)}))["o"].selection.ratio == 1


def test_nobody_selected_gives_no_ratio():
    told = rows(of({"woman": (10, 0), "man": (10, 0)}))
    assert (told["man"].selection.rate, told["man"].selection.ratio) == (0, None)


def test_a_pair_of_traits_is_shown_whole_or_not_at_all():
    outcomes = {str(at): Outcome(is_selected=at % 2 == 0) for at in range(40)}
    traits = {
        str(at): {"gender": "woman" if at < 20 else "man", "age": "30" if at % 4 < 2 else "50"}
        for at in range(40)
    }
    pair = fairness(outcomes, traits=traits).traits[2]
    assert pair.name == "age and gender"
    assert [row.people for row in pair.rows] == [10] * 4
    traits["0"] = {"gender": "woman", "age": "70"}
    with_one = fairness(outcomes, traits=traits).traits[2]
    assert with_one.is_withheld
    assert not with_one.rows
    traits["0"] = {"gender": "woman"}
    assert fairness(outcomes, traits=traits).traits[2].is_withheld


def test_what_is_hidden_is_never_found_from_what_is_shown():
    """Whatever the groups: what is hidden is nobody, or several groups of five people or more."""
    rng = random.Random(7)  # noqa: S311 -- a draw that repeats
    for _ in range(2_000):
        sizes = [rng.choice([0, 1, 2, 3, 4, 5, 6, 9, 30]) for _ in range(rng.randint(1, 6))]
        found = of({f"g{at}": (size, size // 2) for at, size in enumerate(sizes) if size})
        if found.people is None:
            assert sum(sizes) < LEAST
            continue
        shown = sum(row.people or 0 for row in found.traits[0].rows)
        hidden = [row for row in found.traits[0].rows if row.people is None]
        left = found.people - shown
        assert all(row.people is None or row.people >= LEAST for row in found.traits[0].rows)
        assert left == 0 or left >= LEAST
        assert len(hidden) != 1 or len(found.traits[0].rows) == 1 or left == 0


def test_ratios_are_reckoned_exactly():
    told = rows(of({"a": (7, 3), "b": (9, 5)}))
    exact = Fraction(3, 7) / Fraction(5, 9)
    assert abs(Fraction(told["a"].selection.ratio) - exact) < Fraction(1, 10_000)


# ------------------------------------------------------------------------------------------ files

TABLE = "alias;Selected;points;gender\na;yes;90;woman\nb;no;20;\n"


def test_a_table_is_read_whatever_separates_it():
    assert read_outcomes(TABLE) == {
        "a": Outcome(is_selected=True, points=Decimal(90)),
        "b": Outcome(is_selected=False, points=Decimal(20)),
    }
    assert read_traits(TABLE.replace(";", ",").encode()) == {"a": {"gender": "woman"}, "b": {}}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "there is nobody"),
        ("selected\n", "there is nobody"),
        ("gender\nwoman\n", "neither a column"),
        ("selected,gender\nperhaps,woman\n", "line 2: 'selected' says yes or no"),
        ("selected\n\n\nyes\nmaybe\n", "line 5"),
        ("points\nmany\n", "'points' is a number"),
        ("points\nNaN\n", "'points' is a number"),
        ("selected,gender\nyes\n", "it has 1 cells, and the first has 2"),
        ("selected,selected\nyes,no\n", "a name of its own"),
        ("selected,\nyes,woman\n", "a name of its own"),
        ("alias,selected\na,yes\na,no\n", "stands twice"),
        ('selected\n"ye"s\n', "no CSV"),
        (b"selected\nyes\n\xff\n", "line 3: it holds a character"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_at_its_line(table, told):
    with pytest.raises(Refused, match=told) as refused:
        read_outcomes(table)
    assert refused.value.problem.code == "fairness.table-malformed"


def test_an_auditor_gets_a_table_without_what_is_hidden_and_without_formulas():
    found = of({"=cmd()": (20, 10), "man": (30, 9), "other": (2, 2), "x": (5, 1)})
    told = list(csv.DictReader(StringIO(fairness_csv(found))))
    assert [row["group"] for row in told] == ["'=cmd()", "man", "other", "x"]
    assert told[1]["selection_impact_ratio"] == "0.6000"
    assert told[1]["below_four_fifths"] == "yes"
    assert told[2]["people"] == told[2]["selected"] == told[3]["selection_rate"] == ""
