"""Millions of generated postings on DuckDB and on Apache Spark: `python -m bench market`.

    python -m bench market                      # ten million on both
    python -m bench market 10000000 2000000     # on DuckDB, on both: the first, the second on Spark

The job is one and the same on both, from the library's own expressions: know the repeats of raw
postings and keep the rest as Parquet by the month, then ask six figures of what is kept. Raw
postings are generated first, which is not counted. DuckDB runs in a process of its own with two
threads; Spark as a local cluster: a driver, and two executors of one core and 3 GB each, which are
processes of their own, started for it and counted in. Seconds are by the clock of whatever else the
machine does, so the load stands beside them, and CPU seconds of all processes that were started.

All that is written lies in one folder below TMPDIR that is removed at the end: 10,000,000 take some
8 GB there and 8 GB of memory. What takes longer than fifteen minutes is ended, and told so.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil

__all__ = ["measure_market"]

MANY: Final = 10_000_000
WORKERS: Final = "local-cluster[2,1,3072]"
PATIENCE: Final = 900
RESULTS: Final = Path(__file__).resolve().parent / "results" / "market.json"
_MONTHS: Final = 36

_RAW: Final = """
COPY (
  WITH one AS (
    SELECT i AS row,
      CASE WHEN i % 50 = 0 AND i > 0 THEN i - 1 ELSE i END AS advert,
      (hash(i) % {months})::INT AS age
    FROM range({many}) AS _(i)
  )
  SELECT row, 1 AS is_new, 'Generated' AS source, 'p' || row AS id,
    'd' || advert AS digest, (19358 + age * 30 + hash(advert, 1) % 30)::INT AS day,
    strftime(DATE '2023-01-01' + to_months(age), '%Y-%m') AS month,
    CASE WHEN hash(row, 2) % 10 = 0 THEN NULL ELSE 'region ' || hash(row, 2) % 50 END AS region,
    'occupation ' || hash(row, 3) % 400 AS occupation,
    CASE WHEN hash(row, 4) % 3 = 0 THEN 20000 + (hash(row, 5) % 60000)::DOUBLE END AS pay,
    CASE WHEN hash(row, 4) % 3 = 0 THEN 'EUR' END AS currency,
    list_distinct([ 'urn:skill:' || (pow((hash(row, n) % 1000000) / 1e6, 3) * 5000)::INT
      FOR n IN range(10, 15) ]) AS skills
  FROM one
) TO '{folder}' (FORMAT parquet, PER_THREAD_OUTPUT)
"""


def measure_market(*words: str) -> None:
    """Measure both, print, and write `bench/results/market.json`."""
    sizes = [int(word) for word in words] or [MANY]
    of_duckdb, of_spark = sizes[0], sizes[-1]
    figures: dict[str, Any] = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, "
        f"{psutil.virtual_memory().total / 2**30:.0f} GB of memory",
        "runs": [],
    }
    for size in sorted({of_duckdb, of_spark}):
        with tempfile.TemporaryDirectory(prefix="market-") as name:
            folder = Path(name)
            _generate(folder / "raw", size)
            for engine, url in (("duckdb", ""), ("spark", WORKERS)):
                if engine == "spark" and size > of_spark:
                    continue
                told = _run(engine, url, folder / "raw", folder / engine)
                shutil.rmtree(folder / engine, ignore_errors=True)
                figures["runs"].append({"engine": engine, "url": url, "postings": size, **told})
                RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"{len(figures['runs'])} runs are in {RESULTS}\n")
    print(_table(figures))


def _generate(raw: Path, many: int) -> None:
    import duckdb

    began = time.perf_counter()
    raw.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as engine:
        engine.execute("SET threads = 2; SET enable_progress_bar = false")
        engine.execute(_RAW.format(many=many, months=_MONTHS, folder=raw))
    print(f"generated {many:,} in {time.perf_counter() - began:.0f} s", flush=True)


def _run(engine: str, url: str, raw: Path, out: Path) -> dict[str, Any]:
    """The job in a process of its own, so that memory and CPU are its own."""
    load = os.getloadavg()[0]
    print(f"{engine} {url} begins, at a load of {load:.1f}", flush=True)
    words = [sys.executable, "-m", "bench.market", engine, url, str(raw), str(out)]
    spill = out.with_name(f"{engine}-spill")
    spill.mkdir()
    environment = os.environ | {"TMPDIR": str(spill), "PYTHONPATH": os.pathsep.join(sys.path)}
    began = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as job:
        watch = _Watch(job.pid)
        watch.start()
        told = _told_by(job)
        watch.is_over.set()
    shutil.rmtree(spill, ignore_errors=True)
    return {
        "load": round(load, 1),
        **(told or {"stopped_after": round(time.perf_counter() - began)}),
        "cpu_seconds": round(sum(watch.cpu.values()), 1),
        "processes": len(watch.cpu),
        "peak_megabytes": round(watch.peak / 2**20),
    }


def _told_by(job: subprocess.Popen[str]) -> dict[str, Any] | None:
    """What a job says at its end; None where it took too long, and was ended with all its own."""
    try:
        told, _ = job.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        told = None
    finally:
        for one in psutil.Process(job.pid).children(recursive=True) if job.poll() is None else ():
            one.kill()
        job.kill()
    if told is None:
        return None
    if job.returncode:
        raise RuntimeError(f"it ended with {job.returncode}")
    figures: dict[str, Any] = json.loads(told.splitlines()[-1])
    return figures


class _Watch(threading.Thread):
    """CPU of a process and its children, and the most memory they had together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.is_over = threading.Event()
        self._root = psutil.Process(pid)
        self.cpu: dict[int, float] = {}
        self.peak = 0

    def run(self) -> None:
        """Look every half second."""
        while not self.is_over.wait(0.5):
            try:
                self._look()
            except psutil.Error:
                continue

    def _look(self) -> None:
        memory = 0
        for one in [self._root, *self._root.children(recursive=True)]:
            try:
                spent, held = one.cpu_times(), one.memory_info().rss
            except psutil.Error:
                continue
            self.cpu[one.pid] = spent.user + spent.system
            memory += held
        self.peak = max(self.peak, memory)


def job(engine_name: str, url: str, raw: Path, out: Path) -> dict[str, Any]:
    """The job itself, by the expressions of the library; seconds of each part, and its answers."""
    from testamur.market import measures
    from testamur.market.duplicates import KEPT, judged
    from testamur.market.engines import opened

    seconds: dict[str, float] = {}
    with _timed("all", seconds), opened(url) as engine:
        if engine_name == "duckdb":
            engine.backend.raw_sql("SET threads = 2; SET memory_limit = '6GB'")
            engine.backend.raw_sql(f"SET temp_directory = '{tempfile.gettempdir()}'")
        else:
            engine.backend._session.conf.set("spark.sql.shuffle.partitions", "32")  # noqa: SLF001 -- as the library does
        with _timed("load", seconds):
            rows = judged(engine.read(sorted(raw.glob("*.parquet")), "raw"))
            kept = rows.filter(rows.verdict == KEPT).mutate(key=rows.row, confidence=1.0)
            columns = ("key", "source", "month", "region", "occupation", "pay", "currency")
            _keep(engine, kept.select(*columns, "confidence", "skills"), out / "postings")
            postings = engine.read(sorted(out.rglob("*.parquet")), "postings")
            asking = postings.mutate(skill=postings.skills.unnest()).drop("skills")
            _keep(engine, asking, out / "mentions")
            mentions = engine.read(sorted(out.glob("mentions/**/*.parquet")), "mentions")
        months = [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(_MONTHS)]
        wanted = "urn:skill:7"
        most = [f"urn:skill:{number}" for number in range(40)]
        asked: dict[str, Callable[[], Any]] = {
            "by_month": lambda: measures.by_month(measures.of_skill(mentions, wanted)),
            "by_skill": lambda: measures.by_skill(mentions, months[12:24], months[24:]),
            "by_region": lambda: measures.by(measures.of_skill(mentions, wanted), "region"),
            "beside": lambda: measures.held_beside(mentions, [wanted]),
            "side_by_side": lambda: measures.side_by_side(mentions, most),
            "pay": lambda: measures.pay(postings),
        }
        answers = {}
        for name, ask in asked.items():
            with _timed(name, seconds):
                told = ask().to_pyarrow().to_pylist()
            answers[name] = [len(told), sum(row["n"] for row in told)]
    return {"seconds": seconds, "answers": answers}


def _keep(engine: Any, kept: Any, out: Path) -> None:
    """Parquet by the month: the writers of the engines differ, what is written does not."""
    import ibis

    if engine.name == "duckdb":
        out.mkdir(parents=True)
        sql = ibis.to_sql(kept, dialect="duckdb")
        where = f"TO '{out}' (FORMAT parquet, PARTITION_BY (month), WRITE_PARTITION_COLUMNS)"
        engine.backend.raw_sql(f"COPY ({sql}) {where}")
    else:
        frame = engine.backend._session.sql(engine.backend.compile(kept))  # noqa: SLF001 -- as the library does
        frame.withColumn("part", frame.month).write.partitionBy("part").parquet(str(out))


class _timed:  # noqa: N801 -- a context reads as a word
    """Seconds of a part by the clock."""

    def __init__(self, name: str, seconds: dict[str, float]) -> None:
        self._name, self._seconds, self._began = name, seconds, 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._seconds[self._name] = round(time.perf_counter() - self._began, 1)
        print(f"  {self._name}: {self._seconds[self._name]} s", file=sys.stderr, flush=True)


def _table(figures: dict[str, Any]) -> str:
    lines = [
        "| postings | engine | load s | six figures s | all s | CPU s | processes | MB | load |"
    ]
    lines.append("|--:|---|--:|--:|--:|--:|--:|--:|--:|")
    for run in figures["runs"]:
        spent = run.get("seconds")
        if not spent:
            lines.append(
                f"| {run['postings']:,} | {run['engine']} | | | over {run['stopped_after']} | "
                f"{run['cpu_seconds']} | {run['processes']} | {run['peak_megabytes']:,} | "
                f"{run['load']} |"
            )
            continue
        asked = sum(value for name, value in spent.items() if name not in {"all", "load"})
        lines.append(
            f"| {run['postings']:,} | {run['engine']} | {spent['load']} | {asked:.1f} | "
            f"{spent['all']} | {run['cpu_seconds']} | {run['processes']} | "
            f"{run['peak_megabytes']:,} | {run['load']:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(json.dumps(job(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
