"""The hash of a document's canonical form, the quick way where documents of its kind were seen.

The first document of a family takes the general way. The second shows which of its strings vary:
a shape is compiled from the two, and serves from then on; a later document that differs in more
widens it. So a flood of documents that have nothing in common costs what it always did. The cache
is bounded, and holds what was seen, never what was concluded: the bytes decide each time. Large
documents are not learned.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from testamur.encoding import Json, JsonObject, copy_json
from testamur.errors import Refused
from testamur.ld.canonical import canonicalise
from testamur.ld.rdfc import HashName
from testamur.ld.shapes import Path, Shape

__all__ = ["digest", "shape_of"]

MAX_FAMILIES: Final = 256
MAX_SHAPES_OF_FAMILY: Final = 4
MAX_SLOTS: Final = 64
MAX_LEARNED: Final = 32 * 1024
"""Bytes of canonical form; a shape takes some seven times as much memory."""


def digest(
    document: JsonObject, *, algorithm: HashName = "sha256", inline_contexts: bool = False
) -> bytes:
    """The hash of `document`'s canonical RDF form; raises `Refused` as `canonicalise` does."""
    if inline_contexts:
        return canonicalise(document, algorithm=algorithm, inline_contexts=True).digest(algorithm)
    name = _name_of_family(document, algorithm)
    for shape in _FAMILIES.shapes_of(name):
        values = shape.match(document)
        found = None if values is None else shape.digest(values)
        if found is not None:
            return found
    canonical = canonicalise(document, algorithm=algorithm)
    if len(canonical.nquads) <= MAX_LEARNED:
        _FAMILIES.of(name).learn(document, algorithm)
    return canonical.digest(algorithm)


def shape_of(document: JsonObject, *, algorithm: HashName = "sha256") -> Shape | None:
    """The shape that was learned for documents such as this one, if there is one by now."""
    for shape in _FAMILIES.shapes_of(_name_of_family(document, algorithm)):
        if shape.match(document) is not None:
            return shape
    return None


@dataclass(slots=True)
class _Family:
    """Documents of one kind: the shapes compiled for them, and the last that fitted none."""

    shapes: tuple[Shape, ...] = ()
    example: JsonObject | None = None

    def learn(self, document: JsonObject, algorithm: HashName) -> None:
        for shape in self.shapes:
            wider = _differing_strings(shape.marked, document)
            if wider is not None:
                self._compile(document, {*shape.slots, *wider}, algorithm, instead_of=shape)
                return
        varying = None if self.example is None else _differing_strings(self.example, document)
        if varying is not None:
            self._compile(document, set(varying), algorithm)
            self.example = None
        else:
            self.example = copy_json(document)

    def _compile(
        self,
        document: JsonObject,
        slots: set[Path],
        algorithm: HashName,
        instead_of: Shape | None = None,
    ) -> None:
        if len(slots) > MAX_SLOTS or (instead_of and slots == set(instead_of.slots)):
            return
        try:
            shape = Shape(document, sorted(slots, key=repr), algorithm=algorithm)
        except Refused:
            return
        kept = [other for other in self.shapes if other is not instead_of]
        self.shapes = (shape, *kept)[:MAX_SHAPES_OF_FAMILY]


@dataclass(slots=True)
class _Families:
    """The families seen last; one is known from its first document that could be signed."""

    _known: OrderedDict[Hashable, _Family] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def shapes_of(self, name: Hashable) -> tuple[Shape, ...]:
        with self._lock:
            family = self._known.get(name)
            if family is None:
                return ()
            self._known.move_to_end(name)
            return family.shapes

    def of(self, name: Hashable) -> _Family:
        with self._lock:
            family = self._known.setdefault(name, _Family())
            if len(self._known) > MAX_FAMILIES:
                self._known.popitem(last=False)
            return family


_FAMILIES: Final = _Families()


def _name_of_family(document: JsonObject, algorithm: HashName) -> Hashable:
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    return (
        algorithm,
        tuple(document),
        str(document.get("type")),
        _identity(document.get("issuer")),
        _identity(achievement),
    )


def _identity(value: Json) -> str:
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _differing_strings(one: Json, other: Json) -> list[Path] | None:
    """The paths at which two documents hold different strings; None if they differ otherwise."""
    try:
        return list(_differences(one, other, ()))
    except _OtherwiseDifferentError:
        return None


class _OtherwiseDifferentError(Exception):
    """Two documents differ in more than their strings."""


def _differences(one: Any, other: Any, path: Path) -> Iterator[Path]:
    match one, other:
        case dict(), dict() if one.keys() == other.keys():
            for name, value in one.items():
                yield from _differences(value, other[name], (*path, name))
        case list(), list() if len(one) == len(other):
            for index, value in enumerate(one):
                yield from _differences(value, other[index], (*path, index))
        case str(), str():
            if one != other:
                yield path
        case _ if type(one) is not type(other) or isinstance(one, dict | list) or one != other:
            raise _OtherwiseDifferentError
