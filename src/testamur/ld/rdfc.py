"""RDF Dataset Canonicalization (RDFC-1.0) with SHA-256 or SHA-384 and a bounded amount of work.

https://www.w3.org/TR/rdf-canon/. Section numbers below are those of the Recommendation. Most
documents end after the first-degree hashes; the search over permutations (§4.8) is paid from a
budget, so that a hostile graph is refused instead of hanging the process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Final, Literal, TypeAlias

from testamur.errors import Refused
from testamur.ld.rdf import Quad

__all__ = ["Canonical", "HashName", "canonicalise_quads"]

HashName: TypeAlias = Literal["sha256", "sha384"]

WORK_LIMIT: Final = 9_000
"""Related-node hashes and permutations that one dataset may cost (about 5 microseconds each)."""

MAX_SEARCH_DEPTH: Final = 100
"""How far the search may follow alike blank nodes from one to the next."""

MAX_BLANK_NODES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Canonical:
    """A dataset in canonical form: sorted lines, and the label each blank node was given."""

    lines: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def nquads(self) -> bytes:
        """The canonical N-Quads document."""
        return "".join(self.lines).encode()

    def digest(self, algorithm: HashName = "sha256") -> bytes:
        """The hash of the canonical document."""
        return hashlib.new(algorithm, self.nquads).digest()


def canonicalise_quads(
    quads: Iterable[Quad], *, algorithm: HashName = "sha256", work_limit: int = WORK_LIMIT
) -> Canonical:
    """Canonicalise `quads` (§4.4); raises `Refused` with `canonical.work-limit`.

    `labels` maps each blank node of the input (`_:b0`) to its canonical label (`_:c14n0`).
    """
    distinct = list(dict.fromkeys(quads))
    search = _Search(distinct, algorithm, work_limit)
    labels = search.label_blank_nodes()
    lines = {_relabelled(quad, labels).line for quad in distinct}
    return Canonical(tuple(sorted(lines)), labels)


def _relabelled(quad: Quad, labels: Mapping[str, str]) -> Quad:
    subject, predicate, value, graph = quad
    return Quad(
        labels.get(subject, subject),
        predicate,
        labels.get(value, value),
        labels.get(graph, graph),
    )


@dataclass(slots=True)
class _Issuer:
    """Gives labels in order of asking (§4.5)."""

    prefix: str
    labels: dict[str, str] = field(default_factory=dict)

    def label(self, node: str) -> str:
        return self.labels.setdefault(node, f"{self.prefix}{len(self.labels)}")

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.labels))


@dataclass(slots=True)
class _Search:
    quads: Sequence[Quad]
    algorithm: HashName
    work_left: int
    _depth: int = 0
    _of_node: dict[str, list[Quad]] = field(default_factory=dict)
    _first_degree: dict[str, str] = field(default_factory=dict)
    _canonical: _Issuer = field(default_factory=lambda: _Issuer("_:c14n"))

    def label_blank_nodes(self) -> dict[str, str]:
        # (1) which quads mention each blank node
        self._index_quads()

        # (2) nodes by first-degree hash
        nodes_of_hash: dict[str, list[str]] = {}
        for node in self._of_node:
            self._first_degree[node] = self._hash_first_degree(node)
            nodes_of_hash.setdefault(self._first_degree[node], []).append(node)

        # (3) nodes with a hash of their own, in order of the hashes
        for _, nodes in sorted(nodes_of_hash.items()):
            if len(nodes) == 1:
                self._canonical.label(nodes[0])

        # (4) the others, by the hashes of their surroundings
        for _, nodes in sorted(nodes_of_hash.items()):
            if len(nodes) > 1:
                self._label_alike(nodes)
        return self._canonical.labels

    def _index_quads(self) -> None:
        for quad in self.quads:
            for node in dict.fromkeys((quad.subject, quad.object, quad.graph)):
                if node.startswith("_:"):
                    self._of_node.setdefault(node, []).append(quad)
        if len(self._of_node) > MAX_BLANK_NODES:
            raise _too_much_work(f"{len(self._of_node)} blank nodes")

    def _label_alike(self, nodes: Sequence[str]) -> None:
        found: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self._canonical.labels:
                issuer = _Issuer("_:b")
                issuer.label(node)
                found.append(self._hash_n_degree(node, issuer))
        for _, issuer in sorted(found, key=lambda pair: pair[0]):
            for node in issuer.labels:
                self._canonical.label(node)

    def _hash(self, text: str) -> str:
        return hashlib.new(self.algorithm, text.encode()).hexdigest()

    def _hash_first_degree(self, node: str) -> str:
        """§4.6. Two quads that differ only in the other node serialise alike and both count."""

        def seen_from_node(term: str) -> str:
            if not term.startswith("_:"):
                return term
            return "_:a" if term == node else "_:z"

        lines = sorted(
            Quad(
                seen_from_node(quad.subject),
                quad.predicate,
                seen_from_node(quad.object),
                seen_from_node(quad.graph),
            ).line
            for quad in self._of_node[node]
        )
        return self._hash("".join(lines))

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """§4.7."""
        self._pay()
        known = self._canonical.labels.get(related) or issuer.labels.get(related)
        predicate = "" if position == "g" else quad.predicate
        return self._hash(position + predicate + (known or self._first_degree[related]))

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """§4.8."""
        self._depth += 1
        if self._depth > MAX_SEARCH_DEPTH:
            raise _too_much_work("too long a chain of blank nodes that look alike")
        related_by_hash: dict[str, list[str]] = {}
        for quad in self._of_node[node]:
            for position, term in (("s", quad.subject), ("o", quad.object), ("g", quad.graph)):
                if term.startswith("_:") and term != node:
                    key = self._hash_related(term, quad, issuer, position)
                    related_by_hash.setdefault(key, []).append(term)

        data = []
        for related_hash, related in sorted(related_by_hash.items()):
            data.append(related_hash)
            path, issuer = self._shortest_path(related, issuer)
            data.append(path)
        self._depth -= 1
        return self._hash("".join(data)), issuer

    def _shortest_path(self, related: Sequence[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """§4.8 step 5: over every order of `related`, the least path and the labels it gives."""
        least, labels_of_least = "", issuer
        for order in permutations(related):
            self._pay()
            path, labels = "", issuer
            for step, given in self._steps_along(order, issuer.copy()):
                path, labels = path + step, given
                if least and len(path) >= len(least) and path > least:
                    break
            else:
                if not least or path < least:
                    least, labels_of_least = path, labels
        return least, labels_of_least

    def _steps_along(self, order: Sequence[str], labels: _Issuer) -> Iterator[tuple[str, _Issuer]]:
        unvisited: list[str] = []
        for node in order:
            if node in self._canonical.labels:
                yield self._canonical.labels[node], labels
            else:
                if node not in labels.labels:
                    unvisited.append(node)
                yield labels.label(node), labels
        for node in unvisited:
            found, labels_beyond = self._hash_n_degree(node, labels)
            step = f"{labels.label(node)}<{found}>"
            labels = labels_beyond
            yield step, labels

    def _pay(self) -> None:
        self.work_left -= 1
        if self.work_left < 0:
            raise _too_much_work("too many blank nodes look alike")


def _too_much_work(why: str) -> Refused:
    return Refused.because("canonical.work-limit", why, spec="RDFC-1.0 §7.1")
