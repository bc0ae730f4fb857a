"""Archives and lists of links: taken apart within bounds, and nothing left out in silence."""

from __future__ import annotations

import io
import zipfile

import pytest

from testamur.errors import Refused
from testamur.interop import many
from testamur.interop.many import pieces_in


def zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        pieces_in("it", data)
    return refused.value.problem.code


def test_a_file_is_one_piece_as_it_came():
    (piece,) = pieces_in("ada.json", b'{"url": "https://uni.example/"}')
    assert (piece.name, piece.data) == ("ada.json", b'{"url": "https://uni.example/"}')


def test_an_archive_gives_its_files_and_not_what_a_system_adds():
    files = {"ada/ada.json": b"{}", "bob.png": b"x", ".DS_Store": b"y", "__MACOSX/._a": b"z"}
    assert [(one.name, one.data) for one in pieces_in("all.zip", zip_of(files))] == [
        ("ada/ada.json", b"{}"),
        ("bob.png", b"x"),
    ]


def test_a_name_that_leads_elsewhere_is_a_label_and_nothing_more(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (piece,) = pieces_in("all.zip", zip_of({"../../evil.json": b"{}"}))
    assert piece.data == b"{}"
    assert list(tmp_path.iterdir()) == []


def test_a_bomb_is_refused_by_what_it_unpacks_to(monkeypatch):
    monkeypatch.setattr(many, "MAX_UNPACKED", 3 * 1024 * 1024)
    bomb = zip_of({str(number): bytes(2 * 1024 * 1024) for number in range(2)})
    assert len(bomb) < 10_000
    assert code_of(bomb) == "archive.too-large"


def test_one_file_that_is_too_large_is_told_of_and_the_others_are_read():
    whole = zip_of({"big": bytes(many.MAX_PIECE_BYTES + 1), "small": b"{}"})
    big, small = pieces_in("all.zip", whole)
    assert big.problem
    assert big.problem.problem.code == "upload.too-large"
    assert (small.data, small.problem) == (b"{}", None)


def test_an_archive_in_an_archive_is_not_opened():
    inner = zip_of({"ada.json": b"{}"})
    (piece,) = pieces_in("all.zip", zip_of({"inner.zip": inner}))
    assert piece.data == inner


@pytest.mark.parametrize("cut", [30, 60, 100])
def test_a_damaged_archive_is_refused(cut):
    whole = zip_of({"ada.json": b'{"a": 1}' * 20})
    assert code_of(whole[:cut]) == "archive.malformed"


def test_a_changed_byte_inside_is_refused_too():
    whole = bytearray(zip_of({"ada.json": bytes(range(200))}))
    whole[60] ^= 0xFF
    assert code_of(bytes(whole)) == "archive.malformed"


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(many, "MAX_PIECES", 3)
    assert code_of(zip_of({str(number): b"{}" for number in range(4)})) == "upload.too-many"
    rows = "\n".join(f"https://uni.example/{number}" for number in range(4))
    assert code_of(rows.encode()) == "upload.too-many"


def test_a_table_of_links_names_each_by_what_stands_beside_it():
    table = (
        "\ufeffName;Link\r\nAda Lovelace;https://uni.example/s/1\r\nBashir;https://x.example/2\r\n"
    )
    assert [(one.name, one.data) for one in pieces_in("links.csv", table.encode())] == [
        ("Ada Lovelace", b"https://uni.example/s/1"),
        ("Bashir", b"https://x.example/2"),
    ]


def test_links_one_below_the_other_are_named_by_themselves():
    text = b"https://uni.example/s/1\n\nhttps://uni.example/s/2\n"
    assert [one.name for one in pieces_in("", text)] == [
        "https://uni.example/s/1",
        "https://uni.example/s/2",
    ]


def test_a_row_without_a_link_is_told_of():
    first, second = pieces_in("links.csv", b"https://uni.example/s/1\nAda,none\n")
    assert first.problem is None
    assert second.problem
    assert (second.name, second.problem.problem.code) == ("Ada, none", "list.no-link")


@pytest.mark.parametrize("text", [b"See https://uni.example/ for more", b"\xff\xfehttps://x", b""])
def test_a_text_that_is_no_list_is_left_as_it_is(text):
    assert [one.data for one in pieces_in("letter.txt", text)] == [text]
