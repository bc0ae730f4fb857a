"""A sheet leaves as CSV, is filled in where there is no network, and is read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from testamur.errors import Refused
from testamur_web.catalogue.definition import Criterion, Grades
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning import services
from testamur_web.learning.paper import letter_of, read_table, sheet_as_csv, text_of
from testamur_web.learning.roster import Listed
from testamur_web.learning.services import Written
from tests.web.awards.bulk_lists import workbook
from tests.web.conftest import NOW
from tests.web.learning.conftest import CRITERIA

MET = {one.id: "met" for one in CRITERIA}
HEADINGS = (
    "sheet,row,name,number,A. Plans a survey,B. Reports the results,C. Presents them to others"
)


@pytest.fixture
def sheet(cohort, college, bashir, chen):
    days = services.Days(date(2026, 5, 1), date(2026, 5, 31))
    made = services.let_partner_in(cohort, college, days=days, by=bashir, at=NOW)
    people = [Listed("Ann", number="1"), Listed("Ben", number="-2")]
    services.enrol_group(made, people, by=chen, at=NOW)
    return services.make_sheet(made, by=chen, at=NOW)


@pytest.fixture
def definition(version):
    return definition_of(version)


def written(text, sheet, definition):
    return read_table(text_of(text), sheet, definition)


def why_not(text, sheet, definition):
    with pytest.raises(Refused) as refused:
        written(text, sheet, definition)
    assert refused.value.problem.code == "sheet.file-wrong"
    return refused.value.problem.detail


def test_an_empty_sheet_has_its_people_and_rows_to_add(sheet, definition):
    lines = "".join(sheet_as_csv(sheet, definition)).splitlines()
    assert lines[0] == f"\ufeff{HEADINGS},state,conflict"
    assert lines[1] == f"{sheet.code},1,Ann,1,,,,printed,"
    assert lines[2] == f"{sheet.code},2,Ben,'-2,,,,printed,"
    assert lines[3:] == [f"{sheet.code},{row},,,,,,," for row in (3, 4, 5)]
    assert written("\n".join(lines), sheet, definition) == ()


def test_what_is_filled_in_is_read_again(sheet, definition, chen):
    said = [Written(1, "1", MET), Written(2, "-2", MET | {"report": "not-met"})]
    services.enter_sheet(sheet.partnership, sheet, said, by=chen, at=NOW)
    text = "".join(sheet_as_csv(sheet, definition))
    assert "Ann,1,met,met,met,entered" in text
    assert written(text.encode(), sheet, definition) == tuple(said)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADINGS}\n,1,Ann,1,x,-,n/a\n",
        "Row;Number;plan;report;talk\n1;1;MET;not met;does not apply\n",
        "row\tnumber\tA\tB\tC\tname\n\n1\t1\tyes\tno\tnot applicable\tAnn\n",
    ],
)
def test_it_is_read_as_people_write_it(text, sheet, definition):
    found = {"plan": "met", "report": "not-met", "talk": "not-applicable"}
    assert written(text, sheet, definition) == (Written(1, "1", found),)


def test_an_unknown_word_is_kept_for_the_conflict(sheet, definition, chen):
    (row,) = written("row,number,A,B,C\n1,1,perhaps,x,x\n", sheet, definition)
    assert row.found["plan"] == "perhaps"
    (entered,) = services.try_sheet(sheet.partnership, sheet, [row], by=chen, at=NOW)
    assert "perhaps" in entered.problem.detail


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nothing stands in it"),
        ("row,A\n1,x\n", "no column 'number'"),
        ("row,number,A,dance\n1,1,x,x\n", "'dance' is none of this sheet"),
        ("row,number,A,plan\n1,1,x,x\n", "'plan' stands there twice"),
        ("row,number,A\none,1,x\n", "line 2: 'one' is no number of a row"),
        ("row,number,A\n251,1,x\n", "is no number of a row"),
        ("row,number,A\n1,1,x\n1,1,x\n", "line 3: row 1 stands there twice"),
        ("sheet,row,number,A\nELSEWHERE,1,1,x\n", "line 2: it is of sheet 'ELSEWHERE'"),
        ('row,number,A\n1,"1,x\n', "line 2: a quotation mark"),
        ("x" * 1_100_000, "larger than 1024 kB"),
    ],
)
def test_a_file_that_is_not_of_the_sheet_is_told(text, told, sheet, definition):
    assert told in why_not(text, sheet, definition)


def test_a_workbook_is_read_as_well(sheet, definition):
    file = workbook([["row", "number", "A", "B", "C"], [1, 1, "x", "x", "x"]])
    assert written(file, sheet, definition) == (Written(1, "1", MET),)


def test_a_grade_has_a_column_where_there_are_grades(sheet, definition):
    graded = replace(definition, grades=Grades("percent", passing="50"))
    assert ",grade,state" in next(sheet_as_csv(sheet, graded))
    (row,) = read_table("row,number,A,grade\n1,1,x,71\n", sheet, graded)
    assert row.grade == "71"


def test_letters_go_on_after_the_alphabet():
    assert [letter_of(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_a_criterion_is_never_taken_for_a_column(sheet, definition):
    odd = replace(definition, criteria=(Criterion(id="row", text="Number"),))
    (row,) = read_table("row,number,A. Number\n1,7,x\n", sheet, odd)
    assert (row.row, row.number, dict(row.found)) == (1, "7", {"row": "met"})
