"""Bulk awards: every row signed once or told why not, and nothing half done."""

from __future__ import annotations

import base64
import json
import pickle
import shutil
from argparse import Namespace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from testamur.cli import bulk_issue
from testamur.cli.bulk_parts import check_count, made_whole, relayed
from testamur.cli.bulk_signing import signed_batches
from testamur.cli.keyfile import open_key
from testamur.errors import Refused
from tests.command_line import AWARD, list_of_people

PLAIN = AWARD.replace('status = "https://uni.example/status"\n', "")


@pytest.fixture
def awards(place):
    (place / "bulk.toml").write_text(PLAIN)
    write(place / "awards.parquet", range(5))
    return place


def write(path, numbers, **more):
    rows = [
        {"Name": f"Person {n}", "E-mail": f"p{n}@mail.example", "Grade": "CBA"[n % 3]} | more
        for n in numbers
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)


@pytest.fixture
def bulk(awards, testamur):
    def run(*words):
        usual = ("--award", "bulk.toml", "--key", "issuer.key", "-o", "signed")
        return testamur("bulk", "issue", "awards.parquet", *usual, *words)

    return run


def rows_in(folder):
    return [
        row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()
    ]


def test_every_award_is_signed_and_verifies(awards, bulk, testamur):
    ran = bulk("--json")
    assert (ran.code, ran.lines) == (0, [{"signed": 5, "refused": 0, "lists": []}])
    rows = rows_in(awards / "signed")
    assert len({row["id"] for row in rows}) == 5
    for row in rows:
        assert json.loads(row["credential"])["id"] == row["id"]
        (awards / "one.json").write_text(row["credential"])
        assert testamur("verify", "one.json").code == 0


def test_the_same_award_has_the_same_id_in_every_run(awards, bulk):
    assert bulk().code == 0
    first = [row["id"] for row in rows_in(awards / "signed")]
    again = bulk()
    assert (again.code, "[file.exists]" in again.err) == (2, True)
    shutil.rmtree(awards / "signed")
    assert bulk().code == 0
    assert [row["id"] for row in rows_in(awards / "signed")] == first


def test_a_row_that_is_refused_says_why_and_stops_no_other(awards, bulk):
    rows = [{"Name": "Ada", "E-mail": "ada@mail.example"}, {"Name": "Eli", "E-mail": "none"}]
    pq.write_table(pa.Table.from_pylist(rows), awards / "awards.parquet")
    ran = bulk("--json")
    assert (ran.code, ran.lines) == (1, [{"signed": 1, "refused": 1, "lists": []}])
    told = {row["Name"]: row for row in rows_in(awards / "signed")}
    assert told["Eli"]["credential"] is None
    assert told["Eli"]["problem"] == "email.malformed"


@pytest.mark.parametrize("together", [2, 100])
def test_an_award_that_stands_twice_refuses_the_whole(awards, bulk, monkeypatch, together):
    monkeypatch.setattr("testamur.cli.bulk_issue._HERE", together)
    write(awards / "awards.parquet", [0, 1, 2, 0])
    ran = bulk()
    assert (ran.code, "[row.duplicate]" in ran.err) == (2, True)
    assert not list(awards.glob("*signed*"))


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("bulk.toml", "proof = 1", "award.unknown-key"),
        ("awards.parquet", "PAR1", "file.unreadable"),
        ("awards.parquet", None, "file.missing"),
    ],
)
def test_what_cannot_be_is_one_problem_before_anything_is_begun(awards, bulk, file, content, code):
    (awards / file).unlink()
    if content:
        (awards / file).write_text(content)
    ran = bulk()
    assert (ran.code, f"[{code}]" in ran.err) == (2, True), ran.err
    assert not list(awards.glob("*signed*"))


def test_a_column_that_would_be_written_over_is_refused(awards, bulk):
    write(awards / "awards.parquet", range(2), id="mine")
    assert "[recipients.header]" in bulk().err


def test_a_list_of_nobody_gives_a_table_of_nothing(awards, bulk):
    table = pq.read_table(awards / "awards.parquet")
    pq.write_table(table.slice(0, 0), awards / "awards.parquet")
    assert bulk("--json").lines == [{"signed": 0, "refused": 0, "lists": []}]
    assert "credential" in pq.read_table(awards / "signed").column_names


def test_files_of_other_columns_are_one_problem(awards, bulk):
    (awards / "many").mkdir()
    (awards / "awards.parquet").rename(awards / "many/1.parquet")
    pq.write_table(pa.table({"Who": ["Ada"]}), awards / "many/2.parquet")
    (awards / "many").rename(awards / "awards.parquet")
    assert "[file.unreadable]" in bulk().err
    assert not list(awards.glob("*signed*"))


def test_many_awards_are_several_files_and_none_is_lost(awards, bulk, monkeypatch):
    monkeypatch.setattr("testamur.cli.bulk_issue._HERE", 3)
    monkeypatch.setattr("testamur.cli.bulk_parts._ROWS_A_FILE", 5)
    write(awards / "awards.parquet", range(20))
    assert bulk().code == 0
    assert len(list((awards / "signed").glob("part-*.parquet"))) == 4
    assert len({row["id"] for row in rows_in(awards / "signed")}) == 20


# ----------------------------------------------------------------------- what can be revoked


@pytest.fixture
def revocable(awards):
    (awards / "bulk.toml").write_text(AWARD)
    return awards


def test_each_award_has_a_place_of_its_own_and_can_be_revoked(revocable, bulk, testamur):
    ran = bulk("--json")
    (url,) = ran.lines[0]["lists"]
    rows = rows_in(revocable / "signed")
    assert {row["status_list"] for row in rows} == {url}
    assert len({row["status_index"] for row in rows}) == 5
    status = json.loads(rows[0]["credential"])["credentialStatus"]
    assert status["statusListIndex"] == str(rows[0]["status_index"])
    register = "signed/register.sqlite3"
    for row in rows[:2]:
        (revocable / f"{row['Name']}.json").write_text(row["credential"])
    words = (rows[0]["id"], "--register", register, "--reason", "error", "--key", "issuer.key")
    assert testamur("status", "revoke", *words).code == 0
    documents = ("--offline", "--documents", "signed/site")
    assert testamur("verify", "Person 0.json", *documents).code == 1
    assert testamur("verify", "Person 1.json", *documents).code == 0


def test_places_go_over_into_the_next_list_where_one_is_full(revocable, bulk, monkeypatch):
    monkeypatch.setattr("testamur.cli.register.LIST_SIZE", 2)
    assert len(bulk("--json").lines[0]["lists"]) == 3
    places = {(row["status_list"], row["status_index"]) for row in rows_in(revocable / "signed")}
    assert len(places) == 5


def test_a_row_that_is_refused_is_not_in_the_register(revocable, bulk, testamur):
    write(revocable / "awards.parquet", range(3))
    rows = pq.read_table(revocable / "awards.parquet").to_pylist()
    rows[1]["E-mail"] = "none"
    pq.write_table(pa.Table.from_pylist(rows), revocable / "awards.parquet")
    assert bulk().code == 1
    shown = testamur("status", "show", "--register", "signed/register.sqlite3")
    assert "2 awards" in shown.out


def test_who_was_awarded_in_bulk_is_not_awarded_again_beside(revocable, bulk, testamur):
    assert bulk().code == 0
    list_of_people(Path("people.csv"), 6)
    words = ("--recipients", "people.csv", "--key", "issuer.key", "-o", "signed")
    ran = testamur("issue", "bulk.toml", *words)
    assert (ran.code, "1 award of" in ran.out) == (1, True)
    assert "already, in bulk [row.already-awarded]" in ran.out


# ---------------------------------------------------------------------------- exactly once


def test_what_a_killed_run_left_is_taken_away(awards, bulk):
    left = awards / ".signed.part"
    left.mkdir()
    (left / "part-00000.parquet").write_text("half of something")
    assert bulk().code == 0
    assert len(rows_in(awards / "signed")) == 5
    assert not left.exists()


def test_a_second_run_at_the_same_time_is_refused_and_disturbs_nothing(awards, bulk):
    with made_whole(awards / "signed") as folder:
        (folder / "kept").touch()
        ran = bulk()
    assert (ran.code, "another run is writing signed" in ran.err) == (2, True)
    assert (awards / "signed/kept").exists()


def test_a_run_that_ends_meanwhile_is_not_written_over(awards):
    def begin():
        with made_whole(awards / "signed"):
            (awards / "signed").mkdir()
            (awards / "signed/theirs").touch()

    with pytest.raises(Refused) as refused:
        begin()
    assert refused.value.problem.code == "file.exists"
    assert [path.name for path in (awards / "signed").iterdir()] == ["theirs"]


def test_rows_that_are_missing_keep_nothing(awards):
    with pytest.raises(Refused) as refused:
        check_count(awards, 5)
    assert refused.value.problem.code == "run.worker-lost"


# ------------------------------------------------------------------------- what travels


def test_the_work_that_travels_holds_the_path_of_the_key_and_not_the_key(awards):
    seen = {}

    def look(work, *_):
        seen["work"] = work

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_issue, "work_here", look)
        task = bulk_issue._read_task(
            Namespace(
                awards=awards / "awards.parquet",
                award=awards / "bulk.toml",
                key=awards / "issuer.key",
                status_validity="30d",
            )
        )
        bulk_issue._here(task, iter([]), awards)
    packed = pickle.dumps(seen["work"])
    assert b"issuer.key" in packed
    for secret in secrets_of(awards / "issuer.key"):
        assert secret not in packed


def secrets_of(path):
    """The private key as it could be written somewhere."""
    file, key = open_key(path, passphrase=None)
    seed = base64.urlsafe_b64decode(key.to_jwk()["d"] + "==")
    body = b"".join(file.pem.splitlines()[1:-1])
    return [seed, seed.hex().encode(), base64.b64encode(seed)[:40], body[-40:]]


def test_a_key_that_an_executor_cannot_read_is_one_problem(awards):
    (awards / "issuer.key").rename(awards / "elsewhere.key")
    job = bulk_issue.Job(PLAIN, "did:key:z6Mk", "eddsa-rdfc-2022", "issuer.key", bulk_issue.now())
    batch = pq.read_table(awards / "awards.parquet").to_batches()[0]
    with pytest.raises(RuntimeError, match=r'testamur-problem \{"code": "file.missing"'):
        list(relayed(partial(signed_batches, job), iter([batch])))
