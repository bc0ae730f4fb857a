"""Text to skills: the right ones first, the words that say so, and plain answers to bad texts."""

from __future__ import annotations

import json
import os

import pytest

from testamur.skills import link
from testamur.skills.framework import Framework
from testamur.skills.linking import LEAST_SCORE, Linker
from testamur.skills.linking.shelf import KEPT

ADVERT = """\
About us: we bake bread since 1893.

Your tasks
- You help customers at the till; you work in teams.
- Reports are written in SQL and C++.
"""


def test_a_sentence_leads_to_the_skill_it_names_first(linker):
    [found] = linker.link(["Knowledge of Structured Query Language is a must."], top=3)
    assert found[0].uri == "urn:sql"
    assert found[0].label == "SQL"
    assert found[0].words == "Structured Query Language"
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize(
    ("sentence", "uri", "words"),
    [
        ("Great teamwork!", "urn:team", "teamwork"),
        ("You have written C++ for years", "urn:cpp", "C++"),
        ("(Python)", "urn:python", "Python"),
        ("HELPING CUSTOMERS", "urn:customers", "HELPING CUSTOMERS"),
        ("Umgang mit Kunden pflegen", "urn:german", "Umgang mit Kunden pflegen"),
        ("Dégager: wélding métal", "urn:weld", "wélding métal"),
    ],
)
def test_the_words_that_caused_a_skill_are_told(linker, sentence, uri, words):
    [found] = linker.link([sentence], top=1)
    assert (found[0].uri, found[0].words) == (uri, words)
    begin, end = found[0].span
    assert sentence[begin:end] == words


def test_other_words_for_the_same_thing_are_understood(linker):
    [found] = linker.link(["Looking after hogs on a farm"], top=1)
    assert found[0].uri == "urn:pigs"


def test_small_words_at_the_edges_are_not_told(linker):
    small = {"and", "for", "the", "of", "with", "our"}
    for one in linker.link(["and for the hogs of the clients with our colleagues and"])[0]:
        words = one.words.split()
        assert not small & {words[0], words[-1]} or set(words) <= small


def test_a_document_is_read_sentence_by_sentence(linker):
    found = {one.uri: one for one in linker.read(ADVERT)}
    assert {"urn:bread", "urn:customers", "urn:team", "urn:sql", "urn:cpp"} <= set(found)
    for one in found.values():
        assert ADVERT[slice(*one.span)] == one.words
        assert one.score >= LEAST_SCORE
    assert found["urn:sql"].words == "SQL"


def test_a_document_tells_each_skill_once_and_no_more_than_asked(linker):
    found = linker.read("SQL. " * 50 + "You help customers.", top=2)
    assert len(found) == len({one.uri for one in found}) == 2
    assert linker.read("SQL.", top=0) == ()
    assert linker.read("SQL.", least=1.01) == ()


def test_what_stands_beside_a_sentence_changes_nothing(linker):
    texts = [f"{word} and help customers" for word in ("SQL", "weld metal", "", "pigs", "bread")]
    texts *= 15
    together = linker.link(texts)
    assert together == [linker.link([text])[0] for text in texts]
    assert linker.link(texts[::-1]) == together[::-1]


@pytest.mark.parametrize("text", ["", "   \n\t ", "\0\1\2", "—…•", "?!", "\u200d\u200b", "\ud800"])
def test_a_text_without_words_has_no_skills(linker, text):
    assert linker.link([text]) == [()]
    assert linker.read(text) == ()


@pytest.mark.parametrize(
    "text",
    ["日本語の文章です。", "مهارات العملاء", "x" * 30_000, "a b " * 3_000, "🙂" * 5_000, "ßİŁ ǆ ﬀ"],
)
def test_any_text_is_answered(linker, text):
    for one in (*linker.link([text])[0], *linker.read(text)):
        assert text[slice(*one.span)] == one.words


def test_no_texts_have_no_answers(linker):
    assert linker.link([]) == []


def test_a_framework_without_skills_finds_none():
    empty = Linker(Framework("urn:empty", "Empty"))
    assert empty.link(["SQL"]) == [()]
    assert empty.read("SQL. SQL.") == ()


def test_labels_alone_are_enough_for_one_call():
    labels = [("urn:sql", "SQL"), ("urn:pigs", "handle pigs"), ("urn:sql", "query language")]
    first, second = link(["the query language", "pigs"], labels=labels, top=1)
    assert (first[0].uri, first[0].label) == ("urn:sql", "SQL")
    assert second[0].uri == "urn:pigs"


def test_an_index_is_kept_and_read_back(small, tmp_path, monkeypatch):
    told = []
    first = Linker(small, folder=tmp_path, progress=lambda done, count: told.append((done, count)))
    assert told == [(10, 10)]
    monkeypatch.setattr("testamur.skills.linking.shelf.index_of", lambda *_, **__: 1 / 0)
    again = Linker(small, folder=tmp_path)
    assert again.read(ADVERT) == first.read(ADVERT)


@pytest.mark.parametrize("name", ["words.json", "search.npy", "traits.npy"])
@pytest.mark.parametrize("spoilt", [b"", b"\x93NUMPY", b"[]"])
def test_a_spoilt_index_is_made_again(small, tmp_path, name, spoilt):
    before = Linker(small, folder=tmp_path).read(ADVERT)
    [kept] = tmp_path.glob("linking-*")
    (kept / name).write_bytes(spoilt)
    assert Linker(small, folder=tmp_path).read(ADVERT) == before
    [kept] = tmp_path.glob("linking-*")
    assert (kept / name).read_bytes() != spoilt


def test_a_folder_that_cannot_be_written_is_no_hindrance(small, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert Linker(small, folder=tmp_path / "file").link(["SQL"], top=1)[0][0].uri == "urn:sql"


def test_indexes_that_nobody_asks_for_are_cleared_away(small, tmp_path):
    Linker(small, folder=tmp_path)
    [first] = tmp_path.glob("linking-*")
    for number in range(KEPT + 2):
        at = 1_000_000 + number
        for one in tmp_path.glob("linking-*"):
            if one != first:
                os.utime(one, (at, at))
        listed = Framework(f"urn:{number}", str(number), skills=small.skills[: number + 1])
        half = tmp_path / ".linking-half"
        half.mkdir(exist_ok=True)
        os.utime(half, (at, at))
        Linker(listed, folder=tmp_path)
        Linker(small, folder=tmp_path)  # asked for all the while
    assert first.exists()
    assert len(list(tmp_path.glob("linking-*"))) == KEPT
    assert not half.exists(), "what a killed process left is cleared away too"


def test_another_framework_is_another_index(small, tmp_path):
    Linker(small, folder=tmp_path)
    Linker(Framework("urn:less", "Less", skills=small.skills[:3]), folder=tmp_path)
    kept = sorted(tmp_path.glob("linking-*"))
    assert len(kept) == 2
    assert all(json.loads((one / "words.json").read_text())["labels"][0] == "SQL" for one in kept)
