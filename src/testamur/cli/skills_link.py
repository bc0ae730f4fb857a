"""`testamur skills link`: the skills a text speaks of, and the words that caused each."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from testamur.cli.files import read_input
from testamur.cli.skills_shelf import add_shelf_arguments, chosen, shelf_of
from testamur.cli.terminal import about, examples, paint, plain
from testamur.errors import Refused

if TYPE_CHECKING:
    from testamur.skills.framework import Framework
    from testamur.skills.linking import Linked, Linker

__all__ = ["add_arguments", "linkers_of", "run"]

_ABOUT: Final = """\
Find the skills that a job advert, a CV or a course description speaks of.

Each comes with how likely a person would agree and with the words that caused it; a span counts
characters of the text, the first and the one behind the last. They are offers to confirm or reject.
Nothing leaves this machine. The first time a list of skills is used it is worked through, which
takes some seconds for all ESCO; what was worked out is kept on the shelf.
"""
_MOST_BYTES: Final = 4 * 1024 * 1024


def add_arguments(parser: ArgumentParser) -> None:
    """What to read, and how much to tell."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur skills link advert.txt",
        "testamur skills link advert.txt --json --top 10",
        'echo "You will write SQL and calm customers." | testamur skills link -',
    )
    parser.add_argument("file", metavar="FILE", help="a plain text in UTF-8, or -")
    parser.add_argument(
        "--top", metavar="N", type=int, default=50, help="how many at most, the best first; 50"
    )
    parser.add_argument(
        "--least",
        metavar="SCORE",
        type=float,
        help="leave out what is less likely than this, from 0 to 1; 0.15",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    add_shelf_arguments(parser)


def run(arguments: Namespace) -> int:
    """Read and tell; 0, or 1 where no skill was found."""
    with about(arguments.file):
        text = _text_of(read_input(arguments.file, limit=_MOST_BYTES))
    found = _linked(text, arguments)
    if arguments.json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False))
    for one in () if arguments.json else found:
        print(_line(one))
    if not found:
        print("No skill was found in it.", file=sys.stderr)
    return 0 if found else 1


def _text_of(data: bytes) -> str:
    """The text; raises `Refused` (`skills.not-text`)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"byte {error.start} is not UTF-8"
        raise Refused.because("skills.not-text", told) from None
    if "\0" in text:
        told = f"character {text.index(chr(0))} is a zero, which no text holds"
        raise Refused.because("skills.not-text", told)
    return text


def _linked(text: str, arguments: Namespace) -> tuple[Linked, ...]:
    from testamur.skills.linking import LEAST_SCORE

    least = LEAST_SCORE if arguments.least is None else arguments.least
    top = max(0, arguments.top)
    found = [
        one
        for _list, linker in linkers_of(arguments)
        for one in linker.read(text, top=top, least=least)
    ]
    return tuple(sorted(found, key=lambda one: -one.score)[:top])


def linkers_of(arguments: Namespace) -> Iterator[tuple[Framework, Linker]]:
    """The lists on the shelf that are chosen, each with what links a text to it."""
    from testamur.skills.linking import Linker

    shelf = shelf_of(arguments)
    for shelved in chosen(shelf, arguments):
        framework = shelf.load(shelved)
        yield framework, Linker(framework, folder=shelf.folder, progress=_progress(shelved.name))


def _progress(name: str) -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def tell(done: int, count: int) -> None:
        ending = "\n" if done == count else ""
        told = f"\rGetting {plain(name)} ready: {done:,} of {count:,} skills"
        print(told, end=ending, file=sys.stderr, flush=True)

    return tell


def _as_json(linked: Linked) -> dict[str, Any]:
    return {
        "uri": linked.uri,
        "label": linked.label,
        "score": linked.score,
        "span": list(linked.span),
        "words": linked.words,
    }


def _line(linked: Linked) -> str:
    return (
        f"{linked.score:>5.0%}  {plain(linked.label)}  <- {plain(linked.words)}\n"
        f"       {paint(plain(linked.uri), 'quiet')}"
    )
