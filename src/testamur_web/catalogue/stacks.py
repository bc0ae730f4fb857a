"""What a micro-credential made of others asks for: a rule, and how the whole is given.

The rule is a clause of `testamur.pathways.rules`, kept as the JSON that its schema describes. Its
version is the number of the version that states it, so that a rule changes as a definition does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from testamur.pathways.rules import Rule, read_clause, read_recognised
from testamur.pathways.sentences import sentence
from testamur_web.catalogue.reading import Reader
from testamur_web.catalogue.vocabulary import Giving

__all__ = ["Stack", "read_stack", "rule_in", "told_clause", "told_equivalents"]


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
        clause=read.value("clause", _clause, None),
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


def told_clause(clause: Mapping[str, Any]) -> str:
    """A clause as a sentence."""
    return sentence(Rule("urn:testamur:rule", version="0", clause=read_clause(dict(clause))))


def told_equivalents(recognised: Mapping[str, list[str]]) -> str:
    """What counts as what, "" where nothing does."""
    told = [f"{', '.join(others)} = {name}." for name, others in sorted(recognised.items())]
    return " ".join(told)


def _clause(value: Any, pointer: str) -> dict[str, Any]:
    read_clause(value, pointer)
    return dict(value)


def _recognised(value: Any, pointer: str) -> dict[str, list[str]]:
    return {name: list(others) for name, others in read_recognised(value, pointer).items()}
