"""`testamur quality`: what a definition is worth, measured from its published document.

Each action is a module of its own with `add_arguments(parser)` and `run(arguments)`, as verbs are.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from testamur.cli.actions import Actions, add_actions, run_action
from testamur.cli.terminal import examples

__all__ = ["ACTIONS", "add_arguments", "run"]

ACTIONS: Final[Actions] = {
    "score": ("testamur.cli.quality_score", "score a definition from 0 to 100, with reasons"),
}

_ABOUT: Final = """\
Measure how well an achievement is defined.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The actions and their options."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur quality score achievement.json",
        "testamur quality score badge.json --json",
    )
    add_actions(parser, ACTIONS)


def run(arguments: Namespace) -> int:
    """Do what was asked; the exit code."""
    return run_action(ACTIONS, arguments)
