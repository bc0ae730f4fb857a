"""A table of one's own: CSV with a row of column names, in any order.

| column | also called | holds |
|---|---|---|
| label | name, title, skill, preferredLabel, fullStatement | what the skill is called; needed |
| id | uri, url, identifier, conceptUri | its URI; made from code or label where there is none |
| alternatives | altLabels, synonyms | other names, one a line or with a bar between |
| description | definition, statement, notes | what it means |
| kind | type, skillType, CFItemType | such as "knowledge" |
| code | notation, humanCodingScheme | the list's own short code |
| broader | parent, isChildOf | identifiers, codes or labels of wider skills, with a bar between |
| related | isRelatedTo | the same for skills beside it |
| label_de, alternatives_de | | the same in another language, by its code |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from testamur.skills.framework import Framework, Link, LinkKind, Names, Skill
from testamur.skills.readers.files import SourceFile
from testamur.skills.readers.intake import Asked, Notes, made_uri
from testamur.skills.readers.rsd import only_file
from testamur.skills.readers.tables import Table, split_cell

__all__ = ["COLUMNS", "is_plain", "read_plain"]

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "label": ("label", "name", "title", "skill", "preferredLabel", "fullStatement"),
    "id": ("id", "uri", "url", "identifier", "conceptUri"),
    "alternatives": ("alternatives", "altLabels", "synonyms"),
    "description": ("description", "definition", "statement", "notes"),
    "kind": ("kind", "type", "skillType", "CFItemType"),
    "code": ("code", "notation", "humanCodingScheme"),
    "broader": ("broader", "parent", "isChildOf"),
    "related": ("related", "isRelatedTo"),
}
"""Each column by its own name, with the names that it may have instead."""

_LANGUAGE: Final = re.compile(r"label([a-z]{2})")


def is_plain(files: Sequence[SourceFile]) -> bool:
    """Whether there is one table, and a column in it that can be the label."""
    tables = _tables(files)
    return len(tables) == 1 and Table(tables[0], Notes()).has(*COLUMNS["label"])


def read_plain(files: Sequence[SourceFile], asked: Asked, notes: Notes) -> Framework:
    """The framework in the one table; raises `Refused` (`framework.*`)."""
    file = only_file(_tables(files), "the skills")
    name = asked.name or PurePosixPath(file.base).stem
    rows = _Rows(Table(file, notes), name)
    skills = tuple(rows.skills())
    return Framework(
        made_uri("framework", name),
        name,
        version=asked.version,
        language=asked.language or "en",
        skills=skills,
        links=tuple(dict.fromkeys(rows.links())),
    )


def _tables(files: Sequence[SourceFile]) -> list[SourceFile]:
    return [file for file in files if file.base.lower().endswith((".csv", ".tsv", ".txt"))]


class _Rows:
    """The rows of one table, and what they say about each other."""

    def __init__(self, table: Table, name: str) -> None:
        self._table, self._name = table, name
        self._uri_of: dict[str, str] = {}
        self._above: list[tuple[int, str, LinkKind, str]] = []
        self._languages = [found[1] for found in map(_LANGUAGE.fullmatch, table.header) if found]

    def skills(self) -> Iterator[Skill]:
        """Every skill, once."""
        columns = [self._table.first_of(*names) for names in COLUMNS.values()]
        others = [f"{what}_{one}" for one in self._languages for what in ("label", "alternatives")]
        seen: set[str] = set()
        for line, cells in self._table.rows(columns[0], also=(*columns[1:], *others)):
            label, uri, alternatives, description, kind, code, broader, related, *names = cells
            uri = self._named(uri) or made_uri(self._name, code or label)
            if uri in seen:
                self._table.refuse(line, "the same skill stands above")
                continue
            seen.add(uri)
            for known in (label, code, cells[1], uri):
                self._uri_of.setdefault(known, uri)
            self._above += [(line, uri, LinkKind.BROADER, one) for one in split_cell(broader)]
            self._above += [(line, uri, LinkKind.RELATED, one) for one in split_cell(related)]
            yield Skill(
                uri,
                label,
                alternatives=split_cell(alternatives),
                description=description,
                kind=kind,
                code=code,
                translations=self._translations(names),
            )

    def links(self) -> Iterator[Link]:
        """How the skills stand to each other, once all are known."""
        for line, uri, kind, other in self._above:
            if other in self._uri_of and self._uri_of[other] != uri:
                yield Link(uri, kind, self._uri_of[other])
            else:
                self._table.refuse(line, f"{kind}: there is no other skill {other!r:.40}")

    def _named(self, uri: str) -> str:
        """The URI of an identifier: itself, or one made from what is only a name."""
        return uri if ":" in uri else uri and made_uri(self._name, uri)

    def _translations(self, cells: Sequence[str]) -> Mapping[str, Names]:
        pairs = zip(self._languages, cells[::2], cells[1::2], strict=True)
        return {one: Names(label, split_cell(others)) for one, label, others in pairs if label}
