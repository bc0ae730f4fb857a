"""Lists of people as offices have them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import xlsxwriter
from django.utils import timezone

from testamur_web.awards.bulk.batches import confirm_columns, make_batch, start_batch
from testamur_web.awards.bulk.sheets import read_table
from testamur_web.ops import outbox
from tests.web.conftest import NOW

PEOPLE = """Name;Vorname;E-Mail;Datum
Nowak;Ada;ada@people.example;01.04.2026
Okafor;Chidi;chidi@people.example;02.04.2026
"""


def prepared(version, text=PEOPLE, *, by, date_form="day first", at=NOW, **columns):
    """A batch whose columns are confirmed as they were guessed, but for `columns`."""
    batch = make_batch(version, name="April", table=read_table(text), by=by, at=at)
    confirm_columns(
        batch,
        columns=batch.mapping["columns"] | columns,
        date_form=date_form,
        awarded_on=batch.mapping["awarded_on"],
        by=by,
        at=at,
    )
    batch.refresh_from_db()
    return batch


def states(batch):
    return {row.number: row.state for row in batch.rows.all()}


def problems(batch):
    return {row.number: row.problems[0]["code"] for row in batch.rows.all() if row.problems}


def issue(batch, *, by, at=None):
    """Start a batch and do all the work there is, as if the undo time were over."""
    start_batch(batch, by=by, at=at or timezone.now(), undo_time=timedelta(0))
    outbox.drain()
    batch.refresh_from_db()


def only_batches():
    """Leave what others do with awards undone: here it is the batch that counts."""
    return patch.dict(outbox._HANDLERS, {"award.issued": lambda _payload: None})


def many(count: int) -> str:
    rows = [f"Learner {n},learner{n}@people.example,2026-04-01" for n in range(count)]
    return "\n".join(["name,email,date", *rows])


def workbook(rows) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if hasattr(cell, "year"):
                sheet.write_datetime(place, column, cell, day)
            else:
                sheet.write(place, column, cell)
    book.close()
    return out.getvalue()
