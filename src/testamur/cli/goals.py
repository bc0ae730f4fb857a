"""What a command is asked toward: a goal or a profile in a file, or an occupation on the shelf."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from testamur.cli.files import read_input
from testamur.cli.skills_shelf import chosen, joined, shelf_of
from testamur.errors import Refused
from testamur.pathways.goal import Goal, goal_in, read_goal

if TYPE_CHECKING:
    from testamur.skills.framework import Framework
    from testamur.skills.matching import MatchedGraph

__all__ = ["goal_of", "target_of"]

_Read = TypeVar("_Read")


def goal_of(target: str, arguments: Namespace) -> tuple[Goal, MatchedGraph]:
    """The goal, and the graph of all lists on the shelf; raises `Refused` (`gap.*`, `file.*`)."""
    return target_of(target, arguments, read=read_goal, of_goal=lambda goal: goal)


def target_of(
    target: str,
    arguments: Namespace,
    *,
    read: Callable[[bytes], _Read],
    of_goal: Callable[[Goal], _Read],
) -> tuple[_Read, MatchedGraph]:
    """What `read` makes of a file, or `of_goal` of an occupation; and the graph of all lists."""
    shelf = shelf_of(arguments)
    lists = [shelf.load(one) for one in chosen(shelf, arguments)]
    graph = joined(shelf, lists)
    if target.endswith(".json") or Path(target).is_file():
        return read(read_input(target)), graph
    return of_goal(_occupation(target, lists)), graph


def _occupation(target: str, lists: Sequence[Framework]) -> Goal:
    for one in lists:
        if any(target in {role.id, role.code} for role in one.occupations):
            return goal_in(one, target)
    told = f"{target[:120]!r} is neither a file nor an occupation of a list on the shelf"
    raise Refused.because("gap.goal-unknown", told)
