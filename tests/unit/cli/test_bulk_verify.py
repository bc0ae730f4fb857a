"""Bulk verdicts: a row for each credential, which says what `testamur verify` says of it."""

from __future__ import annotations

import json
import pickle
import shutil
from argparse import Namespace
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from testamur.cli import bulk_verify
from testamur.cli.bulk_judging import judged_batches
from tests.command_line import AWARD


@pytest.fixture
def signed(place, testamur):
    """A folder of four credentials that can be revoked, which is published beside them."""
    (place / "bulk.toml").write_text(AWARD)
    people = {
        "Name": [f"P{n}" for n in range(4)],
        "E-mail": [f"p{n}@mail.example" for n in range(4)],
    }
    pq.write_table(pa.table(people), place / "awards.parquet")
    words = ("awards.parquet", "--award", "bulk.toml", "--key", "issuer.key", "-o", "signed")
    assert testamur("bulk", "issue", *words).code == 0
    return place / "signed"


@pytest.fixture
def verify(signed, testamur):
    def run(*words, source="signed", output="verdicts"):
        usual = ("--offline", "--documents", "signed/site")
        return testamur("bulk", "verify", source, "-o", output, *usual, *words)

    return run


def rows_of(path):
    return pq.read_table(path).to_pylist()


def parts_of(folder):
    return [row for path in sorted(folder.glob("part-*.parquet")) for row in rows_of(path)]


def test_every_credential_has_a_verdict_under_its_own_id(signed, verify):
    ran = verify("--json")
    counts = {"valid": 4, "invalid": 0, "undetermined": 0, "empty": 0}
    assert (ran.code, ran.lines) == (0, [counts])
    told = parts_of(signed.parent / "verdicts")
    assert [row["id"] for row in told] == [row["id"] for row in parts_of(signed)]
    assert {row["verdict"] for row in told} == {"valid"}
    answers = ("untampered", "signed_by_issuer", "still_valid")
    assert {row[name] for row in told for name in answers} == {"passed"}
    assert {row["problem"] for row in told} == {None}


def test_what_is_revoked_or_tampered_with_says_so_and_nothing_else_does(signed, verify, testamur):
    first, second, *_ = parts_of(signed)
    words = ("--reason", "error", "--key", "issuer.key")
    register = ("--register", "signed/register.sqlite3")
    assert testamur("status", "revoke", first["id"], *register, *words).code == 0
    rows = parts_of(signed)
    rows[1]["credential"] = rows[1]["credential"].replace("Python basics", "Python mastery")
    rows[2]["credential"] = "{}"
    rows[3] |= {"credential": None}
    pq.write_table(pa.Table.from_pylist(rows), signed.parent / "some.parquet")
    ran = verify(source="some.parquet")
    assert (ran.code, "3 credentials: 3 invalid; 1 row without one" in ran.out) == (1, True)
    told = parts_of(signed.parent / "verdicts")
    assert told[0]["problem"] == "status.revoked"
    assert (told[0]["untampered"], told[0]["still_valid"]) == ("passed", "failed")
    assert (told[1]["id"], told[1]["untampered"]) == (second["id"], "failed")
    assert (told[2]["verdict"], told[2]["id"]) == ("invalid", rows[2]["id"])
    assert (told[3]["verdict"], told[3]["id"]) == (None, rows[3]["id"])


def test_a_row_cannot_pass_a_verdict_on_to_another_id(signed, verify):
    rows = parts_of(signed)
    own = rows[0]["id"]
    rows[0]["id"] = "urn:uuid:somebody-elses"
    pq.write_table(pa.Table.from_pylist(rows[:1]), signed.parent / "one.parquet")
    assert verify(source="one.parquet").code == 0
    assert parts_of(signed.parent / "verdicts")[0]["id"] == own


def test_what_is_published_beside_is_found_without_being_named(signed, testamur):
    words = ("bulk", "verify", "signed", "--offline", "--json", "-o")
    assert testamur(*words, "verdicts").lines[0]["valid"] == 4
    shutil.rmtree(signed / "site")
    ran = testamur(*words, "unknown")
    assert (ran.code, ran.lines[0]["undetermined"]) == (3, 4)
    (problem,) = {row["problem"] for row in parts_of(signed.parent / "unknown")}
    assert problem == "status.list-unreachable"


def test_verdicts_are_those_of_the_moment_that_was_named(signed, verify):
    ran = verify("--at", "2020-01-01")
    assert ran.code != 0
    (problem,) = {row["problem"] for row in parts_of(signed.parent / "verdicts")}
    assert problem


def test_a_known_issuer_is_trusted_by_name(signed, verify):
    issuer = json.loads(parts_of(signed)[0]["credential"])["issuer"]["id"]
    (signed.parent / "trust.toml").write_text(f'[trusted]\n"{issuer}" = "our register"\n')
    assert verify("--trust", "trust.toml").code == 0
    assert {row["trusted"] for row in parts_of(signed.parent / "verdicts")} == {"passed"}


def test_verdicts_are_never_written_over(verify):
    assert verify().code == 0
    again = verify()
    assert (again.code, "[file.exists]" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("content", "code"),
    [({"text": ["{}"]}, "recipients.header"), (None, "file.missing")],
)
def test_what_cannot_be_verified_is_one_problem(signed, verify, content, code):
    if content:
        pq.write_table(pa.table(content), signed.parent / "odd.parquet")
    ran = verify(source="odd.parquet")
    assert (ran.code, f"[{code}]" in ran.err) == (2, True), ran.err
    assert not list(signed.parent.glob("*verdicts*"))


def test_the_work_can_travel(signed):
    arguments = Namespace(
        credentials=signed,
        documents=signed / "site",
        offline=True,
        allow_origin=[],
        at=None,
        accept=[],
        trust=None,
        max_status_age=None,
    )
    packed = pickle.dumps(partial(judged_batches, bulk_verify._job_of(arguments)))
    file = pq.ParquetFile(signed / "part-00000.parquet")
    (verdicts,) = pickle.loads(packed)(file.iter_batches())  # noqa: S301 -- packed here
    assert verdicts["verdict"].to_pylist() == ["valid"] * 4
