"""Crosswalks: tables in which somebody published how the entries of two lists match.

The form is that of the ESCO portal: lines about the mapping, then a row of column names, then one
match a row with its relation in the words of SKOS. Three forms are read:

- `Classification 1 URI`, `Classification 2 URI` (or `ID`), `Mapping relation`: from the first to
  the second, as the national services publish their mappings to ESCO; the links say what the
  table says, and publishers differ in what they call narrower;
- `O*NET Id`, `ESCO or ISCO URI`, `Type of Match`: the relation is told of ESCO's entry ("power
  plant manager" has the narrower "Biomass Power Plant Managers"), so the link goes from ESCO to
  O*NET;
- `from`, `relation`, `to`, a table of one's own, with the names in `from_label` and `to_label`.

SKOS says of `a narrowMatch b` that b is the narrower. Some tables mean that a is: that of the
German employment agency puts an ESCO skill beside the whole field it is part of, and calls it
narrowMatch. Nothing in a file tells; whoever reads one says it (`is_reversed`).

O*NET's own table from ESCO codes to its codes states no relation, and is not read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from testamur.errors import Refused
from testamur.skills.framework import Crosswalk, Link, LinkKind
from testamur.skills.readers.esco import ESCO
from testamur.skills.readers.files import SourceFile, find_files, stem_of
from testamur.skills.readers.intake import Asked, CrosswalkIntake, Notes
from testamur.skills.readers.onet import ONET, occupation_uri
from testamur.skills.readers.tables import MAX_ROWS, decoded, folded

__all__ = ["read_crosswalk"]

_RELATIONS: Final = {
    kind.value.casefold(): kind
    for kind in (LinkKind.EXACT, LinkKind.CLOSE, LinkKind.BROAD, LinkKind.NARROW)
} | {"exactisco": LinkKind.EXACT, "relatedmatch": LinkKind.RELATED}
_OTHER_WAY: Final = {LinkKind.BROAD: LinkKind.NARROW, LinkKind.NARROW: LinkKind.BROAD}
_FROM: Final = ("classification1uri", "classification1url", "from")
_TO: Final = ("classification2uri", "classification2id", "to")
_RELATION: Final = ("mappingrelation", "typeofmatch", "relation")
_FROM_LABEL: Final = ("classification1preflabel", "fromlabel", "escooriscotitle")
_TO_LABEL: Final = (
    *("classification2preflabel", "classification2preflabelnl", "classification2preflabelfr"),
    *("tolabel", "onettitle"),
)
_NO_RELATION: Final = ("", "no relation")
_ESCO_IN_ONET, _ONET_ID = ("escooriscouri",), ("onetid",)
_LAST_HEAD_LINE: Final = 60
_MAX_LABEL: Final = 500


def read_crosswalk(
    path: Path | str,
    *,
    is_reversed: bool = False,
    asked: Asked | None = None,
    tell: Callable[[str], None] | None = None,
) -> CrosswalkIntake:
    """The crosswalk in a file, plain or `.gz`; raises `Refused` (`framework.*`, `file.*`).

    `is_reversed`: what the table calls narrower is the first of the two. `asked` says what the file
    does not; `tell` hears the name of the file.
    """
    files = find_files(Path(path))
    if len(files) != 1:
        told = f"{path} holds {len(files)} files, and one crosswalk is read at a time"
        raise Refused.because("framework.ambiguous", told)
    notes, asked = Notes(tell), asked or Asked()
    notes.open(files[0].name)
    table = _Table(files[0], notes)
    links = dict.fromkeys(_turned(link) if is_reversed else link for link in table.links())
    if not links:
        raise Refused.because("framework.empty", f"{files[0].name} holds no match")
    about = table.about
    crosswalk = Crosswalk(
        ESCO if table.is_of_esco else about.get("Classification 1 Name", ""),
        ONET if table.is_onet else _target(about),
        name=asked.name or about.get("Mapping project name") or stem_of(files[0].base),
        version=asked.version or _stated_version(about),
        attribution=", ".join(
            filter(None, map(about.get, ("Mapping project name", "Mapping project author")))
        ),
        links=tuple(links),
        labels=table.labels,
    )
    return CrosswalkIntake(crosswalk, notes.omissions())


def _turned(link: Link) -> Link:
    return Link(link.source, _OTHER_WAY.get(link.kind, link.kind), link.target)


def _target(about: Mapping[str, str]) -> str:
    return about.get("Classification 2 Landing page") or about.get("Classification 2 Name", "")


def _stated_version(about: Mapping[str, str]) -> str:
    stated = about.get("Mapping project version", "")
    return "" if stated.casefold() in {"", "n/a"} else stated


class _Table:
    """One file: what it says about itself, and its matches."""

    def __init__(self, file: SourceFile, notes: Notes) -> None:
        self._name, self._notes = file.name, notes
        text = decoded(file.name, file.read())
        separator = max(",;\t", key=text[:4000].count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        self._rows = ((rows.line_num, _unwrapped(row, separator)) for row in rows)
        self.about: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self._header = self._find_header()
        self.is_onet = _ONET_ID[0] in self._header
        self.is_of_esco = not {"from", "to"} <= set(self._header)

    def links(self) -> Iterator[Link]:
        """Every match whose two ends and relation are told."""
        is_onet = self.is_onet
        names = (_ESCO_IN_ONET, _ONET_ID, _RELATION) if is_onet else (_FROM, _TO, _RELATION)
        places = [self._places(end) for end in names]
        labels = [self._known(_FROM_LABEL), self._known(_TO_LABEL)]
        try:
            for line, row in self._rows:
                cells = [_stated(row, several) for several in places]
                if any(cells):
                    for link in self._link(line, *cells):
                        self._keep_labels(link, *(_stated(row, several) for several in labels))
                        yield link
                if line > MAX_ROWS:
                    told = f"{self._name} has more than {MAX_ROWS:,} lines"
                    raise Refused.because("framework.too-large", told)
        except csv.Error as error:
            raise Refused.because("framework.unreadable", f"{self._name}: {error}") from None

    def _link(self, line: int, source: str, target: str, relation: str) -> Iterator[Link]:
        kind = _RELATIONS.get(relation.casefold().removeprefix("skos:"))
        if kind and source and target:
            yield Link(source, kind, occupation_uri(target) if self.is_onet else target)
        elif kind or relation in _NO_RELATION:
            self._notes.leave_out(self._name, line, "no match is stated")
        else:
            self._notes.refuse(self._name, line, f"{relation!r:.40} is no relation of SKOS")

    def _keep_labels(self, link: Link, source: str, target: str) -> None:
        """Keep what the table calls the two ends."""
        for uri, label in ((link.source, source), (link.target, target)):
            if label:
                self.labels.setdefault(uri, label[:_MAX_LABEL])

    def _find_header(self) -> Sequence[str]:
        for line, row in self._rows:
            names = [folded(cell) for cell in row]
            if any(relation in names for relation in _RELATION):
                return names
            if len(row) > 1:
                self.about[row[0].strip()] = row[1].strip(" ;")
            if line > _LAST_HEAD_LINE:
                break
        told = f"{self._name}: no row names the columns of a crosswalk, one of them the relation"
        raise Refused.because("framework.column-missing", told)

    def _known(self, names: Sequence[str]) -> list[int]:
        return [self._header.index(name) for name in names if name in self._header]

    def _places(self, names: Sequence[str]) -> list[int]:
        found = self._known(names)
        if not found:
            told = f"{self._name}: there is no column {names[0]}"
            raise Refused.because("framework.column-missing", told)
        return found


def _stated(row: Sequence[str], places: Sequence[int]) -> str:
    """The address in one of these cells, or else what the first that is not empty says."""
    cells = [row[place].strip() for place in places if place < len(row)]
    addresses = (cell for cell in cells if "://" in cell)
    return next(addresses, next(filter(None, cells), ""))


def _unwrapped(row: list[str], separator: str) -> list[str]:
    """A row; or the row that stands quoted in its one cell, as in the Swedish mapping."""
    if len(row) == 1 and separator in row[0]:
        return next(csv.reader(row, delimiter=separator))
    return row
