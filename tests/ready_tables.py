"""The tables of a new instance: migrations make them once in a run, each start gets a copy.

`testamur serve` makes them itself in an empty folder, which takes longer than all it does after;
`test_an_empty_folder_is_enough` lets it. The processes of one run share the copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.running_site import stated

__all__ = ["copy_tables", "tables_of_this_run"]

_NAME: Final = "testamur.sqlite3"


def tables_of_this_run(factory: pytest.TempPathFactory) -> Path:
    """The file with the tables; the first process that asks makes it, others wait."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "tables"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            _migrate(folder)
            (folder / "whole").touch()
    return folder / _NAME


def copy_tables(tables: Path, folder: Path) -> Path:
    """`folder`, with the tables in it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(tables, folder / _NAME)
    return folder


def _migrate(folder: Path) -> None:
    settings = "testamur_web.config.settings"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=stated(TESTAMUR_DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE=settings),
        check=True,
        capture_output=True,
    )
