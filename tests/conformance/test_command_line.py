"""Every fixture through the command line as a black box: its verdict is the library's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import testamur
from tests.command_line import run_program
from tests.conftest import has_shared, shared
from tests.simulated_web import NOON

SUITES = {
    "vectors/1edtech-inspector/ob30": "**/*.[1j]*",
    "vectors/1edtech-inspector/ob20": "*.json",
    "vectors/1edtech-inspector/clr20": "simple.*",
    "vectors/vc-di-eddsa/TestVectors": "**/signed*.json",
    "vectors/vc-di-ecdsa/TestVectors": "**/*[sS]ign*.json",
    "vectors/ob3-implementation-guide": "**/*.json",
    "vectors/jsontestsuite/test_parsing": "[niy]_structure*.json",
}
LENIENT = testamur.Policy(fragment_keys=True)


def fixtures() -> Iterator[Path]:
    for folder, pattern in SUITES.items():
        if has_shared(folder):
            yield from sorted(shared(folder).glob(pattern))


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """What one run says of each fixture, by file."""
    shared("vectors")
    words = ["verify", "--json", "--offline", "--at", NOON.isoformat(), "--accept", "fragment-keys"]
    done = run_program([*words, *fixtures()], timeout=300)
    assert done.returncode in {1, 2}, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["file"]: row for row in rows}


def test_every_fixture_is_answered_in_one_line(told):
    assert told.keys() == {str(path) for path in fixtures()}
    assert len(told) > 100
    assert all({"file", "verdict", "checks", "problems"} <= row.keys() for row in told.values())


@pytest.mark.parametrize(
    "path", list(fixtures()), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_the_command_line_says_what_the_library_says(told, path: Path):
    report = testamur.examine(
        path.read_bytes(), resolver=testamur.Offline(), at=NOON, policy=LENIENT
    )
    row = told[str(path)]
    assert row["verdict"] == report.verdict.value
    codes = [problem["code"] for problem in row["problems"]]
    assert codes == [problem.code for problem in report.problems]
