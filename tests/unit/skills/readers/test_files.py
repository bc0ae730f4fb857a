"""Files and tables that are not what they say: one clear problem each, and nothing unbounded."""

from __future__ import annotations

import gzip
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.errors import Refused
from testamur.skills.readers import KINDS, files, read_framework, tables
from tests.frameworks import ESCO_FILES, write_files, write_zip


def refused(path, kind=None):
    with pytest.raises(Refused) as caught:
        read_framework(path, kind)
    problem = caught.value.problem
    return problem.code, problem.detail


def test_nothing_is_there(tmp_path):
    code, told = refused(tmp_path / "nothing")
    assert code == "file.missing"
    assert told.startswith("there is no file or folder ")


@pytest.mark.parametrize("name", ["letter.txt", "picture.png", "other.json"])
def test_nothing_of_a_known_kind_is_there(tmp_path, name):
    (tmp_path / name).write_text('{"hello": "world"}')
    assert refused(tmp_path)[0] == "framework.unrecognised"


def test_an_empty_folder(tmp_path):
    assert refused(tmp_path)[0] == "framework.unrecognised"


def test_an_archive_that_is_none(tmp_path):
    (tmp_path / "esco.zip").write_bytes(b"PK\x03\x04 and then nothing")
    assert refused(tmp_path / "esco.zip")[0] == "framework.unreadable"


def test_an_archive_that_is_damaged_inside(tmp_path):
    path = write_zip(tmp_path / "esco.zip", ESCO_FILES)
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    assert refused(path)[0] == "framework.unreadable"


def test_a_zip_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 10_000)
    path = write_zip(tmp_path / "esco.zip", {"skills_en.csv": "x" * 20_000})
    assert refused(path)[0] == "framework.too-large"


def test_a_gzip_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 10_000)
    (tmp_path / "skills_en.csv.gz").write_bytes(gzip.compress(b"x" * 20_000))
    assert refused(tmp_path)[0] == "framework.too-large"


def test_gzip_that_is_cut_short(tmp_path):
    (tmp_path / "skills_en.csv.gz").write_bytes(gzip.compress(b"x" * 20_000)[:-9])
    assert refused(tmp_path)[0] == "framework.unreadable"


def test_a_large_file(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 1_000)
    (tmp_path / "skills_en.csv").write_text("x" * 2_000)
    assert refused(tmp_path)[0] == "framework.too-large"


def test_an_archive_of_very_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 3)
    assert refused(write_zip(tmp_path / "esco.zip", ESCO_FILES))[0] == "framework.too-large"
    assert refused(write_files(tmp_path / "folder", ESCO_FILES))[0] == "framework.too-large"


def test_very_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    assert refused(write_files(tmp_path, ESCO_FILES))[0] == "framework.too-large"


def test_a_cell_without_end(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("label\n" + "x" * 200_000 + "\n")
    code, told = refused(path)
    assert code == "framework.too-large"
    assert told.startswith("t.csv, line ")


def test_a_quotation_that_never_closes(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('label\nbake\n"knead\n')
    code, told = refused(path)
    assert code == "framework.unreadable"
    assert told.startswith("t.csv, line 3: ")


def test_text_that_is_not_utf8_names_its_line(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("label\nbake\nB\xe4cker\n".encode("latin-1"))
    assert refused(path, "csv") == ("framework.unreadable", "t.csv, line 3: not UTF-8")


def test_a_column_that_is_missing(tmp_path):
    broken = {"skills_en.csv": "conceptUri,label\nx:1,bake\n"}
    code, told = refused(write_files(tmp_path, broken))
    assert code == "framework.column-missing"
    assert told == "skills_en.csv, line 1: there is no column preferredLabel"


def test_a_table_without_rows(tmp_path):
    assert refused(write_files(tmp_path, {"skills_en.csv": ""}))[0] == "framework.column-missing"


def test_nothing_is_unpacked_to_where_an_archive_says(tmp_path):
    path = tmp_path / "v1.2.0.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in ESCO_FILES.items():
            archive.writestr(f"../../{name}", text)
    assert read_framework(path).framework.skills
    assert sorted(tmp_path.rglob("*")) == [path]


pieces = st.lists(
    st.sampled_from(
        [
            *(b",", b";", b"\t", b"\n", b'"', b"|", b"{", b"}", b"[", b"]", b":", b"null", b"7"),
            *(b"\xff", b"\x00", b"conceptUri", b"preferredLabel", b"O*NET-SOC Code", b"Title"),
            *(b'"CFDocument"', b'"CFItems"', b'"skillStatement"', b"RSD Name", b"Skill Statement"),
            *(b"label", b"broader", b"x:1", "ß".encode()),
        ]
    ),
    max_size=30,
).map(b"".join)


@given(
    pieces, st.sampled_from(["skills_en.csv", "Occupation Data.txt", "x.json", "x.csv", "x.zip"])
)
def test_whatever_is_in_a_file_it_is_read_or_refused(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    for kind in (None, *KINDS):
        with suppress(Refused):
            assert read_framework(path, kind).kind in KINDS


def test_hidden_files_and_a_folder_inside_are_passed_over(tmp_path):
    write_files(tmp_path, ESCO_FILES)
    (tmp_path / ".skills_de.csv").write_text("")
    (tmp_path / "older").mkdir()
    assert read_framework(tmp_path).framework.skills


def test_each_file_is_told_as_it_is_opened(tmp_path):
    heard: list[str] = []
    read_framework(write_files(tmp_path, ESCO_FILES), tell=heard.append)
    assert set(heard) == set(ESCO_FILES) - {"conceptSchemes_en.csv"}
