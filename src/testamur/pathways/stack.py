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
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from testamur.credentials.verify import VerifiedCredential
from testamur.errors import Refused
from testamur.pathways.assignment import Demand, Node, Offer, Placed, best_assignment, share_of
from testamur.pathways.counted import Counted, Reason, Rejected, Remaining, Stack, Why
from testamur.pathways.held import Held, facts_of, is_about, require_one_holder
from testamur.pathways.rules import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Clause,
    Credits,
    FromIssuers,
    InOrder,
    Rule,
    Skilled,
    Within,
)
from testamur.pathways.sentences import phrase, told_credits, told_months

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


# -------------------------------------------------------------------------- a rule as it is counted


class _Terms(NamedTuple):
    """The conditions around a clause, added up."""

    level: int | None = None
    months: int | None = None
    issuers: frozenset[str] | None = None

    def with_(self, clause: AtLevel | Within | FromIssuers) -> _Terms:
        match clause:
            case AtLevel():
                return self._replace(level=max(self.level or 0, clause.level))
            case Within():
                return self._replace(months=min(self.months or clause.months, clause.months))
            case FromIssuers():
                own = frozenset(clause.issuers)
                return self._replace(issuers=own if self.issuers is None else own & self.issuers)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A clause that credentials meet, with its conditions."""

    clause: Achieved | Skilled | Credits
    pointer: str
    terms: _Terms

    @property
    def told(self) -> str:
        return f"{phrase(self.clause)}{self.conditions}"

    @property
    def conditions(self) -> str:
        terms = self.terms
        told = [
            f"at EQF level {terms.level} or above" if terms.level else "",
            f"awarded in the last {told_months(terms.months)}" if terms.months else "",
            f"awarded by {' or '.join(sorted(terms.issuers))}" if terms.issuers else "",
        ]
        return "".join(f", {part}" for part in told if part)

    @property
    def level(self) -> int | None:
        own = self.clause.level if isinstance(self.clause, Skilled) else None
        return max(own or 0, self.terms.level or 0) or None


def _tree(clause: Clause, pointer: str, terms: _Terms, leaves: list[_Leaf]) -> Node:
    """A rule as a tree; its leaves are appended to `leaves`, each with the conditions around it."""
    match clause:
        case AtLevel() | Within() | FromIssuers():
            return _tree(clause.clause, f"{pointer}/rule", terms.with_(clause), leaves)
        case Achieved() | Skilled() | Credits():
            leaves.append(_Leaf(clause, pointer, terms))
            return Node("leaf", pointer, demand=len(leaves) - 1)
    member = _MEMBERS[type(clause)]
    children = tuple(
        _tree(one, f"{pointer}/{member}/{at}", terms, leaves)
        for at, one in enumerate(clause.clauses)
    )
    match clause:
        case AtLeast():
            need = clause.count
        case AnyOf():
            need = 1
        case _:
            need = len(children)
    kind: Literal["some", "order"] = "order" if isinstance(clause, InOrder) else "some"
    return Node(kind, pointer, need=need, children=children)


_MEMBERS: Final = {AllOf: "all", AnyOf: "any", InOrder: "inOrder", AtLeast: "of"}


# ------------------------------------------------------------------------------------- the counting


class _Count:
    """One counting: the rule taken apart, the credentials, and what became of each."""

    def __init__(
        self, rule: Rule, at: datetime, awards: Sequence[Held], holder: Sequence[str]
    ) -> None:
        self.rule, self.at, self.awards, self.holder = rule, at, awards, holder
        self.leaves: list[_Leaf] = []
        self.root = _tree(rule.clause, "/rule", _Terms(), self.leaves)
        self.demands = [_demand_of(leaf) for leaf in self.leaves]
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
                if self.refusals[award] is None and self._unfit(leaf, one) is None:
                    each = demand if self.rule.counts_twice else -1
                    offer = Offer(award, demand, _worth_of(leaf, one), one.awarded)
                    choices.setdefault((one.names[-1], each), []).append(offer)
        return [choices[name] for name in sorted(choices)]

    def _worth(self, placed: Placed) -> dict[int, Fraction]:
        return {
            demand: sum(
                (_worth_of(self.leaves[demand], self.awards[one]) for one in awards), Fraction(0)
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

    def _unfit(self, leaf: _Leaf, one: Held) -> Reason | None:
        """Why a credential does not meet a clause; None where it does."""
        if not self._is_asked(leaf, one):
            return Reason(Why.NOT_ASKED, "No clause asks for it.")
        for why, told in (_version(leaf, one), _issuer(leaf, one), _level(leaf, one)):
            if told:
                return Reason(why, told, leaf.pointer)
        told = self._age(leaf, one)
        return Reason(Why.AGE, told, leaf.pointer) if told else None

    def _is_asked(self, leaf: _Leaf, one: Held) -> bool:
        match leaf.clause:
            case Achieved():
                return self._counts_as(one, leaf.clause.achievement)
            case Skilled():
                return any(skill.uri == leaf.clause.skill for skill in one.skills)
            case Credits():
                wanted = leaf.clause.achievements
                is_named = not wanted or any(self._counts_as(one, name) for name in wanted)
                return is_named and one.credits.get(leaf.clause.scheme, 0) > 0

    def _counts_as(self, one: Held, achievement: str) -> bool:
        accepted = {achievement, *self.rule.recognised.get(achievement, ())}
        return not accepted.isdisjoint(one.names)

    def _age(self, leaf: _Leaf, one: Held) -> str:
        months = leaf.terms.months
        if months is None:
            return ""
        if one.awarded is None:
            return "It does not say when it was awarded."
        if one.awarded < _before(self.at, months):
            asked = told_months(months)
            return f"It was awarded on {one.awarded:%Y-%m-%d}; the last {asked} count."
        return ""

    def _reasons(self, award: int, used: Mapping[int, int]) -> Iterator[Reason]:
        one = self.awards[award]
        refusal = self.refusals[award]
        if refusal:
            yield refusal
            return
        found = [(leaf, self._unfit(leaf, one)) for leaf in self.leaves]
        fitting = [leaf for leaf, unfit in found if unfit is None]
        if fitting:
            yield self._why_spare(one, fitting, used)
            return
        asked = [unfit for _, unfit in found if unfit and unfit.why is not Why.NOT_ASKED]
        yield from asked or [Reason(Why.NOT_ASKED, "No clause asks for it.")]

    def _why_spare(self, one: Held, fitting: Sequence[_Leaf], used: Mapping[int, int]) -> Reason:
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

    def _left_of(self, leaf: _Leaf, worth: Fraction) -> Remaining:
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


def _demand_of(leaf: _Leaf) -> Demand:
    return Demand(Fraction(leaf.clause.amount) if isinstance(leaf.clause, Credits) else None)


def _worth_of(leaf: _Leaf, one: Held) -> Fraction:
    if isinstance(leaf.clause, Credits):
        return Fraction(one.credits[leaf.clause.scheme])
    return Fraction(1)


_Told: TypeAlias = tuple[Why, str]


def _version(leaf: _Leaf, one: Held) -> _Told:
    wanted = leaf.clause.version if isinstance(leaf.clause, Achieved) else ""
    is_other = bool(wanted) and one.version != wanted
    told = f"It is version {one.version or 'not stated'}; version {wanted} counts."
    return Why.VERSION, told if is_other else ""


def _issuer(leaf: _Leaf, one: Held) -> _Told:
    accepted = leaf.terms.issuers
    is_accepted = accepted is None or one.issuer in accepted
    return Why.ISSUER, "" if is_accepted else f"It was awarded by {one.issuer}."


def _level(leaf: _Leaf, one: Held) -> _Told:
    asked, found = leaf.level, one.level
    if isinstance(leaf.clause, Skilled):
        found = next(skill.level for skill in one.skills if skill.uri == leaf.clause.skill)
    if asked is None or (found or 0) >= asked:
        return Why.LEVEL, ""
    return Why.LEVEL, f"Its level is {found or 'not stated'}; level {asked} is asked for."


def _before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last day of that month."""
    count = at.year * 12 + at.month - 1 - months
    year, month = max(count // 12, 1), count % 12 + 1
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return at.replace(year=year, month=month, day=min(at.day, 28))
