"""What a pasted text asks for, as a person looks at it: each skill with its words, to be corrected.

At first what is likely is proposed as essential, and what may be meant as helpful; what was chosen
is kept as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import ESSENTIAL, OPTIONAL, Need
from testamur.skills.linking import Linked
from testamur_web.catalogue.skills import skills_in

__all__ = ["Suggestion", "suggestions_in", "wanted_from"]

_LIKELY: Final = 0.5
_POSSIBLE: Final = 0.3
"""In real adverts about half of what is scored between the two is meant, and little of what is
scored lower: counted by half, a wrong guess that nobody corrects does half the harm."""

_WEIGHTS: Final = {"essential": ESSENTIAL, "helpful": OPTIONAL}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A skill that was found, and what is proposed to do with it: a weight, or "" to leave it."""

    linked: Linked
    weight: str

    @property
    def percent(self) -> int:
        """How likely it is meant, in percent."""
        return round(100 * self.linked.score)


def suggestions_in(text: str, chosen: Mapping[str, str]) -> list[Suggestion]:
    """The skills of a text, the likeliest first, each with the weight chosen by its URI."""
    return [
        Suggestion(linked, chosen.get(linked.uri, _proposed(linked))) for linked in skills_in(text)
    ]


def wanted_from(label: str, found: Iterable[Suggestion]) -> Wanted | None:
    """The goal of what was confirmed; None where nothing was."""
    chosen = {one.linked: _WEIGHTS[one.weight] for one in found if one.weight in _WEIGHTS}
    if not chosen:
        return None
    return Wanted(
        tuple(Need(linked.uri, importance=weight) for linked, weight in chosen.items()),
        label=label,
        names={linked.uri: linked.label for linked in chosen},
    )


def _proposed(linked: Linked) -> str:
    if linked.score >= _LIKELY:
        return "essential"
    return "helpful" if linked.score >= _POSSIBLE else ""
