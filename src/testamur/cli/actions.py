"""Verbs with actions: each action has a parser of its own, and the same manners.

An action is made by `add_action`; where each is a module of its own, with `add_arguments(parser)`
and `run(arguments)` as verbs have, a verb hands its table to `add_actions` and `run_action`. The
modules are loaded when the verb is.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping
from importlib import import_module
from typing import Any

__all__ = ["Actions", "actions_of", "add_action", "add_actions", "run_action"]

Actions = Mapping[str, tuple[str, str]]
"""Action to its module and one line on what it does."""


def actions_of(parser: ArgumentParser) -> Any:
    """Where the actions of a verb are added; one of them must be named."""
    return parser.add_subparsers(dest="action", required=True, metavar="ACTION")


def add_action(actions: Any, name: str, summary: str) -> ArgumentParser:
    """The parser of one action, described by its summary."""
    parser: ArgumentParser = actions.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return parser


def add_actions(parser: ArgumentParser, table: Actions) -> None:
    """The actions of a verb, each filled by its module."""
    actions = actions_of(parser)
    for name, (module, summary) in table.items():
        import_module(module).add_arguments(add_action(actions, name, summary))


def run_action(table: Actions, arguments: Namespace) -> int:
    """Do the action that was asked for; the exit code."""
    code: int = import_module(table[arguments.action][0]).run(arguments)
    return code
