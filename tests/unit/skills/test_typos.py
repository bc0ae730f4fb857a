"""Distances: as the plain definition has them, letter by letter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from testamur.skills.typos import Spelling

words = st.text(st.sampled_from("abcé\U0001f600"), min_size=1, max_size=10)


def distance(one: str, other: str) -> int:
    """Optimal string alignment, by its definition."""
    rows = [
        [max(i, j) if not i or not j else 0 for j in range(len(other) + 1)]
        for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 1] + other[j - 2]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def is_near(typed: str, word: str) -> bool:
    most = 2 if len(typed) >= 8 else 1 if len(typed) >= 5 else 0
    if not most or (len(typed) < 6 and word[:1] != typed[:1]):
        return False
    return min(distance(typed, word[:length]) for length in range(len(word) + 1)) <= most


@given(st.lists(words, min_size=1, max_size=12), words)
def test_it_is_the_distance_to_the_nearest_beginning(several, typed):
    near = Spelling(several).near(typed)
    assert [*near] == [number for number, word in enumerate(several) if is_near(typed, word)]


def test_no_words_no_guesses():
    assert Spelling([]).near("programming") == ()


def test_what_follows_the_letters_that_are_compared_is_not_typed_yet():
    long = "donaudampfschifffahrtsgesellschaftskapitän"
    assert Spelling([long]).near("donaudmpfschiff") == (0,)
