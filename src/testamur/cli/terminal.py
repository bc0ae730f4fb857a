"""What a person sees: plain text that fits the window, colour where wanted, one line per error.

Text from credentials is a stranger's: control characters and marks that turn the reading direction
are shown as escapes, so that no document can write on the terminal by itself.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TextIO

from testamur.errors import TestamurError
from testamur.problems import Problem

__all__ = ["about", "examples", "paint", "plain", "plural", "tell_error", "told_problem", "wrapped"]

_JOINERS: Final = "\u200c\u200d"
_COLOURS: Final = {"good": "32", "bad": "31", "unsure": "33", "quiet": "2", "strong": "1"}
_SPACES: Final = re.compile(r"\s+")
_WIDEST: Final = 100


def plain(text: str) -> str:
    """One line of `text` that shows what it holds and does nothing."""
    folded = _SPACES.sub(" ", text).strip()
    if folded.isprintable():
        return folded
    return "".join(
        one if one.isprintable() or one in _JOINERS else one.encode("unicode_escape").decode()
        for one in folded
    )


def plural(count: int, one: str, several: str = "") -> str:
    """`1 row`, `2 rows`; `several` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def paint(text: str, style: str, *, stream: TextIO | None = None) -> str:
    """`text` in a colour by its meaning, on a terminal that wants colour (NO_COLOR says no)."""
    stream = sys.stdout if stream is None else stream
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m"


def wrapped(text: str, *, indent: str = "", first: str | None = None, stream: TextIO) -> str:
    """`text` broken to the width of a terminal; elsewhere one line, for whoever greps."""
    first = indent if first is None else first
    if not stream.isatty():
        return first + text
    import textwrap

    return textwrap.fill(
        text,
        width=window_width(),
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def window_width() -> int:
    """How wide lines may be: the window, within reason."""
    import shutil

    return min(shutil.get_terminal_size().columns, _WIDEST)


def examples(*lines: str) -> str:
    """The epilog of a verb: commands that work, one a line."""
    return "\n".join(["examples:", *(f"  {line}" for line in lines)])


@contextmanager
def about(what: object) -> Iterator[None]:
    """Whatever is refused inside is told to be about `what`: a file, a row, an option."""
    try:
        yield
    except TestamurError as error:
        error.add_note(str(what))
        raise


def tell_error(error: TestamurError, *, verb: str) -> None:
    """One line on standard error: what is wrong, where, its code, and what to do."""
    notes: Sequence[str] = getattr(error, "__notes__", ())
    said = error.problem.detail
    where = ": ".join(plain(note) for note in reversed(notes) if note not in said)
    told = " ".join(
        part
        for part in (
            f"testamur {plain(verb)}:" if verb else "testamur:",
            f"{where}:" if where else "",
            told_problem(error.problem),
        )
        if part
    )
    print(wrapped(told, indent="  ", first="", stream=sys.stderr), file=sys.stderr)


def told_problem(problem: Problem) -> str:
    """A problem in one line: the sentence, its place in the document, its code, what to do."""
    place = f" at {plain(problem.pointer)}" if problem.pointer else ""
    return f"{plain(problem.detail)}{place} [{problem.code}]. {problem.meaning.remedy}"
