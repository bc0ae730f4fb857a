"""CASE packages (1EdTech Competencies and Academic Standards Exchange 1.0 and 1.1), as JSON.

An item's short statement is its label where it has one, and its full statement the description;
its human coding scheme is the code, its item type the kind. Associations: `isChildOf` and
`isPartOf` are links "broader", `isPeerOf` and `isRelatedTo` "related", `exactMatchOf` "exactMatch".
A child of the document itself is at the top. The other kinds say nothing about likeness, and are
left out.

CASE does not distinguish what can be learnt from the headings above it: all items are skills.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from testamur.encoding import JsonObject, parse_object
from testamur.errors import Refused
from testamur.skills.framework import Framework, Link, LinkKind, Skill
from testamur.skills.readers.files import SourceFile
from testamur.skills.readers.intake import Asked, Notes, made_uri

__all__ = ["MAX_JSON_BYTES", "is_case", "json_object_of", "objects_in", "read_case", "text_of"]

MAX_JSON_BYTES: Final = 64 * 1024 * 1024
"""The most bytes of a package."""

_KINDS: Final = {
    "isChildOf": LinkKind.BROADER,
    "isPartOf": LinkKind.BROADER,
    "isPeerOf": LinkKind.RELATED,
    "isRelatedTo": LinkKind.RELATED,
    "exactMatchOf": LinkKind.EXACT,
}


def is_case(files: Sequence[SourceFile]) -> bool:
    """Whether one of these is a CASE package."""
    return bool(_packages(files))


def read_case(files: Sequence[SourceFile], asked: Asked, notes: Notes) -> Framework:
    """The framework in the one package; raises `Refused` (`framework.*`, `json.*`)."""
    packages = _packages(files)
    if len(packages) != 1:
        told = f"{len(packages)} CASE packages are there, and one framework is read at a time"
        code = "framework.ambiguous" if packages else "framework.file-missing"
        raise Refused.because(code, told)
    package = _Package(packages[0], notes)
    document = package.document
    skills = tuple(package.skills())
    name = asked.name or text_of(document, "title") or packages[0].base
    return Framework(
        _uri_of(document) or made_uri("framework", name),
        name,
        version=asked.version or text_of(document, "version"),
        language=asked.language or text_of(document, "language") or "en",
        licence=text_of(package.member("licenseURI"), "uri"),
        attribution=text_of(document, "creator"),
        skills=skills,
        links=tuple(package.links({skill.id for skill in skills})),
    )


def json_object_of(file: SourceFile) -> JsonObject:
    """The JSON object in a file; raises `Refused` (`json.*`) with the name of the file."""
    try:
        return parse_object(file.read(), limit=MAX_JSON_BYTES)
    except Refused as error:
        raise Refused.because(error.problem.code, f"{file.name}: {error.problem.detail}") from None


def objects_in(document: JsonObject, name: str) -> Iterator[tuple[int, JsonObject]]:
    """The objects of a list, each with its number from 1; what is no object is no entry."""
    listed = document.get(name)
    for number, one in enumerate(listed if isinstance(listed, list) else (), start=1):
        yield number, one if isinstance(one, dict) else {}


def text_of(document: JsonObject, name: str) -> str:
    """The text of a member, or "" where there is none."""
    value = document.get(name)
    return value.strip() if isinstance(value, str) else ""


def _uri_of(entry: JsonObject) -> str:
    """The URI of a document or an item, or one from its identifier; "" where it has neither."""
    identifier = text_of(entry, "identifier")
    return text_of(entry, "uri") or (identifier and f"urn:uuid:{identifier}")


def _packages(files: Sequence[SourceFile]) -> list[SourceFile]:
    found = [file for file in files if file.base.lower().endswith(".json")]
    return [file for file in found if b'"CFDocument"' in file.read()]


class _Package:
    """One package, its entries named by URI, or by identifier where they have none."""

    def __init__(self, file: SourceFile, notes: Notes) -> None:
        notes.open(file.name)
        self._file, self._notes = file, notes
        self._content = json_object_of(file)
        found = self._content.get("CFDocument")
        self.document: JsonObject = found if isinstance(found, dict) else {}
        self._uri_of: dict[str, str] = {}
        self._seen: set[str] = set()

    def member(self, name: str) -> JsonObject:
        """A member of the document that is an object, or an empty one."""
        value = self.document.get(name)
        return value if isinstance(value, dict) else {}

    def skills(self) -> Iterator[Skill]:
        """Every item."""
        for number, item in objects_in(self._content, "CFItems"):
            statement, short = text_of(item, "fullStatement"), text_of(item, "abbreviatedStatement")
            uri = _uri_of(item)
            if not uri or not (statement or short) or uri in self._seen:
                self._notes.refuse(self._file.name, number, "an item without statement or own URI")
                continue
            self._uri_of[text_of(item, "identifier") or uri] = uri
            self._seen.add(uri)
            yield Skill(
                uri,
                short or statement,
                description=statement if short else text_of(item, "notes"),
                kind=text_of(item, "CFItemType"),
                code=text_of(item, "humanCodingScheme"),
            )
            self._notes.rows[self._file.name] += 1

    def links(self, known: set[str]) -> Iterator[Link]:
        """Every association that says how two items stand to each other."""
        for number, one in objects_in(self._content, "CFAssociations"):
            kind = _KINDS.get(text_of(one, "associationType"))
            source, target = self._end(one, "originNodeURI"), self._end(one, "destinationNodeURI")
            if kind is None:
                reason = f"an association {text_of(one, 'associationType')!r:.40}"
                self._notes.leave_out(self._file.name, number, reason)
            elif source in known and (target in known or (target and kind is LinkKind.EXACT)):
                yield Link(source, kind, target)
            elif not self._is_document(one):
                reason = "an association with an item that is not in the package"
                self._notes.leave_out(self._file.name, number, reason)

    def _end(self, association: JsonObject, name: str) -> str:
        node = association.get(name)
        node = node if isinstance(node, dict) else {}
        return self._uri_of.get(text_of(node, "identifier")) or text_of(node, "uri")

    def _is_document(self, association: JsonObject) -> bool:
        node = association.get("destinationNodeURI")
        named = text_of(node, "identifier") if isinstance(node, dict) else ""
        return bool(named) and named == text_of(self.document, "identifier")
