"""Which postings a command means, and of which of them it asks."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from testamur.cli.terminal import about

if TYPE_CHECKING:
    from testamur.market import Market, Scope, Store

__all__ = ["add_scope_arguments", "market_of", "scope_of", "store_at"]


def add_scope_arguments(parser: ArgumentParser) -> None:
    """`--data`, and what narrows a question."""
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="where postings were loaded to (else TESTAMUR_DATA_DIR/market, else the user's data)",
    )
    parser.add_argument(
        "--region", metavar="TEXT", default="", help="postings of this region alone"
    )
    parser.add_argument(
        "--occupation", metavar="TEXT", default="", help="postings of this occupation alone"
    )
    parser.add_argument(
        "--from", metavar="MONTH", dest="since", default="", help="since this month, as 2025-01"
    )
    parser.add_argument(
        "--to", metavar="MONTH", dest="until", default="", help="until this month, with it"
    )
    parser.add_argument(
        "--source",
        metavar="TEXT",
        action="append",
        default=[],
        help="postings of this source alone; may be repeated",
    )
    parser.add_argument(
        "--least",
        metavar="SCORE",
        type=float,
        default=0.5,
        help="how likely a posting must ask for a skill to be counted, from 0 to 1; 0.5",
    )


def scope_of(arguments: Namespace) -> Scope:
    """What is asked of; raises `Refused` (`market.scope-malformed`)."""
    from testamur.market import Scope

    with about("the options"):
        return Scope(
            region=arguments.region,
            occupation=arguments.occupation,
            since=arguments.since,
            until=arguments.until,
            sources=tuple(arguments.source),
            least=arguments.least,
        )


def market_of(arguments: Namespace) -> Market:
    """The market, by the engine that the environment names; not opened yet."""
    from testamur.market import Market

    return Market(store_at(arguments.data), url=os.environ.get("TESTAMUR_ANALYTICS_URL", ""))


def store_at(folder: Path | None) -> Store:
    """The store of a folder, or the usual one; nothing is made yet."""
    from testamur.market import Store

    return Store(folder or _usual_folder())


def _usual_folder() -> Path:
    if folder := os.environ.get("TESTAMUR_DATA_DIR"):
        return Path(folder) / "market"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "testamur" / "market"
