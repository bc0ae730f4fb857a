"""What confidence is reckoned with on the command line: figures and uses from files, and lists."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from testamur.cli.files import read_input
from testamur.cli.skills_shelf import chosen, joined, shelf_of
from testamur.cli.terminal import about
from testamur.encoding import parse_json
from testamur.pathways.confidence import DEFAULT, Figures, read_figures
from testamur.pathways.uses import Use, read_uses

if TYPE_CHECKING:
    from testamur.skills.matching import MatchedGraph

__all__ = ["add_figures_argument", "add_figures_arguments", "figures_of", "graph_of", "uses_of"]


def add_figures_argument(parser: ArgumentParser) -> None:
    """`--figures`."""
    parser.add_argument(
        "--figures",
        metavar="FILE.json",
        type=Path,
        help="figures of your own for confidence and partial credit",
    )


def add_figures_arguments(parser: ArgumentParser) -> None:
    """`--figures` and `--uses`."""
    add_figures_argument(parser)
    parser.add_argument(
        "--uses",
        metavar="FILE.json",
        type=Path,
        help='when it was used at work: {"uses": [{"skill": "https://…", "at": '
        '"2026-05-31T00:00:00Z", "confirmed": true}]}; you answer for what it says',
    )


def figures_of(arguments: Namespace) -> Figures:
    """The figures of the file; the defaults without one."""
    if arguments.figures is None:
        return DEFAULT
    with about(arguments.figures):
        return read_figures(parse_json(read_input(arguments.figures)))


def uses_of(arguments: Namespace) -> list[Use]:
    """The uses of the file; none without one."""
    if arguments.uses is None:
        return []
    with about(arguments.uses):
        return read_uses(read_input(arguments.uses))


def graph_of(arguments: Namespace) -> MatchedGraph:
    """The graph of all lists on the shelf that are meant."""
    shelf = shelf_of(arguments)
    return joined(shelf, [shelf.load(one) for one in chosen(shelf, arguments)])
