"""Files of needs, offers and what is held: read exactly, or refused at the place that is wrong."""

from __future__ import annotations

import json

import pytest

from testamur.encoding import parse_json
from testamur.errors import Refused
from testamur.pathways.plan import AllOf, AnyOf, Condition, HasAchievement, HasSkill, Taught, Test
from testamur.pathways.plan.reading import labels_in, read_held, read_needs, read_offers
from tests.shared_data import PROJECT

OFFER = {"id": "o", "gives": [{"skill": "a", "level": 4}], "hours": 1.5, "price": {"EUR": "9.99"}}


def example(name: str):
    return parse_json((PROJECT / "examples" / "plan" / f"{name}.json").read_bytes())


def test_the_examples_are_read_whole():
    needs, offers, held = (example(name) for name in ("needs", "offers", "held"))
    assert [need.level for need in read_needs(needs)] == [4, 3, 4, 3]
    mining = read_offers(offers)[4]
    assert isinstance(mining.requires, AllOf)
    assert isinstance(mining.requires.of[0], HasSkill)
    assert isinstance(mining.requires.of[1], AnyOf)
    assert mining.requires.of[1].of[1] == HasAchievement("https://school.example/offers/sql")
    assert (len(mining.starts), mining.weeks_at_most) == (2, 8)
    voucher = read_offers(offers)[1].funding[0]
    assert voucher.conditions[1] == Condition("age", Test.AT_LEAST, 25)
    assert read_held(held).facts == {"employment": "employed", "age": 31}
    assert "SQL" in labels_in(offers).values()


def test_money_and_hours_are_exact():
    (offer,) = read_offers([OFFER])
    assert (offer.minutes, offer.cents, offer.title, offer.awards) == (90, {"EUR": 999}, "o", "o")
    assert offer.gives == (Taught("a", 4),)


@pytest.mark.parametrize(
    ("changed", "code", "pointer"),
    [
        ({"hours": 0.001}, "document.wrong-value", "/0/hours"),
        ({"hours": -1}, "document.wrong-value", "/0/hours"),
        ({"hours": None}, "document.wrong-form", "/0/hours"),
        ({"hours": "soon"}, "document.wrong-value", "/0/hours"),
        ({"price": {"EUR": "1.005"}}, "document.wrong-value", "/0/price/EUR"),
        ({"price": 5}, "document.wrong-form", "/0/price"),
        ({"gives": ["a", {"skill": "b", "level": 9}]}, "document.wrong-value", "/0/gives/1/level"),
        ({"gives": "a"}, "document.wrong-form", "/0/gives"),
        ({"starts": ["1.5.2027"]}, "document.wrong-value", "/0/starts/0"),
        ({"requires": {"some": []}}, "document.wrong-form", "/0/requires"),
        ({"requires": {"any": [3]}}, "document.wrong-form", "/0/requires/any/0"),
        ({"weeksAtMost": 1.5}, "document.wrong-form", "/0/weeksAtMost"),
        ({"weeksAtMost": -1}, "document.wrong-value", "/0/weeksAtMost"),
        ({"funding": [{"name": "x", "percent": 200}]}, "document.wrong-value", "/0/funding/0/percent"),
        ({"funding": [{"name": "x", "if": [{"fact": "age"}]}]}, "document.wrong-form", "/0/funding/0/if/0"),
        ({"id": ""}, "document.wrong-form", "/0/id"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_place(changed, code, pointer):
    with pytest.raises(Refused) as refused:
        read_offers([OFFER | changed])
    assert (refused.value.problem.code, refused.value.problem.pointer) == (code, pointer)


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        ("a", "document.wrong-form"),
        ({}, "document.missing-member"),
        ([{}], "document.missing-member"),
        ([{"skill": "a", "importance": 2}], "document.wrong-value"),
        ([{"skill": "a", "importance": "much"}], "document.wrong-form"),
    ],
)
def test_needs_that_cannot_be_read_are_refused(needs, code):
    with pytest.raises(Refused) as refused:
        read_needs(needs)
    assert refused.value.problem.code == code


def test_prerequisites_that_nest_too_deeply_are_refused():
    nested = json.loads('{"all": [' * 30 + '{"skill": "a"}' + "]}" * 30)
    with pytest.raises(Refused, match="nest too deeply"):
        read_offers([OFFER | {"requires": nested}])
