"""Rules: written and read, bounded, told in words, and refused with the place of the fault."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.errors import Refused
from testamur.pathways import rules
from testamur.pathways.rules import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Credits,
    FromIssuers,
    InOrder,
    Rule,
    Skilled,
    Within,
    read_clause,
    read_rule,
    rule_schema,
)
from testamur.pathways.sentences import sentence
from tests.pathways_cast import UNI, page, skill

PY, SQL, WEB = (Achieved(page(one), name=one.upper()) for one in ("py", "sql", "web"))
WHOLE = Rule(
    "https://uni.example/rules/data",
    version="3",
    name="Data technician",
    clause=AllOf(
        (
            PY,
            AtLeast(1, (SQL, AnyOf((WEB, Skilled(skill("git"), name="Git", level=4))))),
            FromIssuers(
                (UNI,), Within(24, AtLevel(5, Credits(Decimal("7.5"), achievements=(page("x"),))))
            ),
            InOrder((Achieved(page("one"), version="2"), Achieved(page("two")))),
        )
    ),
    recognised={page("py"): (page("snake"), page("boa"))},
)


def changed(pointer: str, value: object) -> str:
    """The whole rule with another value at a pointer; None takes the member away."""
    document = json.loads(WHOLE.text)
    place = document
    *way, last = pointer.split("/")[1:]
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    step = int(last) if isinstance(place, list) else last
    if value is None:
        del place[step]
    else:
        place[step] = value
    return json.dumps(document)


def test_a_rule_comes_back_as_it_was_written():
    again = read_rule(WHOLE.text)
    assert again == WHOLE
    assert again.digest == WHOLE.digest
    assert again.text == WHOLE.text
    assert again.digest.startswith("uEi")


def test_another_version_or_clause_is_another_digest():
    assert read_rule(changed("/version", "4")).digest != WHOLE.digest
    assert read_rule(changed("/rule/all/0/achievement", page("py2"))).digest != WHOLE.digest


def test_it_keeps_the_published_schema():
    validator = jsonschema.Draft202012Validator(rule_schema())
    validator.check_schema(rule_schema())
    assert list(validator.iter_errors(WHOLE.as_json())) == []


MALFORMED = {
    "no id": ("/id", None, ""),
    "an id that is no address": ("/id", "data", "/id"),
    "no version": ("/version", None, ""),
    "a version that is a number": ("/version", 3, "/version"),
    "an unknown member": ("/colour", "red", "/colour"),
    "an empty list": ("/rule/all", [], "/rule/all"),
    "a clause of two kinds": ("/rule/all/0/skill", skill("x"), "/rule/all/0"),
    "a clause of no kind": ("/rule/all/0", {"name": "x"}, "/rule/all/0"),
    "a clause that is text": ("/rule/all/0", "py", "/rule/all/0"),
    "an address with a space": (
        "/rule/all/0/achievement",
        "https://a b",
        "/rule/all/0/achievement",
    ),
    "more than there are": ("/rule/all/1/atLeast", 3, "/rule/all/1/atLeast"),
    "none of them": ("/rule/all/1/atLeast", 0, "/rule/all/1/atLeast"),
    "true of them": ("/rule/all/1/atLeast", True, "/rule/all/1/atLeast"),
    "no clauses to count": ("/rule/all/1/of", None, "/rule/all/1"),
    "a level of nine": ("/rule/all/2/rule/rule/atLevel", 9, "/rule/all/2/rule/rule/atLevel"),
    "months and a half": ("/rule/all/2/rule/withinMonths", 1.5, "/rule/all/2/rule/withinMonths"),
    "no issuer": ("/rule/all/2/issuers", [], "/rule/all/2/issuers"),
    "an issuer by name": ("/rule/all/2/issuers/0", "Uni", "/rule/all/2/issuers/0"),
    "no credits": ("/rule/all/2/rule/rule/rule/credits", 0, "/rule/all/2/rule/rule/rule/credits"),
    "credits as text": (
        "/rule/all/2/rule/rule/rule/credits",
        "5",
        "/rule/all/2/rule/rule/rule/credits",
    ),
    "a condition around nothing": ("/rule/all/2/rule/rule", None, "/rule/all/2/rule"),
    "counting twice by a word": ("/countsTwice", "yes", "/countsTwice"),
    "recognised as a list": ("/recognised", [page("py")], "/recognised"),
}


@pytest.mark.parametrize(("pointer", "value", "place"), MALFORMED.values(), ids=MALFORMED)
def test_it_is_refused_at_its_place(pointer, value, place):
    with pytest.raises(Refused) as refused:
        read_rule(changed(pointer, value))
    assert (refused.value.problem.code, refused.value.problem.pointer) == (
        "stack.rule-malformed",
        place,
    )
    if pointer != "/rule/all/1/atLeast" or value != 3:  # no schema can count that
        assert list(
            jsonschema.Draft202012Validator(rule_schema()).iter_errors(
                json.loads(changed(pointer, value))
            )
        )


def test_a_recognised_achievement_is_an_address():
    with pytest.raises(Refused) as refused:
        read_rule(changed("/recognised", {"a/b": [page("py")]}))
    assert refused.value.problem.pointer == "/recognised/a~1b"


def nested(depth: int) -> dict[str, object]:
    clause: dict[str, object] = {"achievement": page("py")}
    for _ in range(depth - 1):
        clause = {"all": [clause]}
    return clause


@pytest.mark.parametrize(
    "clause",
    [nested(rules.MAX_DEPTH + 1), {"all": [{"achievement": page("py")}] * rules.MAX_CLAUSES}],
    ids=["too deep", "too many"],
)
def test_a_rule_is_bounded(clause):
    with pytest.raises(Refused) as refused:
        read_clause(clause, "/rule")
    assert refused.value.problem.code == "stack.rule-too-large"
    assert read_clause(nested(rules.MAX_DEPTH))


def test_a_rule_made_in_python_is_checked_as_one_that_is_read():
    with pytest.raises(Refused) as refused:
        Rule("https://uni.example/r", version="1", clause=AtLeast(3, (PY,)))
    assert refused.value.problem.pointer == "/rule/atLeast"


def test_what_is_no_json_is_refused():
    for text in ("{", "[]", '{"id": "a:b", "id": "a:b"}'):
        with pytest.raises(Refused) as refused:
            read_rule(text)
        assert refused.value.problem.code.startswith("json.")


SENTENCES = {
    "all": (AllOf((PY, SQL, WEB)), "“PY”, “SQL” and “WEB”"),
    "any": (AnyOf((PY, SQL)), "“PY” or “SQL”"),
    "at least": (AtLeast(2, (PY, SQL, WEB)), "at least 2 of “PY”, “SQL” or “WEB”"),
    "in order": (InOrder((PY, SQL)), "“PY”, then “SQL”"),
    "credits": (Credits(Decimal(30)), "at least 30 ECTS credits"),
    "one credit": (Credits(Decimal(1), scheme="SWAYAM"), "at least 1 SWAYAM credit"),
    "credits from": (
        Credits(Decimal("2.5"), achievements=("urn:a:b",)),
        "at least 2.5 ECTS credits from urn:a:b",
    ),
    "a skill": (
        Skilled(skill("git"), name="Git", level=4),
        "the skill “Git” at EQF level 4 or above",
    ),
    "a version": (Achieved(page("py"), version="2"), f"{page('py')}, version 2"),
    "a level": (AtLevel(5, PY), "“PY”, at EQF level 5 or above"),
    "recent": (Within(24, PY), "“PY”, awarded in the last 2 years"),
    "a year": (Within(12, PY), "“PY”, awarded in the last year"),
    "months": (Within(18, AllOf((PY, SQL))), "(“PY” and “SQL”), awarded in the last 18 months"),
    "issuers": (FromIssuers((UNI, "did:web:b"), PY), f"“PY”, awarded by {UNI} or did:web:b"),
    "nested": (AllOf((PY, AnyOf((SQL, WEB)))), "“PY” and (“SQL” or “WEB”)"),
}


@pytest.mark.parametrize(("clause", "told"), SENTENCES.values(), ids=SENTENCES)
def test_it_reads_as_a_sentence(clause, told):
    assert sentence(Rule("urn:r:1", version="1", clause=clause)) == f"Hold {told}."


def test_the_sentence_says_the_name_and_what_is_recognised():
    rule = Rule(
        "urn:r:1",
        version="1",
        name="Data",
        clause=PY,
        counts_twice=True,
        recognised={"urn:a:b": ("urn:c:d", "urn:e:f")},
    )
    assert sentence(rule) == (
        "For “Data”, hold “PY”. urn:c:d or urn:e:f counts as urn:a:b. "
        "One credential may count in several places."
    )


def test_the_sentence_calls_addresses_what_they_are_called():
    names = {"urn:a:b": "Statistics", "urn:i:1": "Example University"}
    credits_ = Credits(Decimal(5), achievements=("urn:a:b", "urn:c:d"))
    rule = Rule(
        "urn:r:1",
        version="1",
        clause=AllOf((Achieved("urn:a:b"), FromIssuers(("urn:i:1", "urn:i:2"), credits_))),
        recognised={"urn:a:b": ("urn:e:f",)},
    )
    assert sentence(rule, names) == (
        "Hold “Statistics” and (at least 5 ECTS credits from “Statistics” or urn:c:d, "
        "awarded by Example University or urn:i:2). urn:e:f counts as “Statistics”."
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["all", "any", "of", "rule", "atLeast", "achievement", "credits", "issuers"]
            ),
            inside,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(value=json_values)
def test_nothing_but_a_refusal_comes_of_anything_else(value):
    document = copy.deepcopy(WHOLE.as_json()) | {"rule": value}
    with suppress(Refused):  # and nothing else
        read = read_rule(json.dumps(document))
        assert read_rule(read.text) == read
