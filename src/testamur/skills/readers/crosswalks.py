"""Crosswalks: tables in which somebody published how the entries of two lists match.

The form is that of the ESCO portal: lines about the mapping, then a row of column names, then one
match a row with its relation in the words of SKOS. Two forms are read:

- `Classification 1 URI`, `Classification 2 URI` (or `ID`), `Mapping relation`: from the first to
  the second, as the national services publish their mappings to ESCO; the links say what the
  table says, and publishers differ in what they call narrower;
- `O*NET Id`, `ESCO or ISCO URI`, `Type of Match`: the relation is told of ESCO's entry ("power
  plant manager" has the narrower "Biomass Power Plant Managers"), so the link goes from ESCO to
  O*NET.

O*NET's own table from ESCO codes to its codes states no relation, and is not read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from testamur.errors import Refused
from testamur.skills.framework import Crosswalk, Link, LinkKind
from testamur.skills.readers.esco import ESCO
from testamur.skills.readers.files import SourceFile, find_files
from testamur.skills.readers.intake import CrosswalkIntake, Notes
from testamur.skills.readers.onet import ONET, occupation_uri
from testamur.skills.readers.tables import MAX_ROWS, decoded, folded

__all__ = ["read_crosswalk"]

_RELATIONS: Final = {
    kind.value.casefold(): kind
    for kind in (LinkKind.EXACT, LinkKind.CLOSE, LinkKind.BROAD, LinkKind.NARROW)
} | {"exactisco": LinkKind.EXACT}
_FROM: Final = ("classification1uri", "classification1url")
_TO: Final = ("classification2uri", "classification2id")
_RELATION: Final = ("mappingrelation", "typeofmatch")
_NO_RELATION: Final = ("", "no relation")
_ESCO_IN_ONET, _ONET_ID = ("escooriscouri",), ("onetid",)
_LAST_HEAD_LINE: Final = 60


def read_crosswalk(path: Path | str) -> CrosswalkIntake:
    """The crosswalk in a file, plain or `.gz`; raises `Refused` (`framework.*`, `file.*`)."""
    files = find_files(Path(path))
    if len(files) != 1:
        told = f"{path} holds {len(files)} files, and one crosswalk is read at a time"
        raise Refused.because("framework.ambiguous", told)
    notes = Notes()
    notes.open(files[0].name)
    table = _Table(files[0], notes)
    about = table.about
    crosswalk = Crosswalk(
        ESCO,
        ONET if table.is_onet else about.get("Classification 2 Landing page", ""),
        attribution=", ".join(
            filter(None, map(about.get, ("Mapping project name", "Mapping project author")))
        ),
        links=tuple(dict.fromkeys(table.links())),
    )
    if not crosswalk.links:
        raise Refused.because("framework.empty", f"{files[0].name} holds no match")
    return CrosswalkIntake(crosswalk, notes.omissions())


class _Table:
    """One file: what it says about itself, and its matches."""

    def __init__(self, file: SourceFile, notes: Notes) -> None:
        self._name, self._notes = file.name, notes
        text = decoded(file.name, file.read())
        separator = max(",;\t", key=text[:4000].count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        self._rows = ((rows.line_num, _unwrapped(row, separator)) for row in rows)
        self.about: dict[str, str] = {}
        self._header = self._find_header()
        self.is_onet = _ONET_ID[0] in self._header

    def links(self) -> Iterator[Link]:
        """Every match whose two ends and relation are told."""
        is_onet = self.is_onet
        names = (_ESCO_IN_ONET, _ONET_ID, _RELATION) if is_onet else (_FROM, _TO, _RELATION)
        places = [self._places(end) for end in names]
        try:
            for line, row in self._rows:
                cells = [_stated(row, several) for several in places]
                if any(cells):
                    yield from self._link(line, *cells)
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

    def _places(self, names: Sequence[str]) -> list[int]:
        found = [self._header.index(name) for name in names if name in self._header]
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
