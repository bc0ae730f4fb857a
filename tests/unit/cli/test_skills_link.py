"""`testamur skills link`: the skills of a text from the command line."""

from __future__ import annotations

import io
import json

import pytest

ADVERT = (
    "You monitor developments in your field of expertise.\nAgile project management is a plus.\n"
)


@pytest.fixture
def advert(tmp_path, monkeypatch):
    monkeypatch.setenv("TESTAMUR_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "advert.txt"
    path.write_text(ADVERT, encoding="utf-8")
    return path


def test_it_lists_skills_with_their_words(advert, testamur):
    ran = testamur("skills", "link", advert, "--json")
    assert (ran.code, ran.err) == (0, "")
    [found] = ran.lines
    assert {"uri", "label", "score", "span", "words"} == set(found[0])
    by_label = {one["label"]: one for one in found}
    named = by_label["Agile project management"]
    assert ADVERT[slice(*named["span"])] == named["words"] == "Agile project management"
    assert "monitor developments in field of expertise" in by_label
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_a_person_reads_which_words_caused_each(advert, testamur):
    ran = testamur("skills", "link", advert, "--top", "1")
    assert "Agile project management  <- Agile project management" in ran.out
    assert "http://data.europa.eu/esco/skill/" in ran.out


def test_what_was_worked_out_is_kept_on_the_shelf(advert, testamur, tmp_path):
    first = testamur("skills", "link", advert, "--json", "--shelf", tmp_path / "shelf").out
    assert len(list((tmp_path / "shelf").glob("linking-*"))) == 1
    assert testamur("skills", "link", advert, "--json", "--shelf", tmp_path / "shelf").out == first


def test_standard_input_is_read_and_nothing_found_is_said(advert, testamur, monkeypatch):
    typed = io.TextIOWrapper(io.BytesIO(b"  \n"))
    monkeypatch.setattr("sys.stdin", typed)
    ran = testamur("skills", "link", "-", "--json")
    assert (ran.code, json.loads(ran.out)) == (1, [])
    assert "No skill" in ran.err


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"%PDF-1.7\n\x00\x01", b"caf\xe9"])
def test_what_is_no_text_is_refused(advert, testamur, data):
    advert.write_bytes(data)
    ran = testamur("skills", "link", advert)
    assert ran.code == 2
    assert "[skills.not-text]" in ran.err
    assert ran.err.count("\n") == 1


def test_a_file_that_is_not_there_is_said(advert, testamur):
    ran = testamur("skills", "link", "nowhere.txt")
    assert ran.code == 2
    assert "[file.missing]" in ran.err
