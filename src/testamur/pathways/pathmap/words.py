"""What a map says in words: of each node its state, what it takes and where it stands.

The words are given, so that whoever shows a map says them in the reader's language; without any,
they are English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from testamur.pathways.pathmap.nodes import Kind, MapNode, State

__all__ = ["ENGLISH", "Words"]

_SIGNS: Final = {"EUR": "€", "GBP": "£", "USD": "$"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a map; those with braces take what stands in them."""

    states: Mapping[State, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                State.EARNED: "Earned",
                State.EXPIRING: "Expires soon",
                State.IN_PROGRESS: "In progress",
                State.AVAILABLE: "Available",
                State.LOCKED: "Locked",
                State.NOT_OFFERED: "Not offered",
            }
        )
    )
    all_of: str = "All {of} of these"
    some_of: str = "Any {need} of these {of}"
    any_of: str = "One of these"
    in_order: str = "In this order"
    hours: str = "{} h"
    free: str = "free"
    left: str = "{} left"
    met: str = "{} of {} met"
    credits: str = "{} of {} {}"
    step: str = "Step {} of the shortest way"
    more: str = "{} more"
    level: str = "level {}"
    earned_on: str = "Earned on {}"
    valid_until: str = "valid until {}"
    by: str = "by {}"
    then: str = "then"
    needed_first: str = "Other steps ask for it first"
    done: str = "{} % done"
    map_of: str = "Map of {}"

    def name_of(self, node: MapNode) -> str:
        """What a node is called: its title, or how much of what is inside it is asked for."""
        if node.title:
            return node.title
        of = len(node.children)
        if node.kind is Kind.ORDER:
            return self.in_order
        if node.kind is Kind.ALL:
            return self.all_of.format(of=of)
        told = self.any_of if node.need == 1 else self.some_of
        return told.format(need=node.need, of=of)

    def facts_of(self, node: MapNode) -> Iterator[str]:
        """What is told below the name: the state, then what it gives and takes."""
        if node.kind is Kind.WHOLE or node.children:
            yield from self._clause(node)
        else:
            yield self.states[node.state]
            yield from self._card(node)

    def standing_of(self, whole: MapNode) -> Iterator[str]:
        """How much of the whole is there, and what is left."""
        yield self.done.format(int(100 * whole.share))
        told = [self.hours_of(whole.minutes), self.cost_of(whole.cents)]
        kept = ", ".join(one for one in told if one and one != self.free)
        if kept and whole.share < 1:
            yield self.left.format(kept)

    def sentence_of(self, node: MapNode) -> str:
        """All of a node in one line, for those who do not see where it stands."""
        facts = self.standing_of(node) if node.kind is Kind.WHOLE else self.facts_of(node)
        told = [self.name_of(node), self.states[node.state], *facts, *self.details_of(node)]
        kept = dict.fromkeys(part.rstrip(".") for part in told if part)
        return f"{'. '.join(kept)}."

    def details_of(self, node: MapNode) -> Iterator[str]:
        """What a card has no room for."""
        if node.step:
            yield self.step.format(node.step)
        if node.issuer:
            yield self.by.format(node.issuer)
        if not node.pointer and node.kind is not Kind.WHOLE:
            yield self.needed_first
        if node.conditions and node.conditions != f"at EQF level {node.level} or above":
            yield node.conditions
        if node.awarded and node.state is State.EXPIRING:
            yield self.earned_on.format(f"{node.awarded:%Y-%m-%d}")
        if node.expires and node.state is not State.EXPIRING:
            yield self.valid_until.format(f"{node.expires:%Y-%m-%d}")
        yield from node.notes

    def cost_of(self, cents: Mapping[str, int]) -> str:
        """What is to be paid, in each currency; "" where it is not stated."""
        told = [_price(one, currency) for currency, one in cents.items() if one]
        return " + ".join(told) or (self.free if cents else "")

    def hours_of(self, minutes: int | None) -> str:
        """How long it takes; "" where it is not stated."""
        return self.hours.format(f"{Decimal(minutes) / 60:.4g}") if minutes else ""

    def _card(self, node: MapNode) -> Iterator[str]:
        if node.kind is Kind.CREDITS or node.state in {State.EARNED, State.EXPIRING}:
            yield from self._earned(node)
            return
        if node.amount and node.scheme:
            yield f"{_plain(node.amount)} {node.scheme}"
        yield from (one for one in (self.hours_of(node.minutes), self.cost_of(node.cents)) if one)

    def _earned(self, node: MapNode) -> Iterator[str]:
        if node.kind is Kind.CREDITS:
            yield self._sum(node)
        elif node.state is State.EXPIRING and node.expires:
            yield f"{node.expires:%Y-%m-%d}"
        elif node.awarded:
            yield f"{node.awarded:%Y-%m-%d}"

    def _clause(self, node: MapNode) -> Iterator[str]:
        """How much is met of what is asked for; a state that this does not tell stands first."""
        is_counted = node.state in {State.AVAILABLE, State.IN_PROGRESS}
        if node.kind is Kind.CREDITS:
            told = self._sum(node)
        elif node.kind is Kind.SKILL:
            told = self.level.format(node.level) if node.level else ""
        else:
            told = self.met.format(sum(one.share == 1 for one in node.children), node.need)
        is_told = is_counted and node.kind is not Kind.SKILL
        yield from [] if is_told else [self.states[node.state]]
        yield from [told] if told and node.share < 1 else []
        yield from [self.more.format(node.more)] if node.more else []

    def _sum(self, node: MapNode) -> str:
        amount, missing = node.amount or Decimal(0), node.missing or Decimal(0)
        return self.credits.format(_plain(amount - missing), _plain(amount), node.scheme)


def _price(cents: int, currency: str) -> str:
    amount = f"{cents // 100:,}" if cents % 100 == 0 else f"{Decimal(cents) / 100:,.2f}"
    sign = _SIGNS.get(currency)
    return f"{sign}{amount}" if sign else f"{amount} {currency}"


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


ENGLISH: Final = Words()
