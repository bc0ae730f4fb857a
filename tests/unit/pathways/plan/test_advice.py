"""What an offer adds, and what is recommended, each with its reasons."""

from __future__ import annotations

import pytest

from testamur.pathways.plan import Funding, HasSkill, Held, Limits, adds, recommend
from testamur.skills.framework import Need
from tests.plan_cases import offer

NEEDS = [Need(skill, level=3) for skill in "abcd"]


@pytest.mark.parametrize(
    ("gives", "held", "sentence"),
    [
        ("ab", {"a": 3}, "covers 1 of your 3 gaps"),
        ("abc", {}, "covers 3 of your 4 gaps"),
        ("ax", {"b": 3, "c": 3, "d": 3}, "covers 1 of your 1 gap"),
        ("a", {"a": 5}, "adds nothing new to you"),
        ("ax", {"a": 5}, "covers none of your gaps"),
    ],
)
def test_what_an_offer_adds_is_one_sentence(gives, held, sentence):
    assert adds(offer("o", gives), NEEDS, Held(held)).sentence == sentence


def test_what_covers_most_comes_first_and_says_why():
    voucher = Funding("Voucher", percent=40)
    offers = [
        offer("one", "a", euros=5),
        offer("two", "ab", euros=80, hours=12, funding=(voucher,)),
        offer("dear", "cab", euros=900),
        offer("only", "d", euros=70, requires=HasSkill("x")),
        offer("later", "bc", requires=HasSkill("y")),
    ]
    found = recommend(NEEDS, offers=offers, held=Held({"x": 4}), limits=Limits(cents=10_000))
    assert [one.offer.id for one in found] == ["two", "only", "one"]
    assert found[0].reasons == (
        "covers 2 of your 4 gaps",
        "costs 48.00 EUR and 12 hours",
        "Voucher pays 32.00 EUR",
    )
    assert found[1].reasons[1] == "is the only offer for 1 of them"
    assert found[1].reasons[-1] == "you have what it asks for"
