"""`testamur skills`: import published lists of skills, find what is in them, link texts to them.

Each action is a module of its own with `add_arguments(parser)` and `run(arguments)`, as verbs are.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from testamur.cli.actions import Actions, add_actions, run_action
from testamur.cli.terminal import examples

__all__ = ["ACTIONS", "add_arguments", "run"]

ACTIONS: Final[Actions] = {
    "import": ("testamur.cli.skills_import", "put a published list of skills on the shelf"),
    "search": ("testamur.cli.skills_search", "find skills and occupations by their words"),
    "show": ("testamur.cli.skills_show", "show one skill or occupation, and what is around it"),
    "link": ("testamur.cli.skills_link", "find the skills that a text speaks of"),
    "list": ("testamur.cli.skills_list", "show which lists of skills are on the shelf"),
}

_ABOUT: Final = """\
Import published lists of skills and occupations, and find what is in them.

Until something is imported, a small selection from ESCO that ships with Testamur answers.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The actions and their options."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur skills import esco/ --framework esco",
        "testamur skills search projct managment",
        "testamur skills show http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d",
    )
    add_actions(parser, ACTIONS)


def run(arguments: Namespace) -> int:
    """Do what was asked; the exit code."""
    return run_action(ACTIONS, arguments)
