"""Figures of a market whose every posting is known: counted by hand, and by the engine."""

from __future__ import annotations

import sys

import pytest

from testamur.errors import Refused
from testamur.market import Market, Scope, Store, load
from testamur.market.figures import share_of
from testamur.market.withholding import protected
from tests.market_cast import AT, fill, mapped, market_rows, write_csv

SINCE, UNTIL = "2023-01", "2025-06"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    return fill(tmp_path_factory.mktemp("market"), market_rows())[0]


@pytest.fixture(scope="module")
def market(store):
    with Market(store) as opened:
        yield opened


def test_demand_is_a_share_with_its_interval_and_its_sources(market):
    demand = market.demand("urn:sql")
    # 18 months of 10 and 12 of 20, and 10 more in each of two Decembers
    assert demand.share.postings == 18 * 10 + 12 * 20 + 2 * 10
    assert demand.share.of == 3000
    assert demand.share.per_thousand == pytest.approx(146.666667)
    assert demand.share.interval == pytest.approx((134.45, 159.78), abs=0.01)
    [source] = demand.provenance.sources
    assert (source.source, source.licences, source.since, source.until) == (
        "Generated postings",
        ("CC0-1.0",),
        SINCE,
        UNTIL,
    )
    assert (demand.provenance.since, demand.provenance.until) == (SINCE, UNTIL)
    assert demand.as_json()["provenance"]["sources"][0]["retrieved"] == "2026-05-01"


def test_every_month_is_told_and_december_stands_out_only_before_seasons_are_removed(market):
    demand = market.demand("urn:sql")
    months = {one.month: one for one in demand.months}
    assert len(months) == 30
    assert (months["2023-12"].share.postings, months["2023-11"].share.postings) == (20, 10)
    assert demand.is_adjusted
    raw = [months[f"2023-{at:02d}"].share.per_thousand for at in (10, 11, 12)]
    plain = [months[f"2023-{at:02d}"].adjusted for at in (10, 11, 12)]
    assert max(raw) - min(raw) == pytest.approx(100)
    assert max(plain) - min(plain) < 60


def test_under_24_months_nothing_is_adjusted_and_it_is_said(market):
    demand = market.demand("urn:sql", Scope(since="2023-08", until="2025-06"))
    assert len(demand.months) == 23
    assert not demand.is_adjusted
    assert demand.as_json()["seasonality"] == "not removed"
    assert {one.adjusted for one in demand.months} == {None}
    assert demand.growth.as_json()["compared"]["seasonality"] == "not removed"
    assert len(demand.growth.windows.after) == 11


def test_growth_compares_twelve_months_with_the_twelve_before(market):
    growth = market.demand("urn:sql").growth
    assert (growth.windows.before[0], growth.windows.before[-1]) == ("2023-07", "2024-06")
    assert (growth.windows.after[0], growth.windows.after[-1]) == ("2024-07", "2025-06")
    assert (growth.before.postings, growth.after.postings) == (130, 250)
    assert growth.ratio.value == pytest.approx(250 / 130)
    assert growth.ratio.low < 250 / 130 < growth.ratio.high
    assert growth.windows.holds_seasons


def test_what_is_new_rises_without_a_number_and_what_falls_falls(market):
    rising = {row.skill: row.growth for row in market.rising().rows}
    assert set(rising) == {"urn:sql", "urn:rust"}
    assert rising["urn:rust"].is_new
    assert rising["urn:rust"].ratio is None
    [falling] = market.falling().rows
    assert falling.skill == "urn:fax"
    assert falling.growth.ratio.value == pytest.approx(6 / 30)


def test_fewer_than_five_are_not_told_and_are_not_nought(market):
    demand = market.demand("urn:rare")
    assert demand.share.postings == 5
    assert {one.share.postings for one in demand.months} == {None}
    assert all(one.share.suppressed for one in demand.months)
    nothing = market.demand("urn:unheard-of")
    assert (nothing.share.postings, nothing.share.suppressed) == (None, True)
    assert nothing.share.per_thousand is None
    assert nothing.growth.reason == "fewer than five postings on one side"
    assert "urn:rare" not in {row.skill for row in market.skills(Scope(until="2025-04")).rows}


def test_one_hidden_part_hides_another():
    shares = protected([(100, 200), (7, 50), (2, 50)])
    assert [one.postings for one in shares] == [100, None, None]
    assert [one.postings for one in protected([(100, 200), (3, 50), (2, 50)])] == [100, None, None]
    assert [one.postings for one in protected([(100, 200), (7, 50), (1, 9), (0, 9)])] == [
        *(100, None, None, None)
    ]
    assert [one.postings for one in protected([(100, 200), (7, 50)])] == [100, 7]


def test_a_share_of_nothing_is_not_known():
    unknown = share_of(0, 0)
    assert (unknown.postings, unknown.of, unknown.suppressed) == (None, None, False)
    few = share_of(4, 4)
    assert (few.postings, few.of, few.suppressed) == (None, None, True)


def test_a_scope_narrows_everything(market):
    ohio = market.demand("urn:sql", Scope(region="Ohio", since="2025-01", until="2025-06"))
    assert (ohio.share.postings, ohio.share.of) == (60, 300)
    clerk = market.demand("urn:sql", Scope(occupation="Clerk", since="2025-01", until="2025-06"))
    assert (clerk.share.postings, clerk.share.of) == (90, 450)
    assert clerk.provenance.as_json()["scope"]["occupation"] == "Clerk"


def test_a_breakdown_tells_where_it_is_not_stated(market):
    found = market.regions("urn:sql")
    assert {row.value: (row.share.postings, row.share.of) for row in found.rows} == {
        "Ohio": (220, 1500),
        None: (220, 1500),
    }
    parts = {row.value: row.share for row in market.occupations("urn:sql").rows}
    assert parts["Engineer"].postings + parts["Clerk"].postings == 440


def test_what_is_asked_for_together_has_a_lift(market):
    found = market.together("urn:fax", Scope(since="2024-07"))
    # of 50..55 only 55 is 12k+7: 12 of 1,200; fax 72 of them and rust 96
    [pair] = found.rows
    assert (pair.skill, pair.other, pair.postings) == ("urn:fax", "urn:rust", 12)
    assert pair.lift == pytest.approx(12 * 1200 / (72 * 96))
    both = {(one.skill, one.other): one.postings for one in market.pairs().rows}
    assert both[("urn:fax", "urn:rust")] == 12
    assert market.together("urn:rare").rows == ()


def test_pay_is_told_by_currency_and_never_mixed(market):
    found = market.salaries("urn:fax", Scope(until="2023-12"))
    told = {row.currency: (row.postings, row.median) for row in found.rows}
    # 50, 60, 70 in USD and 55, 65, 75 in EUR, each of twelve months
    assert told == {"USD": (36, 31_000.0), "EUR": (36, 31_500.0)}
    [euros] = [row for row in found.rows if row.currency == "EUR"]
    assert (euros.lower, euros.upper) == (30_500.0, 32_500.0)
    few = market.salaries("urn:fax", Scope(since="2023-01", until="2023-01"))
    assert (few.rows, few.suppressed) == ((), True)


def test_scarcity_stands_demand_against_verified_holders(market):
    found = {row.skill: row for row in market.scarcity({"urn:sql": 44, "urn:fax": 4}).rows}
    assert found["urn:sql"].per_holder == pytest.approx(10.0)
    assert (found["urn:fax"].holders, found["urn:fax"].per_holder) == (None, None)
    assert found["urn:rust"].per_holder is None
    assert next(iter(found)) == "urn:sql"


def test_a_heat_map_has_a_cell_for_every_month(market):
    heat = market.heat(limit=2)
    assert [row.skill for row in heat.rows] == ["urn:fax", "urn:sql"]
    assert {len(row.cells) for row in heat.rows} == {30}
    assert heat.rows[0].cells[0].postings == 30


def test_there_is_something_to_choose_from(market):
    places = market.places()
    assert places.regions == {"Ohio": 1500}
    assert list(places.occupations) == ["Clerk", "Engineer"]
    assert (places.months[0], places.months[-1], places.postings) == (SINCE, UNTIL, 3000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "2024"},
        {"until": "2024-13"},
        {"since": "2025-01", "until": "2024-01"},
        {"least": 2},
    ],
)
def test_a_scope_that_cannot_be_is_refused(wrong):
    with pytest.raises(Refused) as refused:
        Scope(**wrong)
    assert refused.value.problem.code == "market.scope-malformed"


def test_where_nothing_is_within_the_scope_it_is_said(market):
    with pytest.raises(Refused) as refused:
        market.demand("urn:sql", Scope(region="Nowhere"))
    assert refused.value.problem.code == "market.nothing-loaded"


def test_an_empty_store_is_said_to_be_empty(tmp_path):
    with pytest.raises(Refused) as refused, Market(Store(tmp_path)):
        pass
    assert refused.value.problem.code == "market.nothing-loaded"


@pytest.mark.parametrize("url", ["nowhere", "mysql://host/db", "file.parquet", "spark"])
def test_an_address_of_no_engine_is_refused(store, url):
    with pytest.raises(Refused) as refused, Market(store, url=url):
        pass
    assert refused.value.problem.code == "market.engine-unknown"


def test_without_the_extra_it_is_one_problem(store, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(Refused) as refused, Market(store):
        pass
    assert refused.value.problem.code == "market.extra-missing"


def test_a_source_that_begins_later_is_not_taken_for_growth(tmp_path):
    rows = market_rows()
    store, _ = fill(tmp_path / "one", rows)
    late = [row | {"skills": "urn:late"} for row in rows if row["id"] >= "202410"]
    path = write_csv(tmp_path / "late.csv", late)
    load(path, mapping=mapped(source="Late postings"), store=store, at=AT)
    with Market(store) as market:
        growth = market.demand("urn:late").growth
        assert growth.windows.sources == ("Generated postings",)
        assert growth.windows.left_out == ("Late postings",)
        assert growth.ratio is None
        assert market.demand("urn:late").share.postings == 900
        alone = Scope(sources=("Late postings",))
        assert market.demand("urn:late", alone).share.of == 900
