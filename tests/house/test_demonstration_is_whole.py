"""The demonstration is the first thing that somebody sees: its story is told to the end."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from testamur_web.config.demonstration.cast import CAST


@pytest.mark.longest
def test_the_story_is_told_to_its_end(tmp_path, with_tables):
    """Whoever comes last in the story has come."""
    data = with_tables(tmp_path / "demonstration")
    told = subprocess.run(
        [sys.executable, "-m", "testamur.cli", "demo", "--only-seed", "--data-dir", str(data)],
        env=os.environ | {"TESTAMUR_TRACEBACK": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert told.returncode == 0, told.stderr[-2_000:]
    with closing(sqlite3.connect(data / "testamur.sqlite3")) as kept:
        known = {name for (name,) in kept.execute("SELECT username FROM people_person")}
    assert {part.username for part in CAST} <= known
