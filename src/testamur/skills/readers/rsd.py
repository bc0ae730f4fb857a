"""Rich Skill Descriptors, as the Open Skills Management Tool exports and imports them.

CSV: `RSD Name` (or `Skill Name`), `Skill Statement` (or `Contextualized Skill Statement`), and
where they are there `Canonical URL`, `Category` and the `Alignment …` columns. JSON: one
descriptor, a list of them, or a collection with `skills`. The name is the label, the statement the
description, the category the kind; alignments are links "closeMatch" to somebody else's skill.
Keywords are no names and stay unused, and so do the codes of occupations, which say where a skill
may be used and not what an occupation needs.

A descriptor without an address of its own is named by a UUID made from its name and statement, so
that the same descriptor is the same skill the next time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from testamur.encoding import Json, JsonObject, parse_json
from testamur.errors import Refused
from testamur.skills.framework import Framework, Link, LinkKind, Skill
from testamur.skills.readers.case import MAX_JSON_BYTES, objects_in, text_of
from testamur.skills.readers.files import SourceFile
from testamur.skills.readers.intake import Asked, Notes, made_uri
from testamur.skills.readers.tables import Table, split_cell

__all__ = ["is_rsd", "only_file", "read_rsd"]

_NAMES: Final = ("RSD Name", "Skill Name")
_STATEMENTS: Final = ("Skill Statement", "Contextualized Skill Statement")
_CATEGORIES: Final = ("Categories", "Category", "Skill Category")
_ADDRESSES: Final = ("Canonical URL", "URL", "id")
_ALIGNMENTS: Final = ("Alignment URL", "Alignment 2 URL", "Alignment 3 URL", "Alignment")


@dataclass(frozen=True, slots=True)
class _Descriptor:
    """One descriptor, whichever form it was read from."""

    line: int
    uri: str
    name: str
    statement: str
    category: str
    alignments: tuple[str, ...]


def is_rsd(files: Sequence[SourceFile]) -> bool:
    """Whether one of these holds Rich Skill Descriptors."""
    return bool(_candidates(files))


def read_rsd(files: Sequence[SourceFile], asked: Asked, notes: Notes) -> Framework:
    """The framework in the files, all together; raises `Refused` (`framework.*`, `json.*`)."""
    taken = _candidates(files) or [only_file(_tables(files), "Rich Skill Descriptors")]
    skills: dict[str, Skill] = {}
    links: dict[Link, None] = {}
    for file, one in _descriptors_in(taken, notes):
        uri = one.uri or made_uri(one.name, one.statement)
        if uri in skills:
            notes.refuse(file.name, one.line, "the same descriptor stands above")
            continue
        skills[uri] = Skill(uri, one.name, description=one.statement, kind=one.category)
        links |= dict.fromkeys(Link(uri, LinkKind.CLOSE, other) for other in one.alignments)
    only = PurePosixPath(taken[0].base).stem if len(taken) == 1 else "Rich Skill Descriptors"
    name = asked.name or only
    return Framework(
        made_uri("framework", name),
        name,
        version=asked.version,
        language=asked.language or "en",
        skills=tuple(skills.values()),
        links=tuple(links),
    )


def only_file(files: Sequence[SourceFile], what: str) -> SourceFile:
    """The one file; raises `Refused` where there are several or none."""
    if not files:
        told = f"no file there holds {what}; folders within a folder are not opened"
        raise Refused.because("framework.file-missing", told)
    if len(files) > 1:
        told = f"{len(files)} files may hold {what}, and one is read at a time"
        raise Refused.because("framework.ambiguous", told)
    return files[0]


def _candidates(files: Sequence[SourceFile]) -> list[SourceFile]:
    return [file for file in files if _is_candidate(file)]


def _is_candidate(file: SourceFile) -> bool:
    base = file.base.lower()
    if base.endswith(".json"):
        return b'"skillStatement"' in file.read()
    if not base.endswith((".csv", ".tsv")):
        return False
    header = file.read().partition(b"\n")[0]
    return any(name.encode() in header for name in _NAMES) and b"Skill Statement" in header


def _tables(files: Sequence[SourceFile]) -> list[SourceFile]:
    return [file for file in files if file.base.lower().endswith((".csv", ".tsv", ".json"))]


def _descriptors_in(
    files: Sequence[SourceFile], notes: Notes
) -> Iterator[tuple[SourceFile, _Descriptor]]:
    for file in files:
        is_json = file.base.lower().endswith(".json")
        for one in _from_json(file, notes) if is_json else _from_table(file, notes):
            yield file, one


def _from_table(file: SourceFile, notes: Notes) -> Iterator[_Descriptor]:
    table = Table(file, notes)
    name, statement = table.first_of(*_NAMES), table.first_of(*_STATEMENTS)
    also = (table.first_of(*_ADDRESSES), table.first_of(*_CATEGORIES), *_ALIGNMENTS)
    for line, (label, told, uri, category, *others) in table.rows(name, statement, also=also):
        addresses = (part.strip() for cell in others for part in cell.split(";"))
        aligned = tuple(one for one in addresses if one.startswith(("https://", "http://")))
        kind = category.partition(";")[0].strip()
        yield _Descriptor(line, uri if ":" in uri else "", label, told, kind, aligned)


def _from_json(file: SourceFile, notes: Notes) -> Iterator[_Descriptor]:
    notes.open(file.name)
    for number, one in _descriptors(file):
        name, statement = text_of(one, "skillName"), text_of(one, "skillStatement")
        if not name or not statement:
            notes.refuse(file.name, number, "a descriptor without skillName or skillStatement")
            continue
        notes.rows[file.name] += 1
        aligned = (text_of(other, "id") for _, other in objects_in(one, "alignments"))
        kinds = one.get("categories") or split_cell(text_of(one, "category"))
        kind = str(kinds[0]) if isinstance(kinds, list | tuple) and kinds else ""
        uri = text_of(one, "id")
        yield _Descriptor(number, uri, name, statement, kind, tuple(filter(None, aligned)))


def _descriptors(file: SourceFile) -> Iterator[tuple[int, JsonObject]]:
    try:
        content: Json = parse_json(file.read(), limit=MAX_JSON_BYTES)
    except Refused as error:
        raise Refused.because(error.problem.code, f"{file.name}: {error.problem.detail}") from None
    if isinstance(content, dict) and "skills" not in content:
        content = [content]
    yield from objects_in(content if isinstance(content, dict) else {"skills": content}, "skills")
