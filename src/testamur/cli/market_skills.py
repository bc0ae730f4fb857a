"""`testamur market skills`: the most wanted skills, or those that surely rise or fall."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from typing import Final

from testamur.cli.market_demand import told_growth, told_share, told_sources
from testamur.cli.market_place import add_scope_arguments, market_of, scope_of
from testamur.cli.terminal import examples, paint, plain

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
List the most wanted skills; with --rising or --falling those whose share has surely changed: among
all that are told, 5% at most are there by chance.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Which skills, and of which postings."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur market skills --region Ohio --limit 10", "testamur market skills --rising --json"
    )
    moving = parser.add_mutually_exclusive_group()
    moving.add_argument("--rising", action="store_true", help="more wanted than before")
    moving.add_argument("--falling", action="store_true", help="less wanted than before")
    parser.add_argument("--limit", metavar="N", type=int, default=20, help="how many; 20")
    add_scope_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """List; 0."""
    scope = scope_of(arguments)
    with market_of(arguments) as market:
        ask = market.rising if arguments.rising else market.skills
        ask = market.falling if arguments.falling else ask
        found = ask(scope, limit=max(0, arguments.limit))
    if arguments.json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
        return 0
    for row in found.rows:
        print(f"{plain(row.label)}: {told_share(row.share)}")
        print(f"  {told_growth(row.growth)}\n  {paint(plain(row.skill), 'quiet')}")
    print(f"{len(found.rows):,} of {found.of:,} skills")
    print("\n".join(told_sources(found.provenance)))
    return 0
