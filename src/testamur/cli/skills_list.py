"""`testamur skills list`: which lists of skills are on the shelf."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from testamur.cli.skills_shelf import add_shelf_arguments, shelf_of, title_of
from testamur.cli.terminal import examples, paint, plain, plural

if TYPE_CHECKING:
    from testamur.skills.framework import Crosswalk

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Show which lists of skills are on the shelf, the newest version of each first.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Which shelf."""
    parser.description = _ABOUT
    parser.epilog = examples("testamur skills list", "testamur skills list --shelf skills/ --json")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_shelf_arguments(parser, with_choice=False)


def run(arguments: Namespace) -> int:
    """Show them, and the crosswalks; 0."""
    from testamur.skills.crosswalks import crosswalks_on

    shelf = shelf_of(arguments)
    for one in shelf.versions():
        if arguments.json:
            print(json.dumps(one.as_json(), ensure_ascii=False))
            continue
        said = f"{plural(one.skills, 'skill')}, {plural(one.occupations, 'occupation')}"
        print(f"{plain(title_of(one.name, one.version))} ({plain(', '.join(one.languages))})")
        print(f"  {said}{'; ships with Testamur' if one.is_starter else ''}")
        print(f"  {paint(plain(one.id), 'quiet')}")
        if one.attribution:
            print(f"  {plain(one.attribution)}")
    for crosswalk in crosswalks_on(shelf.folder):
        _tell_crosswalk(crosswalk, as_json=arguments.json)
    return 0


def _tell_crosswalk(crosswalk: Crosswalk, *, as_json: bool) -> None:
    from testamur.skills.crosswalks import stable_id

    if as_json:
        told = {
            "crosswalk": stable_id(crosswalk),
            "name": crosswalk.name,
            "version": crosswalk.version,
            "links": len(crosswalk.links),
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    many = plural(len(crosswalk.links), "match", "matches")
    print(f"{plain(crosswalk.title)}: crosswalk with {many}")
