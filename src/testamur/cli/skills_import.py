"""`testamur skills import`: a published list of skills, read, compared, and put on the shelf."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from testamur.cli.skills_shelf import add_shelf_arguments, shelf_of, title_of
from testamur.cli.terminal import examples, plain, plural, tell_error
from testamur.errors import Refused

if TYPE_CHECKING:
    from testamur.skills.framework import Framework
    from testamur.skills.readers import CrosswalkIntake, Intake, Omission
    from testamur.skills.shelf import Changes

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Read a published list of skills, say what is new in it, and put it on the shelf.

A folder, an archive or a file, as it was downloaded; a folder of several CASE packages is as many
lists. The same version again takes the place of the
old one; another version stands beside it. A row that is faulty is told and stops no other (exit
code 1); a row that is whole but names what is not in the files is told and left out.

With --framework crosswalk the file says how the entries of two lists match, as national services
publish it for ESCO; a table of one's own has the columns from, relation and to. It counts in `gap`.
"""
_SHOWN: Final = 5
_REFUSED_IN_PART: Final = 1


def add_arguments(parser: ArgumentParser) -> None:
    """What to read, what it is, and where it goes."""
    parser.description = _ABOUT
    parser.epilog = examples(
        'testamur skills import "ESCO dataset - v1.2.0 - classification - en - csv.zip"',
        "testamur skills import db_29_3_text/ --framework onet --dry-run",
        "testamur skills import our-skills.csv --name 'Skills of Example Ltd' --version 2026",
        "testamur skills import esco-to-ours.csv --framework crosswalk --name 'ESCO to ours'",
    )
    parser.add_argument("path", metavar="DIR", type=Path, help="a folder, an archive or a file")
    parser.add_argument(
        "--framework",
        choices=("esco", "onet", "case", "rsd", "csv", "crosswalk"),
        help="what kind of list it is; else seen from its files",
    )
    parser.add_argument(
        "--reversed",
        action="store_true",
        help="of a crosswalk: what it calls narrower is the first of the two, not the second",
    )
    parser.add_argument("--name", metavar="TEXT", default="", help="what the list is called")
    parser.add_argument(
        "--version", metavar="TEXT", default="", help="its version, if the files do not say"
    )
    parser.add_argument(
        "--language", metavar="CODE", default="", help="its main language, such as de; else English"
    )
    parser.add_argument("--dry-run", action="store_true", help="read and compare, write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object a list")
    add_shelf_arguments(parser, with_choice=False)


def run(arguments: Namespace) -> int:
    """Import; 0, or 1 where rows, or some of several lists, were refused."""
    from testamur.skills.readers import lists_at

    if arguments.framework == "crosswalk":
        return _import_crosswalk(arguments)
    paths = lists_at(arguments.path, arguments.framework)
    if len(paths) == 1:
        return _import(paths[0], arguments)
    return max(_import_one_of_several(path, arguments) for path in paths)


def _import_one_of_several(path: Path, arguments: Namespace) -> int:
    try:
        return _import(path, arguments)
    except Refused as error:
        tell_error(error, verb="skills import")
        return _REFUSED_IN_PART


def _import(path: Path, arguments: Namespace) -> int:
    from testamur.skills.readers import Asked, read_framework
    from testamur.skills.shelf import changes_between

    asked = Asked(arguments.name, arguments.version, arguments.language)
    intake = read_framework(path, arguments.framework, asked=asked, tell=_progress(arguments))
    shelf = shelf_of(arguments)
    before = shelf.before(intake.framework)
    changes = changes_between(before, intake.framework)
    file = None if arguments.dry_run else shelf.put(intake.framework)
    if arguments.json:
        told = _as_json(intake, before, changes) | {"file": str(file) if file else None}
        print(json.dumps(told, ensure_ascii=False))
    else:
        for line in _lines(intake, before, changes):
            print(_plain_line(line))
        print(f"  on the shelf: {file}" if file else "  nothing was written (--dry-run)")
    return _REFUSED_IN_PART if intake.refused else 0


def _import_crosswalk(arguments: Namespace) -> int:
    from testamur.skills.crosswalks import put_crosswalk
    from testamur.skills.readers import Asked, read_crosswalk

    intake = read_crosswalk(
        arguments.path,
        is_reversed=arguments.reversed,
        asked=Asked(arguments.name, arguments.version),
        tell=_progress(arguments),
    )
    shelf = shelf_of(arguments)
    file = None if arguments.dry_run else put_crosswalk(shelf.folder, intake.crosswalk)
    if arguments.json:
        told = _crosswalk_as_json(intake) | {"file": str(file) if file else None}
        print(json.dumps(told, ensure_ascii=False))
    else:
        for line in _crosswalk_lines(intake):
            print(_plain_line(line))
        print(f"  on the shelf: {file}" if file else "  nothing was written (--dry-run)")
    return _REFUSED_IN_PART if any(one.is_fault for one in intake.omissions) else 0


def _crosswalk_lines(intake: CrosswalkIntake) -> Iterator[str]:
    from testamur.skills.crosswalks import counts_of

    crosswalk = intake.crosswalk
    yield f"{crosswalk.title}: {plural(len(crosswalk.links), 'match', 'matches')}"
    for kind, count in counts_of(crosswalk).items():
        yield f"  {kind}: {count:,}"
    yield from _omissions(intake.omissions)
    if crosswalk.attribution:
        yield f"  {crosswalk.attribution}"


def _crosswalk_as_json(intake: CrosswalkIntake) -> dict[str, Any]:
    from testamur.skills.crosswalks import counts_of, stable_id

    crosswalk = intake.crosswalk
    return {
        "id": stable_id(crosswalk),
        "name": crosswalk.name,
        "version": crosswalk.version,
        "source": crosswalk.source,
        "target": crosswalk.target,
        "kind": "crosswalk",
        "links": len(crosswalk.links),
        "relations": dict(counts_of(crosswalk)),
        "omissions": [one.as_json() for one in intake.omissions],
    }


def _omissions(omissions: Iterable[Omission]) -> Iterator[str]:
    for one in omissions:
        word = "refused" if one.is_fault else "left out"
        lines = ", ".join(map(str, one.lines)) + (" …" if one.count > len(one.lines) else "")
        yield f"  {word}: {plural(one.count, 'row')} of {one.file}: {one.reason} (line {lines})"


def _plain_line(line: str) -> str:
    """A line with its indent, and nothing in it that writes on the terminal by itself."""
    text = line.lstrip(" ")
    return line[: len(line) - len(text)] + plain(text)


def _progress(arguments: Namespace) -> Any:
    if arguments.json or not sys.stderr.isatty():
        return None
    return lambda file: print(f"Reading {plain(file)} …", file=sys.stderr)


def _lines(intake: Intake, before: Framework | None, changes: Changes) -> Iterator[str]:
    framework = intake.framework
    yield (
        f"{title_of(framework.name, framework.version)} ({framework.language}): "
        f"{plural(len(framework.skills), 'skill')}, "
        f"{plural(len(framework.occupations), 'occupation')}, "
        f"{plural(len(framework.groups), 'group')}, {plural(len(framework.links), 'link')}"
    )
    yield from _changes(framework, before, changes)
    yield from _omissions(intake.omissions)
    for name in intake.absent:
        yield f"  not there: {name}"
    if intake.unused:
        yield f"  not used: {', '.join(intake.unused)}"
    if framework.attribution:
        yield f"  {framework.attribution}"


def _changes(framework: Framework, before: Framework | None, changes: Changes) -> Iterator[str]:
    from testamur.skills.shelf import labels_of

    if before is None:
        return
    versions = title_of("", before.version).strip() or "the one on the shelf"
    counts = (len(changes.added), len(changes.removed), len(changes.renamed))
    told = "{:,} added, {:,} removed, {:,} renamed".format(*counts)
    yield f"  compared with {versions}: {told}"
    labels = labels_of(before) | labels_of(framework)
    yield from _some(f"+ {labels[uri]}" for uri in changes.added)
    yield from _some(f"- {labels[uri]}" for uri in changes.removed)
    yield from _some(f"~ {old} -> {new}" for old, new in changes.renamed.values())


def _some(lines: Iterator[str]) -> Iterator[str]:
    """The first few, and how many more there are."""
    told = list(lines)
    yield from (f"    {line}" for line in told[:_SHOWN])
    if len(told) > _SHOWN:
        yield f"    … and {len(told) - _SHOWN:,} more (--json tells all)"


def _as_json(intake: Intake, before: Framework | None, changes: Changes) -> dict[str, Any]:
    framework = intake.framework
    return {
        "id": framework.id,
        "name": framework.name,
        "version": framework.version,
        "language": framework.language,
        "kind": intake.kind,
        "skills": len(framework.skills),
        "occupations": len(framework.occupations),
        "groups": len(framework.groups),
        "links": len(framework.links),
        "rows": intake.rows,
        "compared_with": before.version if before else None,
        "changes": changes.as_json() if before else None,
        "omissions": [one.as_json() for one in intake.omissions],
        "absent": list(intake.absent),
        "unused": list(intake.unused),
    }
