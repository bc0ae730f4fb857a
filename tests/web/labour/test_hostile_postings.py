"""Files made to harm: bombs, endless lines, wrong types, names that lead elsewhere."""

from __future__ import annotations

import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings

from testamur.errors import Refused
from testamur_web.labour import bringing
from testamur_web.labour.bringing import guess_of, head_of, say_mapping
from testamur_web.labour.models import Load
from testamur_web.labour.places import file_of
from tests.web.conftest import NOW
from tests.web.labour.conftest import HEAD, MAPPING, brought, loaded, postings

pytestmark = pytest.mark.django_db

MB = 1024 * 1024


def packed(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)


def parquet(**columns) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


WIDE = ",".join(f"c{n}" for n in range(2000)).encode() + b"\n1,2\n"
HOSTILE = {
    "gzip bomb": ("jobs.csv.gz", packed(HEAD.encode() + b"1,a\n" * (MB // 2)), "too-large"),
    "endless line": ("jobs.csv", HEAD.encode() + b"x" * (2 * MB), "too-large"),
    "endless line of json": ("jobs.jsonl", b'{"a": "' + b"x" * (2 * MB) + b'"}', "too-large"),
    "json array too large to hold": ("jobs.json", b"[" + b"1," * MB + b"1]", "too-large"),
    "half a gzip": ("jobs.csv.gz", packed(HEAD.encode() * 99)[:60], "unreadable"),
    "no gzip": ("jobs.csv.gz", b"title,posted\n", "unreadable"),
    "bytes": ("jobs.csv", b"title\0posted\n", "unreadable"),
    "not in UTF-8": ("jobs.csv", b"title,posted\n\xff\xfe,2026-01-01\n", "unreadable"),
    "no parquet": ("jobs.parquet", b"PAR1" + b"x" * 90, "unreadable"),
    "packed parquet": ("jobs.parquet.gz", packed(b"PAR1"), "unreadable"),
    "an archive": ("jobs.zip", b"PK\x03\x04", "unreadable"),
    "columns of one name": ("jobs.csv", b"a,a\n1,2\n", "unreadable"),
    "too many columns": ("jobs.csv", WIDE, "unreadable"),
    "deep json": ("jobs.json", b"[" * 100_000, "unreadable"),
    "json of something else": ("jobs.json", b'{"a": 1}', "unreadable"),
    "rows that are no objects": ("jobs.jsonl", b"1\n2\n", "unreadable"),
    "nothing": ("jobs.csv", b"", "unreadable"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_one_sentence_and_leaves_nothing(name, monkeypatch):
    monkeypatch.setattr(bringing, "MAX_UNPACKED", MB)
    monkeypatch.setattr(bringing, "MAX_WHOLE", MB)
    monkeypatch.setattr(bringing, "MAX_LINE", MB)
    file, data, code = HOSTILE[name]
    with pytest.raises(Refused) as error:
        brought(data, file)
    assert (
        error.value.problem.code
        == {
            "too-large": "market.file-too-large",
            "unreadable": "market.file-unreadable",
        }[code]
    )
    assert not Load.objects.exists()
    files = settings.DATA_DIR / "market" / "files"
    assert not files.exists() or not any(files.iterdir())


def test_a_file_is_bounded_as_it_comes(monkeypatch):
    monkeypatch.setattr(bringing, "MAX_BYTES", 1000)
    with pytest.raises(Refused) as error:
        brought(b"x" * 2000)
    assert error.value.problem.code == "market.file-too-large"


def test_a_table_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(bringing, "MAX_UNPACKED", 1000)
    with pytest.raises(Refused) as error:
        brought(parquet(title=["x"] * 90_000, posted=[f"{n}" for n in range(90_000)]), "j.parquet")
    assert error.value.problem.code == "market.file-too-large"


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/jobs.csv", "..\\..\\jobs.csv", "/jobs.csv", "…jobs\n.csv", ".csv"]
)
def test_a_name_leads_nowhere_else(name):
    load = brought(postings(2), name)
    path = file_of(load.pk, load.name).resolve()
    assert path.is_relative_to(settings.DATA_DIR.resolve())
    assert path.exists()


def test_columns_of_wrong_types_are_told_row_by_row():
    load = brought(parquet(title=["a", None, "b"], posted=[1, 2, 3]), "jobs.parquet")
    fields = {"title": {"column": "title"}, "posted": {"column": "posted"}}
    tried = say_mapping(load, MAPPING | {"fields": fields}, by=None, at=NOW)
    assert tried.read == 0
    assert {fault.problem.code for fault in tried.faults} == {
        "market.row-date",
        "market.row-incomplete",
    }


def test_huge_numbers_and_long_cells_break_nothing():
    rows = [
        {"id": 10**400, "title": "t" * 10_000, "posted": "2026-01-02", "pay": "9" * 400},
        {"id": "2", "title": "fitter", "posted": "9999-99-99", "pay": -1},
        {"id": "3", "title": "fitter", "posted": "2026-01-02", "skills": ["a" * 9000, None, 3]},
    ]
    load = brought("\n".join(map(json.dumps, rows)), "jobs.jsonl")
    assert len(head_of(load).rows) == 3
    assert max(len(cell) for row in head_of(load).rows for cell in row) <= 120
    assert guess_of(load, at=NOW) is not None


def test_formulas_of_a_file_are_told_as_text(operator_browser):
    rows = "".join(
        f"{at},=1+1,2026-0{1 + at % 4}-02,=HYPERLINK(0),+cmd,{'https://skills.example/x'},\n"
        for at in range(60)
    )
    loaded(HEAD + rows)
    uri = "https://skills.example/x"
    table = operator_browser.get(f"/demand/regions.csv?kind=skill&uri={uri}").text
    assert "'=HYPERLINK(0)" in table
