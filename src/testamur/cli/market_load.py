"""`testamur market load`: a file of postings read by its mapping, and kept by the month."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from testamur.cli.files import read_input
from testamur.cli.market_mapping import told_dry_run
from testamur.cli.market_place import store_at
from testamur.cli.moments import now
from testamur.cli.skills_shelf import add_shelf_arguments, chosen, shelf_of, title_of
from testamur.cli.terminal import about, examples, plain, plural
from testamur.errors import Refused

if TYPE_CHECKING:
    from testamur.market import Linking, Loaded
    from testamur.skills.linking import Linked, Linker
    from testamur.skills.shelf import Shelf, Shelved

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Load a file of postings: read, freed from repeats, linked to skills, and kept by the month.

What was loaded already changes nothing. A row that cannot be read stops no other: it stands with
its reason in a file that is named (exit code 1). A posting counts once for each identifier of a
source; an advert of the same employer, title and text that is repeated within 30 days counts once.
Where a source does not name skills itself they are looked for in title and text, which takes about
a second for 400 sentences. Texts are read and not kept.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """What to load, how it is read, and where it goes."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur market load jobs.csv --mapping jobs.mapping.json --dry-run",
        "testamur market load jobs.csv.gz --mapping jobs.mapping.json --to market/ --in ESCO",
    )
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV (also .gz), JSON, JSON lines or Parquet"
    )
    parser.add_argument(
        "--mapping", metavar="FILE.json", type=Path, required=True, help="which column says what"
    )
    parser.add_argument(
        "--to",
        metavar="DIR",
        type=Path,
        help="where it goes (else TESTAMUR_DATA_DIR/market, else the user's data)",
    )
    parser.add_argument("--no-linking", action="store_true", help="look for no skills in texts")
    parser.add_argument("--dry-run", action="store_true", help="read the first rows, write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_shelf_arguments(parser)


def run(arguments: Namespace) -> int:
    """Load; 0, or 1 where rows were left out."""
    from testamur.market import dry_run, load, read_mapping

    with about(arguments.mapping):
        mapping = read_mapping(read_input(arguments.mapping))
    with about(arguments.file):
        if arguments.dry_run:
            tried = dry_run(arguments.file, mapping=mapping)
            print(json.dumps(tried.as_json()) if arguments.json else "\n".join(told_dry_run(tried)))
            return int(tried.read < tried.looked_at)
        loaded = load(
            arguments.file,
            mapping=mapping,
            store=store_at(arguments.to),
            at=now(),
            linking=_linking(arguments),
            tell=_progress(),
        )
    if arguments.json:
        told = loaded.manifest.as_json() | {"isNew": loaded.is_new}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_told(arguments, loaded)))
    return int(loaded.manifest.counts["rejected"] > 0)


class _Ready:
    """A linker that gets ready when the first text comes: a source may name all skills itself."""

    def __init__(self, shelf: Shelf, shelved: Shelved) -> None:
        self._shelf, self._shelved = shelf, shelved
        self._linker: Linker | None = None

    def link(self, texts: Sequence[str], *, top: int = 10) -> list[tuple[Linked, ...]]:
        """The likeliest skills of each text."""
        if self._linker is None:
            from testamur.skills.linking import Linker

            framework = self._shelf.load(self._shelved)
            self._linker = Linker(framework, folder=self._shelf.folder)
        return self._linker.link(texts, top=top)


def _linking(arguments: Namespace) -> Linking:
    from testamur.market import Linking

    shelf = shelf_of(arguments)
    if arguments.no_linking:
        return Linking()
    among = chosen(shelf, arguments)
    if len(among) > 1:
        names = ", ".join(one.name for one in among)
        told = f"there are several lists of skills: say with --in which, of {names}"
        raise Refused.because("option.malformed", told)
    shelved = among[0]
    return Linking(_Ready(shelf, shelved), title_of(shelved.name, shelved.version))


def _progress() -> Callable[[str, int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def tell(doing: str, done: int, of: int) -> None:
        ending = "\n" if done == of else ""
        count = f"{done:,} of {of:,}" if of else f"{done:,}"
        print(f"\r{doing}: {count} rows", end=ending, file=sys.stderr, flush=True)

    return tell


def _told(arguments: Namespace, loaded: Loaded) -> Iterator[str]:
    one = loaded.manifest
    counts = one.counts
    if not loaded.is_new:
        yield f"{plain(one.file)} was loaded already, on {one.loaded:%Y-%m-%d}: nothing is changed"
    postings = plural(counts["postings"], "posting")
    yield f"{plain(one.source)}: {postings}, {one.since} to {one.until}"
    yield f"  licence: {plain(one.licence)}"
    yield f"  {plural(counts['rows'], 'row')} read"
    yield f"  {counts['sameId']:,} have an identifier that was counted already"
    yield f"  {counts['repeated']:,} repeat an advert within 30 days"
    yield f"  {counts['payLeftOut']:,} are counted without their pay"
    with_skills = f"{counts['withSkills']:,} name {plural(counts['mentions'], 'skill')}"
    yield f"  {with_skills}" + (f", found with {plain(one.linked)}" if one.linked else "")
    for fault in loaded.faults:
        told = plain(fault.problem.detail)
        yield f"  {plural(fault.count, 'row')}: {told} [{fault.problem.code}]"
    if counts["rejected"] or counts["payLeftOut"]:
        path = store_at(arguments.to).rejected_of(one.load)
        yield f"  {counts['rejected']:,} left out; each row and its reason: {path}"
