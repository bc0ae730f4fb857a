"""From one kind of work to another: what transfers, what is missing, and what lies nearest.

    explorer = Explorer(framework.occupations)
    explorer.nearest("http://…/occupation/a", top=10)
    explorer.between("http://…/occupation/a", "http://…/occupation/b")

How near a role is, is the share of what it asks for that the other brings along:

    share = sum of importance x part / sum of importance

over the skills it asks for. The part is 0 for a skill that is not brought along; else 1, less a
quarter for each level that is lacking where both state one, and never less than a tenth. What
weighs less than a whole (optional skills) is brought along by that much. It is not the same in both
directions: a manager may know all that a clerk needs.

The index is inverted: for each skill, the occupations that ask for it. It is made once, in some
tenths of a second for a whole framework; an answer over three thousand occupations takes some
milliseconds. Time for arrays: numpy is imported when the first index is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur.pathways.held import Held
from testamur.skills.framework import Need, Occupation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Explorer", "Nearby", "Transfer", "Transition", "needs_met_by"]

PER_LEVEL: Final = 0.25
LOWEST: Final = 0.1
_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Nearby:
    """A role, and the share of what it asks for that is brought along."""

    occupation: Occupation
    share: float

    def as_json(self) -> JsonObject:
        """The row as programs read it."""
        return {
            "id": self.occupation.id,
            "label": self.occupation.label,
            "share": self.share,
        }


@dataclass(frozen=True, slots=True)
class Transfer:
    """A skill that is asked for, the part of it that is brought along, and the level of that."""

    need: Need
    part: float
    level: int | None = None

    def as_json(self) -> JsonObject:
        """The row as programs read it."""
        return {
            "skill": self.need.skill,
            "level": self.need.level,
            "importance": self.need.importance,
            "part": self.part,
            "broughtLevel": self.level,
        }


@dataclass(frozen=True, slots=True)
class Transition:
    """What transfers to a role, the most important first, and what is missing."""

    to: Occupation
    share: float
    transfers: tuple[Transfer, ...]
    missing: tuple[Transfer, ...]

    def as_json(self) -> JsonObject:
        """The answer as programs read it."""
        return {
            "to": {"id": self.to.id, "label": self.to.label},
            "share": self.share,
            "transfers": [one.as_json() for one in self.transfers],
            "missing": [one.as_json() for one in self.missing],
        }


class Explorer:
    """Every occupation of a framework, ready to be compared."""

    def __init__(self, occupations: Iterable[Occupation]) -> None:
        import numpy as np

        self._occupations = [one for one in occupations if one.needs]
        self._place = {one.id: at for at, one in enumerate(self._occupations)}
        needs = [need for one in self._occupations for need in one.needs]
        counts = [len(one.needs) for one in self._occupations]
        self._skills: dict[str, int] = {}
        asked = np.array([self._number(need.skill) for need in needs], dtype=np.int64)
        by_skill = np.argsort(asked, kind="stable")
        self._starts = np.searchsorted(asked[by_skill], np.arange(len(self._skills) + 1))
        asker = np.repeat(np.arange(len(counts)), counts)
        weights = np.array([need.importance for need in needs], dtype=np.float64)
        levels = np.array([need.level or 0 for need in needs], dtype=np.int64)
        self._askers = asker[by_skill], weights[by_skill], levels[by_skill]
        self._totals = np.bincount(asker, weights, minlength=len(counts))

    def nearest(self, role: str, *, top: int = 10) -> list[Nearby]:
        """The roles that somebody in `role` is nearest to, itself left out; `gap.goal-unknown`."""
        start = self._occupation(role)
        return self.nearest_to(start.needs, top=top, without=(role,))

    def nearest_to(
        self, brought: Sequence[Need], *, top: int = 10, without: Sequence[str] = ()
    ) -> list[Nearby]:
        """The roles nearest to whoever brings these skills; those of an equal share by label."""
        import numpy as np

        met = np.zeros(len(self._occupations))
        for need in _strongest(brought).values():
            if need.skill in self._skills:
                at, weights, levels = self._asking(need.skill)
                met[at] += weights * _parts(np, need, levels)
        shares = np.round(met / self._totals, _PLACES) if len(met) else met
        for role in without:
            shares[self._place[role]] = -1
        found = [
            Nearby(self._occupations[at], float(shares[at]))
            for at in self._first(np, shares, top)
            if shares[at] > 0
        ]
        return sorted(found, key=lambda one: (-one.share, one.occupation.label, one.occupation.id))

    def between(self, role: str, other: str) -> Transition:
        """What somebody in `role` brings to `other`, and what is missing; `gap.goal-unknown`."""
        return self.toward(self._occupation(role).needs, other)

    def toward(self, brought: Sequence[Need], role: str) -> Transition:
        """What whoever brings these skills brings to `role`; `gap.goal-unknown`."""
        asked = self._occupation(role)
        strongest = _strongest(brought)
        rows = [_transfer(need, strongest.get(need.skill)) for need in asked.needs]
        rows.sort(key=lambda one: (-one.need.importance, one.need.skill))
        met = sum(row.need.importance * row.part for row in rows)
        total = sum(row.need.importance for row in rows)
        return Transition(
            asked,
            round(met / total, _PLACES),
            tuple(row for row in rows if row.part > 0),
            tuple(row for row in rows if row.part < 1),
        )

    def _number(self, skill: str) -> int:
        return self._skills.setdefault(skill, len(self._skills))

    def _asking(self, skill: str) -> tuple[Any, Any, Any]:
        """Who asks for a skill, how much it matters to each, and at which level."""
        number = self._skills[skill]
        some = slice(self._starts[number], self._starts[number + 1])
        at, weights, levels = self._askers
        return at[some], weights[some], levels[some]

    def _occupation(self, role: str) -> Occupation:
        if role not in self._place:
            told = f"{role[:120]!r} is no occupation with known needs"
            raise Refused.because("gap.goal-unknown", told)
        return self._occupations[self._place[role]]

    def _first(self, np: Any, shares: NDArray[np.float64], top: int) -> Iterable[int]:
        """The places of the greatest shares; of equal ones at the end those first by label."""
        if top >= len(shares):
            return range(len(shares))
        least = np.partition(shares, -top)[-top] if top > 0 else 2.0
        above = [int(at) for at in np.flatnonzero(shares > least)]
        equal = [int(at) for at in np.flatnonzero(shares == least)]
        equal.sort(key=lambda at: (self._occupations[at].label, self._occupations[at].id))
        return above + equal[: max(top - len(above), 0)]


def needs_met_by(held: Iterable[Held]) -> tuple[Need, ...]:
    """The skills of verified credentials, each at its highest level, as something to bring."""
    found: dict[str, Need] = {}
    for one in held:
        for skill in one.skills:
            before = found.get(skill.uri)
            level = max(skill.level or 0, (before.level or 0) if before else 0) or None
            found[skill.uri] = Need(skill.uri, level=level)
    return tuple(found[uri] for uri in sorted(found))


def _strongest(brought: Sequence[Need]) -> Mapping[str, Need]:
    """Each skill once, the surest."""
    found: dict[str, Need] = {}
    for need in brought:
        before = found.get(need.skill)
        if before is None or need.importance > before.importance:
            found[need.skill] = need
    return found


def _transfer(asked: Need, brought: Need | None) -> Transfer:
    return Transfer(asked, _part(brought, asked), brought.level if brought else None)


def _part(brought: Need | None, asked: Need) -> float:
    """How much of a skill is brought along."""
    if brought is None:
        return 0.0
    lacking = max(asked.level - brought.level, 0) if asked.level and brought.level else 0
    return max(1 - PER_LEVEL * lacking, LOWEST) * min(1.0, brought.importance)


def _parts(np: Any, brought: Need, levels: Any) -> Any:
    """The same for all that ask for the skill at once; a level of 0 is none."""
    if not brought.level:
        return np.full(len(levels), min(1.0, brought.importance))
    lacking = np.where(levels > 0, np.maximum(levels - brought.level, 0), 0)
    return np.maximum(1 - PER_LEVEL * lacking, LOWEST) * min(1.0, brought.importance)
