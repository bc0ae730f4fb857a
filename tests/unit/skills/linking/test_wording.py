"""Words, stems, pieces and sentences: each knows where it stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.skills.linking.ranker import load_ranker
from testamur.skills.linking.sentences import MOST_WORDS, cut
from testamur.skills.linking.wording import Piecer, fold, stem_of, words_of


def folded(text):
    return [word.folded for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++, C# & F#", ["c++", ",", "c#", "&", "f#"]),
        ("Déjà-vu", ["deja", "-", "vu"]),
        ("日本 go", ["日", "本", "go"]),
        ("don't", ["don", "'", "t"]),
        ("", []),
    ],
)
def test_text_is_cut_into_words(text, words):
    assert folded(text) == words


@pytest.mark.parametrize(
    "family",
    [
        "manage manages managing manager management",
        "communicate communication communicating communicates",
        "policy policies",
        "program programs programming programmer",
    ],
)
def test_words_of_one_family_have_one_stem(family):
    assert len({stem_of(word) for word in family.split()}) == 1


@pytest.mark.parametrize("sign", [",", "—", "...", "++", ""])
def test_a_sign_has_no_stem(sign):
    assert stem_of(sign) == ""


def test_the_longest_pieces_come_first_and_the_unknown_is_left_out():
    piecer = Piecer(["data", "##base", "##s", "c", "+"])
    assert piecer.pieces_of("databases") == (0, 1, 2)
    assert piecer.pieces_of("c++") == (3, 4, 4)
    assert piecer.pieces_of("zebra") == ()
    assert piecer.count == 5


@given(st.text())
def test_words_stand_where_they_say(text):
    for word in words_of(text):
        assert word.folded == fold(text[word.start : word.end][:100])


@given(st.text(max_size=400))
def test_sentences_stand_where_they_say_and_lose_no_word(text):
    found = list(cut(text))
    for begin, sentence in found:
        assert text[begin : begin + len(sentence)] == sentence
        assert len(words_of(sentence)) <= MOST_WORDS
    assert [w for _, one in found for w in folded(one)] == folded(text)


def test_a_long_list_without_full_stops_is_read_in_parts():
    parts = [sentence for _, sentence in cut("bread " * 1_000)]
    assert max(len(words_of(part)) for part in parts) == MOST_WORDS
    assert sum(len(words_of(part)) for part in parts) == 1_000


def test_the_trees_answer_as_they_are_written():
    ranker = load_ranker()
    rows = np.random.default_rng(0).normal(0, 2, (50, 25)).astype(np.float32)
    trees = len(ranker.leaves)
    for row, told in zip(rows, ranker.probabilities(rows), strict=True):
        total = ranker.bias
        for tree in range(trees):
            left = 0xFF
            for split in range(tree * 7, tree * 7 + 7):
                if row[ranker.features[split]] > ranker.thresholds[split]:
                    left &= ~int(ranker.left_out[split])
            total += float(ranker.leaves[tree, (left & -left).bit_length() - 1])
        assert told == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-5)
