"""Whether groups of people fare alike: rates, ratios against the best, and who must stay unnamed.

    found = fairness(outcomes, traits={"a": {"gender": "woman"}, "b": {}})
    found.traits[0].rows[0].selection.ratio

It knows people by an alias, what was decided of them and how many points they had, and apart from
that what they say of themselves. It knows no credential, profile or match, and no match knows it.

For each trait, and for each pair of traits, of the people in a group:

    selection rate = selected / people
    scoring rate   = people above the median of all points / people
    impact ratio   = rate / the highest rate of a group of the trait

as New York City asks of an audit of automated hiring (6 RCNY §5-300, §5-301, to Local Law 144 of
2021). Below four fifths is flagged (29 CFR §1607.4(D)): a reason to look, not a proof of anything.

Rules for small groups:

1. fewer than `LEAST` people: named, no figure;
2. where that hides one group, or fewer than `LEAST` people in all, the next smallest is hidden too,
   so that no difference to the total tells what is hidden; of fewer than `LEAST` there is nothing;
3. under two in a hundred of all: number and rates, no ratio, and no measure for others (§5-301(d));
4. whoever does not say is counted by themselves and has no ratio;
5. a pair of traits is shown whole or not at all: not where a group of either is hidden, or a group
   of the pair would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Final, TypeAlias

from testamur.encoding import JsonObject

__all__ = ["LEAST", "Fairness", "GroupRow", "Outcome", "Rate", "Standing", "Trait", "fairness"]

LEAST: Final = 5
"""How many people a figure is about, at least."""

_FEW: Final = Fraction(2, 100)
_FOUR_FIFTHS: Final = Fraction(4, 5)
_PLACES: Final = Decimal("0.0001")
_UNSTATED: Final = ""

Traits: TypeAlias = Mapping[str, Mapping[str, str]]
"""By alias: trait to the group that somebody says they belong to; what is not said is absent."""


class Standing(StrEnum):
    """How a group stands in its table."""

    COMPARED = "compared"
    HIDDEN = "fewer than five people"
    HIDDEN_TOO = "hidden so that a smaller group cannot be computed"
    FEW = "under two in a hundred of all: no ratio"
    UNSTATED = "not stated: no ratio"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of somebody: whether they were selected, and their points; None: not known."""

    is_selected: bool | None = None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a group, the share of it, and that share against the highest."""

    people: int
    rate: Decimal
    ratio: Decimal | None
    is_below_four_fifths: bool

    def as_json(self) -> JsonObject:
        """The rate as `testamur fairness --json` prints it."""
        return {
            "people": self.people,
            "rate": float(self.rate),
            "impactRatio": None if self.ratio is None else float(self.ratio),
            "belowFourFifths": self.is_below_four_fifths,
        }


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of a trait; no figures where it is hidden. `group` is "" for who does not say."""

    group: str
    standing: Standing
    people: int | None = None
    selection: Rate | None = None
    scoring: Rate | None = None

    def as_json(self) -> JsonObject:
        """The row as `testamur fairness --json` prints it."""
        return {
            "group": self.group or None,
            "standing": self.standing.value,
            "people": self.people,
            "selection": self.selection.as_json() if self.selection else None,
            "scoring": self.scoring.as_json() if self.scoring else None,
        }


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait, or a pair of them, with its groups; none where it is withheld."""

    name: str
    rows: tuple[GroupRow, ...]
    is_withheld: bool = False

    def as_json(self) -> JsonObject:
        """The table as `testamur fairness --json` prints it."""
        rows = [row.as_json() for row in self.rows]
        return {"trait": self.name, "withheld": self.is_withheld, "groups": rows}


@dataclass(frozen=True, slots=True)
class Fairness:
    """The whole report; totals are None where they are about fewer than `LEAST` people."""

    people: int | None
    selected: int | None
    median: Decimal | None
    traits: tuple[Trait, ...]

    @property
    def flagged(self) -> tuple[tuple[str, str], ...]:
        """Trait and group of what is below four fifths in either rate."""
        return tuple(
            (trait.name, row.group)
            for trait in self.traits
            for row in trait.rows
            if any(rate and rate.is_below_four_fifths for rate in (row.selection, row.scoring))
        )

    def as_json(self) -> JsonObject:
        """The report as `testamur fairness --json` prints it."""
        return {
            "people": self.people,
            "selected": self.selected,
            "median": None if self.median is None else float(self.median),
            "least": LEAST,
            "traits": [trait.as_json() for trait in self.traits],
            "flagged": [{"trait": trait, "group": group} for trait, group in self.flagged],
        }


@dataclass(frozen=True, slots=True)
class _Counted:
    """A group as it is counted, before anything is hidden."""

    people: int
    selected: int | None
    above: int | None


def fairness(outcomes: Mapping[str, Outcome], *, traits: Traits) -> Fairness:
    """How groups fare; `traits` of whom there is no outcome are not looked at.

    Whether somebody was selected counts where it is known of all, and so do points.
    """
    if len(outcomes) < LEAST:
        return Fairness(None, None, None, ())
    sample = _Sample(outcomes)
    told = {alias: traits.get(alias, {}) for alias in outcomes}
    names = sorted({name for said in told.values() for name in said})
    single = [_trait(name, _groups(told, name), sample) for name in names]
    open_ones = [one.name for one in single if not any(map(_is_hidden, one.rows))]
    pairs = [
        _pair(first, second, told, sample)
        if {first, second} <= set(open_ones)
        else Trait(_joined(first, second), (), is_withheld=True)
        for first, second in combinations(names, 2)
    ]
    return Fairness(len(outcomes), sample.selected, sample.median, (*single, *pairs))


class _Sample:
    """All outcomes, with the median that scoring rates are about."""

    def __init__(self, outcomes: Mapping[str, Outcome]) -> None:
        self._outcomes = outcomes
        chosen = [one.is_selected for one in outcomes.values()]
        points = [one.points for one in outcomes.values() if one.points is not None]
        self.selected = None if None in chosen else sum(map(bool, chosen))
        self.median = median(points) if len(points) == len(outcomes) else None
        self.people = len(outcomes)

    def counted(self, aliases: Iterable[str]) -> _Counted:
        """How many of these there are, were selected, and stand above the median."""
        some = [self._outcomes[alias] for alias in aliases]
        middle = self.median
        return _Counted(
            len(some),
            None if self.selected is None else sum(bool(one.is_selected) for one in some),
            None if middle is None else sum((one.points or 0) > middle for one in some),
        )


# ------------------------------------------------------------------------------------- the groups


def _groups(told: Traits, name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for alias, said in told.items():
        found.setdefault(said.get(name, _UNSTATED), []).append(alias)
    return found


def _pair(first: str, second: str, told: Traits, sample: _Sample) -> Trait:
    """Both traits at once; who does not say one of them is counted with who says neither."""
    cells: dict[tuple[str, str], list[str]] = {}
    for alias, said in told.items():
        cell = said.get(first, _UNSTATED), said.get(second, _UNSTATED)
        cells.setdefault(cell, []).append(alias)
    name = _joined(first, second)
    if any(len(aliases) < LEAST for aliases in cells.values()):
        return Trait(name, (), is_withheld=True)
    groups: dict[str, list[str]] = {}
    for cell, aliases in cells.items():
        groups.setdefault(_joined(*cell) if all(cell) else _UNSTATED, []).extend(aliases)
    return _trait(name, groups, sample)


def _joined(first: str, second: str) -> str:
    return f"{first} and {second}"


def _trait(name: str, groups: Mapping[str, Sequence[str]], sample: _Sample) -> Trait:
    counted = {group: sample.counted(aliases) for group, aliases in groups.items()}
    standings = dict(_standings({group: one.people for group, one in counted.items()}))
    compared = [counted[group] for group, at in standings.items() if at is Standing.COMPARED]
    rows = (
        _row(group, standings[group], one, compared)
        for group, one in sorted(counted.items(), key=lambda item: (not item[0], item[0]))
    )
    return Trait(name, tuple(rows))


def _standings(sizes: Mapping[str, int]) -> Iterator[tuple[str, Standing]]:
    hidden = _hidden(sizes)
    total = sum(sizes.values())
    for group, people in sizes.items():
        if group in hidden:
            yield group, Standing.HIDDEN if people < LEAST else Standing.HIDDEN_TOO
        elif group == _UNSTATED:
            yield group, Standing.UNSTATED
        else:
            yield group, Standing.FEW if Fraction(people, total) < _FEW else Standing.COMPARED


def _hidden(sizes: Mapping[str, int]) -> set[str]:
    """The groups that are too small, and as many of the next as keep them from being computed."""
    by_size = sorted(sizes, key=lambda group: (sizes[group], group))
    hidden = {group for group in by_size if sizes[group] < LEAST}
    for group in by_size[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(sizes[one] for one in hidden) >= LEAST):
            break
        hidden.add(group)
    return hidden


def _is_hidden(row: GroupRow) -> bool:
    return row.people is None


# -------------------------------------------------------------------------------------- the rates


def _row(group: str, standing: Standing, one: _Counted, compared: Sequence[_Counted]) -> GroupRow:
    if standing in {Standing.HIDDEN, Standing.HIDDEN_TOO}:
        return GroupRow(group, standing)
    is_compared = standing is Standing.COMPARED
    chosen = _shares(compared, "selected") if is_compared else []
    scored = _shares(compared, "above") if is_compared else []
    return GroupRow(
        group,
        standing,
        one.people,
        _rate(one.selected, one.people, chosen),
        _rate(one.above, one.people, scored),
    )


def _shares(compared: Iterable[_Counted], member: str) -> list[Fraction]:
    counts = [(getattr(one, member), one.people) for one in compared]
    return [Fraction(count, people) for count, people in counts if count is not None]


def _rate(count: int | None, people: int, compared: Sequence[Fraction]) -> Rate | None:
    if count is None:
        return None
    own, best = Fraction(count, people), max(compared, default=Fraction(0))
    ratio = own / best if best else None
    is_below = ratio is not None and ratio < _FOUR_FIFTHS
    return Rate(count, _decimal(own), None if ratio is None else _decimal(ratio), is_below)


def _decimal(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(_PLACES)
