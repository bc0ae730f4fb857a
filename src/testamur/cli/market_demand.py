"""`testamur market demand`: how much one skill is asked for, and whether more than before."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from testamur.cli.market_place import add_scope_arguments, market_of, scope_of
from testamur.cli.terminal import examples, plain

if TYPE_CHECKING:
    from testamur.market.answers import Demand
    from testamur.market.figures import Growth, Provenance, Share

__all__ = ["add_arguments", "run", "told_growth", "told_share", "told_sources"]

_ABOUT: Final = """\
Say how much a skill is asked for: of how many postings, month by month, more or less than before,
and for what pay. What stands for fewer than five postings is not told, nor is what is not known.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Which skill, and of which postings."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur market demand --skill http://data.europa.eu/esco/skill/… --json",
        "testamur market demand --skill urn:sql --region Ohio --from 2024-01 --to 2025-12",
    )
    parser.add_argument("--skill", metavar="URI", required=True, help="the identifier of the skill")
    add_scope_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Ask; 0."""
    scope = scope_of(arguments)
    with market_of(arguments) as market:
        demand = market.demand(arguments.skill, scope)
    if arguments.json:
        print(json.dumps(demand.as_json(), ensure_ascii=False))
    else:
        print("\n".join(_told(demand)))
    return 0


def _told(demand: Demand) -> Iterator[str]:
    yield f"{plain(demand.label)}: {told_share(demand.share)}"
    yield f"  {told_growth(demand.growth)}"
    for pay in demand.salaries.rows:
        quartiles = f"{pay.lower:,.0f}, {pay.median:,.0f}, {pay.upper:,.0f}"
        yield f"  pay a year, quartiles: {quartiles} {pay.currency} (of {pay.postings:,} postings)"
    for month in demand.months:
        adjusted = f"; {month.adjusted:.1f} without seasons" if month.adjusted is not None else ""
        yield f"  {month.month}  {told_share(month.share)}{adjusted}"
    yield from told_sources(demand.provenance)


def told_share(share: Share) -> str:
    """A share in words."""
    if share.of is None:
        return "too few postings to tell" if share.suppressed else "no postings are known"
    if share.postings is None or share.interval is None:
        return f"fewer than five of {share.of:,} postings"
    low, high = share.interval
    told = f"{share.postings:,} of {share.of:,} postings, {share.per_thousand:.1f} of a thousand"
    return f"{told} ({low:.1f} to {high:.1f})"


def told_growth(growth: Growth) -> str:
    """A growth in words: the ratio, what bounds it, and what was compared."""
    if growth.ratio is None or growth.windows is None:
        return f"growth is not known: {growth.reason}"
    ratio, windows = growth.ratio, growth.windows
    seasons = "seasons removed" if windows.holds_seasons else "seasons not removed"
    return (
        f"{ratio.value:.2f} times the share of before ({ratio.low:.2f} to {ratio.high:.2f}): "
        f"{windows.after[0]} to {windows.after[-1]} beside {windows.before[0]} to "
        f"{windows.before[-1]}, {seasons}"
    )


def told_sources(provenance: Provenance) -> Iterator[str]:
    """Where figures come from."""
    for one in provenance.sources:
        linked = f"; skills found with {', '.join(one.linked)}" if one.linked else ""
        months = f"{one.since} to {one.until}"
        many = "too few" if one.postings is None else f"{one.postings:,}"
        yield (
            f"  source: {plain(one.source)}, {many} postings, {months}, "
            f"retrieved {one.retrieved} ({plain('; '.join(one.licences))}){plain(linked)}"
        )
    yield f"  method {provenance.method}: docs/reference/market-method.md"
