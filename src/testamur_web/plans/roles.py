"""From one kind of work to another: which roles are near, what transfers, what is missing.

Roles are the occupations of the frameworks in use. What somebody holds is what stands verified in
their wallet; how near that brings them is reckoned from what is certified, not from how sure it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from testamur.errors import Refused
from testamur.pathways.held import facts_of
from testamur.pathways.transition import Nearby, Transfer, Transition, needs_met_by
from testamur.skills.framework import Occupation
from testamur_web.catalogue.skills import Known, entry_of, explorer_with, explorers
from testamur_web.people.models import Person
from testamur_web.plans.queries import held_by
from testamur_web.plans.taken_as import with_accepted

__all__ = ["Asking", "Comparison", "compare", "nearest_to_person", "nearest_to_role", "role_of"]


@dataclass(frozen=True, slots=True)
class Asking:
    """A skill that the other role asks for: its name, and what is brought along of it."""

    transfer: Transfer
    name: str

    @property
    def percent(self) -> int:
        """How much of it is brought along, in percent."""
        return round(100 * self.transfer.part)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two roles, both ways: what `start` brings to `to`, and what it would take to come back."""

    start: Occupation
    to: Occupation
    there: Transition
    back: Transition
    names: Mapping[str, str]

    @property
    def transfers(self) -> Sequence[Asking]:
        """What is brought along in full, the most important first."""
        return [self._asking(one) for one in self.there.transfers if one.part >= 1]

    @property
    def in_part(self) -> Sequence[Asking]:
        """What is brought along in part, the most important first."""
        return [self._asking(one) for one in self.there.transfers if one.part < 1]

    @property
    def missing(self) -> Sequence[Asking]:
        """What is not brought along at all, the most important first."""
        return [self._asking(one) for one in self.there.missing if not one.part]

    @property
    def has_levels(self) -> bool:
        """Whether a level is asked for or brought along anywhere."""
        return any(need.level for need in (*self.start.needs, *self.to.needs))

    @property
    def shared(self) -> int:
        """How many skills both ask for."""
        return len(self.there.transfers)

    @property
    def only_in_start(self) -> int:
        """How many skills only the first role asks for."""
        return len(self.start.needs) - self.shared

    @property
    def only_in_other(self) -> int:
        """How many skills only the other role asks for."""
        return len(self.to.needs) - self.shared

    def _asking(self, transfer: Transfer) -> Asking:
        skill = transfer.need.skill
        return Asking(transfer, self.names.get(skill) or skill)


def role_of(uri: str) -> Occupation:
    """The occupation of a URI; raises `Refused` (`gap.goal-unknown`) where no list has it."""
    return _known(uri)[1]


def compare(start: str, to: str) -> Comparison:
    """What somebody in one role brings to another; raises `Refused` (`gap.goal-unknown`)."""
    (here, one), (there, other) = _known(start), _known(to)
    asked = {need.skill: there.graph.entry(need.skill) for need in other.needs}
    return Comparison(
        one,
        other,
        there=explorer_with(there).toward(one.needs, other.id),
        back=explorer_with(here).toward(other.needs, one.id),
        names={uri: skill.label for uri, skill in asked.items() if skill},
    )


def nearest_to_role(uri: str, *, top: int) -> list[Nearby]:
    """The roles nearest to one, of its own framework; raises `Refused` (`gap.goal-unknown`)."""
    known, role = _known(uri)
    return explorer_with(known).nearest(role.id, top=top)


def nearest_to_person(person: Person, *, at: datetime, top: int) -> list[Nearby]:
    """The roles nearest to what somebody holds, of all frameworks in use."""
    facts = with_accepted(person, facts_of(held_by(person, at=at)), at=at)
    brought = needs_met_by(facts)
    found = [one for those in explorers() for one in those.nearest_to(brought, top=top)]
    return sorted(found, key=lambda one: (-one.share, one.occupation.label))[:top]


def _known(uri: str) -> tuple[Known, Occupation]:
    """An occupation, and what it stands among."""
    known = entry_of(uri)
    if known is None or not isinstance(known.entry, Occupation) or not known.entry.needs:
        told = f"{uri[:120]!r} is no occupation with known needs"
        raise Refused.because("gap.goal-unknown", told)
    return known, known.entry
