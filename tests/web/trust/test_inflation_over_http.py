"""Programs read inflation, and set from where on an organisation is told."""

from __future__ import annotations

from uuid import uuid4

import pytest

from testamur.quality.inflation_alerts import DEFAULTS
from tests.web.api.conftest import is_problem, program

pytestmark = pytest.mark.django_db

__all__ = ["program"]


@pytest.fixture
def office(program, bashir, university):
    return program(bashir, university)


def test_everybody_reads_the_catalogue_and_what_is_in_it(program, counted):
    anybody = program()
    told = anybody.get("/inflation").told
    assert (told["version"], told["parts"][0]["name"]) == ("1.0", "overlap")
    assert set(told["rates"]) == {"quarter"}
    assert [one["overlap"] for one in told["pairs"]] == [1.0, 1.0, 1.0]
    lines = anybody.get("/inflation/achievements?size=2").told
    assert lines["total"] == 4
    assert lines["items"][0]["index"] == 75.8
    first = lines["items"][0]["id"]
    one = anybody.get(f"/inflation/achievements/{first}").told
    assert (one["index"], len(one["near"]), set(one["rates"])) == (75.8, 2, {"quarter"})
    assert one["time"]["possible_hours"] == 8


def test_before_the_first_count_there_is_nothing(program, office):
    assert is_problem(program().get("/inflation"), 404, "http.not-found")
    assert is_problem(office.get("/organisation/inflation"), 404, "http.not-found")


def test_an_organisation_reads_its_own_in_more_ways(program, office, counted, chen, college):
    assert set(office.get("/organisation/inflation").told["rates"]) >= {"quarter", "month"}
    pk = counted[1].achievement_id
    address = f"/organisation/inflation/achievements/{pk}"
    assert "cohort" in office.get(address).told["rates"]
    assert program(chen, college).get(address).status_code == 404
    assert office.get(f"/organisation/inflation/achievements/{uuid4()}").status_code == 404


def test_alerts_are_listed(program, office, counted, chen, college):
    told = office.get("/organisation/inflation/alerts").told
    assert {one["title"] for one in told["items"]} == {"Excel basics", "Excel starter"}
    [theirs] = program(chen, college).get("/organisation/inflation/alerts").told["items"]
    assert (theirs["name"], theirs["value"], theirs["threshold"]) == ("overlap", 1.0, 0.8)


def test_thresholds_are_read_and_changed(office):
    address = "/organisation/inflation/thresholds"
    assert office.get(address).told == {name: float(one) for name, one in DEFAULTS.items()}
    told = office.put(address, {"overlap": 0.9, "passing": None}).told
    assert (told["overlap"], told["passing"], told["drift"]) == (0.9, None, 0.1)
    assert office.get(address).told == told
    assert office.put(address, {"overlap": 7}).status_code == 422
    assert office.put(address, {"height": 1}).status_code == 422
    assert office.put(address, {}).told["overlap"] == 0.8
