"""`testamur inspect`: what is in a file, without judging it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Final

from testamur.cli.files import read_input
from testamur.cli.outline import outline_of
from testamur.cli.terminal import about, examples, paint, plain, wrapped
from testamur.encoding import Json
from testamur.interop.intake import take_in

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Show what is in a file: kind, names, identifiers, claims, proofs, contexts.

Nothing is verified and nothing is fetched: whatever is shown is what the file says of itself.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """What to look into."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur inspect ada.png",
        "testamur inspect out/ada-nowak-3f2a9c1e77d0.json --json",
        "cat token.jwt | testamur inspect -",
    )
    parser.add_argument(
        "file", metavar="FILE", help="JSON, token, image, bundle, presentation, or -"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Show it; 0."""
    with about(arguments.file):
        outline = outline_of(take_in(read_input(arguments.file)))
    if arguments.json:
        print(json.dumps({"file": arguments.file} | outline, ensure_ascii=False))
        return 0
    print(plain(arguments.file))
    for line in _lines(outline, "  "):
        print(line)
    print(paint("\nNothing of this is verified.", "quiet"))
    return 0


def _lines(value: Json, indent: str) -> Iterator[str]:
    """A tree: names in front of short values, and above what has parts."""
    if isinstance(value, list):
        value = {f"{number}.": one for number, one in enumerate(value, 1)}
    short = [len(name) for name, one in value.items() if not isinstance(one, dict | list)]
    width = max(short, default=0)
    for name, one in value.items():
        if isinstance(one, list) and len(one) == 1:
            one = one[0]  # noqa: PLW2901 -- a list of one reads like its one
        if isinstance(one, dict | list):
            yield f"{indent}{paint(plain(name), 'strong')}"
            yield from _lines(one, indent + "  ")
        else:
            first = f"{indent}{plain(name):<{width}}  "
            hanging = " " * (len(indent) + width + 2)
            yield wrapped(plain(str(one)), first=first, indent=hanging, stream=sys.stdout)
