"""How long a list of skills takes to import, to load and to search: `python -m bench.frameworks`.

Real ESCO and O*NET, as they were downloaded, from the data outside the repository. CPU seconds of
one core. A keystroke is one search for what has been typed so far; labels are typed letter by
letter, some of them with a typo in their longest word. What was loaded before is frozen, as in
`bench.clock`, so that no walk of the garbage collector over it falls into a keystroke: one such
walk takes some 70 ms, and a server is well advised to freeze too.
"""

from __future__ import annotations

import gc
import json
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

from testamur.skills.framework import Framework
from testamur.skills.graph import Graph
from testamur.skills.readers import read_framework
from testamur.skills.search import Search
from testamur.skills.shelf import Shelf
from tests.shared_data import SHARED

__all__ = ["main"]

RESULTS: Final = Path(__file__).parent / "results" / "frameworks.json"
LABELS: Final = 150
TARGETS: Final = {
    "ESCO: read": "30 s",
    "ESCO: build the index of search": "2 s",
    "ESCO: a keystroke, worst": "30 ms",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement, in CPU seconds."""

    name: str
    seconds: float


def main() -> None:
    """Measure, print one table, and write it down."""
    rows: list[Row] = []
    for name, place in (("ESCO", "data/esco_raw"), ("O*NET", "data/onet")):
        if (SHARED / place).exists():
            rows += _measured(name, SHARED / place)
        else:
            print(f"{name} is not there: {place}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for row in rows:
        print(f"{row.name:<40} {row.seconds * 1e3:>9,.1f} ms  {TARGETS.get(row.name, '')}")
    print(f"most memory: {peak:,.0f} MiB")
    told = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "rows": [asdict(row) for row in rows],
        "peak_mib": round(peak),
    }
    RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _measured(name: str, place: Path) -> Iterator[Row]:
    spent, intake = _timed(lambda: read_framework(place))
    framework = intake.framework
    yield Row(f"{name}: read", spent)
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        yield Row(f"{name}: put on the shelf", _timed(lambda: shelf.put(framework))[0])
        shelved = shelf.find(framework.name)
        yield Row(f"{name}: load from the shelf", _timed(lambda: shelf.load(shelved))[0])
    yield Row(f"{name}: build the graph", _timed(lambda: Graph(framework))[0])
    spent, search = _timed(lambda: Search(framework))
    yield Row(f"{name}: build the index of search", spent)
    gc.collect()
    gc.freeze()
    strokes = sorted(
        _timed(lambda typed=typed: search.find(typed))[0] for typed in _typed(framework)
    )
    yield Row(f"{name}: a keystroke, median of {len(strokes):,}", statistics.median(strokes))
    yield Row(f"{name}: a keystroke, 99 of 100", strokes[len(strokes) * 99 // 100])
    yield Row(f"{name}: a keystroke, worst", strokes[-1])


def _typed(framework: Framework) -> Iterator[str]:
    """What stands in the box after each keystroke of somebody who looks for these labels."""
    rng = Random(1)  # noqa: S311 -- the same labels every time
    entries: list[Any] = [*framework.skills, *framework.occupations]
    for number, entry in enumerate(rng.sample(entries, LABELS)):
        label: str = rng.choice([entry.label, *entry.alternatives])
        if number % 3 == 0:
            long = max(label.split(), key=len)
            place = rng.randrange(len(long))
            label = label.replace(long, long[:place] + long[place + 1 :])
        yield from (label[:length] for length in range(1, len(label) + 1))


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    done = run()
    return time.process_time() - started, done


if __name__ == "__main__":
    main()
