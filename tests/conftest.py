"""What every test gets: the data outside the repository, the effort of the run, one closing line.

Both ways of reaching the data mean the same function: `from tests.conftest import shared`, for
what is collected from files, and the fixture `shared`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.effort import choose_profile
from tests.ready_tables import copy_tables, tables_of_this_run
from tests.shared_data import SHARED, SKIP_PREFIX, has_shared, shared

__all__ = ["has_shared", "shared"]

choose_profile()

# Only makes garbage of what collecting keeps: 19,000 tests are for good (ended below).
gc.disable()

# Comes with a tool for lists of packages and is not in the product: jsonschema, which would build a
# parser of addresses for seconds in each process, does without it, as it does where we are installed.
sys.modules.setdefault("rfc3987_syntax", None)


@pytest.fixture(scope="session", name="shared")
def shared_fixture() -> Callable[..., Path]:
    """The helper `shared(*parts)`, as a fixture."""
    return shared


@pytest.fixture(scope="session")
def with_tables(tmp_path_factory) -> Callable[[Path], Path]:
    """Give the folder of an instance the tables that migrations make, without making them anew."""
    tables = tables_of_this_run(tmp_path_factory)
    return partial(copy_tables, tables)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, whatever order the others are in."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


def pytest_collection_finish() -> None:
    """From here on garbage is looked for among what tests make, and not among the tests."""
    gc.enable()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line whether the data outside the repository was there."""
    skipped = terminalreporter.stats.get("skipped", [])
    missing = sum(SKIP_PREFIX in str(report.longrepr) for report in skipped)
    if missing:
        where = " (and this is CI)" if os.environ.get("CI") else ""
        told = (
            f"{missing} tests need data outside the repository (TESTAMUR_SHARED) and were skipped"
        )
        terminalreporter.write_line(f"{told}{where}")
    elif SHARED.is_dir():
        terminalreporter.write_line(f"shared data: found at {SHARED}")
    else:
        terminalreporter.write_line("shared data: not there, and no test of this run asked for it")
