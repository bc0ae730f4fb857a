"""Compiled shapes: the canonical form of many documents that differ only in some strings.

All credentials of one achievement version share one shape. Compiling expands the document once,
with a mark in every slot; whatever mark does not come back would be unsigned, so compilation
refuses. Filling then costs a few hashes and one substitution, and gives the bytes that
`canonicalise` would give:

1. a slot's string stands in the quads as an IRI or as a literal, with the same escapes;
2. RDFC-1.0 labels blank nodes by the rank of their first-degree hashes while these are distinct,
   and a node's hash depends only on the quads that mention it: only nodes beside a slot are hashed;
3. canonical lines sort by subject, predicate, object; subjects end in `> `, so none is a prefix of
   another, and the order inside a subject is fixed but where one predicate holds several objects;
4. so the order of the hashes, of the subjects and of such objects decides the layout of the whole
   document, which is built once per order and kept;
5. what leads the layout up to its first slot is hashed once, ahead of time.

Wherever a premise fails (equal hashes, equal subjects, equal statements, an IRI that a context
would read as a prefixed name) the shape declines with None and the general algorithm answers.

A document that brings a mark of its own is never compiled: its text would pass for a slot, and the
shape would take one document for another.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import getitem, itemgetter
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from testamur.encoding import Json, JsonObject, compact_json, copy_json
from testamur.errors import Refused
from testamur.ld.contexts import load_context
from testamur.ld.expansion import expand
from testamur.ld.rdf import ESCAPED, Quad, escaped_text, quads_of
from testamur.ld.rdfc import HashName, canonicalise_quads
from testamur.ld.wording import Wording, picker

if TYPE_CHECKING:
    from hashlib import _Hash

__all__ = ["Path", "Shape", "string_paths"]

Path: TypeAlias = tuple[str | int, ...]
"""Member names and list indices from the document's root to one string."""

_Order: TypeAlias = tuple[Any, ...]
"""All that decides the order of a document's canonical lines."""

MAX_LAYOUT_BYTES: Final = 128 * 1024 * 1024
"""What the layouts of all shapes may weigh together: some hundred shapes in full use."""

_MARK_SCHEME: Final = "urn:testamur-slot:"
_MARK: Final = re.compile(rf"{_MARK_SCHEME}(\d{{4}}):")
_PLAIN_TEXT: Final = f"[^{ESCAPED.pattern[1:-1]}]*"
_SCHEMES: Final = ("https", "http", "did", "urn", "mailto")
_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}
_STEERING: Final = frozenset({"type", "@context"})


class Shape:
    """A document with slots, compiled for one hash algorithm; only its layout cache changes."""

    def __init__(
        self, document: JsonObject, slots: Sequence[Path], *, algorithm: HashName = "sha256"
    ) -> None:
        """Compile `document`, whose strings at `slots` may vary; raises `Refused`."""
        if any(_STEERING.intersection(path) for path in slots):
            raise Refused.because("document.unsigned-term", "a type or context cannot be a slot")
        self.algorithm: HashName = algorithm
        self.slots = tuple(slots)
        self.marked: JsonObject = copy_json(document)
        for index, path in enumerate(self.slots):
            _set(self.marked, path, f"{_MARK_SCHEME}{index:04d}:")
        if len(_MARK.findall(compact_json(self.marked))) != len(self.slots):
            raise Refused.because("document.refused-value", "the document holds a mark of its own")
        self._alike = _with_any_text(self.marked)
        self._takers = tuple(map(_getter, self.slots))
        self._plan = _Plan.of(self.marked, self.slots, algorithm)
        self._layouts: dict[_Order, _Layout] = {}
        self.wording = Wording.of(compact_json(self.marked), _MARK)

    def text(self, values: Sequence[str]) -> str:
        """The document with `values` in the slots, as compact JSON in its own order."""
        return self.wording.write(values)

    def match(self, document: JsonObject) -> list[str] | None:
        """The slots' strings if `document` has this shape to the letter, else None."""
        if document != self._alike:
            return None
        return [take(document) for take in self._takers]

    def digest(self, values: Sequence[str]) -> bytes | None:
        """The hash of the canonical form with `values` in the slots; None where it declines."""
        return self._digest_of(self._plan.terms_of(values))

    def digest_of_text(self, text: str) -> bytes | None:
        """`digest` of the document that `text` is; None unless `text` writes it so, to the letter.

        What is plain in quads is so in JSON: then the text holds the values themselves.
        """
        values = self.wording.read(text)
        return None if values is None else self._digest_of(self._plan.plain_terms_of(values))

    def digests_of_plain(self, rows: Sequence[Sequence[str]]) -> list[bytes | None]:
        """`digest` of each row whose values all stand in JSON as they are; None for other rows.

        Made step by step for all of them: a processor is quicker at what it did just before.
        """
        read = [self._plan.plain_terms_of(values) for values in rows]
        plain = [terms for terms in read if terms is not None]
        hashes = [self._plan.hashes_of(terms) for terms in plain]
        layouts = list(map(self._layout_for, plain, hashes))
        digests = (
            None if layout is None else layout.digest(terms)
            for layout, terms in zip(layouts, plain, strict=True)
        )
        return [None if terms is None else next(digests) for terms in read]

    def nquads(self, values: Sequence[str]) -> bytes | None:
        """The canonical N-Quads with `values` in the slots; None if this shape declines."""
        terms = self._plan.terms_of(values)
        if terms is None:
            return None
        layout = self._layout_for(terms, self._plan.hashes_of(terms))
        return None if layout is None else layout.head + layout.body.fill(terms)

    def _digest_of(self, terms: list[bytes] | None) -> bytes | None:
        if terms is None:
            return None
        layout = self._layout_for(terms, self._plan.hashes_of(terms))
        return None if layout is None else layout.digest(terms)

    def _layout_for(self, terms: list[bytes], hashes: list[bytes]) -> _Layout | None:
        order = self._plan.order_of(terms, hashes)
        if order is None:
            return None
        layout = self._layouts.get(order)
        if layout is None:
            layout = self._layouts[order] = self._plan.lay_out(terms)
            _KEPT.add(self._layouts, order, layout.weight)
        return layout


class _AnyText:
    """Equal to every string, and to nothing else."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return type(other) is str


class _Exactly:
    """Equal to the one number, truth value or null that JSON writes as `value` is written.

    Python calls `False`, `0`, `0.0` and `-0.0` equal.
    """

    __slots__ = ("_value",)
    __hash__ = object.__hash__

    def __init__(self, value: Json) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self._value) and repr(other) == repr(self._value)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Text with slots, as a format for the slots' terms."""

    format: bytes
    pick: Callable[[Sequence[bytes]], tuple[bytes, ...]]
    has_slots: bool

    @classmethod
    def of(cls, text: str) -> _Pattern:
        slots = [int(slot) for slot in _MARK.findall(text)]
        return cls(_MARK.sub("%b", text.replace("%", "%%")).encode(), picker(slots), bool(slots))

    def fill(self, terms: Sequence[bytes]) -> bytes:
        return self.format % self.pick(terms)


@dataclass(frozen=True, slots=True)
class _Layout:
    """One order of the canonical lines: what leads up to the first slot, and the rest."""

    head: bytes
    head_hash: _Hash
    body: _Pattern

    def digest(self, terms: list[bytes]) -> bytes:
        """The hash of the whole."""
        hasher = self.head_hash.copy()
        hasher.update(self.body.format % self.body.pick(terms))
        return hasher.digest()

    @property
    def weight(self) -> int:
        """About how many bytes it takes in memory."""
        return 1_000 + len(self.head) + len(self.body.format)


@dataclass(slots=True)
class _Kept:
    """The layouts of all shapes; the oldest are given up when they weigh too much together."""

    limit: int
    weight: int = 0
    _oldest_first: deque[tuple[dict[_Order, _Layout], _Order, int]] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    def add(self, layouts: dict[_Order, _Layout], order: _Order, weight: int) -> None:
        with self._lock:
            self._oldest_first.append((layouts, order, weight))
            self.weight += weight
            while self.weight > self.limit:
                holder, given_up, lighter = self._oldest_first.popleft()
                holder.pop(given_up, None)
                self.weight -= lighter


_KEPT: Final = _Kept(MAX_LAYOUT_BYTES)


@dataclass(slots=True)
class _Plan:
    """What is known of a shape's dataset before the slots are filled."""

    algorithm: HashName
    quads: tuple[Quad, ...]
    iri_slots: tuple[int, ...]
    literal_slots: tuple[int, ...]
    subject_slots: tuple[int, ...]
    plain_iris: re.Pattern[str]
    plain: re.Pattern[str]
    fixed_subjects: list[bytes] = field(default_factory=list)
    fixed_hashes: list[bytes] = field(default_factory=list)
    fixed_names: frozenset[bytes] = frozenset()
    free_nodes: tuple[_Pattern, ...] = ()
    rival_objects: tuple[tuple[_Pattern, ...], ...] = ()

    @classmethod
    def of(cls, marked: JsonObject, slots: Sequence[Path], algorithm: HashName) -> _Plan:
        quads = tuple(quads_of(expand(marked)))
        if any(quad.graph for quad in quads):
            raise Refused.because("document.refused-value", "named graphs have no compiled shape")
        kinds = _kinds_of_slots(quads, slots)
        subjects = list(dict.fromkeys(quad.subject for quad in quads))
        iri_slots = tuple(slot for slot, is_iri in kinds.items() if is_iri)
        literal_slots = tuple(slot for slot, is_iri in kinds.items() if not is_iri)
        iri = _plain_iri(marked["@context"])
        plan = cls(
            algorithm,
            quads,
            iri_slots=iri_slots,
            literal_slots=literal_slots,
            subject_slots=tuple(
                int(found[1]) for subject in subjects if (found := _MARK.match(subject, 1))
            ),
            plain_iris=_lines([iri] * len(iri_slots)),
            plain=_lines([iri if kinds[slot] else _PLAIN_TEXT for slot in range(len(slots))]),
        )
        plan.fixed_subjects = [
            subject[1:].encode()
            for subject in subjects
            if subject.startswith("<") and not _MARK.match(subject, 1)
        ]
        plan._read_blank_nodes()
        plan.rival_objects = tuple(_rival_objects(quads))
        return plan

    def plain_terms_of(self, values: Sequence[str]) -> list[bytes] | None:
        """The values as they stand in the quads, where all of them stand there as they are."""
        lines = "\n".join(values)
        try:
            return lines.encode().split(b"\n") if self.plain.match(lines) else None
        except UnicodeEncodeError:
            return None

    def terms_of(self, values: Sequence[str]) -> list[bytes] | None:
        """What stands in the quads for each value; None for an IRI a context might respell."""
        if (plain := self.plain_terms_of(values)) is not None:
            return plain
        try:
            if not self.plain_iris.match("\n".join([values[slot] for slot in self.iri_slots])):
                return None
            terms = [value.encode() for value in values]
            for slot in self.literal_slots:
                terms[slot] = escaped_text(values[slot]).encode()
        except UnicodeEncodeError:
            return None
        return terms

    def hashes_of(self, terms: list[bytes]) -> list[bytes]:
        """The first-degree hashes of the nodes beside a slot."""
        new_hash = _HASHES[self.algorithm]
        return [new_hash(node.format % node.pick(terms)).digest() for node in self.free_nodes]

    def order_of(self, terms: list[bytes], hashes: list[bytes]) -> _Order | None:
        """The order of the lines, from what `hashes_of` gave; None where two things tie.

        It is told by the places that what depends on slots takes among all there is of its kind.
        """
        subjects = [terms[slot] + b">" for slot in self.subject_slots]
        free = hashes + subjects
        if len(set(free)) < len(free) or not self.fixed_names.isdisjoint(free):
            return None
        of_hashes = map(sorted(hashes + self.fixed_hashes).index, hashes)
        of_subjects = map(sorted(subjects + self.fixed_subjects).index, subjects)
        if not self.rival_objects:
            return (*of_hashes, *of_subjects)
        objects = [[rival.fill(terms) for rival in rivals] for rivals in self.rival_objects]
        of_objects = list(map(_order, objects))
        return None if None in of_objects else (*of_hashes, *of_subjects, *of_objects)

    def lay_out(self, terms: list[bytes]) -> _Layout:
        """Build the layout from one instance, by the general algorithm."""
        values = [term.decode() for term in terms]

        def filled(term: str) -> str:
            if _MARK_SCHEME not in term:
                return term
            return _MARK.sub(lambda mark: values[int(mark[1])], term)

        quads = [Quad(*map(filled, quad)) for quad in self.quads]
        labels = canonicalise_quads(quads, algorithm=self.algorithm).labels

        def relabelled(quad: Quad) -> str:
            subject, predicate, value, _ = quad
            return Quad(labels.get(subject, subject), predicate, labels.get(value, value)).line

        in_order = sorted(range(len(quads)), key=lambda at: relabelled(quads[at]))
        whole = "".join(relabelled(self.quads[at]) for at in in_order)
        first = _MARK.search(whole)
        cut = first.start() if first else len(whole)
        head = whole[:cut].encode()
        return _Layout(head, _HASHES[self.algorithm](head), _Pattern.of(whole[cut:]))

    def _read_blank_nodes(self) -> None:
        names = dict.fromkeys(
            term
            for quad in self.quads
            for term in (quad.subject, quad.object)
            if term.startswith("_:")
        )
        free: list[_Pattern] = []
        for name in names:
            lines = sorted(_first_degree_lines(self.quads, name))
            pattern = _Pattern.of("".join(lines))
            if not pattern.has_slots:
                self.fixed_hashes.append(_HASHES[self.algorithm](pattern.fill([])).digest())
            elif _order_is_fixed(lines):
                free.append(pattern)
            else:
                raise Refused.because(
                    "document.refused-value", "the order of a node's statements depends on a slot"
                )
        self.free_nodes = tuple(free)
        if len(set(self.fixed_hashes)) < len(self.fixed_hashes):
            raise Refused.because("document.refused-value", "two nodes of the document are alike")
        self.fixed_names = frozenset(self.fixed_hashes + self.fixed_subjects)


def string_paths(document: Json, path: Path = ()) -> Iterator[Path]:
    """The paths of all strings that may be slots, in document order."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name not in _STEERING:
                yield from string_paths(value, (*path, name))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from string_paths(value, (*path, index))
    elif isinstance(document, str):
        yield path


def _order(texts: list[bytes]) -> tuple[int, ...] | None:
    """The places of `texts` in the order in which they sort; None for a tie."""
    if len(set(texts)) < len(texts):
        return None
    return tuple(sorted(range(len(texts)), key=texts.__getitem__))


def _kinds_of_slots(quads: Sequence[Quad], slots: Sequence[Path]) -> dict[int, bool]:
    """Slot to whether it is an IRI; refuses a slot that is lost, or is not a whole term."""
    kinds: dict[int, bool] = {}
    for quad in quads:
        for term in quad:
            for found in _MARK.finditer(term):
                slot, is_iri = int(found[1]), term.startswith("<")
                whole = found.start() == 1 and term[found.end() : found.end() + 1] in {">", '"'}
                if not whole or term == quad.predicate or kinds.setdefault(slot, is_iri) != is_iri:
                    told = "a slot is not a whole term"
                    raise Refused.because("document.refused-value", told, _pointer(slots[slot]))
    for slot, path in enumerate(slots):
        if slot not in kinds:
            raise Refused.because(
                "document.unsigned-term", "the signature would not cover this", _pointer(path)
            )
    return kinds


def _first_degree_lines(quads: Sequence[Quad], name: str) -> Iterator[str]:
    def seen(term: str) -> str:
        if not term.startswith("_:"):
            return term
        return "_:a" if term == name else "_:z"

    for quad in quads:
        if name in (quad.subject, quad.object):
            yield Quad(seen(quad.subject), quad.predicate, seen(quad.object)).line


def _order_is_fixed(lines: Sequence[str]) -> bool:
    """Whether sorted `lines` keep their order whatever stands in the slots."""
    heads = [(line, _MARK.split(line, maxsplit=1)[0]) for line in lines]
    return all(
        (line == head and other == other_head)
        or not (head.startswith(other_head) or other_head.startswith(head))
        for at, (line, head) in enumerate(heads)
        for other, other_head in heads[at + 1 :]
    )


def _rival_objects(quads: Sequence[Quad]) -> Iterator[tuple[_Pattern, ...]]:
    """Objects of one subject and predicate, where a slot is among them."""
    groups: dict[tuple[str, str], list[str]] = {}
    for quad in quads:
        groups.setdefault((quad.subject, quad.predicate), []).append(quad.object)
    for objects in groups.values():
        if len(objects) > 1 and any(_MARK.search(term) for term in objects):
            yield tuple(_Pattern.of(term) for term in objects)


@lru_cache(maxsize=64)
def _names_in(url: str) -> frozenset[str]:
    return frozenset(_keys_of(load_context(url)))


def _plain_iri(contexts: Json) -> str:
    """Matches IRIs that no context can read as anything else.

    A scheme that is also a name in a context might be a prefix there: too many is safe.
    """
    listed = contexts if isinstance(contexts, list) else [contexts]
    names = frozenset().union(*(_names_in(url) for url in listed))
    schemes = [
        scheme
        for scheme in _SCHEMES
        if scheme not in names and not any(name.startswith(f"{scheme}:") for name in names)
    ]
    return rf"(?:{'|'.join(schemes)}):[^\x00-\x20<>\"{{}}|\\^`\x7f]*"


def _lines(patterns: Sequence[str]) -> re.Pattern[str]:
    """Matches one line for each of `patterns`, none of which matches a line feed."""
    return re.compile("\n".join(patterns) + r"\Z")


def _keys_of(value: Json) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, content in value.items():
            yield name
            yield from _keys_of(content)
    elif isinstance(value, list):
        for content in value:
            yield from _keys_of(content)


def _with_any_text(marked: Json) -> Json:
    """A copy of `marked` in which every slot is equal to every string, and numbers are exact."""
    match marked:
        case dict():
            return {name: _with_any_text(content) for name, content in marked.items()}
        case list():
            return [_with_any_text(content) for content in marked]
        case str():
            return _AnyText() if _MARK.fullmatch(marked) else marked
        case _:
            return _Exactly(marked)


def _getter(path: Path) -> Callable[[Any], Any]:
    if len(path) == 1:
        return itemgetter(path[0])
    return lambda value: reduce(getitem, path, value)


def _set(document: Any, path: Path, value: str) -> None:
    holder = _getter(path[:-1])(document)
    if not isinstance(holder[path[-1]], str):
        raise Refused.because("document.refused-value", "only text can be a slot", _pointer(path))
    holder[path[-1]] = value


def _pointer(path: Path) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
