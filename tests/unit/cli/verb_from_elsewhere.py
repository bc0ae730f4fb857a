"""A verb as another distribution would bring it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

GOOD_DAY = 7


def add_arguments(parser: ArgumentParser) -> None:
    """Whom to greet."""
    parser.add_argument("name")


def run(arguments: Namespace) -> int:
    """Greet."""
    print(f"Good day, {arguments.name}")  # noqa: T201 - what a verb does
    return GOOD_DAY
