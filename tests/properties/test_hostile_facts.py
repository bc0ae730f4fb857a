"""Whatever a signed document says, its facts are read or refused; nothing else comes of it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from testamur.encoding import copy_json
from testamur.errors import Refused
from testamur.pathways.composite import read_composite
from testamur.pathways.held import held_of, is_about
from testamur.pathways.rules import Achieved, AllOf, Credits, Rule, Skilled
from testamur.pathways.stack import stack
from tests.effort import examples
from tests.pathways_cast import ADA, NOW, page, signed, skill, verified
from tests.unit.pathways.test_composite import PARTS, whole

GOOD = verified(
    signed(
        "py",
        ects=2.5,
        eqf=5,
        version="2",
        skills={"git": 4, "sql": None},
        assessment=["project"],
        supervision="supervised",
    )
)
WHOLE = verified(whole(PARTS, known_as=["did:web:ada.example"]).text).document
RULE = Rule(
    "urn:example:rule",
    version="1",
    clause=AllOf((Achieved(page("py")), Skilled(skill("git"), level=3), Credits(Decimal(2)))),
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "x", "2026-01-01T00:00:00Z", "http://data.europa.eu/snb/eqf/9"]),
    lambda inside: (
        st.lists(inside, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "type", "x"]), inside, max_size=2)
    ),
    max_leaves=4,
)


def paths(value: Any, path: tuple[Any, ...] = ()):
    """Every place in a document, its own left out."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for step, child in pairs:
        yield (*path, step)
        if isinstance(child, dict | list):
            yield from paths(child, (*path, step))


def changed(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The document with another value at a place."""
    other = copy_json(document)
    place = other
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return other


@settings(max_examples=examples(150, 20_000), deadline=None)
@given(path=st.sampled_from(sorted(paths(GOOD.document), key=repr)), value=values)
@example(path=("credentialSubject", "achievement", "alignment", 0, "targetType"), value=[])
def test_facts_are_read_or_refused(path, value) -> None:
    document = changed(GOOD.document, path, value)
    if "issuer" not in document:
        return
    with suppress(Refused):
        held = held_of(replace(GOOD, document=document))
        assert isinstance(is_about(held, [ADA]), bool)
        answer = stack([held], toward=RULE, at=NOW)
        assert json.dumps(answer.as_json())


@settings(max_examples=examples(150, 20_000), deadline=None)
@given(path=st.sampled_from(sorted(paths(WHOLE), key=repr)), value=values)
@example(path=("credentialSubject", "composite", "knownAs"), value=[{}])
@example(path=("credentialSubject", "composite", "stackPart"), value=[[]])
def test_a_composite_is_read_or_refused(path, value) -> None:
    with suppress(Refused):
        read_composite(changed(WHOLE, path, value))
