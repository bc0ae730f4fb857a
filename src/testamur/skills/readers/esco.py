"""ESCO's official download: CSV tables in every language that lies there, and their relations.

What becomes of it:

- `skills_XX.csv`, `occupations_XX.csv`: preferred and alternative labels. Hidden labels are not
  for people, and are left out, and so are entries that are not "released";
- `skillGroups_XX.csv`, `ISCOGroups_XX.csv`: groups;
- `broaderRelations…`: links "broader"; `skillSkillRelations`: links "related", whether ESCO calls
  them essential or optional, which weighs an occupation's needs and not a likeness;
- `occupationSkillRelations`: needs, essential ones with weight 1, optional ones with 0.5. ESCO
  states no level;
- `…SkillsCollection_XX.csv`: the name of the collection on each skill in it: digital, green,
  transversal, language, research, digComp, ict;
- the concept schemes and the hierarchy table repeat what the others say, and stay unused, as do the
  reuse level, the regulated professions, and the collections of occupations.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from testamur.errors import Refused
from testamur.skills.framework import (
    ESSENTIAL,
    OPTIONAL,
    Framework,
    Group,
    Link,
    LinkKind,
    Names,
    Need,
    Occupation,
    Skill,
)
from testamur.skills.readers.files import SourceFile
from testamur.skills.readers.intake import Asked, Notes
from testamur.skills.readers.tables import Table, split_cell

__all__ = ["ATTRIBUTION", "ESCO", "is_esco", "read_esco"]

ESCO: Final = "http://data.europa.eu/esco"
"""What the framework is called, and how the identifiers of its entries begin."""

ATTRIBUTION: Final = "This service uses the ESCO classification of the European Commission."

_LICENCE: Final = "https://eur-lex.europa.eu/eli/dec/2011/833/oj"
_SKILLS: Final = re.compile(r"skills_([a-z]{2,3}(?:-[A-Za-z]+)?)\.csv")
_COLLECTION: Final = re.compile(r"([A-Za-z]+)SkillsCollection_([a-z]{2,3}(?:-[A-Za-z]+)?)\.csv")
_RELEASED: Final = ("released", "")
_WEIGHTS: Final = {"essential": ESSENTIAL, "optional": OPTIONAL}


def is_esco(files: Sequence[SourceFile]) -> bool:
    """Whether these are files of ESCO's download."""
    return any(_SKILLS.fullmatch(file.base) for file in files)


def read_esco(files: Sequence[SourceFile], asked: Asked, notes: Notes) -> Framework:
    """The framework in the files of one download; raises `Refused` (`framework.*`)."""
    folder = _Folder(files, asked.language, notes)
    collections = folder.collections()
    names = folder.translations("skills")
    skills = tuple(
        Skill(
            uri,
            label,
            alternatives=_others(alternatives, label),
            description=description,
            kind=kind.partition("/")[0],
            translations=names.get(uri, {}),
            collections=collections.get(uri, ()),
        )
        for uri, label, alternatives, description, _, kind in folder.concepts("skills")
    )
    occupations = _occupations(folder, {skill.id for skill in skills})
    groups = tuple(folder.groups())
    known = {one.id for entries in (skills, occupations, groups) for one in entries}
    return Framework(
        ESCO,
        asked.name or "ESCO",
        version=asked.version or max((file.version for file in files), default=""),
        language=folder.language,
        licence=_LICENCE,
        attribution=ATTRIBUTION,
        skills=skills,
        occupations=occupations,
        links=tuple(folder.links(known)),
        groups=groups,
    )


def _occupations(folder: _Folder, skills: set[str]) -> tuple[Occupation, ...]:
    names = folder.translations("occupations")
    told = list(folder.concepts("occupations"))
    needs = folder.needs({uri for uri, *_ in told}, skills)
    return tuple(
        Occupation(
            uri,
            label,
            alternatives=_others(alternatives, label),
            description=description,
            code=code,
            needs=tuple(needs.get(uri, ())),
            translations=names.get(uri, {}),
        )
        for uri, label, alternatives, description, code, _ in told
    )


class _Folder:
    """The tables of one download by name, in its main language and in the others."""

    def __init__(self, files: Sequence[SourceFile], language: str, notes: Notes) -> None:
        self._files = {file.base: file for file in files}
        self._notes = notes
        matches = map(_SKILLS.fullmatch, self._files)
        self.languages = sorted(found[1] for found in matches if found)
        self.language = language or self._first_language()
        if self.language not in self.languages:
            told = f"there is no file skills_{self.language}.csv"
            raise Refused.because("framework.file-missing", told)

    def concepts(self, what: str) -> Iterator[list[str]]:
        """Identifier, label, alternatives, description, code and kind of each entry."""
        also = ("altLabels", "description", "code", "skillType", "status")
        seen: set[str] = set()
        if table := self._table(what):
            for line, cells in table.rows("conceptUri", "preferredLabel", also=also):
                status = cells.pop()
                if status not in _RELEASED:
                    table.leave_out(line, f"its status is {status!r:.40}")
                elif cells[0] in seen:
                    table.refuse(line, "the same conceptUri stands above")
                else:
                    seen.add(cells[0])
                    yield cells

    def groups(self) -> Iterator[Group]:
        """The groups of skills, then those of occupations."""
        for what in ("skillGroups", "ISCOGroups"):
            names = self.translations(what)
            for uri, label, _, description, code, _ in self.concepts(what):
                translations = names.get(uri, {})
                yield Group(
                    uri, label, description=description, code=code, translations=translations
                )

    def translations(self, what: str) -> Mapping[str, Mapping[str, Names]]:
        """What each entry is called in the languages beside the main one."""
        found: dict[str, dict[str, Names]] = defaultdict(dict)
        for language in self.languages:
            file = self._files.get(f"{what}_{language}.csv")
            if language == self.language or file is None:
                continue
            table = Table(file, self._notes)
            for _, (uri, label, others) in table.rows(
                "conceptUri", "preferredLabel", also=("altLabels",)
            ):
                found[uri][language] = Names(label, _others(others, label))
        return found

    def collections(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the collections that each skill stands in."""
        found: dict[str, tuple[str, ...]] = {}
        for base, file in sorted(self._files.items()):
            match = _COLLECTION.fullmatch(base)
            if match and match[2] == self.language:
                for _, (uri,) in Table(file, self._notes).rows("conceptUri"):
                    found[uri] = (*found.get(uri, ()), match[1])
        return found

    def needs(self, occupations: set[str], skills: set[str]) -> Mapping[str, list[Need]]:
        """What each occupation asks for, in the order of the table."""
        found: dict[str, list[Need]] = defaultdict(list)
        made: dict[tuple[str, str], Need] = {}
        table = self._table("occupationSkillRelations")
        if table is None:
            return found
        columns = ("occupationUri", "skillUri", "relationType")
        for line, (occupation, skill, weight) in table.rows(*columns):
            if weight not in _WEIGHTS:
                table.refuse(line, f"no relationType is called {weight!r:.40}")
            elif occupation not in occupations or skill not in skills:
                table.leave_out(line, _NOT_HERE)
            else:
                key = (skill, weight)
                if key not in made:
                    made[key] = Need(skill, importance=_WEIGHTS[weight])
                found[occupation].append(made[key])
        return found

    def links(self, known: set[str]) -> Iterator[Link]:
        """Everything that stands below or beside something else."""
        for what, source, kind, target in _RELATIONS:
            table = self._table(what)
            if table is None:
                continue
            for line, (one, other) in table.rows(source, target):
                if one in known and other in known:
                    yield Link(one, kind, other)
                else:
                    table.leave_out(line, _NOT_HERE)

    def _table(self, what: str) -> Table | None:
        """The table of that name, in the main language or in none; what is missed is told."""
        for base in (f"{what}_{self.language}.csv", f"{what}.csv"):
            if base in self._files:
                return Table(self._files[base], self._notes)
        self._notes.absent.append(f"{what}.csv")
        return None

    def _first_language(self) -> str:
        if "en" in self.languages or not self.languages:
            return "en"
        return self.languages[0]


_NOT_HERE: Final = "it names an entry that is not in the files"
_RELATIONS: Final = (
    ("broaderRelationsSkillPillar", "conceptUri", LinkKind.BROADER, "broaderUri"),
    ("broaderRelationsOccPillar", "conceptUri", LinkKind.BROADER, "broaderUri"),
    ("skillSkillRelations", "originalSkillUri", LinkKind.RELATED, "relatedSkillUri"),
)


def _others(cell: str, label: str) -> tuple[str, ...]:
    """The alternative labels in a cell, without the preferred one."""
    return tuple(one for one in split_cell(cell) if one != label)
