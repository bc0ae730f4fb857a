"""Whoever subtracts all that is told learns no number under five."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

import pytest

from testamur.market import Market, Store
from testamur.market.answers import Demand
from testamur.market.figures import Share
from testamur.market.ground import Ground
from testamur.market.scope import months_between
from testamur.market.withholding import parts_of_months, protected, withheld
from tests.market_cast import fill

WORKS = ("Clerk", "Cook", "Engineer", "Nurse", "")
REGIONS = ("Ohio", "Utah", "Iowa", "")


def postings(seed: int) -> list[dict[str, str]]:
    """Postings of which many months, regions and occupations have only a few."""
    rng = Random(seed)  # noqa: S311 -- no secrets
    rows = []
    for at in range(26):
        for number in range(rng.choice((6, 14, 30))):
            [work] = rng.choices(WORKS, (40, 3, 12, 6, 2))
            [region] = rng.choices(REGIONS, (30, 2, 8, 3))
            skills = [name for name in ("urn:sql", "urn:fax") if rng.random() < 0.45]
            rows.append(
                {
                    "id": f"{at}-{number}",
                    "title": f"Job {at} {number}",
                    "posted": f"{2023 + at // 12}-{at % 12 + 1:02d}-10",
                    "skills": ";".join(skills),
                    "occupation": work,
                    "region": region,
                }
            )
    return rows


def store_of(folder, seed: int) -> Store:
    return fill(folder, postings(seed))[0]


def is_safe(cells: Sequence[Share], counts: Sequence[int]) -> bool:
    """Whether what is withheld of a total that is told cannot be had by taking the others off."""
    hidden = [n for share, n in zip(cells, counts, strict=True) if share.suppressed]
    return not hidden or (len(hidden) > 1 and sum(hidden) >= 5)


def counted(rows: Iterable[dict[str, str]], **wanted: str) -> int:
    return sum(
        all(
            value in row[name] if name == "skills" else row[name] == value
            for name, value in wanted.items()
        )
        for row in rows
    )


@pytest.mark.parametrize("seed", range(2))
def test_no_month_can_be_had_from_totals_windows_and_the_other_months(tmp_path, seed):
    rows = postings(seed)
    with Market(store_of(tmp_path, seed)) as market:
        demand: Demand = market.demand("urn:sql")
    shares = [one.share for one in demand.months]
    counts = [
        sum(row["posted"][:7] == one.month and "urn:sql" in row["skills"] for row in rows)
        for one in demand.months
    ]
    assert is_safe(shares, counts)
    windows = demand.growth.windows
    assert windows
    if demand.growth.before.postings is None:
        return
    for part in parts_of_months(
        [one.month for one in demand.months], windows.before, windows.after
    ):
        assert is_safe([shares[at] for at in part], [counts[at] for at in part])


@pytest.mark.parametrize("seed", range(2))
def test_a_skill_tells_of_an_occupation_what_that_tells_of_the_skill(tmp_path, seed):
    with Market(store_of(tmp_path, seed)) as market:
        works = market.works(skills=["urn:sql", "urn:fax"])
        for skill in ("urn:sql", "urn:fax"):
            parts = {part.value: part.share for part in market.occupations(skill).rows}
            for work in works.rows:
                told = {one.skill: one.share for one in work.skills}
                if skill in told:
                    assert told[skill] == parts[work.occupation]
                else:
                    assert parts[work.occupation].suppressed


@pytest.mark.parametrize("seed", range(2))
def test_occupations_tell_no_month_of_each_other(tmp_path, seed):
    rows = postings(seed)
    with Market(store_of(tmp_path, seed)) as market:
        works = market.works(skills=["urn:sql", "urn:fax"]).rows
    told = [one.occupation for one in works]
    for at, month in enumerate(one.month for one in works[0].months):
        here = [row for row in rows if row["posted"][:7] == month]
        cells = [work.months[at].share for work in works]
        counts = [counted(here, occupation=name) for name in told]
        few = [n for cell, n in zip(cells, counts, strict=True) if cell.suppressed]
        others = len(here) - sum(counts)
        assert not few or sum(few) + others >= 5
        assert len(few) != 1 or others, "what is left over is not one number"
    for work in works:
        own = [
            counted(rows, occupation=work.occupation, posted=f"{m.month}-10") for m in work.months
        ]
        assert is_safe([one.share for one in work.months], own)
        for row in work.heat:
            own = [
                counted(rows, occupation=work.occupation, posted=f"{m.month}-10", skills=row.skill)
                for m in work.months
            ]
            assert is_safe(row.cells, own)


def test_seasons_are_taken_off_without_telling_what_is_withheld():
    months = months_between("2023-01", "2025-06")
    ground = Ground(None, None, {"One": dict.fromkeys(months, 40)}, months, None, None)
    counts = {month: 6 + at % 12 for at, month in enumerate(months)}
    one = ground.series(counts | {"2023-03": 1, "2024-09": 4})
    other = ground.series(counts | {"2023-03": 3, "2024-09": 2})
    assert one.is_adjusted
    assert [each.share.suppressed for each in one.months].count(True) == 2
    assert one == other


def test_a_size_under_five_hides_another_size():
    shares = protected([(50, 90), (9, 12), (2, 3)])
    assert [one.of for one in shares] == [90, None, None]
    assert [one.postings for one in shares] == [50, None, None]


def test_two_lines_look_after_each_other():
    counts = {"a": 2, "b": 9, "c": 20, "d": 7, "e": 30}
    assert withheld(counts, [["a", "b", "c"], ["b", "d", "e"]]) == {"a", "b", "d"}


def test_one_source_of_a_few_postings_is_not_told_by_the_others(tmp_path):
    from testamur.market import load
    from tests.market_cast import AT, mapped, write_csv

    store, _ = fill(tmp_path, postings(0))
    path = write_csv(tmp_path / "few.csv", postings(0)[:3])
    load(path, mapping=mapped(source="A small source"), store=store, at=AT)
    with Market(store) as market:
        sources = market.places().provenance.sources
    assert {one.postings for one in sources} == {None}


def test_a_sum_that_would_tell_the_months_beside_it_is_withheld(tmp_path):
    rows = [
        row for row in postings(1) if row["posted"] >= "2023-03" or "urn:fax" not in row["skills"]
    ]
    with Market(fill(tmp_path, rows)[0]) as market:
        growth = market.demand("urn:fax").growth
    assert growth.ratio is not None
    assert (growth.before.postings, growth.after.postings) == (None, None)
    assert growth.before.suppressed
