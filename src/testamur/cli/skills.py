"""`testamur skills`: import published lists of skills, find what is in them, link texts to them.

Each action is a module of its own with `add_arguments(parser)` and `run(arguments)`, as verbs are.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from testamur.cli.terminal import examples

__all__ = ["ACTIONS", "add_arguments", "run"]

ACTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "import": ("testamur.cli.skills_import", "put a published list of skills on the shelf"),
    "search": ("testamur.cli.skills_search", "find skills and occupations by their words"),
    "show": ("testamur.cli.skills_show", "show one skill or occupation, and what is around it"),
    "link": ("testamur.cli.skills_link", "find the skills that a text speaks of"),
    "list": ("testamur.cli.skills_list", "show which lists of skills are on the shelf"),
}
"""Action to its module and one line on what it does."""

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
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (module, summary) in ACTIONS.items():
        action = actions.add_parser(
            name,
            help=summary,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        import_module(module).add_arguments(action)


def run(arguments: Namespace) -> int:
    """Do what was asked; the exit code."""
    code: int = import_module(ACTIONS[arguments.action][0]).run(arguments)
    return code
