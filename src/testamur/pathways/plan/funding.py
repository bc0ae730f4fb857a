"""Who pays what: stated conditions over facts about a learner, and what is left to pay.

Money is whole hundredths of a currency and is never a float. A funding counts only where every
condition is met by a stated fact; what nobody stated is not guessed. Fundings are not added up: the
one that leaves least to pay is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from typing import assert_never

__all__ = ["Condition", "Fact", "Facts", "Funding", "NetPrice", "Test", "cheapest_way"]

Fact = str | int
Facts = Mapping[str, Fact]
"""What is stated about a learner, by name: `{"age": 34, "employment": "unemployed"}`."""


class Test(StrEnum):
    """How a fact is held against the value of a condition."""

    __test__ = False

    IS = "is"
    ONE_OF = "oneOf"
    AT_LEAST = "atLeast"
    AT_MOST = "atMost"


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact that must hold, such as age, AT_LEAST, 18."""

    fact: str
    test: Test
    value: Fact | tuple[Fact, ...]

    def is_met(self, facts: Facts) -> bool:
        """Whether the fact is stated and is as asked."""
        stated = facts.get(self.fact)
        if stated is None:
            return False
        match self.test:
            case Test.IS:
                return stated == self.value
            case Test.ONE_OF:
                return isinstance(self.value, tuple) and stated in self.value
            case Test.AT_LEAST:
                return _is_ordered(stated, self.value) and stated >= self.value  # type: ignore[operator]
            case Test.AT_MOST:
                return _is_ordered(stated, self.value) and stated <= self.value  # type: ignore[operator]
            case _:
                assert_never(self.test)


@dataclass(frozen=True, slots=True)
class Funding:
    """Somebody pays `percent` of a price, up to `most` hundredths of the currency named there."""

    name: str
    _: KW_ONLY
    percent: int = 100
    most: Mapping[str, int] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()

    def is_open_to(self, facts: Facts) -> bool:
        """Whether a learner of whom these facts are stated may have it."""
        return all(one.is_met(facts) for one in self.conditions)

    def pays(self, cents: int, currency: str) -> int:
        """How much of this price it pays; rounded down, so that a plan never costs more."""
        return min(cents * self.percent // 100, self.most.get(currency, cents))


@dataclass(frozen=True, slots=True)
class NetPrice:
    """A price and what is left of it; `funding` names who pays the rest, or is empty."""

    price: int
    net: int
    funding: str = ""


def cheapest_way(
    cents: int, *, currency: str, fundings: tuple[Funding, ...], facts: Facts
) -> NetPrice:
    """What a learner pays of a price, with the one funding that helps most."""
    best = NetPrice(cents, cents)
    for one in fundings:
        net = cents - one.pays(cents, currency)
        if net < best.net and one.is_open_to(facts):
            best = NetPrice(cents, net, one.name)
    return best


def _is_ordered(stated: Fact, value: object) -> bool:
    return type(stated) is type(value)
