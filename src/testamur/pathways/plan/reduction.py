"""From a catalogue to the few offers that may help one learner.

1. Through the index, the offers that cover an open need and fit the limits.
2. What a prerequisite names is taken for granted until it is looked for. So the problem is easier
   than the real one, and its best choice no worse.
3. What the chosen ones ask for is looked for, whoever meets it is added, and it is chosen again.
   Once nobody chosen asks for anything that was not looked for, the choice is a real one, and so
   the best of the real problem: most of a catalogue is never looked at.
4. Each time, what others can stand in for goes (`dominance`), and what cannot be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from testamur.pathways.plan.dominance import Atom, Candidate, Column, Counts, without_dominated
from testamur.pathways.plan.funding import cheapest_way
from testamur.pathways.plan.index import Catalogue
from testamur.pathways.plan.limits import Calendar, Limit, Limits, Objective
from testamur.pathways.plan.offers import (
    AllOf,
    AnyOf,
    Held,
    Offer,
    Prerequisite,
    atoms_of,
    is_enough,
    remaining_of,
)
from testamur.pathways.plan.requirements import Tree, founded, tree_of
from testamur.skills.framework import Need

__all__ = ["Finding", "Problem", "what_hinders"]


class HasColumns(Protocol):
    """A choice, as far as it matters here."""

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that were chosen."""


Choosing = TypeVar("Choosing", bound=HasColumns)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be chosen from: needs that can be covered, columns, and what each asks for."""

    needs: tuple[Need, ...]
    columns: tuple[Column, ...]
    trees: Mapping[int, Tree]


def what_hinders(offer: Offer, *, held: Held, limits: Limits) -> Limit | str:
    """The limit that an offer does not fit, or another reason in words; "" where it fits."""
    if offer.awards in held.achievements:
        return "you hold it already"
    if limits.currency not in offer.cents:
        return f"its price in {limits.currency} is not stated"
    if limits.languages is not None and offer.language not in limits.languages:
        return Limit.LANGUAGES
    if limits.modes is not None and offer.mode not in limits.modes:
        return Limit.MODES
    if limits.places is not None and offer.place and offer.place not in limits.places:
        return Limit.PLACES
    return _hindered_by_time(offer, limits.calendar) if limits.calendar else ""


def _hindered_by_time(offer: Offer, calendar: Calendar) -> Limit | str:
    if offer.weeks_at_most and offer.minutes > calendar.minutes_per_week * offer.weeks_at_most:
        return Limit.HOURS_PER_WEEK
    if not offer.starts:
        return ""
    weeks = [calendar.week_of(day) for day in offer.starts]
    if max(weeks) < 0:
        return "it has begun already"
    if calendar.weeks is not None and not any(0 <= week < calendar.weeks for week in weeks):
        return Limit.DEADLINE
    return ""


class Finding:
    """The offers that may help with these needs under these limits, as far as they were looked for.

    Sums of money and hours play no part in it. Without an objective it serves each of them.
    """

    def __init__(
        self,
        needs: tuple[Need, ...],
        *,
        held: Held,
        catalogue: Catalogue,
        limits: Limits,
        objective: Objective | None = None,
    ) -> None:
        self.needs, self.catalogue, self.held, self.limits = needs, catalogue, held, limits
        self._counts = _counts(limits, objective)
        self._numbers = {need.skill: at for at, need in enumerate(needs)}
        self._known: dict[int, Candidate | None] = {}
        self._supply: dict[Atom, tuple[int, ...]] = {}
        self._looked: tuple[int, Problem] | None = None

    @property
    def serves_all(self) -> bool:
        """Whether what it leaves out, no objective under its limits has a use for."""
        return self._counts == _counts(self.limits, None)

    def best(self, choose: Callable[[Problem], Choosing]) -> tuple[Problem, Choosing]:
        """What is chosen of what may help, and from what, once all it asks for was looked for."""
        while True:
            problem = self._problem()
            choice = choose(problem)
            chosen = [problem.columns[at].offer for at in choice.columns]
            new = [
                atom for one in chosen for atom in self._asked_by(one) if atom not in self._supply
            ]
            if not new:
                return problem, choice
            for atom in new:
                self._supply[atom] = tuple(self.catalogue.supplying(atom))

    def _asked_by(self, offer: Offer) -> Iterator[Atom]:
        return atoms_of(remaining_of(offer.requires, self.held))

    def _problem(self) -> Problem:
        """What may help as far as it was looked for; the same until more is."""
        looked = len(self._supply)
        if self._looked is None or self._looked[0] != looked:
            self._looked = looked, self._reduced()
        return self._looked[1]

    def _reduced(self) -> Problem:
        covering = [
            number
            for need in self.needs
            for number in self.catalogue.teaching(need.skill, need.level)
        ]
        meeting = [number for numbers in self._supply.values() for number in numbers]
        pool = self._usable([*covering, *meeting])
        while True:
            kept = without_dominated(pool, supply=self._asked(pool), counts=self._counts)
            if len(kept) == len(pool):
                return _problem(self.needs, kept, self._supply)
            pool = kept

    def _asked(self, pool: list[Candidate]) -> dict[Atom, tuple[int, ...]]:
        asked = dict.fromkeys(atom for one in pool for atom in one.atoms)
        return {atom: self._supply[atom] for atom in asked}

    def _usable(self, numbers: Iterable[int]) -> list[Candidate]:
        found = (self._candidate(number) for number in sorted(set(numbers)))
        return [one for one in found if one]

    def _candidate(self, number: int) -> Candidate | None:
        """The offer with this number, where it fits the limits, and what it is known to ask for."""
        if number not in self._known:
            offer = self.catalogue.offers[number]
            is_hindered = what_hinders(offer, held=self.held, limits=self.limits)
            self._known[number] = None if is_hindered else self._made(number, offer)
        known = self._known[number]
        if known is None or known.required is None:
            return known
        required = _as_far_as(known.required, self._supply)
        return Candidate(number, known.column, required, tuple(dict.fromkeys(atoms_of(required))))

    def _made(self, number: int, offer: Offer) -> Candidate:
        required = remaining_of(offer.requires, self.held)
        covers = set()
        for one in offer.gives:
            at = self._numbers.get(one.skill)
            if at is not None and is_enough(one.level, self.needs[at].level):
                covers.add(at)
        column = _column(offer, frozenset(covers), limits=self.limits, held=self.held)
        return Candidate(number, column, required, tuple(dict.fromkeys(atoms_of(required))))


def _counts(limits: Limits, objective: Objective | None) -> Counts:
    """Time that is neither limited nor aimed at cannot pay for money, and the other way round."""
    has_calendar = limits.calendar is not None
    is_time_free = limits.minutes is None and not has_calendar
    return Counts(
        money=not (objective is Objective.SHORTEST and limits.cents is None),
        time=not (objective is Objective.CHEAPEST and is_time_free),
        calendar=has_calendar,
    )


def _as_far_as(required: Prerequisite, looked: Mapping[Atom, object]) -> Prerequisite | None:
    """A prerequisite in which what was not looked for is taken as met."""
    match required:
        case AllOf(of=parts):
            rest = tuple(one for part in parts if (one := _as_far_as(part, looked)))
            return AllOf(rest) if rest else None
        case AnyOf(of=parts):
            rest = tuple(one for part in parts if (one := _as_far_as(part, looked)))
            return AnyOf(rest) if len(rest) == len(parts) else None
        case _:
            return required if required in looked else None


def _problem(
    needs: tuple[Need, ...],
    candidates: list[Candidate],
    suppliers: Mapping[Atom, Iterable[int]],
) -> Problem:
    """The problem of those that can be reached, and of the needs they cover."""
    trees = _trees(candidates, suppliers)
    begun = set(founded(range(len(candidates)), trees))
    reached = [one for at, one in enumerate(candidates) if at in begun]
    able = sorted({need for one in reached for need in one.column.covers})
    numbers = {need: at for at, need in enumerate(able)}
    columns = tuple(
        replace(one.column, covers=frozenset(numbers[need] for need in one.column.covers))
        for one in reached
    )
    return Problem(tuple(needs[need] for need in able), columns, _trees(reached, suppliers))


def _column(offer: Offer, covers: frozenset[int], *, limits: Limits, held: Held) -> Column:
    calendar = limits.calendar
    price = cheapest_way(
        offer.cents[limits.currency],
        currency=limits.currency,
        fundings=offer.funding,
        facts=held.facts,
    )
    starts = None
    if calendar and offer.starts:
        weeks = {calendar.week_of(day) for day in offer.starts}
        last = calendar.weeks
        starts = tuple(sorted(one for one in weeks if one >= 0 and (last is None or one < last)))
    return Column(offer, price, covers, starts)


def _trees(
    candidates: Sequence[Candidate], suppliers: Mapping[Atom, Iterable[int]]
) -> dict[int, Tree]:
    """What each asks for, over the places of the others in this list."""
    places = {one.number: at for at, one in enumerate(candidates)}
    placed = {
        atom: [places[number] for number in numbers if number in places]
        for atom, numbers in suppliers.items()
    }
    return {
        at: tree_of(one.required, placed, but=at)
        for at, one in enumerate(candidates)
        if one.required
    }
