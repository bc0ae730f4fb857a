"""Confidence in a skill: four stated factors, whose product is the number shown."""

from __future__ import annotations

import math
from datetime import timedelta
from decimal import Decimal

import pytest

from testamur.credentials.eu_elements import ASSESSMENT_TYPES, SUPERVISION
from testamur.errors import Refused
from testamur.pathways import confidence as module
from testamur.pathways.confidence import (
    DEFAULT,
    Event,
    Figures,
    Shown,
    bounds_of,
    confidence_in,
    read_figures,
)
from tests.pathways_cast import NOW

MONTH = timedelta(days=30.4375)
BEST = Shown(
    5,
    awarded=NOW,
    assessment=("practicalAssessment",),
    supervision="supervisedOnsiteVerified",
    endorsement="endorsed",
)


def factors(shown: Shown, level: int | None = None, **figures) -> dict[str, float]:
    found = confidence_in(shown, level=level, at=NOW, figures=Figures(**figures))
    return {factor.name: float(factor.value) for factor in found.factors}


def test_the_four_factors_multiply_to_the_number_shown():
    found = confidence_in(BEST, level=5, at=NOW)
    assert factors(BEST, 5) == {"strength": 0.95, "recency": 1, "endorsement": 1, "level": 1}
    assert found.value == Decimal("0.9500")
    worse = confidence_in(Shown(3, awarded=NOW - 36 * MONTH), level=5, at=NOW)
    assert found.value > worse.value
    shown = [factor["value"] for factor in worse.as_json()["factors"]]
    assert round(math.prod(shown), 4) == worse.as_json()["value"]
    assert shown == [0.45, 0.65, 0.9, 0.5]


def test_every_kind_that_a_credential_may_state_has_its_figure():
    assert set(module.ASSESSMENT) == {*ASSESSMENT_TYPES, ""}
    assert set(module.SUPERVISION) == {*SUPERVISION, ""}


def test_the_strongest_kind_counts_and_an_unknown_one_as_none():
    assert factors(Shown(None, assessment=("peerAssessment", "project")))["strength"] == 0.81
    assert factors(Shown(None, assessment=("telepathy",), supervision="moon"))["strength"] == 0.45


@pytest.mark.parametrize(
    ("months", "recency"), [(0, 1), (36, 0.65), (72, 0.475), (1200, 0.3), (-5, 1)]
)
def test_it_halves_toward_a_floor(months, recency):
    assert factors(Shown(None, awarded=NOW - months * MONTH))["recency"] == pytest.approx(
        recency, abs=1e-4
    )
    assert factors(Shown(None))["recency"] == 0.5


def test_an_organisation_changes_what_it_will():
    shown = Shown(3, awarded=NOW - 12 * MONTH, assessment=("project",))
    assert factors(shown, half_life={"": Decimal(12)})["recency"] == 0.65
    figures = read_figures({"half_life": 12, "assessment": {"project": 1}})
    assert set(figures.half_life.values()) == {12}, "one number stands for every kind"
    assert figures.assessment["project"] == 1
    assert figures.assessment["oralExam"] == DEFAULT.assessment["oralExam"]
    assert read_figures(DEFAULT.as_json()) == DEFAULT


@pytest.mark.parametrize(
    ("held", "asked", "factor"),
    [
        (5, 5, 1),
        (7, 5, 1),
        (4, 5, 0.75),
        (1, 8, 0.1),
        (None, 5, 0.7),
        (None, None, 1),
        (3, None, 1),
    ],
)
def test_the_level_that_is_asked_for(held, asked, factor):
    assert factors(Shown(held), asked)["level"] == factor


def test_who_stands_behind_it():
    found = [
        factors(Shown(None, endorsement=kind))["endorsement"]
        for kind in ("endorsed", "vouched", "", "?")
    ]
    assert found == [1, 0.97, 0.9, 0.9]


MALFORMED = {
    "no object": ([], ""),
    "an unknown figure": ({"luck": 1}, "/luck"),
    "a share above one": ({"oldest": 1.5}, "/oldest"),
    "a half-life of nothing": ({"half_life": 0}, "/half_life"),
    "enough of nothing": ({"enough": 0}, "/enough"),
    "a truth": ({"oldest": True}, "/oldest"),
    "a table that is a number": ({"assessment": 1}, "/assessment"),
    "an unknown kind": ({"assessment": {"telepathy": 1}}, "/assessment/telepathy"),
    "no number": ({"supervision": {"supervised": math.nan}}, "/supervision/supervised"),
}


@pytest.mark.parametrize(("document", "pointer"), MALFORMED.values(), ids=MALFORMED)
def test_figures_are_refused_at_their_place(document, pointer):
    with pytest.raises(Refused) as refused:
        read_figures(document)
    assert (refused.value.problem.code, refused.value.problem.pointer) == (
        "gap.figures-malformed",
        pointer,
    )


@pytest.mark.parametrize(
    ("name", "bounds"),
    [("enough", ("0.0001", 1)), ("oldest", (0, 1))],
)
def test_every_figure_says_its_bounds_and_keeps_to_them(name, bounds):
    least, most = (Decimal(one) for one in bounds)
    assert bounds_of(name) == (least, most)
    for value in (float(least), float(most)):
        assert getattr(read_figures({name: value}), name) == Decimal(str(value))
    for value in (float(least) - 0.0001, float(most) + 0.0001):
        with pytest.raises(Refused):
            read_figures({name: value})


def test_every_row_of_a_table_keeps_to_its_bounds():
    assert bounds_of("half_life") == (Decimal("0.0001"), 1200)
    assert bounds_of("events") == (0, 1)
    assert read_figures({"half_life": {"digital": 1200}}).half_life["digital"] == 1200
    for wrong in ({"half_life": {"digital": 0}}, {"half_life": 1201}, {"events": {"renewal": 2}}):
        with pytest.raises(Refused):
            read_figures(wrong)


def test_each_kind_of_skill_fades_at_its_own_pace():
    after = {
        kind: factors(Shown(None, awarded=NOW - 24 * MONTH, kind=kind))["recency"]
        for kind in DEFAULT.half_life
    }
    assert after == {
        "regulated": 0.475,
        "digital": 0.702,
        "language": 0.8305,
        "transversal": 0.8742,
        "knowledge": 0.795,
        "": 0.741,
    }
    assert factors(Shown(None, awarded=NOW - 24 * MONTH, kind="magic"))["recency"] == after[""]


def recency(*events: Event, figures: Figures = DEFAULT):
    shown = Shown(None, awarded=NOW - 36 * MONTH, events=events)
    return confidence_in(shown, level=None, at=NOW, figures=figures).factors[1]


def test_a_renewal_counts_as_the_award_and_a_confirmed_use_in_part():
    assert recency().value == Decimal("0.6500")
    renewed = recency(Event(NOW, "renewal"))
    assert (renewed.value, renewed.told) == (
        1,
        "awarded 36 months ago, renewed 0 months ago: counts as 0 months; halves every 36",
    )
    used = recency(Event(NOW, "confirmedUse"))
    assert used.value == Decimal("0.8886")
    assert "use at work confirmed 0 months ago: counts as 9 months" in used.told


def test_what_one_says_of_oneself_moves_nothing_until_an_organisation_lets_it():
    said = Event(NOW, "statedUse")
    assert recency(said) == recency()
    figures = read_figures({"events": {"statedUse": 0.25}})
    assert recency().value < recency(said, figures=figures).value
    assert "used by their own word" in recency(said, figures=figures).told


def test_what_is_still_to_come_or_came_before_the_award_moves_nothing():
    for when in (NOW + MONTH, NOW - 40 * MONTH):
        assert recency(Event(when, "renewal")) == recency()


def test_without_a_date_there_is_nothing_to_move():
    shown = Shown(None, events=(Event(NOW, "renewal"),))
    assert confidence_in(shown, level=None, at=NOW).factors[1].value == Decimal("0.5")
