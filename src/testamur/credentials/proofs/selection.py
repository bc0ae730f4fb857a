"""Parts of a document by JSON Pointer, and the statements each part makes.

Selective disclosure signs statement by statement, so a blank node must keep its name when only a
part of the document is read. Every node without an id gets a name for that (VC DI ECDSA 1.0 §3.4);
nodes that JSON-LD makes on its own, the cells of a list and the graphs of embedded proofs, are
named by what they belong to. A part that says anything the whole does not is refused: so is half a
list, whose end would be a statement of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from testamur import ld
from testamur.encoding import Json, JsonObject, copy_json
from testamur.errors import Refused
from testamur.ld import Quad

__all__ = ["Statements", "relabelled", "select", "statements_of"]

Path: TypeAlias = tuple[str, ...]

SPEC: Final = "VC DI ECDSA 1.0 §3.4"
MAX_POINTERS: Final = 1000

_ALWAYS: Final = ("@context", "id", "type")

_ESCAPES: Final = {"~0": "~", "~1": "/"}
_POINTER: Final = re.compile(r"(?:/(?:[^~]|~[01])*)?\Z", re.DOTALL)
_INDEX: Final = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z", re.ASCII)
_NAMED: Final = re.compile(r"<urn:bnid:(n[0-9]+)>\Z", re.ASCII)
_FIRST: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
_REST: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"


def select(document: JsonObject, pointers: Sequence[str]) -> JsonObject:
    """The parts of `document` the RFC 6901 `pointers` point to, in one document.

    Every object on the way keeps its `id` and `type`, and the document its contexts; members and
    elements keep their order. Raises `Refused` (`proof.pointer-unmatched`).
    """
    if len(pointers) > MAX_POINTERS:
        raise _unmatched(f"{len(pointers)} pointers; at most {MAX_POINTERS} are followed")
    selected: JsonObject = _select_from(document, [_path_of(each) for each in pointers], "")
    return selected


@dataclass(frozen=True, slots=True)
class Statements:
    """What a document says, statement by statement.

    `lines` are the sorted N-Quads of the whole; `labels` gives the label a blank node has there
    for the one it has in `quads_of`. `named` is the document with an id on every node, and `means`
    reads what a part of it says.
    """

    lines: tuple[str, ...]
    labels: Mapping[str, str]
    named: JsonObject
    means: Callable[[JsonObject], list[Quad]]

    def quads_of(self, pointers: Sequence[str]) -> list[Quad]:
        """The statements of the parts `pointers` point to; none where there are no pointers."""
        if not pointers:
            return []
        return _with_names(self.means(select(self.named, pointers)))

    def indexes_of(self, pointers: Sequence[str]) -> list[int]:
        """Where the statements of the parts `pointers` point to stand in `lines`, ascending."""
        place = {line: index for index, line in enumerate(self.lines)}
        shown = relabelled(self.quads_of(pointers), self.labels)
        try:
            return sorted(place[line] for line in shown)
        except KeyError:
            raise _unmatched(
                "a part of the selection cannot stand without the rest of its list"
            ) from None


def statements_of(
    document: JsonObject, *, relabel: Callable[[str], str], inline_contexts: bool = False
) -> Statements:
    """The statements of `document`; `relabel` names a blank node by its canonical label (`c14n0`).

    Raises `Refused` where a part of the document cannot be told from another by what it says.
    """

    def quads_of(part: JsonObject) -> list[Quad]:
        return ld.to_quads(part, inline_contexts=inline_contexts)

    named = _named(document)
    quads = _with_names(quads_of(named))
    canonical = ld.canonicalise_quads(quads)
    if canonical.lines != ld.canonicalise_quads(quads_of(document)).lines:
        raise Refused.because(
            "document.refused-value", "the document holds a value that has no parts", "", SPEC
        )
    labels = {
        node: f"_:{relabel(label.removeprefix('_:'))}" for node, label in canonical.labels.items()
    }
    return Statements(tuple(sorted(relabelled(quads, labels))), labels, named, quads_of)


def relabelled(quads: Iterable[Quad], labels: Mapping[str, str]) -> set[str]:
    """The N-Quads lines of `quads`, each blank node renamed by `labels`."""
    return {
        Quad(
            labels.get(subject, subject),
            predicate,
            labels.get(value, value),
            labels.get(graph, graph),
        ).line
        for subject, predicate, value, graph in quads
    }


def _path_of(pointer: str) -> Path:
    if not _POINTER.match(pointer):
        raise _unmatched(f"{pointer[:80]!r} is not a JSON Pointer")
    parts = pointer.split("/")[1:]
    return tuple(re.sub("~[01]", lambda found: _ESCAPES[found.group()], part) for part in parts)


def _select_from(value: Json, paths: list[Path], place: str) -> Json:
    if any(not path for path in paths):
        return copy_json(value)
    deeper: dict[str, list[Path]] = {}
    for head, *rest in paths:
        deeper.setdefault(head, []).append(tuple(rest))
    if isinstance(value, dict):
        return _select_members(value, deeper, place)
    if isinstance(value, list):
        return _select_elements(value, deeper, place)
    raise _unmatched(f"nothing stands below {place!r}")


def _select_members(value: JsonObject, deeper: dict[str, list[Path]], place: str) -> JsonObject:
    for name in deeper:
        if name not in value or name == "@context":
            raise _unmatched(f"there is no {f'{place}/{name}'[:200]!r} to disclose")
    kept = {name: copy_json(value[name]) for name in _ALWAYS if name in value}
    return kept | {
        name: _select_from(member, deeper[name], f"{place}/{name}")
        for name, member in value.items()
        if name in deeper
    }


def _select_elements(value: list[Json], deeper: dict[str, list[Path]], place: str) -> list[Json]:
    for index in deeper:
        if not _INDEX.match(index) or int(index) >= len(value):
            raise _unmatched(f"there is no {f'{place}/{index}'[:200]!r} to disclose")
    return [
        _select_from(value[index], deeper[str(index)], f"{place}/{index}")
        for index in sorted(map(int, deeper))
    ]


def _named(document: JsonObject) -> JsonObject:
    """A copy in which every object that may be a node has an id."""
    count = 0

    def name(value: Json) -> Json:
        nonlocal count
        if isinstance(value, list):
            return [name(element) for element in value]
        if not isinstance(value, dict) or "@value" in value:
            return value
        given = {}
        if "id" not in value:
            given["id"] = f"urn:bnid:n{count}"
            count += 1
        members = {
            member: content if member == "@context" else name(content)
            for member, content in value.items()
        }
        return given | members

    named: JsonObject = name(document)
    return named


def _with_names(quads: list[Quad]) -> list[Quad]:
    """`quads` with blank nodes for the names given by `_named`, and names for all others."""
    labels = _names_of_cells(quads) | _names_of_graphs(quads)
    return [Quad(*(labels.get(term) or _unnamed(term) for term in quad)) for quad in quads]


def _unnamed(term: str) -> str:
    found = _NAMED.match(term)
    return f"_:{found[1]}" if found else term


def _names_of_cells(quads: list[Quad]) -> dict[str, str]:
    """List cells by the statement their list stands in, their place in it and its length."""
    rests = {quad.subject: quad.object for quad in quads if quad.predicate == _REST}
    inner = set(rests.values())
    names: dict[str, str] = {}
    for subject, predicate, value, _ in quads:
        if value not in rests or value in inner:
            continue
        cells = [value]
        while (rest := rests[cells[-1]]) in rests:
            cells.append(rest)
        for index, cell in enumerate(cells):
            names[cell] = f"_:cell {index} of {len(cells)} {subject} {predicate}"
    return _distinct(names)


def _names_of_graphs(quads: list[Quad]) -> dict[str, str]:
    """Blank graphs by the nodes they tell of."""
    subjects: dict[str, list[str]] = {}
    for quad in quads:
        if quad.graph.startswith("_:") and not quad.subject.startswith("_:"):
            subjects.setdefault(quad.graph, []).append(quad.subject)
    return _distinct({graph: f"_:graph of {min(nodes)}" for graph, nodes in subjects.items()})


def _distinct(names: dict[str, str]) -> dict[str, str]:
    if len(set(names.values())) != len(names):
        raise Refused.because(
            "document.refused-value", "two lists of one property cannot be told apart", "", SPEC
        )
    return names


def _unmatched(detail: str) -> Refused:
    return Refused.because("proof.pointer-unmatched", detail, "", SPEC)
