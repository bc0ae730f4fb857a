"""Parts of a document, and the statements they make."""

from __future__ import annotations

import pytest

from testamur import ld
from testamur.credentials.proofs.selection import MAX_POINTERS, select, statements_of
from testamur.errors import Refused
from tests.unit.credentials.proofs.badges import badge, signed_badge

ACHIEVEMENT = "/credentialSubject/achievement"


def statements(document):
    return statements_of(document, relabel=lambda label: f"x{label}")


def shown(document, *pointers):
    told = statements(document)
    return [told.lines[index] for index in told.indexes_of(pointers)]


def code_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.problem.code


def test_objects_on_the_way_keep_id_type_and_context():
    assert select(badge(), [f"{ACHIEVEMENT}/name"]) == {
        "@context": badge()["@context"],
        "id": badge()["id"],
        "type": badge()["type"],
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://uni.example/a/py",
                "type": ["Achievement"],
                "name": "Basics of Python",
            },
        },
    }


def test_elements_keep_their_order_and_close_up():
    pointers = [f"{ACHIEVEMENT}/alignment/1/targetUrl", f"{ACHIEVEMENT}/alignment/0"]
    chosen = select(badge(), pointers)["credentialSubject"]["achievement"]["alignment"]
    first = badge()["credentialSubject"]["achievement"]["alignment"][0]
    second = {"type": ["Alignment"], "targetUrl": "https://skills.example/testing"}
    assert chosen == [first, second]
    (alone,) = select(badge(), pointers[:1])["credentialSubject"]["achievement"]["alignment"]
    assert alone == second


def test_a_whole_wins_over_its_parts():
    pointers = [f"{ACHIEVEMENT}/name", ACHIEVEMENT]
    chosen = select(badge(), pointers)["credentialSubject"]["achievement"]
    assert chosen == badge()["credentialSubject"]["achievement"]


def test_the_empty_pointer_is_the_whole_document():
    assert select(badge(), [""]) == badge()


def test_a_selection_shares_nothing_with_the_document():
    document = badge()
    select(document, ["/issuer"])["issuer"]["name"] = "Another"
    assert document == badge()


def test_escapes_are_undone_once():
    document = {"a/b": {"~1": "x"}, "type": "T"}
    assert select(document, ["/a~1b/~01"]) == document


@pytest.mark.parametrize(
    "pointer",
    [
        "name",
        "/nothing",
        "/~2",
        "/name~",
        "/@context",
        "/@context/0",
        "/name/0",
        f"{ACHIEVEMENT}/alignment/2",
        f"{ACHIEVEMENT}/alignment/-",
        f"{ACHIEVEMENT}/alignment/01",
        f"{ACHIEVEMENT}/alignment/-1",
        f"{ACHIEVEMENT}/alignment/\u0660",
        f"{ACHIEVEMENT}/alignment/1e0",
        "/proof",
    ],
)
def test_a_pointer_to_nothing_is_refused(pointer):
    assert code_of(lambda: select(badge(), [pointer])) == "proof.pointer-unmatched"


def test_only_so_many_pointers_are_followed():
    call = lambda: select(badge(), ["/name"] * (MAX_POINTERS + 1))  # noqa: E731 - one expression
    assert code_of(call) == "proof.pointer-unmatched"


def test_the_lines_of_the_whole_are_those_of_the_canonical_form():
    told = statements(badge())
    canonical = ld.canonicalise(badge())
    assert sorted(line.replace("_:xc14n", "_:c14n") for line in told.lines) == sorted(
        canonical.lines
    )
    assert told.indexes_of([""]) == list(range(len(canonical.lines)))
    assert told.indexes_of([]) == []


def test_texts_that_look_like_names_are_left_alone():
    (line,) = [line for line in statements(badge()).lines if "Says" in line]
    assert '"Says _:c14n0 and\\n<urn:bnid:n0> ."' in line


def test_a_part_says_only_what_the_whole_says():
    lines = shown(badge(), f"{ACHIEVEMENT}/criteria")
    whole = set(statements(badge()).lines)
    assert set(lines) < whole
    assert sum("Pass the exam." in line for line in lines) == 1


def test_a_list_is_shown_whole_or_not_at_all():
    grades = f"{ACHIEVEMENT}/resultDescription/0"
    lines = shown(badge(), f"{grades}/allowedValue")
    assert sum("#first>" in line for line in lines) == 3
    assert not any("#first>" in line for line in shown(badge(), f"{grades}/name"))
    assert code_of(lambda: shown(badge(), f"{grades}/allowedValue/0")) == "proof.pointer-unmatched"


def test_alike_lists_of_different_nodes_are_told_apart():
    document = badge()
    grades = document["credentialSubject"]["achievement"]["resultDescription"]
    grades.append(grades[0] | {"id": "urn:uuid:7f0e7a3c-5b2b-4b0f-9d55-6f1f0c6c0003"})
    lines = shown(document, f"{ACHIEVEMENT}/resultDescription/1/allowedValue")
    assert sum("#first>" in line for line in lines) == 3


def test_embedded_credentials_keep_their_proofs_and_contexts():
    claim = badge() | {"id": "urn:uuid:5", "credentialSubject": {"id": "did:example:ada"}}
    document = badge() | {"endorsement": [signed_badge(document=claim)]}
    told = statements(document)
    assert any("proofValue" in told.lines[index] for index in told.indexes_of(["/endorsement"]))
    part = select(document, ["/endorsement/0/proof"])["endorsement"][0]
    assert part.keys() == {"@context", "id", "type", "proof"}
    assert told.indexes_of(["/endorsement/0/proof"])


def test_two_lists_of_one_property_of_one_node_are_refused():
    document = badge() | {"endorsement": [signed_badge(document=badge() | {"id": "urn:uuid:5"})]}
    assert code_of(lambda: statements(document)) == "document.refused-value"


def test_a_value_that_is_no_node_is_refused():
    document = badge() | {"name": {"@value": "Basics", "@language": "en"}}
    assert statements(document).lines
    inline = [*badge()["@context"], {"words": {"@id": "urn:words", "@container": "@language"}}]
    document = badge() | {"@context": inline, "words": {"en": "Basics"}}
    assert (
        code_of(lambda: statements_of(document, relabel=str, inline_contexts=True))
        == "document.refused-value"
    )
