"""What somebody holds, counted toward a rule: what counts, what does not and why, what is left.

    found = stack(held, toward=rule, at=now)
    found.complete, found.counted, found.rejected, found.remaining

Rules kept here:

- only facts of verified credentials are counted (`Held`), all about one person;
- one credential meets one clause, unless the rule says otherwise, and of several credentials of one
  achievement one counts: a renewal is no second award;
- the assignment is the best there is (`pathways.assignment`), so more credentials never make it
  worse, and the same credentials in any order give the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from testamur.credentials.verify import VerifiedCredential
from testamur.errors import Refused
from testamur.pathways.assignment import Node, Offer, Placed, best_assignment, share_of
from testamur.pathways.counted import Counted, Reason, Rejected, Remaining, Stack, Why
from testamur.pathways.held import Held, facts_of, is_about, require_one_holder
from testamur.pathways.leaves import Leaf, taken_apart
from testamur.pathways.rules import Achieved, Credits, Rule, Skilled
from testamur.pathways.sentences import told_credits

__all__ = ["MAX_HELD", "Counted", "Reason", "Rejected", "Remaining", "Stack", "Why", "stack"]

MAX_HELD: Final = 500


def stack(
    held: Iterable[Held | VerifiedCredential],
    *,
    toward: Rule,
    at: datetime,
    holder: Collection[str] = (),
) -> Stack:
    """Count verified credentials, or the facts of them, toward a rule at the moment `at`.

    `holder` are the identifiers of the person; without them all credentials must name the same
    subject. Raises `Refused` (`stack.several-holders`, `stack.too-large`, `stack.nothing-awarded`).
    """
    awards = _distinct(facts_of(held))
    if len(awards) > MAX_HELD:
        told = f"{len(awards)} credentials; at most {MAX_HELD} are counted"
        raise Refused.because("stack.too-large", told)
    if not holder:
        require_one_holder(awards)
    return _Count(toward, at, awards, tuple(holder)).answer()


def _distinct(held: Iterable[Held]) -> list[Held]:
    """Each credential once, the newest first, in an order that depends on them alone."""
    found: dict[tuple[str, str], Held] = {}
    for one in sorted(held, key=lambda one: one.digest):
        found.setdefault((one.issuer, one.credential or one.digest), one)
    return sorted(found.values(), key=lambda one: (-_age(one), one.names[-1], one.digest))


def _age(held: Held) -> float:
    return held.awarded.timestamp() if held.awarded else 0.0


# ------------------------------------------------------------------------------------- the counting


class _Count:
    """One counting: the rule taken apart, the credentials, and what became of each."""

    def __init__(
        self, rule: Rule, at: datetime, awards: Sequence[Held], holder: Sequence[str]
    ) -> None:
        self.rule, self.at, self.awards, self.holder = rule, at, awards, holder
        self.root, self.leaves = taken_apart(rule)
        self.demands = [leaf.demand for leaf in self.leaves]
        self.refusals = [self._refusal(one) for one in awards]

    def answer(self) -> Stack:
        placed = best_assignment(self.root, self.demands, self._choices())
        worth = self._worth(placed)
        used = {award: demand for demand, awards in placed.items() for award in awards}
        counted = [
            Counted(self.awards[award], self.leaves[demand].pointer, self.leaves[demand].told)
            for demand, awards in sorted(placed.items())
            for award in awards
        ]
        rejected = [
            Rejected(one, tuple(self._reasons(at, used)))
            for at, one in enumerate(self.awards)
            if at not in used
        ]
        progress = share_of(self.root, self.demands, worth)
        left = () if progress == 1 else tuple(self._left(self.root, worth))
        return Stack(self.rule, self.at, tuple(counted), tuple(rejected), left, progress)

    def _choices(self) -> list[list[Offer]]:
        """What may count where: each achievement once, or once for each clause."""
        choices: dict[tuple[str, int], list[Offer]] = {}
        for demand, leaf in enumerate(self.leaves):
            for award, one in enumerate(self.awards):
                if self.refusals[award] is None and leaf.unfit(one, at=self.at) is None:
                    each = demand if self.rule.counts_twice else -1
                    offer = Offer(award, demand, leaf.worth_of(one), one.awarded)
                    choices.setdefault((one.names[-1], each), []).append(offer)
        return [choices[name] for name in sorted(choices)]

    def _worth(self, placed: Placed) -> dict[int, Fraction]:
        return {
            demand: sum(
                (self.leaves[demand].worth_of(self.awards[one]) for one in awards), Fraction(0)
            )
            for demand, awards in placed.items()
        }

    # ------------------------------------------------------------------------------- what is wrong

    def _refusal(self, one: Held) -> Reason | None:
        """Why a credential counts for nothing, whatever is asked."""
        if self.holder and not is_about(one, self.holder):
            return Reason(Why.OTHER_HOLDER, f"It is about {one.subject or 'nobody named'}.")
        if one.expires and one.expires <= self.at:
            return Reason(Why.EXPIRED, f"It was valid until {one.expires:%Y-%m-%d}.")
        if one.awarded and one.awarded > self.at:
            return Reason(Why.NOT_YET, f"It is awarded on {one.awarded:%Y-%m-%d}.")
        return None

    def _reasons(self, award: int, used: Mapping[int, int]) -> Iterator[Reason]:
        one = self.awards[award]
        refusal = self.refusals[award]
        if refusal:
            yield refusal
            return
        found = [(leaf, leaf.unfit(one, at=self.at)) for leaf in self.leaves]
        fitting = [leaf for leaf, unfit in found if unfit is None]
        if fitting:
            yield self._why_spare(one, fitting, used)
            return
        asked = [unfit for _, unfit in found if unfit and unfit.why is not Why.NOT_ASKED]
        yield from asked or [Reason(Why.NOT_ASKED, "No clause asks for it.")]

    def _why_spare(self, one: Held, fitting: Sequence[Leaf], used: Mapping[int, int]) -> Reason:
        """Why a credential that fits a clause is not counted for it."""
        if any(self.awards[other].names[-1] == one.names[-1] for other in used):
            return Reason(Why.AGAIN, "Another credential of the same achievement counts.")
        met = {self.leaves[demand].pointer for demand in used.values()}
        for leaf in fitting:
            if "/inOrder/" in leaf.pointer and leaf.pointer not in met:
                told = (
                    "What comes before it in the order was awarded later, or is dated by nothing."
                )
                return Reason(Why.ORDER, told, leaf.pointer)
        return Reason(Why.SPARE, "The clauses that it fits are met without it.", fitting[0].pointer)

    # ------------------------------------------------------------------------------- what is left

    def _left(self, node: Node, worth: Mapping[int, Fraction]) -> Iterator[Remaining]:
        """What is left below a node that is not met: one by one where all are needed."""
        if node.kind == "leaf":
            yield self._left_of(self.leaves[node.demand], worth.get(node.demand, Fraction(0)))
            return
        shares = [share_of(child, self.demands, worth) for child in node.children]
        open_ = [child for child, share in zip(node.children, shares, strict=True) if share < 1]
        lacking = node.need - (len(node.children) - len(open_))
        if lacking == len(open_):
            for child in open_:
                yield from self._left(child, worth)
            return
        of = tuple(self._one_left(child, worth) for child in open_)
        told = f"{lacking} of: {'; '.join(one.told for one in of)}"
        yield Remaining(told, pointer=node.pointer, choose=lacking, of=of)

    def _one_left(self, node: Node, worth: Mapping[int, Fraction]) -> Remaining:
        found = tuple(self._left(node, worth))
        if len(found) == 1:
            return found[0]
        told = " and ".join(one.told for one in found)
        return Remaining(told, pointer=node.pointer, choose=len(found), of=found)

    def _left_of(self, leaf: Leaf, worth: Fraction) -> Remaining:
        clause = leaf.clause
        row = Remaining(leaf.told, pointer=leaf.pointer, level=leaf.level)
        match clause:
            case Achieved():
                return replace(row, achievement=clause.achievement)
            case Skilled():
                return replace(row, skill=clause.skill)
            case Credits():
                missing = clause.amount - Decimal(worth.numerator) / Decimal(worth.denominator)
                told = told_credits(missing, f"more {clause.scheme}")
                named = " from the achievements named" if clause.achievements else ""
                row = replace(row, told=f"{told}{named}{leaf.conditions}", credits=missing)
                return replace(row, scheme=clause.scheme)
