"""Which engine answers: DuckDB inside this process, or Apache Spark by its address.

    ""  duckdb://             DuckDB in memory
    figures.duckdb            DuckDB, with a file for what does not fit into memory
    local[2]  local-cluster[2,1,1024]  spark://host:7077  yarn     Apache Spark
    sc://host:15002           Spark Connect

Both read the same columnar files and answer the same expressions.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from testamur.errors import Refused
from testamur.market.extra import extra

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Engine", "opened", "spark_of"]

_SPARK: Final = re.compile(r"(local(-cluster)?(\[.*\])?|spark://.+|yarn|k8s://.+)")
_CLUSTER: Final = re.compile(r"local-cluster\[\d+,\s*\d+,\s*(\d+)\]")
_SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.ansi.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_ON_THIS_MACHINE: Final = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000",
}
"""Settings of a Spark that is started here, by `local[…]` or `local-cluster[…]`."""

_NOT_LINKED: Final = frozenset({"work", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is open: `name` is `duckdb` or `spark`."""

    name: str
    backend: Any
    """What Ibis asks."""

    def read(self, files: Sequence[Path], name: str) -> ir.Table:
        """Columnar files as one table."""
        paths = [str(file) for file in files]
        if self.name == "duckdb":
            table: ir.Table = self.backend.read_parquet(paths, hive_partitioning=False)
            return table
        self.backend._session.read.parquet(*paths).createOrReplaceTempView(name)  # noqa: SLF001 -- Ibis reads one file
        view: ir.Table = self.backend.table(name)
        return view


@contextmanager
def opened(url: str = "") -> Iterator[Engine]:
    """The engine of an address; raises `Refused` (`market.engine-unknown`, `market.extra-missing`).

    A Spark session that runs in this process already is used as it is, and left open.
    """
    if _is_spark(url):
        with _spark(url) as backend:
            yield Engine("spark", backend)
        return
    path = url.removeprefix("duckdb://")
    if "://" in path or (path and not path.endswith((".duckdb", ".db"))):
        told = f"{url!r:.80} is neither a file of DuckDB, such as figures.duckdb, nor a Spark"
        raise Refused.because("market.engine-unknown", told)
    backend = _duckdb(path)
    try:
        yield Engine("duckdb", backend)
    finally:
        backend.disconnect()


def _is_spark(url: str) -> bool:
    return url.startswith("sc://") or _SPARK.fullmatch(url) is not None


def _duckdb(path: str) -> Any:
    with extra():
        import duckdb
        import ibis
    try:
        backend = ibis.duckdb.connect(path or ":memory:")
    except duckdb.Error as error:
        raise _silent(path, error) from None
    backend.raw_sql("SET enable_progress_bar = false")
    return backend


@contextmanager
def _spark(url: str) -> Iterator[Any]:
    with extra():
        import ibis
    with spark_of(url) as session:
        yield ibis.pyspark.connect(session)


@contextmanager
def spark_of(url: str) -> Iterator[Any]:
    """A Spark session; one that runs in this process already is used as it is, and left open.

    Raises `Refused` (`market.engine-unknown`, `market.extra-missing`).
    """
    if not _is_spark(url):
        told = f"{url!r:.80} is no Spark, such as local[2] or spark://host:7077"
        raise Refused.because("market.engine-unknown", told)
    with extra("spark"):
        from pyspark.sql import SparkSession
    running = SparkSession.getActiveSession()
    session = running or _session(SparkSession, url)
    try:
        yield session
    finally:
        if running is None:
            session.stop()


def _session(spark: Any, url: str) -> Any:
    builder = spark.builder.appName("testamur")
    builder = builder.remote(url) if url.startswith("sc://") else builder.master(url)
    settings = _SETTINGS | (_settings_here(url) if url.startswith("local") else {})
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 -- Spark and Py4J have no common root
        raise _silent(url, error) from None


def _settings_here(url: str) -> dict[str, str]:
    """Settings of a Spark that is started here, and the environment its processes look at."""
    # Workers of a local cluster look for their driver where the machine's own name leads, and
    # executors for the first `python3` there is, which need not be this one.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    home = _home()
    os.environ.setdefault("SPARK_HOME", home)
    more = {"spark.local.dir": home, "spark.log.level": "FATAL"}
    if found := _CLUSTER.fullmatch(url):
        more["spark.executor.memory"] = f"{found[1]}m"
    return _ON_THIS_MACHINE | more


@cache
def _home() -> str:
    """A folder that is Spark to Spark, and takes what it leaves lying; gone with this process.

    A local cluster keeps the work of its executors in the folder that Spark itself is in.
    """
    import pyspark

    home = Path(tempfile.mkdtemp(prefix="testamur-spark-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for each in Path(pyspark.__file__).parent.iterdir():
        if each.name not in _NOT_LINKED:
            (home / each.name).symlink_to(each)
    return str(home)


def _silent(url: str, error: Exception) -> Refused:
    told = (
        f"{url!r:.80} does not answer: {str(error).splitlines()[0] if str(error) else error!r:.80}"
    )
    return Refused.because("market.engine-unknown", told[:300])
