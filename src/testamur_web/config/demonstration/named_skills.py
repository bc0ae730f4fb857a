"""Skills that the university of the demonstration named itself, and what certifies one of them.

One was mapped twice: the first word was ended when a better one was found, and both are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from testamur_web.catalogue.definition import Definition, Outcome
from testamur_web.catalogue.mappings import MappingWord, map_skill
from testamur_web.catalogue.models import OwnSkill
from testamur_web.catalogue.own_list import list_name
from testamur_web.catalogue.own_skills import SkillWords, Step, add_skill, state_scale
from testamur_web.catalogue.vocabulary import OutcomeLevel
from testamur_web.people.models import Organisation, Person

__all__ = ["definition_with", "name_skills"]

_DEBUG: Final = "http://data.europa.eu/esco/skill/2522a6ce-3202-4ac8-9f5b-b9cb5a3a83a1"
_TITLE: Final = "Working with coding assistants"
_SUMMARY: Final = "Let an assistant write code, find what is wrong in it, and answer for the rest."
_SCALE: Final = (Step("Tries it", 3), Step("Relies on it", 5), Step("Teaches it", 6))


@dataclass(frozen=True, slots=True)
class _Named:
    label: str
    description: str
    alternatives: tuple[str, ...]


_REVIEWS: Final = _Named(
    "review code that an assistant wrote",
    "Find what is wrong, unsafe or invented in code that a language model wrote, and mend it.",
    ("check generated code", "audit the output of a coding assistant"),
)
_OTHERS: Final = (
    _Named(
        "state a task to a language model",
        "Say what is wanted, what is known and how the answer is checked, so that others can "
        "repeat it.",
        ("prompt engineering",),
    ),
    _Named(
        "keep a log of model decisions",
        "Record which model decided what, with which data, so that it can be explained later.",
        (),
    ),
)


def name_skills(organisation: Organisation, *, by: Person, at: datetime) -> OwnSkill:
    """Add the skills, state a scale, map the first one, and think better of it a month later."""
    scale = state_scale(organisation, "Craft levels", _SCALE, by=by, at=at)
    first, *_ = [
        add_skill(
            organisation,
            SkillWords(one.label, one.description, one.alternatives, scale),
            is_new=True,
            by=by,
            at=at,
        )
        for one in (_REVIEWS, *_OTHERS)
    ]
    guess = MappingWord(_DEBUG, "related", "Nearest that ESCO has")
    better = MappingWord(_DEBUG, "broader", "Debugging is all of it, and more")
    early = map_skill(first, guess, by=by, at=at + timedelta(days=5))
    map_skill(first, better, replaces=early, by=by, at=at + timedelta(days=35))
    return first


def definition_with(skill: OwnSkill, *, like: Definition) -> Definition:
    """An offer that certifies an own skill, made like another one."""
    outcome = Outcome(
        "review",
        OutcomeLevel.INTERMEDIATE,
        "code that an assistant wrote",
        skill.uri,
        list_name(skill.organisation),
    )
    return replace(
        like,
        title=_TITLE,
        summary=_SUMMARY,
        description=f"{_SUMMARY} Whoever holds it can {outcome.verb} {outcome.skill}.",
        outcomes=(outcome,),
        criteria=(
            replace(like.criteria[0], text="The evidence shows reviews of generated code."),
            like.criteria[-1],
        ),
        image=replace(like.image, alt=f"Badge of {_TITLE}"),
    )
