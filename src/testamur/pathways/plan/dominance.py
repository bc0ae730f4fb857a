"""Which offers nobody needs to look at, because others can stand in for them.

What an offer does is the needs it covers and the parts of prerequisites it meets. It goes

- where it does nothing that still counts: no need, and no part that anything kept asks for;
- where another one does as much, asks for no more, costs no more money and no more time, and can be
  begun whenever it can;
- where several that ask for nothing and can be begun any time do as much together.

Each that goes leaves a best plan among those that stay, so they may go one after another; what they
asked for then counts no longer, and more may go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from testamur.pathways.plan.funding import NetPrice
from testamur.pathways.plan.offers import HasAchievement, HasSkill, Offer, Prerequisite

__all__ = ["Atom", "Candidate", "Column", "Supply", "without_dominated"]

Atom = HasAchievement | HasSkill
Supply = Mapping[Atom, Collection[int]]

_MANY: Final = 10**12
MOST_STAND_INS: Final = 12
"""How many offers are looked at for each thing that is to be done."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What an offer is judged by: what is not limited and not aimed at first does not count.

    Then it only decides between equals.
    """

    money: bool = True
    time: bool = True
    calendar: bool = False

    def rate(self, column: Column) -> tuple[int, int]:
        """Money and time of a column, so that less is better in both."""
        cents, minutes = column.cents, column.minutes
        if not self.time:
            return cents * _MANY + minutes, 0
        if not self.money:
            return 0, minutes * _MANY + cents
        return cents, minutes


@dataclass(frozen=True, slots=True)
class Column:
    """An offer that may help: what it costs this learner, and the needs it covers, by number.

    `starts` are the weeks in which it may be begun, None where it may be begun at any time.
    """

    offer: Offer
    price: NetPrice
    covers: frozenset[int]
    starts: tuple[int, ...] | None

    @property
    def cents(self) -> int:
        """What the learner pays."""
        return self.price.net

    @property
    def minutes(self) -> int:
        """The time it takes."""
        return self.offer.minutes

    @property
    def is_any_time(self) -> bool:
        """Whether it may be begun whenever one likes, and take as long as one likes."""
        return self.starts is None and self.offer.weeks_at_most is None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column with the number of its offer in the catalogue, and what it still asks for."""

    number: int
    column: Column
    required: Prerequisite | None
    atoms: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class _Rated:
    """A candidate with what it does as bits."""

    candidate: Candidate
    does: int
    cents: int
    minutes: int

    def is_no_worse(self, other: _Rated, *, has_calendar: bool) -> bool:
        """Whether this one, which costs no more money, can stand in for the other."""
        required = self.candidate.required
        return (
            self.does & other.does == other.does
            and self.minutes <= other.minutes
            and (required is None or required == other.candidate.required)
            and (not has_calendar or _is_as_free(self.candidate.column, other.candidate.column))
        )


def without_dominated(
    candidates: Sequence[Candidate], *, supply: Supply, counts: Counts
) -> list[Candidate]:
    """Those that are left, in the order of their numbers; `supply` says who meets each part."""
    rated = _rated(candidates, supply, counts)
    kept = _without_those_of_several(_without_those_of_one(rated, counts), counts)
    return sorted((one.candidate for one in kept), key=lambda one: one.number)


def _rated(candidates: Sequence[Candidate], supply: Supply, counts: Counts) -> list[_Rated]:
    """What each does, the cheapest first; without those that do nothing."""
    does = {one.number: sum(1 << at for at in one.column.covers) for one in candidates}
    bit = 1 << (max((at for one in candidates for at in one.column.covers), default=0) + 1)
    for numbers in supply.values():
        for number in numbers:
            if number in does:
                does[number] |= bit
        bit <<= 1
    rated = [
        _Rated(one, does[one.number], *counts.rate(one.column))
        for one in candidates
        if does[one.number]
    ]
    return sorted(rated, key=_cheapest_first)


def _cheapest_first(one: _Rated) -> tuple[int, int, int, int]:
    return one.cents, one.minutes, -one.does.bit_count(), one.candidate.number


def _without_those_of_one(rated: Sequence[_Rated], counts: Counts) -> list[_Rated]:
    kept: list[_Rated] = []
    doing: defaultdict[int, list[_Rated]] = defaultdict(list)
    for one in rated:
        bits = list(_bits_of(one.does))
        rarest = min(bits, key=lambda bit: len(doing[bit]))
        if any(other.is_no_worse(one, has_calendar=counts.calendar) for other in doing[rarest]):
            continue
        kept.append(one)
        for bit in bits:
            doing[bit].append(one)
    return kept


def _without_those_of_several(rated: Sequence[_Rated], counts: Counts) -> list[_Rated]:
    free = [
        one
        for one in rated
        if one.candidate.required is None
        and (not counts.calendar or one.candidate.column.is_any_time)
    ]
    doing = _stand_ins(free)
    gone: set[int] = set()
    for one in reversed(rated):
        if _can_be_replaced(one, doing, gone):
            gone.add(one.candidate.number)
    return [one for one in rated if one.candidate.number not in gone]


def _stand_ins(free: Sequence[_Rated]) -> Mapping[int, list[_Rated]]:
    """For each thing to be done those that do it for the least money, and in the least time."""
    doing: defaultdict[int, list[_Rated]] = defaultdict(list)
    for one in free:
        for bit in _bits_of(one.does):
            doing[bit].append(one)
    half = MOST_STAND_INS // 2
    for bit, several in doing.items():
        by_time = sorted(several[half:], key=lambda one: one.minutes)[:half]
        doing[bit] = several[:half] + by_time
    return doing


def _can_be_replaced(one: _Rated, doing: Mapping[int, list[_Rated]], gone: set[int]) -> bool:
    """Whether others that ask for nothing do what this one does, for no more money or time."""
    missing, cents, minutes = one.does, one.cents, one.minutes
    own = one.candidate.number
    while missing:
        able = [
            other
            for other in doing.get(missing & -missing, ())
            if other.cents <= cents
            and other.minutes <= minutes
            and other.candidate.number != own
            and other.candidate.number not in gone
        ]
        if not able:
            return False
        best = min(able, key=lambda other: _share(other, cents, minutes, missing))
        missing &= ~best.does
        cents, minutes = cents - best.cents, minutes - best.minutes
    return True


def _share(one: _Rated, cents: int, minutes: int, missing: int) -> float:
    """How much of what is left it takes for each thing it does; only for choosing what to try."""
    return (one.cents / (cents + 1) + one.minutes / (minutes + 1)) / (
        one.does & missing
    ).bit_count()


def _is_as_free(one: Column, other: Column) -> bool:
    mine, theirs = one.offer.weeks_at_most, other.offer.weeks_at_most
    is_as_long = mine is None or (theirs is not None and mine >= theirs)
    if one.starts is None:
        return is_as_long
    return is_as_long and other.starts is not None and set(one.starts) >= set(other.starts)


def _bits_of(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low
        mask ^= low
