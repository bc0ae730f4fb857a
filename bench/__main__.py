"""Measure all of it, print tables, write them down: `make bench`; one: `python -m bench skills`."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench import frameworks
from bench.clock import take_turns
from bench.library import bulk, others, unknown_shapes
from bench.market import measure_market
from bench.match import measure_match
from bench.people import measure_people
from bench.plan import measure_plans
from bench.processes import cold_starts, memory, node_peer
from bench.shortlist import measure_shortlist
from bench.skills import measure_skills

PROJECT: Final = Path(__file__).resolve().parent.parent
RESULTS: Final = PROJECT / "bench" / "results"
PAGE: Final = PROJECT / "docs" / "reference" / "speed.md"

SIGN: Final = "limit: sign, libsodium"
VERIFY: Final = "limit: verify, libsodium"
NODE_ISSUE: Final = "@digitalbazaar/vc: issue"
NODE_VERIFY: Final = "@digitalbazaar/vc: verify"
PYLD: Final = "PyLD: canonical form"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: `us` of CPU per operation (cold starts: of wall-clock time).

    `ratio_to_limit` is the speed beside the bare signature, `ratio_to_peer` how many times faster
    than the peer; `met` says whether the target was reached, None where there is none.
    """

    name: str
    us: float
    ops: float
    ratio_to_limit: float | None = None
    ratio_to_peer: float | None = None
    target: str = ""
    met: bool | None = None


def main() -> None:
    """Run all, in an order that lets the quick ones share their warmth."""
    told = print
    told("Timing the signatures and our own work …", flush=True)
    us = take_turns(bulk(), rounds=9)
    told("Timing the Python libraries …", flush=True)
    us |= take_turns(others(), rounds=3)
    us |= take_turns(unknown_shapes(), rounds=5)
    told("Timing @digitalbazaar/vc …", flush=True)
    peer = node_peer()
    us |= {NODE_ISSUE: peer["issue"], NODE_VERIFY: peer["verify"]}
    told("Starting processes, and issuing 100,000 …", flush=True)
    starts, peaks = cold_starts(), memory()
    rows = [*_rows(us), *_process_rows(starts, peaks)]
    _write(rows, node=peer["node"])
    told(_table(rows))
    told(f"\nWritten to {(RESULTS / 'latest.json').relative_to(PROJECT)}")
    told("\nImporting and searching lists of skills …", flush=True)
    frameworks.main()
    told("\nPlanning from 5,000, 20,000 and 50,000 offers …", flush=True)
    measure_plans(told)
    told("\nLinking held-out sentences to ESCO …", flush=True)
    measure_skills()
    told("\nVerifying a shortlist of 1,000 …", flush=True)
    measure_shortlist()
    told("\nAsking 10,000,000 postings on DuckDB and on Spark …", flush=True)
    measure_market()
    told("\nRanking people for jobs, beside other ways …", flush=True)
    measure_match()
    told("\nSearching and ranking 10,000, 100,000 and 1,000,000 people …", flush=True)
    measure_people()


def _rows(us: dict[str, float]) -> list[Row]:
    limits = {
        "issue in bulk, eddsa-rdfc-2022": (SIGN, NODE_ISSUE, 0.40, 200),
        "issue in bulk, recipients by did:key": (SIGN, NODE_ISSUE, None, None),
        "issue one by one, eddsa-jcs-2022": (SIGN, NODE_ISSUE, None, None),
        "issue one by one, VC-JWT": (SIGN, NODE_ISSUE, None, None),
        "verify the proof of a text": (VERIFY, NODE_VERIFY, 0.40, 60),
        "report on form, proof and issuer": (VERIFY, NODE_VERIFY, None, None),
        "full report, status included": (VERIFY, NODE_VERIFY, None, None),
        "sign, PyCA": (SIGN, None, None, None),
        "verify, PyCA": (VERIFY, None, None, None),
        "unknown shape, canonical form": (None, PYLD, None, 0.5),
        NODE_ISSUE: (SIGN, None, None, None),
        NODE_VERIFY: (VERIFY, None, None, None),
        "openbadgeslib: issue": (SIGN, None, None, None),
        "openbadgeslib: verify": (VERIFY, None, None, None),
        "openvc-core: issue": (SIGN, None, None, None),
        "openvc-core: verify": (VERIFY, None, None, None),
    }
    rows = []
    for name, spent in us.items():
        limit, peer, least_limit, least_peer = limits.get(name, (None, None, None, None))
        of_limit = us[limit] / spent if limit else None
        of_peer = us[peer] / spent if peer else None
        wanted = [
            *([f"≥ {least_limit:.2f} of the limit"] if least_limit else []),
            *([f"≥ {least_peer:g} x the peer"] if least_peer else []),
        ]
        met = (of_limit or 0) >= (least_limit or 0) and (of_peer or 0) >= (least_peer or 0)
        rows.append(
            Row(
                name,
                spent,
                1e6 / spent,
                of_limit,
                of_peer,
                ", ".join(wanted),
                met if wanted else None,
            )
        )
    return rows


def _process_rows(starts: dict[str, float], peaks: dict[int, float]) -> list[Row]:
    bounds = {"import testamur": 150, "testamur verify one.json": 400}
    rows = [
        Row(
            f"cold start: {name}",
            spent * 1e3,
            1e3 / spent,
            target=f"< {bounds[name]} ms" if name in bounds else "",
            met=spent < bounds[name] if name in bounds else None,
        )
        for name, spent in starts.items()
    ]
    grown = peaks[100_000] - peaks[10_000]
    name = f"memory: {peaks[10_000]:.0f} MiB after 10,000, {peaks[100_000]:.0f} after 100,000"
    rows.append(Row(name, 0, 0, target="flat: within 8 MiB", met=grown < 8))
    return rows


def _write(rows: list[Row], *, node: str) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(
        json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False) + "\n"
    )
    machine = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{_processor()}, one core",
        "sha_instructions": "sha_ni" in _flags(),
        "python": platform.python_version(),
        "node": node.removeprefix("v"),
        **{name: version(name) for name in ("pynacl", "pyld", "openbadgeslib", "openvc-core")},
    }
    (RESULTS / "machine.json").write_text(json.dumps(machine, indent=1) + "\n")
    told = ", ".join(f"{name} {value}" for name, value in machine.items() if name != "date")
    PAGE.write_text(
        "# Speed\n\n"
        "`make bench` measures this and writes this page. Ratios are of one run: *of the limit*\n"
        "is the speed beside the bare libsodium signature, *x peer* how many times faster than\n"
        "`@digitalbazaar/vc` (for canonical forms: than PyLD alone). The credential is the one of\n"
        "`tests/sample_credential.py`: 3 kB, three alignments, result, evidence and status.\n\n"
        f"Measured on {machine['date']}: {told}.\n\n{_table(rows)}\n"
    )


def _table(rows: list[Row]) -> str:
    lines = [
        "| what | µs | per second | of the limit | x peer | target | |",
        "|---|--:|--:|--:|--:|---|---|",
    ]
    for row in rows:
        spent = f"{row.us:,.1f}" if row.us else ""
        often = f"{row.ops:,.0f}" if row.ops else ""
        limit = f"{row.ratio_to_limit:.3g}" if row.ratio_to_limit else ""
        peer = f"{row.ratio_to_peer:.3g}" if row.ratio_to_peer else ""
        met = {True: "met", False: "not met", None: ""}[row.met]
        lines.append(
            f"| {row.name} | {spent} | {often} | {limit} | {peer} | {row.target} | {met} |"
        )
    return "\n".join(lines)


def _processor() -> str:
    for line in _cpuinfo():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _flags() -> set[str]:
    return {flag for line in _cpuinfo() if line.startswith("flags") for flag in line.split()}


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


if __name__ == "__main__":
    _ALONE = {
        "": main,
        "skills": measure_skills,
        "shortlist": measure_shortlist,
        "market": measure_market,
        "match": measure_match,
        "people": measure_people,
    }
    _ALONE["".join(sys.argv[1:2])](*sys.argv[2:])
