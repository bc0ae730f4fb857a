"""A list of people is awarded: read, checked row by row, repaired, started, undone, issued."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from testamur import Verdict
from testamur.errors import Conflict, Refused
from testamur_web.awards.bulk.batches import (
    UNDO_TIME,
    confirm_columns,
    hurry_batch,
    leave_out_row,
    make_batch,
    repair_row,
    resume_batch,
    start_batch,
    undo_batch,
)
from testamur_web.awards.bulk.progress import progress_of
from testamur_web.awards.bulk.reports import csv_of, rows_in_need, xlsx_of
from testamur_web.awards.bulk.running import run_chunk
from testamur_web.awards.bulk.sheets import read_table
from testamur_web.awards.models import Award
from testamur_web.awards.queries import verdict_of
from testamur_web.awards.services import revoke
from testamur_web.ops import outbox
from testamur_web.ops.models import OutboxRow
from tests.web.awards.bulk_lists import (
    PEOPLE,
    issue,
    many,
    only_batches,
    prepared,
    problems,
    states,
    workbook,
)
from tests.web.awards.conftest import awarded, published
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_follows():
    with only_batches():
        yield


def test_columns_and_dates_are_guessed(version, bashir):
    batch = make_batch(version, name="April", table=read_table(PEOPLE), by=bashir, at=NOW)
    assert batch.mapping["columns"] == {"family_name": 0, "given_name": 1, "email": 2, "date": 3}
    assert batch.columns == ["Name", "Vorname", "E-Mail", "Datum"]


def test_everybody_of_the_list_is_awarded(version, bashir):
    batch = prepared(version, by=bashir)
    assert states(batch) == {2: "ready", 3: "ready"}
    issue(batch, by=bashir)
    assert batch.state == "done"
    assert states(batch) == {2: "issued", 3: "issued"}
    ada = Award.objects.get(recipient_email="ada@people.example")
    assert (ada.recipient_name, f"{ada.awarded_at:%Y-%m-%d}") == ("Ada Nowak", "2026-04-01")
    assert ada.batch == batch
    assert verdict_of(ada).verdict is Verdict.VALID


def test_each_row_says_what_is_wrong(version, bashir):
    text = """name,email,date
Ada,ada@people.example,2026-04-01
Broken,not an address,2026-04-01
No Date,nodate@people.example,
Never,never@people.example,30.02.2026
Twice,ada@people.example,2026-04-01
Ahead,ahead@people.example,2036-04-01
"""
    batch = prepared(version, text, by=bashir)
    assert states(batch) == {
        2: "ready",
        3: "wrong",
        4: "wrong",
        5: "wrong",
        6: "duplicate",
        7: "wrong",
    }
    assert problems(batch) == {
        3: "email.malformed",
        4: "value.missing",
        5: "date.impossible",
        6: "row.duplicate",
        7: "value.out-of-range",
    }


def test_who_has_it_already_is_told(version, bashir):
    awarded(version, email="chidi@people.example", name="Chidi")
    batch = prepared(version, by=bashir)
    assert states(batch) == {2: "ready", 3: "duplicate"}
    assert problems(batch) == {3: "row.already-awarded"}


def test_who_lost_it_can_have_it_again(version, bashir):
    issue(prepared(version, by=bashir), by=bashir)
    revoke(Award.objects.all(), reason="Mistake", by=bashir, at=timezone.now())
    again = prepared(version, by=bashir, at=timezone.now())
    assert states(again) == {2: "ready", 3: "ready"}
    issue(again, by=bashir)
    assert Award.objects.count() == 4
    assert Award.objects.filter(revoked_at=None).count() == 2


def test_csv_003_the_same_list_twice_awards_once(version, bashir):
    first, second = (prepared(version, by=bashir) for _ in range(2))
    for batch in (first, second):
        start_batch(batch, by=bashir, at=timezone.now(), undo_time=timedelta(0))
    outbox.drain()
    assert Award.objects.count() == 2
    assert states(first) == {2: "issued", 3: "issued"}
    assert states(second) == {2: "duplicate", 3: "duplicate"}


def test_a_row_is_repaired_in_the_grid(version, bashir):
    batch = prepared(version, "name,email\nAda,ada at people\n", by=bashir)
    row = batch.rows.get()
    assert row.state == "wrong"
    repair_row(row, cells={1: "ada@people.example"}, by=bashir, at=NOW)
    assert states(batch) == {2: "ready"}


def test_a_row_is_left_out_and_taken_in_again(version, bashir):
    batch = prepared(version, by=bashir)
    row = batch.rows.get(number=2)
    leave_out_row(row, is_left_out=True, by=bashir, at=NOW)
    assert states(batch) == {2: "skipped", 3: "ready"}
    leave_out_row(row, is_left_out=False, by=bashir, at=NOW)
    assert states(batch) == {2: "ready", 3: "ready"}


def test_it_can_be_undone_until_the_time_is_over(version, bashir):
    batch = prepared(version, by=bashir)
    now = timezone.now()
    start_batch(batch, by=bashir, at=now)
    row = OutboxRow.objects.get(kind="batch.run")
    assert row.due_at == now + UNDO_TIME
    assert run_chunk(str(batch.pk), start=row.payload["start"], at=now) is False
    undo_batch(batch, by=bashir, at=now)
    later = now + UNDO_TIME * 2
    assert run_chunk(str(batch.pk), start=row.payload["start"], at=later) is False
    assert Award.objects.count() == 0
    batch.refresh_from_db()
    assert batch.state == "undone"
    issue(batch, by=bashir)
    assert Award.objects.count() == 2


def test_a_running_batch_cannot_be_undone(version, bashir):
    batch = prepared(version, by=bashir)
    issue(batch, by=bashir)
    with pytest.raises(Conflict) as conflict:
        undo_batch(batch, by=bashir, at=timezone.now())
    assert conflict.value.problem.code == "batch.running"


def test_one_need_not_wait(version, bashir):
    batch = prepared(version, by=bashir)
    start_batch(batch, by=bashir, at=timezone.now())
    outbox.drain()
    assert Award.objects.count() == 0
    hurry_batch(batch, by=bashir, at=timezone.now())
    outbox.drain()
    assert Award.objects.count() == 2


def test_what_stands_still_goes_on(version, bashir):
    batch = prepared(version, many(300), by=bashir, date_form="")
    start = start_batch(batch, by=bashir, at=timezone.now(), undo_time=timedelta(0)).starts_at
    assert run_chunk(str(batch.pk), start=start.isoformat(), at=timezone.now())
    OutboxRow.objects.filter(kind="batch.run").delete()
    assert progress_of(batch).issued == 250
    resume_batch(batch, by=bashir, at=timezone.now())
    outbox.drain()
    assert progress_of(batch).issued == 300
    assert Award.objects.count() == 300


def test_an_empty_batch_is_not_started(version, bashir):
    batch = prepared(version, "name,email\nAda,nothing\n", by=bashir)
    with pytest.raises(Refused) as refused:
        start_batch(batch, by=bashir, at=NOW)
    assert refused.value.problem.code == "batch.nothing-ready"


def test_columns_that_tell_nobody_are_refused(version, bashir):
    batch = make_batch(version, name="x", table=read_table("colour\nred\n"), by=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        confirm_columns(batch, columns={}, date_form="", awarded_on="", by=bashir, at=NOW)
    assert refused.value.problem.code == "recipients.header"


def test_grades_are_those_of_the_achievement(university, bashir):
    version = published(university, grades={"kind": "scale", "values": ["C", "B", "A"]})
    text = "name,email,grade\nAda,ada@people.example,A\nChidi,chidi@people.example,Z\n"
    batch = prepared(version, text, by=bashir)
    assert states(batch) == {2: "ready", 3: "wrong"}


def test_a_workbook_is_read(version, bashir):
    data = workbook(
        [
            ["Learner", "E-mail", "Completed on", "Student number"],
            ["Ada Nowak", "ada@people.example", datetime(2026, 4, 1), 1007],  # noqa: DTZ001
        ]
    )
    table = read_table(data)
    assert table.rows == [["Ada Nowak", "ada@people.example", "2026-04-01", "1007"]]
    batch = make_batch(version, name="x", table=table, by=bashir, at=NOW)
    assert batch.mapping["columns"] == {"name": 0, "email": 1, "date": 2, "student_number": 3}


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("name|email\nŁucja Żak|lucja@people.example\n".encode(), ""),
        ("sep=;\nname;email\nŁucja Żak;lucja@people.example\n".encode("utf-8-sig"), ""),
        ("name\temail\nŁucja Żak\tlucja@people.example\n".encode("utf-16"), ""),
        ("name,email\nŁucja Żak,lucja@people.example\n".encode("cp1250"), "cp1250"),
        ('email,name\r\nlucja@people.example,"Łucja Żak"\r\n'.encode(), ""),
    ],
)
def test_any_usual_form_of_text_is_read(version, bashir, data, encoding):
    table = read_table(data, encoding=encoding)
    batch = make_batch(version, name="x", table=table, by=bashir, at=NOW)
    places = batch.mapping["columns"]
    [row] = table.rows
    assert row[places["name"]] == "Łucja Żak"
    assert row[places["email"]] == "lucja@people.example"


def test_a_list_without_headings_is_read(version, bashir):
    table = read_table("Ada Nowak,ada@people.example,2026-04-01\n", has_headings=False)
    assert table.headings == ["Column 1", "Column 2", "Column 3"]
    batch = make_batch(version, name="x", table=table, by=bashir, at=NOW)
    assert batch.mapping["columns"] == {"email": 1, "date": 2}


def test_what_gave_no_award_is_written_without_formulas(version, bashir):
    text = 'name,email\n"=HYPERLINK(""x"")",nobody\n+1,no\n@x,no\n'
    batch = prepared(version, text, by=bashir)
    written = "".join(csv_of(batch, rows_in_need(batch)))
    lines = written.splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("\"'=HYPERLINK")
    assert lines[2].startswith("'+1")
    assert lines[3].startswith("'@x")
    again = read_table(xlsx_of(batch, batch.rows.all()))
    assert again.rows[0][0].startswith("'=HYPERLINK")
