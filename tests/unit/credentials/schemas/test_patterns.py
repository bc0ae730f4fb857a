"""Patterns of other people: bounded before they are matched, or refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.credentials.schemas.patterns import bounded_pattern
from testamur.errors import Refused
from tests.patience import within

BOUNDED = {
    "nothing": ("", 1),
    "a literal at the start": ("^ext:", 0),
    "a literal anywhere": ("ext:", 1),
    "a fixed date": (r"^\d{4}-\d{2}-\d{2}$", 0),
    "a language": (r"^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", 0),
    "a compact JWS, whose dots end each part": (
        r"^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$",
        1,
    ),
    "an e-mail address": (r"^[^@]+@[^@]+\.[^@]+$", 2),
    "a context of Open Badges": (
        r"^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$",
        1,
    ),
    "an extension of Open Badges": ("(ext:)[a-z|A-Z|0-9|.|-|_]+", 2),
    "labels, each ended by its dot": (r"^([a-z]+\.)+com$", 1),
    "several wildcards": (".*.*=.*", 4),
    "a look ahead": ("^(?=.{1,20}$)a*$", 1),
    "a group without a number": ("^(?:ab)*$", 1),
    "letters beyond ASCII": ("^[\u4e00-\u9fa5]+\u4e2d$", 1),
}


@pytest.mark.parametrize(("pattern", "exponent"), BOUNDED.values(), ids=BOUNDED)
def test_an_honest_pattern_has_a_bound(pattern, exponent):
    assert bounded_pattern(pattern).exponent == exponent


REFUSED = {
    "a repeat of a repeat": "(a+)+$",
    "a repeat of a repeat that may be empty": "(a*)*b",
    "a repeat of a choice": "^(a|a)*$",
    "a repeat of what may be missing": "(ab?)*c",
    "words and blanks": r"(\w+\s?)*",
    "a repeat counted far": "(a+){1,99}",
    "many choices in a row": "a?" * 30 + "a" * 30,
    "a bounded repeat of a bounded repeat": "(a{1,30}){1,30}",
    "a reference back": r"(.*)\1",
    "a look behind": "(?<=a)b",
    "a named group": "(?<name>a)",
    "a Unicode class": r"\p{L}+",
    "an open class": "[",
    "an open group": "(a",
    "a stray end of a group": "a)",
    "an open quantifier": "a{3",
    "a quantifier alone": "*a",
    "two quantifiers": "x{2}{3}",
    "a possessive quantifier of another language": "a++",
    "one that is too long": "a" * 1001,
}


@pytest.mark.parametrize("pattern", REFUSED.values(), ids=REFUSED)
def test_it_refuses(pattern):
    with pytest.raises(Refused) as refused:
        bounded_pattern(pattern)
    assert refused.value.problem.code == "schema.refused"


def test_the_end_is_the_very_end_and_digits_are_those_of_ascii():
    assert bounded_pattern(r"^\d+$").is_in("12")
    assert not bounded_pattern(r"^\d+$").is_in("12\n")
    assert not bounded_pattern(r"^\d+$").is_in("١٢")
    assert bounded_pattern(r"[$]").is_in("a$")
    assert bounded_pattern(r"\$").is_in("a$")


def test_the_bound_grows_with_the_text():
    email = bounded_pattern(r"^[^@]+@[^@]+\.[^@]+$")
    assert email.steps(10) == 100
    assert email.steps(0) == 1


SLOW = ["a" * 400, "a" * 400 + "!", "ab" * 200 + "!", "a." * 200, "aaa\u00e9" * 100]
PIECES = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w", r"\.", "\u00e9"])
QUANTIFIERS = st.sampled_from(["", "", "*", "+", "?", "{0,3}", "{2}"])


@st.composite
def patterns(draw, depth=2):
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        if depth and draw(st.booleans()):
            parts.append(f"({draw(patterns(depth=depth - 1))})" + draw(QUANTIFIERS))
        else:
            parts.append(draw(PIECES) + draw(QUANTIFIERS))
    return (
        draw(st.sampled_from(["", "^"])) + "".join(parts) + draw(st.sampled_from(["", "$", "|b"]))
    )


@given(patterns())
def test_what_has_a_small_bound_is_matched_quickly_and_as_python_matches_it(pattern):
    try:
        bounded = bounded_pattern(pattern)
    except Refused:
        return
    expression = re.compile(pattern.replace("$", r"\Z"), re.ASCII)
    for text in ("", "a", "ab", "a.b", "bb\u00e9"):
        assert bounded.is_in(text) == (expression.search(text) is not None)
    for text in SLOW:
        if bounded.steps(len(text)) <= 1_000_000:
            with within(1):
                bounded.is_in(text)
