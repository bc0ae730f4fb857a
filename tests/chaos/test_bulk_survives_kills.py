"""A Spark whose executors are killed in the middle of signing: each award once, and no key about.

A cluster of two executors, each a process of its own with a Python of its own. It takes Java, and a
minute of both cores: `make proof` runs it.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from testamur.cli.keyfile import open_key
from tests.command_line import AWARD, run_program
from tests.effort import PROVING

pytestmark = [
    pytest.mark.proof,
    pytest.mark.longest,
    pytest.mark.skipif(not PROVING, reason="a minute of both cores: `make proof` runs it"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java, which Spark runs on"),
]
MANY = 4_000
PATIENCE = 300
RUN = """\
import sys
from testamur.cli import bulk_issue, main
bulk_issue.PART = 50
sys.exit(main(sys.argv[1:]))
"""
WORDS = ("bulk", "issue", "awards.parquet", "--award", "award.toml", "--key", "issuer.key")


@pytest.fixture
def place(tmp_path):
    (tmp_path / "award.toml").write_text(AWARD)
    people = {
        "Name": [f"Person {number}" for number in range(MANY)],
        "E-mail": [f"p{number}@mail.example" for number in range(MANY)],
    }
    pq.write_table(pa.table(people), tmp_path / "awards.parquet")
    (tmp_path / "spark").mkdir()
    assert run_program(["keys", "new", "-o", "issuer.key"], cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.fixture
def running(place):
    """The job under way on a cluster, in parts of fifty."""
    environment = os.environ | {
        "TESTAMUR_ANALYTICS_URL": "local-cluster[2,1,600]",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "TMPDIR": str(place / "spark"),
    }
    words = [sys.executable, "-c", RUN, *WORDS, "-o", "signed", "--engine", "spark", "--json"]
    with (place / "told").open("wb") as told, (place / "noise").open("wb") as noise:
        job = subprocess.Popen(words, cwd=place, env=environment, stdout=told, stderr=noise)
        yield job
        for one in psutil.Process(job.pid).children(recursive=True) if job.poll() is None else []:
            one.kill()
        job.kill()
        job.wait()


def until(is_so, job):
    """Wait until something is so while the job runs; what it is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and job.poll() is None:
        if found := is_so():
            return found
        time.sleep(0.02)
    raise AssertionError(f"it never came to it; the job is {job.poll()}")


def executors(job):
    return [one for one in _below(job) if "CoarseGrainedExecutorBackend" in _words(one)]


def pythons_of(executor):
    return [one for one in executor.children(recursive=True) if "pyspark" in _words(one)]


def _below(job):
    return psutil.Process(job.pid).children(recursive=True)


def _words(process):
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def kept_parts(place):
    return list(place.glob(".signed.part/spark/_temporary/0/task_*"))


def rows_in(folder):
    return [
        row
        for path in sorted(folder.glob("part-*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]


def test_each_award_is_signed_once_whoever_is_killed(place, running):
    until(lambda: len(kept_parts(place)) > 2 and len(executors(running)) == 2, running)
    first, second = executors(running)
    assert_no_key_is_about(place, running)
    for python in pythons_of(first):  # a Python that signs, then a whole executor
        os.kill(python.pid, signal.SIGKILL)
    os.kill(second.pid, signal.SIGKILL)
    were = len(kept_parts(place))
    assert were < MANY // 50, "all was signed before anybody was killed"

    assert running.wait(PATIENCE) == 0, (place / "noise").read_text()[-2000:]
    assert json.loads((place / "told").read_text())["signed"] == MANY
    rows = rows_in(place / "signed")
    assert len(rows) == len({row["id"] for row in rows}) == MANY
    assert len({(row["status_list"], row["status_index"]) for row in rows}) == MANY
    assert list((place / "spark").iterdir()) == [], "what Spark left lying"

    alone = run_program([*WORDS, "-o", "alone"], cwd=place)
    assert alone.returncode == 0
    assert {row["id"] for row in rows_in(place / "alone")} == {row["id"] for row in rows}
    words = ["bulk", "verify", "signed", "-o", "verdicts", "--offline", "--json"]
    ran = run_program([*words, "--documents", "signed/site"], cwd=place)
    assert (ran.returncode, json.loads(ran.stdout)["valid"]) == (0, MANY), ran.stderr
    again = run_program([*WORDS, "-o", "signed", "--engine", "spark"], cwd=place)
    assert (again.returncode, "[file.exists]" in again.stderr) == (2, True)


def assert_no_key_is_about(place, job):
    """Neither what Spark wrote nor how its processes were started holds the private key."""
    file, key = open_key(place / "issuer.key", passphrase=None)
    seed = base64.urlsafe_b64decode(key.to_jwk()["d"] + "==")
    secrets = [seed, seed.hex().encode(), b"".join(file.pem.splitlines()[1:-1])[-40:]]
    told = [path.read_bytes() for path in _own_files(place / "spark")]
    told += [path.read_bytes() for path in (place / ".signed.part").rglob("*") if path.is_file()]
    told += [
        Path(f"/proc/{one.pid}/{what}").read_bytes()
        for one in executors(job)
        for what in ("cmdline", "environ")
    ]
    assert told
    assert not [one for one in told for secret in secrets if secret in one]


def _own_files(folder):
    """Files that Spark wrote: not those of its own that are linked there."""
    for home, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if not (Path(home) / one).is_symlink()]
        yield from (Path(home) / one for one in files if not (Path(home) / one).is_symlink())
