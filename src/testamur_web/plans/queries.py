"""What is asked of goals: the one somebody has, what is missing for it, and who offers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

import testamur as tm
from testamur.errors import TestamurError
from testamur.pathways.confidence import Figures
from testamur.pathways.gap import Gap, SkillGap, gap
from testamur.pathways.goal import Goal as Wanted
from testamur.pathways.goal import goal_from
from testamur.pathways.held import Held, facts_of
from testamur.pathways.question import SkillGraph
from testamur.skills.framework import Need
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.matched import graph_in_use, standing_for
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.skills import offers_of_skills
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.figures import figures_of, proposer_of
from testamur_web.plans.models import Goal
from testamur_web.plans.taken_as import with_accepted
from testamur_web.plans.uses import uses_of
from testamur_web.trust.queries import counted_for
from testamur_web.wallet.models import Item

__all__ = [
    "Missing",
    "Standing",
    "certifies",
    "counted_of",
    "gap_of",
    "gap_toward",
    "goal_of",
    "held_by",
    "standing_of",
]


@dataclass(frozen=True, slots=True)
class Missing:
    """One skill of a goal, and what is published that certifies it as well as it is needed."""

    row: SkillGap
    offers: Sequence[Version]

    @property
    def percent(self) -> int:
        """How much of it is covered, in percent."""
        return int(100 * self.row.covered)


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal and how far it is: `open` are the skills with a gap, the most important first.

    It is reckoned with the figures of `proposer`, from whose role profile it came, if it did.
    """

    goal: Goal
    gap: Gap
    open: Sequence[Missing]
    closed: Sequence[Missing]
    proposer: Organisation | None = None

    @property
    def percent(self) -> int:
        """How much of the goal is covered, in percent."""
        return int(100 * self.gap.readiness)


def goal_of(person: Person) -> Goal | None:
    """The goal somebody has now."""
    return Goal.objects.filter(person=person, ended_at=None).first()


def held_by(person: Person, *, at: datetime) -> list[tm.VerifiedCredential]:
    """What is in somebody's wallet and valid at this moment; nothing else counts toward a goal."""
    items = Item.objects.filter(holder=person, trust=Item.Trust.VERIFIED)
    return list(_verified(items.order_by("pk").values_list("credential", flat=True), at=at))


def counted_of(person: Person, *, at: datetime) -> list[Held]:
    """What counts of what somebody holds, with the word of others that stands behind it here."""
    return _facts_held(person, held_by(person, at=at), at=at)


def standing_of(
    goal: Goal, *, at: datetime, held: Sequence[tm.VerifiedCredential] | None = None
) -> Standing:
    """How far a goal is, skill by skill; `held` is what its person holds, where that is known."""
    proposer, held = proposer_of(goal), held_by(goal.person, at=at) if held is None else held
    facts = _facts_held(goal.person, held, at=at)
    graph = graph_in_use()
    found = gap_of(goal, facts, at=at, figures=figures_of(proposer), graph=graph)
    same = standing_for((row.need.skill for row in found.rows), graph)
    offers = offers_of_skills(uri for uris in same.values() for uri in uris)
    rows = [Missing(row, _fitting(row.need, same[row.need.skill], offers)) for row in found.rows]
    rows.sort(key=lambda one: (-one.row.need.importance, one.row.covered, one.row.name.casefold()))
    return Standing(
        goal,
        found,
        open=[one for one in rows if one.row.covered < 1],
        closed=[one for one in rows if one.row.covered >= 1],
        proposer=proposer,
    )


def gap_of(
    goal: Goal,
    held: Iterable[Held],
    *,
    at: datetime,
    figures: Figures,
    graph: SkillGraph | None = None,
) -> Gap:
    """What is missing for a goal, skill by skill, from what its person holds."""
    return gap(
        held,
        target=goal_from(goal.content),
        graph=graph_in_use() if graph is None else graph,
        at=at,
        figures=figures,
        self_assessed=goal.self_assessed,
        uses=uses_of(goal.person, at=at),
    )


def gap_toward(
    person: Person, wanted: Wanted, *, at: datetime, held: Iterable[Held], figures: Figures
) -> Gap:
    """What somebody who holds this lacks for what is nobody's goal yet."""
    uses = uses_of(person, at=at)
    return gap(held, target=wanted, graph=graph_in_use(), at=at, figures=figures, uses=uses)


def _facts_held(
    person: Person, held: Iterable[tm.VerifiedCredential], *, at: datetime
) -> list[Held]:
    """What counts of each, with the word of others that stands behind it on this instance."""
    facts = facts_of(held)
    counted = counted_for(person, at=at) if facts else frozenset()
    known = [replace(one, is_endorsed=True) if one.digest in counted else one for one in facts]
    return with_accepted(person, known, at=at)


def _verified(texts: Iterable[str], *, at: datetime) -> Iterator[tm.VerifiedCredential]:
    resolver = InstanceResolver(at=at)
    for text in texts:
        try:
            yield tm.verify(text, resolver=resolver, at=at)
        except TestamurError:
            continue


def certifies(version: Version, need: Need, same: AbstractSet[str]) -> bool:
    """Whether a version certifies one of the skills that stand for a need as well as it is needed.

    One without a level may.
    """
    wanted = need.level or 0
    return any(
        skill.uri in same and (skill.level is None or skill.level >= wanted)
        for skill in version.skills.all()
    )


def _fitting(
    need: Need, same: AbstractSet[str], offers: Mapping[str, Sequence[Version]]
) -> list[Version]:
    """What is published that certifies a need, by title."""
    found = {version.pk: version for uri in same for version in offers.get(uri, ())}
    fitting = [version for version in found.values() if certifies(version, need, same)]
    return sorted(fitting, key=lambda version: (version.title, str(version.pk)))
