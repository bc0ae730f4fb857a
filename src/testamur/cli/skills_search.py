"""`testamur skills search`: skills and occupations by their words, typos forgiven."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from testamur.cli.skills_shelf import add_shelf_arguments, chosen, shelf_of
from testamur.cli.terminal import examples, paint, plain

if TYPE_CHECKING:
    from testamur.skills.search import Found

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Find skills and occupations by their words: the beginnings are enough, and typos are forgiven.

The best come first: what is called so, what begins so, what holds the words, what nearly does.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """What to look for, and among what."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur skills search data anal",
        "testamur skills search krankenpflege --language de --limit 5",
        "testamur skills search projct managment --kind skill --json",
    )
    parser.add_argument("words", metavar="WORDS", nargs="+", help="the words, whole or begun")
    parser.add_argument("--kind", choices=("skill", "occupation"), help="only these")
    parser.add_argument(
        "--language", metavar="CODE", default="", help="search the labels in this language"
    )
    parser.add_argument(
        "--limit", metavar="N", type=int, default=10, help="how many to show, the best first; 10"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_shelf_arguments(parser)


def run(arguments: Namespace) -> int:
    """Search; 0, or 1 where nothing was found."""
    from testamur.skills.search import Search

    typed, shelf = " ".join(arguments.words), shelf_of(arguments)
    found: list[Found] = []
    for shelved in chosen(shelf, arguments):
        search = Search(shelf.load(shelved), language=arguments.language)
        found += search.find(typed, limit=arguments.limit, kind=arguments.kind)
    found.sort(key=lambda one: one.rank)
    for one in found[: arguments.limit]:
        print(json.dumps(one.as_json(), ensure_ascii=False) if arguments.json else _line(one))
    if not found:
        print("Nothing is called so.", file=sys.stderr)
    return 0 if found else 1


def _line(found: Found) -> str:
    matched = "" if found.matched == found.label else f"  ({plain(found.matched)})"
    return (
        f"{found.kind:<10}  {plain(found.label)}{matched}\n"
        f"            {paint(plain(found.id), 'quiet')}"
    )
