"""`testamur market`: what work asks for, from postings that you load, with their sources.

Each action is a module of its own with `add_arguments(parser)` and `run(arguments)`, as verbs are.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from testamur.cli.actions import Actions, add_actions, run_action
from testamur.cli.terminal import examples

__all__ = ["ACTIONS", "add_arguments", "run"]

ACTIONS: Final[Actions] = {
    "mapping": ("testamur.cli.market_mapping", "guess which column of a file says what"),
    "load": ("testamur.cli.market_load", "load a file of postings by its mapping"),
    "demand": ("testamur.cli.market_demand", "say how much a skill is asked for, and whether more"),
    "skills": ("testamur.cli.market_skills", "list the most wanted skills, or those that move"),
}

_ABOUT: Final = """\
Load files of postings, and ask how much a skill is wanted: where, since when, and for what pay.

Every figure tells its sources, their licences, its months and its method. What is not known, or
stands for fewer than five postings, is not told. TESTAMUR_ANALYTICS_URL says which engine reckons:
nothing for DuckDB in this process, a file such as figures.duckdb, or the address of an Apache Spark
(spark://host:7077, local[2], local-cluster[2,1,1024]).
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The actions and their options."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur market mapping jobs.csv > jobs.mapping.json",
        "testamur market load jobs.csv --mapping jobs.mapping.json",
        "testamur market demand --skill http://data.europa.eu/esco/skill/… --json",
    )
    add_actions(parser, ACTIONS)


def run(arguments: Namespace) -> int:
    """Do what was asked; the exit code."""
    return run_action(ACTIONS, arguments)
