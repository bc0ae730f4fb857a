"""Memory stays flat however long the list is: a row costs what it takes to know it again, no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import list_of_people
from tests.effort import examples

FEW, MANY = examples(500, 10_000), examples(3_000, 100_000)
MEASURE = """
import json, pathlib, re, sys
from testamur.cli import main
code = main(sys.argv[1:])
peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]
print(json.dumps([code, int(peak)]))
"""


def peak(count: int) -> int:
    """The most memory, in kB, that issuing to so many people took."""
    list_of_people(Path("people.csv"), count)
    words = ["issue", "award.toml", "--recipients", "people.csv", "--key", "issuer.key"]
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, *words, "-o", f"out{count}"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    code, kilobytes = json.loads(ran.stdout.splitlines()[-1])
    assert code == 0
    assert len(list(Path(f"out{count}").glob("*.json"))) == count
    return kilobytes


@pytest.mark.proof
def test_memory_stays_flat(place):
    """Under half a kilobyte a row, and under 150 MB for 100,000."""
    few, many = peak(FEW), peak(MANY)
    assert many - few < 6_000 + (MANY - FEW) // 2
    assert many < 150_000
