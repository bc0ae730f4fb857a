"""What a micro-credential made of others asks for: a rule, and how the whole is given.

The rule is a clause of `testamur.pathways.rules`, kept as the JSON that its schema describes. Its
version is the number of the version that states it, so that a rule changes as a definition does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.errors import Refused
from testamur.pathways.rules import MAX_CLAUSES, Rule, read_clause, read_recognised
from testamur.problems import Problem
from testamur_web.catalogue.reading import Reader
from testamur_web.catalogue.vocabulary import Giving

__all__ = ["Stack", "problems_in", "read_stack", "rule_in"]


_LISTS: Final = ("all", "any", "inOrder", "of")
_SOUND: Final = {"credits": 1}
_UNSAID: Final = {
    "achievement": gettext_lazy("Say which micro-credential: choose one, or give its address."),
    "skill": gettext_lazy("Choose the skill from a published framework, or give its address."),
    "credits": gettext_lazy("Say how many credits, such as 5."),
    "all": gettext_lazy("Put at least one thing into this group."),
    "any": gettext_lazy("Put at least one thing into this group."),
    "inOrder": gettext_lazy("Put at least one thing into this group."),
    "of": gettext_lazy("Put at least one thing into this group."),
    "atLeast": gettext_lazy("Say how many of them."),
    "atLevel": gettext_lazy("Say at which level, 1 to 8."),
    "withinMonths": gettext_lazy("Say within how many months."),
    "issuers": gettext_lazy("Say from which issuers."),
}


@dataclass(frozen=True, slots=True)
class Stack:
    """The parts that a whole is made of; `clause` is None while nobody has stated it.

    `recognised` maps the address of an achievement to those of others that count as it. `gives` is
    a `Giving`, "" as `Giving.AWARD`.
    """

    clause: Mapping[str, Any] | None = None
    counts_twice: bool = False
    recognised: Mapping[str, list[str]] = field(default_factory=dict)
    gives: str = ""


def read_stack(read: Reader) -> Stack:
    """The stack of a draft; what cannot be read in it is told."""
    stack = Stack(
        clause=read.judged("clause", problems_in, dict, None),
        counts_twice=read.claim("counts_twice", default=False),
        recognised=read.value("recognised", _recognised, {}),
        gives=read.choice("gives", Giving.values),
    )
    read.finish()
    return stack


def rule_in(stack: Stack | None, *, id: str, version: str, name: str = "") -> Rule | None:  # noqa: A002 - as the rule calls it
    """The rule of a stack under an id; None where there is none yet."""
    if stack is None or stack.clause is None:
        return None
    return Rule(
        id,
        version=version,
        clause=read_clause(dict(stack.clause)),
        name=name,
        counts_twice=stack.counts_twice,
        recognised={one: tuple(others) for one, others in stack.recognised.items()},
    )


def problems_in(clause: Any, pointer: str = "") -> list[Problem]:
    """All that is wrong in a clause and those inside it, each where it stands.

    Each is judged with something sound in the place of what is inside it; then the whole is, for
    its depth and size.
    """
    waiting, found = [(clause, pointer)], list[Problem]()
    while waiting and len(found) < MAX_CLAUSES:
        one, at = waiting.pop()
        found += _problem_of(_alone(one), at)
        waiting += [(each, f"{at}{further}") for further, each in reversed(_inside(one))]
        if len(waiting) > MAX_CLAUSES:
            break
    return found or _problem_of(clause, pointer)


def _inside(clause: Any) -> list[tuple[str, Any]]:
    """What stands inside a clause, sound or not, each with what is added to its pointer."""
    if not isinstance(clause, dict):
        return []
    found = [("/rule", clause["rule"])] if isinstance(clause.get("rule"), dict) else []
    for member in _LISTS:
        several = clause.get(member)
        if isinstance(several, list):
            found += [(f"/{member}/{at}", one) for at, one in enumerate(several)]
    return found


def _alone(clause: Any) -> Any:
    if not isinstance(clause, dict):
        return clause
    alone = dict(clause)
    for member in _LISTS:
        if isinstance(clause.get(member), list):
            alone[member] = [_SOUND] * min(len(clause[member]), MAX_CLAUSES - 1)
    if isinstance(clause.get("rule"), dict):
        alone["rule"] = _SOUND
    return alone


def _problem_of(clause: Any, pointer: str) -> list[Problem]:
    try:
        read_clause(clause, pointer)
    except Refused as error:
        problem = error.problem
        return [Problem(problem.code, _saying(clause) or problem.detail, problem.pointer)]
    return []


def _saying(clause: Any) -> str:
    """What is asked of whoever has not said the first thing of a clause; "" where it is said."""
    if not isinstance(clause, dict):
        return ""
    if not clause:
        return _("Put something in here.")
    kind = next((name for name in _UNSAID if name in clause), "")
    unsaid = kind and clause[kind] in ("", [], None)
    return str(_UNSAID[kind]) if unsaid else ""


def _recognised(value: Any, pointer: str) -> dict[str, list[str]]:
    return {name: list(others) for name, others in read_recognised(value, pointer).items()}
