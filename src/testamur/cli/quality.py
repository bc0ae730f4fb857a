"""`testamur quality`: what a definition is worth, measured from its published document.

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
    "score": ("testamur.cli.quality_score", "score a definition from 0 to 100, with reasons"),
}
"""Action to its module and one line on what it does."""

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
