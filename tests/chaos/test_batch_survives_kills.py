"""A worker that is killed in the middle of a batch of thousands loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.effort import examples
from tests.shared_data import PROJECT

PEOPLE = examples(1_500, 5_000)
PATIENCE = 900


class Office:
    """A folder with a database, and programs that are run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "testamur_web.config.settings",
            "TESTAMUR_DATA_DIR": str(folder),
            "TESTAMUR_SECRET_KEY": "the secret of a test, which outlives its processes",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "src")]),
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.chaos.batch_worker", *words]

    def run(self, *words: str) -> str:
        done = subprocess.run(
            self.command(*words),
            env=self.environment,
            cwd=PROJECT,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def issued(self) -> int:
        path = self.folder / "testamur.sqlite3"
        rows = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
        try:
            told = rows.execute("SELECT count(*) FROM awards_award WHERE credential <> ''")
            return int(told.fetchone()[0])
        finally:
            rows.close()

    def kill_worker_at(self, count: int, *, pause: float) -> bool:
        """Kill a worker a moment after so many are signed; False where it ended before."""
        with (self.folder / "worker.log").open("a", encoding="utf-8") as log:
            worker = subprocess.Popen(
                self.command("work"), env=self.environment, cwd=PROJECT, stdout=log, stderr=log
            )
        until = time.monotonic() + PATIENCE
        while worker.poll() is None and self.issued() < count:
            assert time.monotonic() < until, "the batch does not go on"
            time.sleep(0.05)
        time.sleep(pause)
        if worker.poll() is not None:
            return False
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        return True


@pytest.fixture
def office(tmp_path: Path, with_tables: Callable[[Path], Path]) -> Office:
    return Office(with_tables(tmp_path))


@pytest.mark.longest
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(office):
    office.run("prepare", str(PEOPLE))
    chance = random.Random(5)  # noqa: S311 -- when to kill, not what to sign
    rounds = examples(3, 50)
    kills = 0
    for number in range(rounds):
        count = PEOPLE * number // rounds + 1
        kills += office.kill_worker_at(count, pause=chance.random() / 2)
        assert office.issued() % 250 == 0, "a chunk is whole or not there"
    assert kills >= min(rounds, 2)
    office.run("work")
    assert json.loads(office.run("report")) == {
        "state": "done",
        "awards": PEOPLE,
        "people": PEOPLE,
        "signed": PEOPLE,
        "revocation places": PEOPLE,
        "suspension places": PEOPLE,
        "rows issued": PEOPLE,
        "awards of rows": PEOPLE,
        "left for later": PEOPLE,
        "keys": 1,
        "valid": 10,
    }
