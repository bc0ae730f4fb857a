"""A registrar awards a list of people in the browser, from the file to the last award."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from testamur_web.awards.models import Award, Batch, BatchRow
from testamur_web.ops import outbox
from tests.web.awards.bulk_lists import PEOPLE, only_batches, prepared
from tests.web.awards.conftest import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(bashir, sign_in, university):
    client = sign_in(bashir)

    def address(name, **arguments):
        return reverse(f"issuer-{name}", kwargs={"slug": university.slug, **arguments})

    client.address = address
    with only_batches():
        yield client


def test_the_whole_way(page, version):
    file = SimpleUploadedFile("april.csv", PEOPLE.encode() + b"Broken;Row;nobody;03.04.2026\n")
    sent = page.post(
        page.address("make-batch"), {"version": version.pk, "file": file, "has_headings": "on"}
    )
    batch = Batch.objects.get()
    assert batch.name == "april.csv"
    columns = page.address("map-batch", batch=batch.pk)
    assert sent.headers["Location"] == columns
    told = page.get(columns).content.decode()
    assert "Day first: 01.04.2026 → 2026-04-01" in told
    confirmed = {
        "column_0": "family_name",
        "column_1": "given_name",
        "column_2": "email",
        "column_3": "date",
        "date_form": "day first",
    }
    assert page.post(columns, confirmed).status_code == 302
    shown = page.address("show-batch", batch=batch.pk)
    told = page.get(shown).content.decode()
    assert "Award 2 people" in told
    assert "Needs repair (1)" in told
    row = batch.rows.get(number=4)
    change = page.address("change-row", batch=batch.pk, row=row.pk)
    page.post(change, {"cell_2": "eve@people.example", "act": "repair", "state": "wrong"})
    assert "Award 3 people" in page.get(shown).content.decode()
    page.post(page.address("change-batch", batch=batch.pk, verb="start"))
    assert "You can still undo this" in page.get(shown).content.decode()
    page.post(page.address("change-batch", batch=batch.pk, verb="undo"))
    page.post(page.address("change-batch", batch=batch.pk, verb="start"))
    page.post(page.address("change-batch", batch=batch.pk, verb="hurry"))
    outbox.drain()
    told = page.get(shown).content.decode()
    assert "3 awards are signed" in told
    assert Award.objects.filter(batch=batch).count() == 3
    listed = page.get(page.address("list-batches")).content.decode()
    assert "3 of 3" in listed
    found = page.get(page.address("list-awards"), {"batch": str(batch.pk)}).content.decode()
    assert "Eve" not in found
    assert "3 awards" in found


def test_rows_can_be_pasted(page, version):
    pasted = "Name\tE-mail\nAda\tada@people.example\n"
    stated = {"version": version.pk, "pasted": pasted, "has_headings": "on"}
    page.post(page.address("make-batch"), stated)
    batch = Batch.objects.get()
    assert batch.columns == ["Name", "E-mail"]
    assert batch.rows.get().cells == ["Ada", "ada@people.example"]


@pytest.mark.parametrize("both", [False, True])
def test_a_file_or_rows_one_of_the_two(page, version, both):
    stated = {"version": version.pk, "has_headings": "on"}
    if both:
        stated |= {"pasted": "a\nb\n", "file": SimpleUploadedFile("a.csv", b"a\nb\n")}
    told = page.post(page.address("make-batch"), stated)
    assert "one of the two" in told.content.decode()
    assert not Batch.objects.exists()


def test_two_columns_cannot_be_the_same(page, version, bashir):
    batch = prepared(version, by=bashir)
    told = page.post(
        page.address("map-batch", batch=batch.pk), {"column_0": "email", "column_2": "email"}
    )
    assert "Another column is read as this already" in told.content.decode()


def test_columns_that_tell_nobody_are_told(page, version, bashir):
    batch = prepared(version, by=bashir)
    told = page.post(page.address("map-batch", batch=batch.pk), {"column_0": "name"})
    assert "no column holds" in told.content.decode()


def test_a_row_is_left_out_in_the_grid(page, version, bashir):
    batch = prepared(version, "name,email\nAda,nobody\n", by=bashir)
    row = batch.rows.get()
    change = page.address("change-row", batch=batch.pk, row=row.pk)
    sent = page.post(change, {"act": "leave-out", "state": "wrong", "page": "1"})
    assert sent.headers["Location"].endswith("?state=wrong&page=1")
    row.refresh_from_db()
    assert row.state == "skipped"
    page.post(change, {"act": "take-in"})
    row.refresh_from_db()
    assert row.state == "wrong"


def test_what_no_database_keeps_is_left_out_of_a_cell(page, version, bashir):
    batch = prepared(version, "name,email\nAda,nobody\n", by=bashir)
    row = batch.rows.get()
    change = page.address("change-row", batch=batch.pk, row=row.pk)
    assert page.post(change, {"cell_0": "A\0da", "cell_9": "x"}).status_code == 302
    row.refresh_from_db()
    assert row.cells == ["Ada", "nobody"]


def test_who_stands_twice_in_the_list_is_told_so(page, version, bashir):
    batch = prepared(version, "email\na@people.example\na@people.example\n", by=bashir)
    shown = page.address("show-batch", batch=batch.pk)
    told = page.get(shown, {"state": "duplicate"}).content.decode()
    assert "Twice in the list" in told
    assert "stands already in row 2" in told


def test_progress_is_shown_while_it_runs(page, version, bashir):
    batch = prepared(version, by=bashir)
    Batch.objects.update(state="running", starts_at=timezone.now() - timedelta(minutes=1))
    told = page.get(page.address("show-batch", batch=batch.pk)).content.decode()
    assert '<meta http-equiv="refresh" content="5" />' in told
    fragment = page.get(page.address("read-progress", batch=batch.pk)).content.decode()
    assert "0 of 2 are signed" in fragment
    assert "<html" not in fragment
    assert page.post(page.address("change-batch", batch=batch.pk, verb="resume")).status_code == 302
    assert page.post(page.address("change-batch", batch=batch.pk, verb="erase")).status_code == 404


def test_tables_of_what_became_of_it_are_downloaded(page, version, bashir):
    batch = prepared(version, "name,email\n=1+1,nobody\n", by=bashir)
    problems = page.get(page.address("export-batch", batch=batch.pk, form="problems.csv"))
    assert "'=1+1" in b"".join(problems.streaming_content).decode()
    assert "attachment" in problems.headers["Content-Disposition"]
    everything = page.get(page.address("export-batch", batch=batch.pk, form="results.xlsx"))
    assert everything.content.startswith(b"PK")
    assert page.get(page.address("export-batch", batch=batch.pk, form="x")).status_code == 404


def test_idor_another_organisations_batch_and_rows_are_not_there(
    page, version, college, bashir, chen
):
    foreign = prepared(published(college), by=chen)
    own = prepared(version, by=bashir)
    row = foreign.rows.first()
    assert page.get(page.address("show-batch", batch=foreign.pk)).status_code == 404
    crossed = page.address("change-row", batch=own.pk, row=row.pk)
    assert page.post(crossed, {"cell_0": "taken"}).status_code == 404
    for verb in ("start", "undo", "hurry", "resume"):
        address = page.address("change-batch", batch=foreign.pk, verb=verb)
        assert page.post(address).status_code == 404
    assert all("taken" not in row.cells for row in BatchRow.objects.all())


def test_an_achievement_of_others_cannot_be_chosen(page, college):
    stated = {"version": published(college).pk, "pasted": "a\nb\n"}
    assert page.post(page.address("make-batch"), stated).status_code == 200
    assert not Batch.objects.exists()
