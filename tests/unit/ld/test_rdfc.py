"""Canonical datasets: the same for the same graph, and paid from a budget."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.errors import Refused
from testamur.ld import Quad, canonicalise_quads
from testamur.ld.rdfc import MAX_BLANK_NODES, WORK_LIMIT
from tests.patience import within


def quad(subject, value, predicate="<urn:p>", graph=""):
    return Quad(subject, predicate, value, graph)


def clique(size):
    """Every blank node related to every other: the graph that hangs a naive implementation."""
    nodes = [f"_:n{number}" for number in range(size)]
    return [quad(one, other) for one in nodes for other in nodes if one != other]


def chain(size):
    return [quad(f"_:n{number}", f"_:n{number + 1}") for number in range(size)]


def ring(size):
    return [quad(f"_:n{number}", f"_:n{(number + 1) % size}") for number in range(size)]


def test_a_dataset_without_blank_nodes_is_sorted_and_said_once():
    canonical = canonicalise_quads([quad("<urn:b>", '"x"'), quad("<urn:a>", '"y"')] * 2)
    assert canonical.lines == ('<urn:a> <urn:p> "y" .\n', '<urn:b> <urn:p> "x" .\n')
    assert canonical.labels == {}


def test_nothing_is_nothing():
    canonical = canonicalise_quads([])
    assert canonical.nquads == b""
    assert canonical.digest() == hashlib.sha256(b"").digest()


def test_the_hash_is_of_the_algorithm_asked_for():
    canonical = canonicalise_quads([quad("_:x", '"y"')], algorithm="sha384")
    assert canonical.digest("sha384") == hashlib.sha384(canonical.nquads).digest()
    assert len(canonical.digest()) == 32


def test_blank_nodes_get_the_labels_of_the_recommendation():
    canonical = canonicalise_quads([quad("_:e0", "_:e1"), quad("_:e1", '"x"', graph="_:e0")])
    assert canonical.labels.keys() == {"_:e0", "_:e1"}
    assert set(canonical.labels.values()) == {"_:c14n0", "_:c14n1"}


def test_two_statements_that_look_alike_from_a_node_both_count():
    """`_:a p _:x` and `_:a p _:y` serialise alike when seen from `_:a`."""
    one = [quad("_:a", "_:x"), quad("_:x", '"1"'), quad("_:y", '"2"')]
    assert (
        canonicalise_quads([*one, quad("_:a", "_:y")]).nquads
        != canonicalise_quads([*one, quad("_:b", "_:y")]).nquads
    )


GRAPHS = {
    "ring": ring(6),
    "chain": chain(6),
    "two rings": [*ring(3), quad("_:m0", "_:m1"), quad("_:m1", "_:m0")],
}


@pytest.mark.parametrize("quads", GRAPHS.values(), ids=GRAPHS)
@pytest.mark.parametrize("algorithm", ["sha256", "sha384"])
def test_names_and_order_of_the_input_do_not_matter(quads, algorithm):
    rng = random.Random(2026)  # noqa: S311 -- chance, not secrets
    expected = canonicalise_quads(quads, algorithm=algorithm).nquads
    nodes = sorted({term for one in quads for term in one if term.startswith("_:")})
    for _ in range(20):
        names = dict(
            zip(nodes, rng.sample([f"_:z{n}" for n in range(99)], len(nodes)), strict=True)
        )
        renamed = [Quad(*(names.get(term, term) for term in one)) for one in quads]
        rng.shuffle(renamed)
        assert canonicalise_quads(renamed, algorithm=algorithm).nquads == expected


terms = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "<urn:x>"])
datasets = st.lists(
    st.builds(
        Quad,
        terms,
        st.sampled_from(["<urn:p>", "<urn:q>"]),
        terms | st.just('"text"'),
        st.sampled_from(["", "", "_:a", "<urn:g>"]),
    ),
    max_size=8,
)


@given(datasets, st.randoms(use_true_random=False))
def test_the_same_graph_has_the_same_form(quads, rng):
    names = dict(
        zip(["_:a", "_:b", "_:c", "_:d"], rng.sample(["_:1", "_:2", "_:3", "_:4"], 4), strict=True)
    )
    renamed = [Quad(*(names.get(term, term) for term in one)) for one in quads]
    rng.shuffle(renamed)
    assert canonicalise_quads(renamed).nquads == canonicalise_quads(quads).nquads


@given(datasets)
def test_the_form_of_a_form_is_that_form(quads):
    canonical = canonicalise_quads(quads)
    again = [Quad(*(canonical.labels.get(term, term) for term in one)) for one in quads]
    assert canonicalise_quads(again).nquads == canonical.nquads
    assert len(canonical.lines) == len(set(quads))


TOO_MUCH = {
    "a clique of 10": clique(10),
    "a clique of 40": clique(40),
    "a chain of 5,000 that look alike": ring(5_000),
    "more blank nodes than are read": [
        quad(f"_:n{n}", f'"{n}"') for n in range(MAX_BLANK_NODES + 1)
    ],
    "many small cliques": [
        Quad(f"{one.subject}x{copy}", "<urn:p>", f"{one.object}x{copy}")
        for copy in range(50)
        for one in clique(6)
    ],
}


@pytest.mark.parametrize("quads", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_hostile_graph_is_refused_soon(quads):
    with within(1), pytest.raises(Refused) as refused:
        canonicalise_quads(quads)
    assert refused.value.problem.code == "canonical.work-limit"


def test_the_budget_is_a_parameter():
    assert canonicalise_quads(clique(4)).lines
    with pytest.raises(Refused):
        canonicalise_quads(clique(4), work_limit=10)
    assert WORK_LIMIT > 10


def test_many_nodes_that_differ_cost_little():
    canonical = canonicalise_quads([quad(f"_:n{number}", f'"{number}"') for number in range(3_000)])
    assert len(canonical.labels) == 3_000


def test_alike_nodes_that_are_told_apart_by_their_neighbours_are_named():
    quads = chain(20)
    assert len(set(canonicalise_quads(quads).labels.values())) == 21
