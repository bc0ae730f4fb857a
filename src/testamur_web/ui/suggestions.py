"""What a pasted text asks for, as a person looks at it: each skill with its words, to be corrected.

At first it is proposed as required or desirable, and at a level, as the text says; where it does
not, what is likely is required, what may be meant is desirable, and the level is left open. What
was chosen is kept as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import ESSENTIAL, OPTIONAL, Need
from testamur.skills.linking import Linked
from testamur.talent.adverts import Asked
from testamur.talent.profile import JobProfile
from testamur_web.plans.adverts import asked_of

__all__ = ["LEVELS", "Suggestion", "job_from", "suggestions_in"]

LEVELS: Final = [str(level) for level in range(1, 9)]
_WEIGHTS: Final = {"essential": ESSENTIAL, "helpful": OPTIONAL}
_PROPOSED: Final = {True: "essential", False: "helpful", None: ""}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A skill that was found, and what is proposed to do with it.

    `weight` is "" to leave it out, `level` is "" for any.
    """

    asked: Asked
    weight: str
    level: str

    @property
    def linked(self) -> Linked:
        """The skill and its words."""
        return self.asked.linked

    @property
    def percent(self) -> int:
        """How likely it is meant, in percent."""
        return round(100 * self.linked.score)

    @property
    def need(self) -> Need:
        """What is asked for, once a weight is chosen."""
        level = int(self.level) if self.level else None
        return Need(self.linked.uri, level=level, importance=_WEIGHTS[self.weight])


def suggestions_in(text: str, chosen: Mapping[str, str]) -> list[Suggestion]:
    """The skills of a text, the likeliest first, each with what was chosen by its URI."""
    return [_suggestion(asked, chosen) for asked in asked_of(text)]


def job_from(label: str, found: Iterable[Suggestion]) -> JobProfile | None:
    """The profile of what was confirmed; None where nothing was."""
    chosen = [one for one in found if one.weight in _WEIGHTS]
    if not chosen:
        return None
    names = {one.linked.uri: one.linked.label for one in chosen}
    goal = Wanted(tuple(one.need for one in chosen), label=label, names=names)
    required = frozenset(one.linked.uri for one in chosen if one.weight == "essential")
    return JobProfile(goal, required)


def _suggestion(asked: Asked, chosen: Mapping[str, str]) -> Suggestion:
    uri = asked.linked.uri
    level = chosen.get(f"level:{uri}", str(asked.level or ""))
    weight = chosen.get(uri, _PROPOSED[asked.proposed])
    return Suggestion(asked, weight, level if level in LEVELS else "")
