"""Words: what is one, how it is compared, where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.skills.words import folded_word, length_in, words_in, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Manage musical staff", ["manage", "musical", "staff"]),
        ("C++, C# and .NET", ["c++", "c#", "and", "net"]),
        ("person-centred care (nursing)", ["person", "centred", "care", "nursing"]),
        ("Bäcker/Bäckerin", ["backer", "backerin"]),
        ("„Straße“ — Ελλάδα", ["strasse", "ελλαδα"]),
        ("e\u0301cole", ["ecole"]),
        ("", []),
    ],
)
def test_words_of_a_label(text, words):
    assert words_of(text) == words


def test_where_they_stand():
    text = "Bäcker & Müller"
    assert [(text[start:end], word) for start, end, word in words_in(text)] == [
        ("Bäcker", "backer"),
        ("Müller", "muller"),
    ]


@given(st.text(max_size=40))
def test_the_quick_way_for_plain_letters_is_the_same(text):
    assert words_of(text) == [word for _, _, word in words_in(text)]


@pytest.mark.parametrize(
    ("word", "count", "length"), [("Straße", 5, 5), ("Straße", 6, 5), ("abc", 2, 2), ("abc", 9, 3)]
)
def test_a_beginning_is_measured_in_the_word_as_it_is_written(word, count, length):
    assert length_in(word, count) == length


@given(st.text(min_size=1, max_size=10))
def test_folding_twice_is_folding_once(word):
    assert folded_word(folded_word(word)) == folded_word(word)
