"""What is measured in processes of its own: the Node peer, cold starts, memory over a long run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.cast import KEY, document_of, texts, values
from testamur import Offline, Policy
from testamur.interop.intake import examine
from testamur.ld.contexts import KNOWN, load_context

__all__ = ["cold_starts", "memory", "node_peer"]

PROJECT: Final = Path(__file__).resolve().parent.parent
NODE_MODULES: Final = PROJECT / "tests" / "interop" / "node_modules"


def node_peer() -> dict[str, Any]:
    """CPU microseconds of @digitalbazaar/vc to issue and verify; what it issues verifies here."""
    method = f"{KEY.public.did_key}#{KEY.public.multikey}"
    asked = {
        "documents": [document_of(number) for number in range(60)],
        "contexts": {url: load_context(url) for url in KNOWN},
        "rounds": 5,
        "key": {
            "@context": "https://w3id.org/security/multikey/v1",
            "id": method,
            "type": "Multikey",
            "controller": KEY.public.did_key,
            "publicKeyMultibase": KEY.public.multikey,
            "secretKeyMultibase": KEY.to_multikey(),
        },
    }
    script = (PROJECT / "bench" / "peers.mjs").read_text()
    with tempfile.NamedTemporaryFile("w", suffix=".mjs", dir=NODE_MODULES.parent) as copy:
        copy.write(script)
        copy.flush()
        ran = subprocess.run(
            ["node", copy.name],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode != 0:
        raise SystemExit(f"the Node peer failed: {ran.stderr.strip()[-500:]}")
    found: dict[str, Any] = json.loads(ran.stdout)
    report = examine(
        json.dumps(found["signed"]),
        resolver=Offline(),
        at=datetime.now(UTC),
        policy=Policy(proof_only=True),
    )
    if report.verdict != "valid":
        raise SystemExit(f"what the peer issued does not verify: {report.problems}")
    return found


def cold_starts() -> dict[str, float]:
    """Wall-clock milliseconds of whole processes, the least of several, less an empty one's."""
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.json"
        one.write_text(texts(values(1))[0])
        run = [sys.executable, "-c"]
        empty = _least([*run, "pass"])
        return {
            "import testamur": _least([*run, "import testamur"]) - empty,
            "import testamur, and all its front door": _least(
                [*run, "import testamur as tm; [getattr(tm, name) for name in tm.__all__]"]
            )
            - empty,
            "testamur verify one.json": _least(
                [sys.executable, "-m", "testamur.cli", "verify", str(one), "--offline"]
            ),
        }


def _least(command: list[str], *, rounds: int = 7) -> float:
    least = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        least = min(least, (time.perf_counter() - started) * 1e3)
    return least


_ISSUE_MANY: Final = """
import json, resource
from bench.cast import press, values
pressed, rows, peaks = press(), values(5_000), {}
for number in range(1, 100_001):
    pressed.sign(rows[number % 5_000])
    if number in (10_000, 100_000):
        peaks[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(peaks))
"""


def memory() -> dict[int, float]:
    """Peak memory in MiB after issuing 10,000 and 100,000 credentials in one process."""
    ran = subprocess.run(
        [sys.executable, "-c", _ISSUE_MANY], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    return {int(number): peak for number, peak in json.loads(ran.stdout).items()}
