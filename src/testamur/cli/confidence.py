"""`testamur confidence`: how sure credentials make one of each skill, with every factor of it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import Final

from testamur.cli.figures import (
    add_figures_arguments,
    figures_of,
    graph_of,
    uses_of,
)
from testamur.cli.holdings import add_holdings_arguments, holdings_of
from testamur.cli.skills_shelf import add_shelf_arguments
from testamur.cli.terminal import examples, plain
from testamur.encoding import format_timestamp
from testamur.pathways.certainty import SkillShown, skills_shown
from testamur.pathways.confidence import Figures
from testamur.pathways.held import held_by

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Say of each skill that credentials show how sure they make one of it, and why: how it was assessed,
how fresh it is, who stands behind it, and at which level. The number is the product of the factors.

A skill fades with time, as fast as its kind does, which the lists on the shelf tell; a renewal and
a confirmed use at work make it fresher. Every credential is verified first; what is not valid
counts for nothing. The same files at the same --at give the same numbers again; on a day to come
they are the numbers of what is valid now and has not expired by then.

Ends with 0 when everything was counted; 1 when a file is invalid; 3 when one could not be judged.
"""
_EXAMPLES: Final = examples(
    "testamur confidence wallet/",
    "testamur confidence py.json sql.png --at 2026-05-31 --json",
    "testamur confidence wallet/ --level 5 --figures ours.json --uses uses.json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The credentials, and how it is reckoned."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    add_holdings_arguments(parser)
    parser.add_argument(
        "--level",
        metavar="EQF",
        type=_level,
        help="ask for every skill at this EQF level, from 1 to 8 (else at any)",
    )
    add_figures_arguments(parser)
    add_shelf_arguments(parser)


def run(arguments: Namespace) -> int:
    """Reckon; the exit code of the files."""
    figures, uses, graph = figures_of(arguments), uses_of(arguments), graph_of(arguments)
    holdings = holdings_of(arguments, looks_ahead=True)
    found = skills_shown(
        held_by(holdings.held, arguments.holder),
        at=holdings.at,
        level=arguments.level,
        lists=graph,
        figures=figures,
        uses=uses,
    )
    if arguments.json:
        told = {
            "at": format_timestamp(holdings.at.replace(microsecond=0)),
            "requiredLevel": arguments.level,
            "figures": figures.as_json(),
            "skills": [one.as_json() for one in found],
            "notCounted": holdings.refused_as_json(),
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_told(found, figures)))
        holdings.tell_refused()
    return holdings.code


def _level(text: str) -> int:
    if text not in set("12345678"):
        raise ArgumentTypeError("a level is a whole number from 1 to 8")
    return int(text)


def _told(found: tuple[SkillShown, ...], figures: Figures) -> Iterator[str]:
    if not found:
        yield "No credential that counts shows a skill."
    for one in found:
        level = f", level {one.skill.level}" if one.skill.level else ""
        name, value = plain(one.skill.name or one.skill.uri), one.confidence.value
        told = "enough" if value >= figures.enough else f"below {figures.enough}, which is enough"
        yield f"{value:f}  {name}{level}: {told}"
        yield f"        by “{plain(one.evidence.title)}” of {plain(one.evidence.issuer)}"
        for factor in one.confidence.factors:
            yield f"        x {factor.value:f}  {factor.name}: {plain(factor.told)}"
        if one.kind:
            yield f"        {one.kind.name}: {plain(one.kind.because)}"
