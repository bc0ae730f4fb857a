"""Writes docs/reference/cli.md from the parsers; with `--check` only says whether it is current."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final

from testamur.cli import VERBS, parser_of

__all__ = ["PAGE", "cli_page"]

PAGE: Final = Path(__file__).resolve().parent / "reference" / "cli.md"

_HEAD: Final = """\
# Command line

`testamur VERB --help` tells the same as this page. Options may stand anywhere after the verb.

*Written by `make docs` from the parsers of the verbs.*

## Exit codes

| code | meaning |
|---|---|
| 0 | done; everything that was verified is valid |
| 1 | at least one credential is invalid; or some rows were refused, and the others issued |
| 2 | wrong usage, or something that had to be refused: mend it, and run the same again |
| 3 | undetermined: something could not be judged, and nothing is known to be wrong |
| 130 | stopped with Ctrl-C: nothing is lost, the same command goes on |

What goes wrong is one line on standard error: the sentence, where, a [code](problems.md) in square
brackets, and what to do. `NO_COLOR` switches colours off; they are off anyway where nobody looks.
"""


def cli_page() -> str:
    """The whole page as Markdown: one section per verb, one per action below it."""
    parts = [_HEAD]
    for verb, module in _modules():
        parser = parser_of(verb, module)
        parts.extend(_section(f"testamur {verb}", parser, level=2))
        for name, inner in _actions(parser):
            parts.extend(_section(f"testamur {verb} {name}", inner, level=3))
    return "\n".join(parts).rstrip() + "\n"


def _modules() -> Iterator[tuple[str, Any]]:
    """Each verb and its module: the library's, then those of the product."""
    for verb, (module, _) in VERBS.items():
        yield verb, import_module(module)
    for entry in sorted(entry_points(group="testamur.verbs")):
        yield entry.name, entry.load()


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; 0 when it is current afterwards."""
    page = cli_page()
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print("docs/reference/cli.md is not current: run `make docs`", file=sys.stderr)
    return 1


def _section(title: str, parser: argparse.ArgumentParser, *, level: int) -> Iterator[str]:
    yield f"\n{'#' * level} {title}\n"
    yield (parser.description or "").strip() + "\n"
    rows = [
        action
        for action in parser._actions  # noqa: SLF001 -- argparse has no other way to ask
        if action.dest not in {"help", "action"}
    ]
    if rows:
        yield "| | |\n|---|---|"
        yield from (f"| {_named(action)} | {_cell(action.help or '')} |" for action in rows)
        yield ""
    yield "```console"
    for line in (parser.epilog or "").splitlines()[1:]:
        yield f"$ {line.strip()}"
    yield "```"


def _actions(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001 -- as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 -- as above
            yield from action.choices.items()


def _named(action: argparse.Action) -> str:
    """An option with the name of its value, or the name of what stands without one."""
    if not action.option_strings:
        return f"`{action.metavar}`"
    value = ""
    if action.nargs != 0:
        choices = "|".join(map(str, action.choices)) if action.choices else ""
        value = f" {action.metavar or choices or action.dest.upper()}"
    return ", ".join(f"`{option}{value}`" for option in action.option_strings).replace("|", "\\|")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
