"""`testamur bulk`: work on files of millions of rows, on this machine or on Apache Spark.

Each action is a module of its own with `add_arguments(parser)` and `run(arguments)`, as verbs are.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from testamur.cli.actions import Actions, add_actions, run_action
from testamur.cli.terminal import examples

__all__ = ["ACTIONS", "add_arguments", "run"]

ACTIONS: Final[Actions] = {
    "issue": ("testamur.cli.bulk_issue", "sign a Parquet of awards into a Parquet of credentials"),
    "verify": ("testamur.cli.bulk_verify", "verify a Parquet of credentials into one of verdicts"),
}


def add_arguments(parser: ArgumentParser) -> None:
    """The actions and their options."""
    parser.description = "Work on files of millions of rows.\n"
    parser.epilog = examples(
        "testamur bulk issue awards.parquet --award award.toml --key issuer.key -o signed/",
        "testamur bulk issue many.parquet --award award.toml --key uni.key -o out/ --engine spark",
        "testamur bulk verify signed/ -o verdicts/",
    )
    add_actions(parser, ACTIONS)


def run(arguments: Namespace) -> int:
    """Do what was asked; the exit code."""
    return run_action(ACTIONS, arguments)
