"""Which shelf of skills a command means: an option, the environment, or the user's own data."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from testamur.skills.framework import Framework
    from testamur.skills.matching import MatchedGraph
    from testamur.skills.shelf import Shelf, Shelved

__all__ = ["add_shelf_arguments", "chosen", "joined", "shelf_of", "title_of"]


def add_shelf_arguments(parser: ArgumentParser, *, with_choice: bool = True) -> None:
    """`--shelf`, and what chooses among the lists on it."""
    parser.add_argument(
        "--shelf",
        metavar="DIR",
        type=Path,
        help="the folder of imported lists (else TESTAMUR_DATA_DIR/skills, else the user's data)",
    )
    if with_choice:
        parser.add_argument(
            "--in", metavar="NAME", dest="among", help="this list alone, by its name or identifier"
        )
        parser.add_argument(
            "--version", metavar="TEXT", default="", help="this version of it, not the newest"
        )


def shelf_of(arguments: Namespace) -> Shelf:
    """The shelf; nothing is made yet."""
    from testamur.skills.shelf import Shelf

    return Shelf(arguments.shelf or _usual_folder())


def chosen(shelf: Shelf, arguments: Namespace) -> list[Shelved]:
    """The lists that a command looks through: the one named, else the newest of each.

    Raises `Refused` (`framework.unknown`).
    """
    if arguments.among:
        return [shelf.find(arguments.among, version=arguments.version)]
    return shelf.current()


def joined(shelf: Shelf, lists: Sequence[Framework]) -> MatchedGraph:
    """The graph of several lists, tied together by what they and the crosswalks there say."""
    from testamur.skills.crosswalks import crosswalk_matches, crosswalks_on
    from testamur.skills.graph import Graph
    from testamur.skills.matching import Match, MatchedGraph, matches_in

    published: list[Match] = []
    for crosswalk in crosswalks_on(shelf.folder):
        published += crosswalk_matches(crosswalk)
    for framework in lists:
        published += matches_in(framework, told=framework.name)
    return MatchedGraph([Graph(framework) for framework in lists], published=published)


def title_of(name: str, version: str) -> str:
    """`ESCO 1.2.0`, or the name alone."""
    return f"{name} {version}".rstrip()


def _usual_folder() -> Path:
    if folder := os.environ.get("TESTAMUR_DATA_DIR"):
        return Path(folder) / "skills"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "testamur" / "skills"
