"""`testamur match`: how people stand to a job profile, skill by skill, in points that add up."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from testamur.cli.figures import add_figures_argument, figures_of
from testamur.cli.files import write_file
from testamur.cli.goals import target_of
from testamur.cli.holdings import add_judging_arguments, holdings_of, moment_of
from testamur.cli.skills_shelf import add_shelf_arguments
from testamur.cli.sources import ENDINGS
from testamur.cli.terminal import about, examples, plain
from testamur.errors import Refused
from testamur.pathways.held import Held, require_one_holder
from testamur.problems import Problem
from testamur.talent.match import Match, Matches, match
from testamur.talent.profile import profile_of, read_profile
from testamur.talent.trace import trace_of_matches

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Say how people stand to a job profile: a hundred points divided among its skills by importance, and
of each the share that verified credentials cover, at the level that is asked for.

PROFILE is a JSON file: {"label": "…", "needs": [{"skill": "https://…", "level": 4, "importance": 1,
"required": true}]}, or an occupation of a list on the shelf, by its address or code. DIR holds one
folder of credentials, or one file, for each person; its name stands for them, and counts for
nothing. Nobody is left out for having few points: people decide, this only tells why.

Ends with 0 when everything was counted; 1 when a file is invalid, or a folder holds credentials of
several people; 3 when one could not be judged.
"""
_EXAMPLES: Final = examples(
    "testamur match profile.json --candidates people/",
    "testamur match 2512.4 --candidates people/ --json --trace trace.json",
)


@dataclass(slots=True)
class _People:
    """What each person holds at a moment, what was not counted, and the exit code of all that."""

    at: datetime
    held: dict[str, tuple[Held, ...]]
    refused: list[tuple[str, Problem]]
    code: int


def add_arguments(parser: ArgumentParser) -> None:
    """The profile, the people, and how it is reckoned."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    parser.add_argument("profile", metavar="PROFILE", help="a file, or an occupation")
    parser.add_argument(
        "--candidates",
        metavar="DIR",
        type=Path,
        required=True,
        help="a folder with a folder of credentials, or a file, for each person",
    )
    add_judging_arguments(parser)
    add_shelf_arguments(parser)
    add_figures_argument(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--trace", metavar="FILE.json", type=Path, help="write the whole computation to this file"
    )


def run(arguments: Namespace) -> int:
    """Reckon; the exit code of the files."""
    with about("PROFILE"):
        profile, graph = target_of(
            arguments.profile, arguments, read=read_profile, of_goal=profile_of
        )
    figures = figures_of(arguments)
    people = _people(arguments)
    found = match(people.held, profile=profile, graph=graph, at=people.at, figures=figures)
    if arguments.trace:
        text = json.dumps(trace_of_matches(found), ensure_ascii=False, indent=1)
        write_file(arguments.trace, text.encode())
    if arguments.json:
        told = found.as_json() | {"notCounted": _refused_as_json(people)}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_told(found, people)))
    return people.code


def _people(arguments: Namespace) -> _People:
    with about("--candidates"):
        folders = list(_folders(arguments.candidates))
    people = _People(moment_of(arguments), {}, [], 0)
    for name, sources in folders:
        holdings = holdings_of(arguments, sources)
        people.refused += holdings.refused
        people.code = _worse(people.code, holdings.code)
        try:
            require_one_holder(holdings.held)
        except Refused as refused:
            people.refused.append((name, refused.problem))
            people.code = 1
        else:
            people.held[name] = holdings.held
    return people


def _folders(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each person and their files; raises `Refused` (`file.missing`) where there is nobody."""
    found = sorted(one for one in _listed(folder) if not one.name.startswith("."))
    people = [one for one in found if one.is_dir() or one.suffix.lower() in ENDINGS]
    if not people:
        told = f"neither a folder nor a credential lies in {folder}"
        raise Refused.because("file.missing", told)
    for one in people:
        files = sorted(_listed(one)) if one.is_dir() else [one]
        yield one.name, [str(file) for file in files if file.suffix.lower() in ENDINGS]


def _listed(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Refused.because("file.missing", f"there is no folder {folder}")
    return list(folder.iterdir())


def _worse(one: int, other: int) -> int:
    """Invalid before undetermined before done."""
    return 1 if 1 in {one, other} else max(one, other)


def _refused_as_json(people: _People) -> list[dict[str, Any]]:
    return [{"file": source} | problem.as_json() for source, problem in people.refused]


def _told(found: Matches, people: _People) -> Iterator[str]:
    label = found.profile.goal.label or "the profile"
    yield f"{len(found.matches)} people and {plain(label)}; 100 points are everything"
    for one in found.matches:
        yield ""
        yield from _told_match(one)
    for source, problem in people.refused:
        yield f"  not counted  {plain(source)}: {plain(problem.detail)} [{problem.code}]"


def _told_match(one: Match) -> Iterator[str]:
    yield f"{one.rank:>3}.  {one.points:>6} points  {plain(one.candidate)}"
    for row in one.rows:
        need, best = row.gap.need, row.gap.best
        level = f", level {need.level}" if need.level else ""
        wanted = "required" if row.is_required else "wished for"
        yield f"      {row.points:>6} of {row.possible:>6}  {plain(row.gap.name)}{level} ({wanted})"
        if best:
            held = f"level {best.skill.level}" if best.skill.level else "no level stated"
            by = f"by “{plain(best.evidence.title)}”: covers {row.gap.covered:.0%}"
            yield f"              {row.gap.fit.value}, {held}, {by}"
        else:
            yield "              nothing that is proven counts toward it"
