"""`testamur fairness`: whether groups of people are selected, and score, alike."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from testamur.cli.files import read_input, write_file
from testamur.cli.terminal import about, examples, plain, plural

if TYPE_CHECKING:
    from testamur.talent.fairness import Fairness, GroupRow, Rate, Trait

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Say how groups of people fare: the share of each that was selected, the share with more points than
the median, and both against the group that fares best, as New York City's Local Law 144 asks of an
audit. Below four fifths is flagged: a reason to look, not a proof.

FILE.csv has a row for each person: `selected` (yes or no), `points`, or both; every other column is
a trait (gender, age …), and an empty cell is not stated. With --traits they stand in another file,
and `alias` names people in both. Groups of fewer than five people have no figures, and neither
has what they could be computed from.

Ends with 0, whatever it finds.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The table, and what is written."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur fairness decisions.csv",
        "testamur fairness decisions.csv --traits traits.csv --json",
        "testamur fairness decisions.csv --csv for-the-auditor.csv",
    )
    parser.add_argument("table", metavar="FILE.csv", help="a row for each person; - for the input")
    parser.add_argument(
        "--traits", metavar="FILE.csv", help="what people say of themselves, by `alias`"
    )
    parser.add_argument("--csv", metavar="FILE", type=Path, help="also write the report to FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Reckon; 0."""
    from testamur.talent.fairness import fairness
    from testamur.talent.fairness_files import fairness_csv, read_outcomes, read_traits

    with about(arguments.table):
        table = read_input(arguments.table)
        outcomes = read_outcomes(table)
    with about(arguments.traits or arguments.table):
        apart = read_input(arguments.traits) if arguments.traits else table
        found = fairness(outcomes, traits=read_traits(apart))
    if arguments.csv:
        write_file(arguments.csv, f"\ufeff{fairness_csv(found)}".encode())
    if arguments.json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        print("\n".join(_told(found)))
    return 0


def _told(found: Fairness) -> Iterator[str]:
    if found.people is None:
        yield "fewer than five people: there is nothing to tell"
        return
    chosen = "" if found.selected is None else f", {found.selected:,} selected"
    middle = "" if found.median is None else f", median {found.median:f} points"
    yield f"{plural(found.people, 'person', 'people')}{chosen}{middle}"
    for trait in found.traits:
        yield ""
        yield from _told_trait(trait)


def _told_trait(trait: Trait) -> Iterator[str]:
    yield plain(trait.name)
    if trait.is_withheld:
        yield "  not shown: a group of it is too small"
    for row in trait.rows:
        yield f"  {plain(row.group) or 'not stated'}: {_told_row(row)}"


def _told_row(row: GroupRow) -> str:
    if row.people is None:
        return row.standing.value
    told = [plural(row.people, "person", "people")]
    told += [] if row.standing == "compared" else [row.standing.value]
    told += [f"selected {_told_rate(row.selection)}"] if row.selection else []
    told += [f"above the median {_told_rate(row.scoring)}"] if row.scoring else []
    return "; ".join(told)


def _told_rate(rate: Rate) -> str:
    ratio = "" if rate.ratio is None else f", ratio {rate.ratio:.2f}"
    flag = " (below four fifths)" if rate.is_below_four_fifths else ""
    return f"{rate.people:,} ({rate.rate:.1%}){ratio}{flag}"
