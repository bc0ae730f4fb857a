"""The catalogue: every code says what it means and what to do, to a person."""

from __future__ import annotations

import re

import pytest

from testamur.problems import CATALOGUE, Meaning

JARGON = re.compile(r"\b(None|null|dict|str|bool|exception|traceback|regex|TODO|FIXME)\b")


def test_a_meaning_is_a_title_and_a_remedy():
    assert Meaning("What it is.", "What to do.") == ("What it is.", "What to do.")
    assert all(isinstance(meaning, Meaning) for meaning in CATALOGUE.values())


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_meaning_is_told_in_plain_words(code):
    title, remedy = CATALOGUE[code]
    assert title != remedy
    assert 10 < len(title) <= 120
    assert 5 < len(remedy) <= 120
    assert not JARGON.search(title + remedy)
    assert "  " not in title + remedy


def test_no_two_codes_say_the_same():
    said = [
        meaning for meaning in CATALOGUE.values() if list(CATALOGUE.values()).count(meaning) > 1
    ]
    assert not said


def test_the_subjects_of_codes_are_few():
    """A reader learns a few words; a new one is added here on purpose."""
    subjects = {code.partition(".")[0] for code in CATALOGUE}
    assert len(subjects) <= 122
