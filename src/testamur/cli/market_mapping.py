"""`testamur market mapping`: a mapping to begin with, guessed from the head of a file."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from testamur.cli.moments import now
from testamur.cli.terminal import about, examples, plain, plural

if TYPE_CHECKING:
    from testamur.market import DryRun

__all__ = ["add_arguments", "run", "told_dry_run"]

_ABOUT: Final = """\
Guess which column of a file of postings says what: a mapping, as JSON on standard output.

It is something to begin with: write source and licence into it, look through the columns, and state
under `year` how many hours or days of pay make a year where pay is by the hour or day. How the
first rows would be read is told on standard error.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """What to look at."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur market mapping jobs.csv.gz > jobs.mapping.json",
        "testamur market mapping adverts.parquet > adverts.mapping.json",
    )
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV (also .gz), JSON, JSON lines or Parquet"
    )


def run(arguments: Namespace) -> int:
    """Guess and tell; 0."""
    from testamur.market import dry_run, guess_mapping

    with about(arguments.file):
        mapping = guess_mapping(arguments.file, at=now().date())
        tried = dry_run(arguments.file, mapping=mapping)
    print(json.dumps(mapping.as_json(), ensure_ascii=False, indent=1))
    print("\n".join(told_dry_run(tried)), file=sys.stderr)
    return 0


def told_dry_run(tried: DryRun) -> Iterator[str]:
    """What was read of the first rows, and one line for each kind of fault."""
    yield f"{tried.read:,} of the first {plural(tried.looked_at, 'row')} are postings"
    for name, count in tried.counts.items():
        yield f"  {name:<12} stated in {count:,}"
    for fault in tried.faults:
        what = "left out" if fault.is_rejected else "read without pay"
        rows = ", ".join(str(row) for row, _ in fault.examples)
        told = plain(fault.problem.detail)
        yield f"  {plural(fault.count, 'row')} {what}: {told} [{fault.problem.code}] (row {rows})"
    yield f"  columns: {', '.join(map(plain, tried.columns))}"
