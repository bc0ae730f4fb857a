"""`testamur gap`: what is missing for a goal, skill by skill, and what would change it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from testamur.cli.figures import add_figures_arguments, figures_of, uses_of
from testamur.cli.files import read_input, write_file
from testamur.cli.goals import goal_of
from testamur.cli.holdings import add_holdings_arguments, holdings_of
from testamur.cli.skills_shelf import add_shelf_arguments
from testamur.cli.terminal import about, examples, plain
from testamur.pathways.gap import Gap, SkillGap, gap
from testamur.pathways.goal import read_self_assessment
from testamur.pathways.held import held_by
from testamur.pathways.trace import trace_of

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Say what is missing for a goal, skill by skill: the level that is asked for, what is verified and
how sure that makes one, the gap, and what would change it.

GOAL is an occupation of a list on the shelf (see `testamur skills`), by its address or code, or a
JSON file with the skills that are needed: {"label": "…", "needs": [{"skill": "https://…", "level":
4, "importance": 1}]}. Broader, narrower and related skills count in part where a list on the shelf
knows them, and so do those of other lists where a crosswalk on the shelf says how they match. Every
credential is verified first; what is not valid counts for nothing.

Ends with 0 when everything was counted; 1 when a file is invalid; 3 when one could not be judged.
"""
_EXAMPLES: Final = examples(
    "testamur gap --target goal.json",
    "testamur gap wallet/ --target goal.json",
    "testamur gap wallet/ --target http://data.europa.eu/esco/occupation/"
    "d3edb8f8-3a06-47a0-8fb9-9b212c006aa2",
    "testamur gap py.json sql.png --target goal.json --json --trace trace.json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The credentials, the goal, and how it is reckoned."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    add_holdings_arguments(parser, is_required=False)
    parser.add_argument(
        "--target", metavar="GOAL", required=True, help="an occupation, or a file with the goal"
    )
    add_shelf_arguments(parser)
    parser.add_argument(
        "--self-assessed",
        metavar="FILE.json",
        type=Path,
        help='what you say you can do: {"skills": [{"skill": "https://…", "level": 3}]}; it is '
        "shown beside, and counts for nothing",
    )
    add_figures_arguments(parser)
    parser.add_argument(
        "--trace", metavar="FILE.json", type=Path, help="write the whole computation to this file"
    )


def run(arguments: Namespace) -> int:
    """Reckon; the exit code of the files."""
    with about("--target"):
        goal, graph = goal_of(arguments.target, arguments)
    figures = figures_of(arguments)
    uses = uses_of(arguments)
    said = {}
    if arguments.self_assessed:
        with about(arguments.self_assessed):
            said = dict(read_self_assessment(read_input(arguments.self_assessed)))
    holdings = holdings_of(arguments)
    found = gap(
        held_by(holdings.held, arguments.holder),
        target=goal,
        graph=graph,
        at=holdings.at,
        figures=figures,
        self_assessed=said,
        uses=uses,
    )
    if arguments.trace:
        text = json.dumps(trace_of(found), ensure_ascii=False, indent=1)
        write_file(arguments.trace, text.encode())
    if arguments.json:
        told = found.as_json() | {"notCounted": holdings.refused_as_json()}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_told(found)))
        holdings.tell_refused()
    return holdings.code


def _told(found: Gap) -> Iterator[str]:
    label = found.question.goal.label or "the goal"
    yield f"{found.readiness:.0%} ready for {plain(label)}"
    for row in found.rows:
        yield ""
        yield from _told_row(row)


def _told_row(row: SkillGap) -> Iterator[str]:
    level = f", level {row.need.level}" if row.need.level else ""
    yield f"  {row.covered:>4.0%}  {plain(row.name)}{level} (importance {row.need.importance:g})"
    if row.best:
        best = row.best
        credit = f"credit {best.credit:f}, " if best.credit != 1 else ""
        skill = plain(best.skill.name or best.skill.uri)
        through = f", through {plain(best.through)}" if best.through else ""
        yield f"        {row.fit.value}: {skill}, by “{plain(best.evidence.title)}”{through}"
        factors = " x ".join(f"{one.name} {one.value:f}" for one in best.confidence.factors)
        yield f"        {credit}confidence {best.confidence.value:f} = {factors}"
    if row.is_self_assessed:
        stated = f"level {row.self_level}" if row.self_level else "without a level"
        yield f"        you say of yourself: {stated}"
    for change in row.changes:
        yield f"        to {change.covered:.0%}: {plain(change.told)}"
