"""The general way: expand, state, canonicalise; and not twice for one document."""

from __future__ import annotations

import pytest

from testamur.encoding import copy_json
from testamur.errors import Refused
from testamur.ld import canonical, canonicalise, expand, quads_of, to_quads
from tests.sample_credential import sample


def code_of(document):
    with pytest.raises(Refused) as refused:
        canonicalise(document)
    return refused.value.problem.code


def test_the_statements_are_those_of_the_expanded_document():
    assert to_quads(sample(1)) == quads_of(expand(sample(1)))


def test_the_form_does_not_depend_on_the_order_of_members():
    document = sample(1)
    assert canonicalise(dict(reversed(document.items()))).nquads == canonicalise(document).nquads


def test_the_algorithm_reaches_the_names_of_blank_nodes():
    one, other = canonicalise(sample(1)), canonicalise(sample(1), algorithm="sha384")
    assert one.labels.keys() == other.labels.keys()
    assert one.labels != other.labels


def test_a_document_seen_before_has_the_statements_it_had():
    first = to_quads(sample(1))
    for number in range(2, 9):
        to_quads(sample(number))
    assert to_quads(sample(1)) == first


def test_what_was_given_away_may_be_changed():
    to_quads(sample(1)).clear()
    assert to_quads(sample(1))


def test_a_document_that_changed_is_another():
    document = sample(1)
    before = canonicalise(document).nquads
    document["name"] = "Another"
    assert canonicalise(document).nquads != before


def test_whether_contexts_may_be_written_in_is_not_remembered_from_last_time():
    document = sample(1)
    document["@context"] = [*document["@context"], {"note": "https://uni.example/note"}]
    document["note"] = "x"
    assert canonicalise(document, inline_contexts=True).lines
    assert code_of(document) == "context.refused"


def test_the_document_is_not_changed():
    document = sample(1)
    before = copy_json(document)
    canonicalise(document)
    assert document == before


NOT_JSON = {
    "half a surrogate pair": "\ud800",
    "a set": {1},
    "an integer beyond 64 bits": 2**70,
    "bytes": b"name",
}


@pytest.mark.parametrize("value", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_has_no_form(value):
    assert code_of(sample(1) | {"name": value}) == "json.malformed"


def test_a_document_deeper_than_any_has_no_form():
    document = sample(1)
    inner = document["issuer"]
    for _ in range(2_000):
        inner["parentOrg"] = {"type": ["Profile"]}
        inner = inner["parentOrg"]
    assert code_of(document) == "json.malformed"


def test_a_refusal_is_remembered_and_told_again(monkeypatch):
    document = sample(1) | {"gpa": "4.0"}
    with pytest.raises(Refused) as first:
        canonicalise(document)
    monkeypatch.setattr(canonical, "expand", None)
    for ask in (canonicalise, to_quads):
        with pytest.raises(Refused) as again:
            ask(document)
        assert again.value is not first.value
        assert again.value.problem == first.value.problem


def test_a_number_that_is_none_is_not_taken_for_null():
    codes = [code_of(sample(1) | {"name": name}) for name in (None, float("nan"), None)]
    assert codes == [
        "document.unsigned-term",
        "json.number-out-of-range",
        "document.unsigned-term",
    ]
