"""Loading: every row is counted once, told where it went, and a second time changes nothing."""

from __future__ import annotations

import csv
import gzip
import hashlib
from datetime import date
from pathlib import Path

import pytest

from testamur.errors import Refused
from testamur.market import Linking, Market, Store, load
from testamur.skills.linking import Linked, Linker
from testamur.skills.shelf import Shelf
from tests.market_cast import AT, FIELDS, fill, mapped, write_csv
from tests.shared_data import shared

TEXT = {"text": "You will answer letters.", "employer": "Ada Ltd", "title": "Clerk"}


def row(number: int, posted: str, **more: str) -> dict[str, str]:
    return {"id": str(number), "title": f"Job {number}", "posted": posted} | more


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def postings(store: Store) -> list[tuple[str, str]]:
    import pyarrow.parquet as pq

    found = [pq.ParquetFile(path).read().to_pylist() for path in store.files("postings")]
    return sorted((one["id"], one["month"]) for some in found for one in some)


def test_a_file_is_kept_by_the_month_with_what_it_is(tmp_path):
    store, loaded = fill(
        tmp_path,
        [
            row(1, "2026-01-05", skills="urn:sql;urn:fax"),
            row(2, "2026-01-31"),
            row(3, "2026-03-01", skills="urn:sql"),
        ],
    )
    months = {path.parent.name for path in store.files("postings")}
    assert months == {"month=2026-01", "month=2026-03"}
    manifest = loaded.manifest
    assert (manifest.source, manifest.licence) == ("Generated postings", "CC0-1.0")
    assert (manifest.since, manifest.until) == (date(2026, 1, 5), date(2026, 3, 1))
    assert manifest.months == {"2026-01": 2, "2026-03": 1}
    assert manifest.counts == {
        "rows": 3,
        "rejected": 0,
        "payLeftOut": 0,
        "sameId": 0,
        "repeated": 0,
        "postings": 3,
        "mentions": 3,
        "withSkills": 2,
    }
    assert store.loads() == [manifest]


def test_the_same_file_again_changes_nothing(tmp_path):
    store, first = fill(tmp_path, [row(1, "2026-01-05")])
    before = digests(store.folder)
    again = load(tmp_path / "postings.csv", mapping=mapped(), store=store, at=AT)
    assert (again.is_new, again.manifest) == (False, first.manifest)
    assert digests(store.folder) == before


def test_a_row_that_cannot_be_read_stands_with_its_reason_in_a_file(tmp_path):
    store, loaded = fill(
        tmp_path,
        [
            row(1, "2026-01-05"),
            row(2, "soon", employer="=cmd()"),
            row(3, "2026-01-06", **{"from": "9", "period": "shift"}),
        ],
    )
    with store.rejected_of(loaded.manifest.load).open(newline="") as stream:
        told = list(csv.DictReader(stream))
    assert [(one["row"], one["code"], one["left out"]) for one in told] == [
        ("2", "market.row-date", "row"),
        ("3", "market.row-pay", "pay"),
    ]
    assert not any(one["content"].startswith("=") for one in told)
    assert loaded.manifest.counts["rejected"] == 1
    assert loaded.manifest.counts["payLeftOut"] == 1
    assert loaded.manifest.counts["postings"] == 2


def test_a_file_without_one_posting_is_refused_and_leaves_no_load(tmp_path):
    with pytest.raises(Refused) as refused:
        fill(tmp_path, [row(1, "soon")])
    assert refused.value.problem.code == "market.nothing-loaded"
    assert Store(tmp_path / "market").loads() == []


def test_of_one_identifier_the_first_counts_whichever_file_it_is_in(tmp_path):
    store, _ = fill(tmp_path, [row(1, "2026-02-05"), row(1, "2026-01-05"), row(2, "2026-01-05")])
    assert postings(store) == [("1", "2026-01"), ("2", "2026-01")]
    path = write_csv(tmp_path / "next.csv", [row(1, "2026-03-05"), row(3, "2026-03-05")])
    loaded = load(path, mapping=mapped(), store=store, at=AT)
    assert loaded.manifest.counts["sameId"] == 1
    assert postings(store) == [("1", "2026-01"), ("2", "2026-01"), ("3", "2026-03")]
    other = load(path, mapping=mapped(source="Others"), store=store, at=AT)
    assert other.manifest.counts["postings"] == 2


REPEATS = [
    ("an advert repeated every week is one posting", ["01-01", "01-20", "02-10", "03-05"], 1),
    ("thirty days are within", ["01-01", "01-31"], 1),
    ("after thirty-one days it is another", ["01-01", "02-01"], 2),
    ("order in the file does not matter", ["03-05", "01-01", "02-10", "01-20"], 1),
]


@pytest.mark.parametrize(
    ("days", "kept"), [one[1:] for one in REPEATS], ids=[o[0] for o in REPEATS]
)
def test_an_advert_of_the_same_words_counts_once_in_thirty_days(tmp_path, days, kept):
    rows = [row(at, f"2026-{day}", **TEXT) for at, day in enumerate(days)]
    _, loaded = fill(tmp_path, rows)
    assert loaded.manifest.counts["postings"] == kept
    assert loaded.manifest.counts["repeated"] == len(days) - kept


@pytest.mark.parametrize("days", [["01-01", "01-20", "02-10", "03-05"], ["02-10", "01-20"]])
def test_repeats_are_known_across_files(tmp_path, days):
    store = Store(tmp_path / "market")
    for at, day in enumerate(days):
        path = write_csv(tmp_path / f"{at}.csv", [row(at, f"2026-{day}", **TEXT)])
        loaded = load(path, mapping=mapped(source=f"Source {at}"), store=store, at=AT)
        assert loaded.manifest.counts["repeated"] == (1 if at else 0)


def test_other_words_or_none_are_no_repeat(tmp_path):
    rows = [
        row(1, "2026-01-01", **TEXT),
        row(2, "2026-01-01", **TEXT | {"employer": "Bashir Ltd"}),
        row(3, "2026-01-01", **TEXT | {"text": "You will write letters."}),
        row(4, "2026-01-01", title="Clerk", employer="Ada Ltd"),
        row(5, "2026-01-01", title="Clerk", employer="Ada Ltd"),
        row(6, "2026-01-01", **TEXT | {"text": " You WILL  answer letters. "}),
    ]
    _, loaded = fill(tmp_path, rows)
    assert loaded.manifest.counts["postings"] == 5


def test_where_a_source_gives_no_identifier_rows_alike_in_all_are_one(tmp_path):
    fields = {name: one for name, one in FIELDS.items() if name != "id"}
    rows = [row(1, "2026-01-01"), row(1, "2026-01-01"), row(1, "2026-01-02")]
    _, loaded = fill(tmp_path, rows, fields=fields)
    assert loaded.manifest.counts["postings"] == 2


class Echo:
    """A linker that finds what is named in the text, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def link(self, texts, *, top=10):
        self.asked += texts
        return [
            tuple(
                Linked(f"urn:{word}", word.upper(), score, (0, 1), word)
                for word, score in (("sql", 0.9), ("fax", 0.3), ("ink", 0.1))
                if word in text
            )[:top]
            for text in texts
        ]


def test_skills_are_looked_for_where_the_source_names_none_and_keep_their_score(tmp_path):
    echo = Echo()
    rows = [
        row(1, "2026-01-01", title="Writer of sql, fax and ink"),
        row(2, "2026-01-01", title="Writer of sql, fax and ink"),
        row(3, "2026-01-01", title="Writer of fax", skills="urn:sql"),
    ]
    path = write_csv(tmp_path / "jobs.csv", rows)
    store, told = Store(tmp_path / "market"), []
    loaded = load(
        path,
        mapping=mapped(),
        store=store,
        at=AT,
        linking=Linking(echo, "Words 1"),
        tell=lambda *now: told.append(now),
    )
    assert echo.asked == ["Writer of sql, fax and ink"]
    assert loaded.manifest.linked == "Words 1"
    assert loaded.manifest.counts["mentions"] == 5
    assert store.labels() == {"urn:sql": "SQL", "urn:fax": "FAX"}
    assert told[-1] == ("link skills", 3, 3)


def test_a_load_that_was_stopped_is_not_there_and_the_next_is_whole(tmp_path, monkeypatch):
    class Stopped(Exception):
        pass

    def stop(*_args):
        raise Stopped

    store = Store(tmp_path / "market")
    path = write_csv(tmp_path / "jobs.csv", [row(1, "2026-01-01"), row(2, "2026-01-02")])
    with monkeypatch.context() as patched:
        patched.setattr(Store, "finish", stop)
        with pytest.raises(Stopped):
            load(path, mapping=mapped(), store=store, at=AT)
    assert (store.loads(), store.files("postings"), store.files("seen")) == ([], [], [])
    loaded = load(path, mapping=mapped(), store=store, at=AT)
    assert loaded.manifest.counts["postings"] == 2
    assert len(postings(store)) == 2
    assert not [path for path in store.folder.iterdir() if path.is_dir() and path.name[0] == "."]


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"load": 1}'])
def test_a_damaged_manifest_is_one_problem(tmp_path, content):
    store, loaded = fill(tmp_path, [row(1, "2026-01-05")])
    store.manifest_of(loaded.manifest.load).write_bytes(content)
    with pytest.raises(Refused) as refused:
        store.loads()
    assert refused.value.problem.code == "market.store-damaged"


def test_texts_are_not_kept(tmp_path):
    store, _ = fill(tmp_path, [row(1, "2026-01-05", **TEXT)])
    kept = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert b"answer letters" not in kept


def test_real_postings_are_linked_to_real_skills(tmp_path):
    lines = shared("data", "jobs", "usajobs_2024_2025_13depts.csv.gz")
    path = tmp_path / "usajobs.csv"
    with gzip.open(lines, "rt", encoding="utf-8") as stream:
        path.write_text("".join(next(stream) for _ in range(401)), encoding="utf-8")
    fields = {
        "id": {"column": "control_number"},
        "title": {"column": "position_title"},
        "occupation": {"column": "occupation_series", "separator": "; "},
        "employer": {"column": "agency"},
        "posted": {"column": "open_date"},
    }
    shelf = Shelf(tmp_path / "skills")
    linker = Linker(shelf.load(shelf.current()[0]))
    store = Store(tmp_path / "market")
    mapping = mapped(fields=fields, source="USAJOBS", licence="Public domain")
    loaded = load(path, mapping=mapping, store=store, at=AT, linking=Linking(linker, "starter"))
    assert loaded.manifest.counts["postings"] == 400
    with Market(store) as market:
        [first, *_] = market.skills().rows
        assert first.label == "human resource management"
        [source] = market.skills().provenance.sources
        assert (source.source, source.postings, source.linked) == ("USAJOBS", 400, ("starter",))
