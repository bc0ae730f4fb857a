"""CSV text is cut into rows, each bounded, a broken one never taking others with it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.credentials.recipients.rows import MAX_ROW, BrokenRow, Row, cut_rows, decode_list
from testamur.errors import Refused


def cut(text, delimiter=","):
    return list(cut_rows(text, delimiter=delimiter))


def test_rows_end_in_any_way_and_empty_ones_count():
    assert cut("a,b\r\n1,2\n\n,\n3,4\r5,6") == [
        Row(1, ("a", "b")),
        Row(2, ("1", "2")),
        Row(5, ("3", "4")),
        Row(6, ("5", "6")),
    ]


def test_quotation_marks():
    assert cut('"a,1","say ""hi""","two\nlines"\nb,5" disk,c') == [
        Row(1, ("a,1", 'say "hi"', "two\nlines")),
        Row(2, ("b", '5" disk', "c")),
    ]
    assert cut('""\n"",x') == [Row(2, ("", "x"))]


def test_spaces_around_a_cell_mean_nothing():
    assert cut(" a ,\u00a0b\u3000,c\n")[0].cells == ("a", "b", "c")


def test_letters_that_are_line_ends_elsewhere_are_not_here():
    assert cut("a\x0bb,c\u2028d,e\x85f")[0].cells == ("a\x0bb", "c\u2028d", "e\x85f")


BROKEN = {
    "never closed": 'a,"b\nc,d',
    "closed in the middle": 'a,"b"c\nc,d',
    "closed in the middle of the file": '"a" b,c\nc,d',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_told_and_the_next_is_read(text):
    first, *rest = cut(text)
    assert isinstance(first, BrokenRow)
    assert (first.number, first.code) == (1, "row.malformed")
    assert rest == [Row(2, ("c", "d"))]


@pytest.mark.parametrize("long", ["x" * (MAX_ROW + 1), '"' + "x" * MAX_ROW + '"', "x," * MAX_ROW])
def test_a_row_has_an_end(long):
    first, second = cut(f"{long}\nc,d")
    assert first.code in {"row.too-long", "row.malformed"}
    assert second == Row(2, ("c", "d"))


def test_many_broken_rows_take_no_longer_than_they_are():
    found = cut('"x\n' * 20_000)
    assert len(found) == 20_000


def test_only_utf8_is_text():
    assert decode_list("\ufeffName\n".encode()) == "Name\n"
    assert decode_list("\ufeffName\n") == "Name\n"
    with pytest.raises(Refused, match="line 2 ") as refused:
        decode_list("Name\nJosé".encode("latin-1"))
    assert refused.value.problem.code == "recipients.unreadable"
    for encoding in ("utf-16-le", "utf-16-be"):
        with pytest.raises(Refused, match="UTF-16"):
            decode_list(("\ufeff" + "Name").encode(encoding))


@given(
    st.lists(
        st.lists(st.text(alphabet="ab \",;\n\r\t'=é", max_size=6), min_size=2, max_size=4),
        max_size=5,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_what_a_spreadsheet_writes_is_read_back(table, delimiter):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    rows = [tuple(cell.strip() for cell in cells) for cells in table]
    expected = [cells for cells in rows if any(cells)]
    assert [row.cells for row in cut(written.getvalue(), delimiter)] == expected


@given(st.text(alphabet='a,"\n\r;\t', max_size=40))
def test_any_text_is_cut_and_every_row_numbered_in_order(text):
    numbers = [row.number for row in cut(text)]
    assert numbers == sorted(set(numbers))
