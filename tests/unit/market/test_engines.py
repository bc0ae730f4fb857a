"""Spark answers what DuckDB answers, over the same files, and signs what this process signs.

One session for all: it takes Java, and where there is none these tests are skipped by name.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from testamur.cli import main
from testamur.market import Market, Scope, Store, load
from testamur.market.duplicates import judged
from testamur.market.engines import opened
from tests.command_line import AWARD
from tests.market_cast import AT, fill, mapped, market_rows, write_csv

if shutil.which("java") is None:
    pytest.skip("needs Java, which Apache Spark runs on", allow_module_level=True)
pytest.importorskip("pyspark")

pytestmark = [
    pytest.mark.longest,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # PySpark 4.0 asks pandas 3
    # Py4J leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.log.level": "FATAL",
    "spark.sql.inMemoryColumnarStorage.compressed": "false",
    # Half of what a short run costs is checking and compiling classes.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData "
    "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote",
}
TEXT = {"text": "You will answer letters.", "employer": "Ada Ltd", "title": "Clerk"}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    folder = tmp_path_factory.mktemp("engines")
    store, _ = fill(folder, market_rows())
    late = [row | {"region": "Küste"} for row in market_rows() if row["id"] >= "202410"]
    path = write_csv(folder / "late.csv", late)
    load(path, mapping=mapped(source="Late postings"), store=store, at=AT)
    return store


@pytest.fixture(scope="module")
def session():
    """A Spark that spends little on being quick: what runs already is used as it is."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)  # where its Python finds this package
    builder = SparkSession.builder.master("local[1]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def engines(store, session):
    with Market(store) as duckdb, Market(store, url="local[1]") as spark:
        for table in ("postings", "mentions"):  # 78 files are opened once, not for each question
            session.catalog.cacheTable(table)
        yield duckdb, spark


NARROW = Scope(region="Ohio", since="2024-01", until="2025-03")
QUESTIONS: dict[str, Callable[[Market], Any]] = {
    "demand": lambda market: market.demand("urn:sql"),
    "demand, narrowed": lambda market: market.demand("urn:fax", NARROW),
    "demand of what nobody asks for": lambda market: market.demand("urn:none"),
    "skills": lambda market: market.skills(),
    "occupations": lambda market: market.occupations("urn:sql", NARROW),
    "together": lambda market: market.together("urn:fax"),
    "pairs": lambda market: market.pairs(),
    "heat": lambda market: market.heat(limit=3),
    "salaries": lambda market: market.salaries(),
    "places": lambda market: market.places(),
    "works": lambda market: market.works(limit=2, skills=["urn:sql", "urn:fax"]),
    "works, narrowed": lambda market: market.works(NARROW),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_engines_give_equal_numbers(engines, question):
    duckdb, spark = (QUESTIONS[question](market).as_json() for market in engines)
    assert duckdb == spark


def test_both_engines_know_the_same_repeats(tmp_path, engines):
    days = ["01-01", "01-20", "02-10", "04-05"]
    rows = [{"id": str(at), "posted": f"2026-{day}", **TEXT} for at, day in enumerate(days)]
    rows += [{"id": "0", "posted": "2026-02-01", **TEXT, "text": "Other words."}]
    rows += [{"id": str(at), "posted": "2026-01-01", "title": "Cook"} for at in range(8, 10)]
    store, loaded = fill(tmp_path, rows)
    told = []
    for url in ("", "local[1]"):
        with opened(url) as engine:
            seen = engine.read(store.files("seen"), "seen").mutate(is_new=1)
            found = judged(seen).select("row", "verdict").order_by("row")
            told.append([int(one) for one in found.to_pyarrow()["verdict"].to_pylist()])
    assert told[0] == told[1] == [0, 2, 2, 0, 1, 0, 0]
    assert loaded.manifest.counts["postings"] == 4


def test_awards_are_signed_and_verified_as_here(tmp_path, monkeypatch, capsys, session):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TESTAMUR_ANALYTICS_URL", "local[1]")
    monkeypatch.setattr("testamur.cli.bulk_issue.PART", 3)
    (tmp_path / "award.toml").write_text(AWARD)
    mails = [f"p{number}@mail.example" for number in range(6)] + ["none"]
    pq.write_table(pa.table({"E-mail": mails}), "awards.parquet")
    assert main(["keys", "new", "-o", "issuer.key"]) == 0
    issue = ["bulk", "issue", "awards.parquet", "--award", "award.toml", "--key", "issuer.key"]
    told = []
    for engine in ("local", "spark"):
        assert main([*issue, "-o", engine, "--engine", engine]) == 1
        table = pa.concat_tables(map(pq.read_table, sorted((tmp_path / engine).glob("part*"))))
        told.append(table.select(["E-mail", "id", "problem"]).sort_by("E-mail").to_pylist())
    assert len(list((tmp_path / "spark").glob("part*"))) == 3
    assert told[0] == told[1]
    assert [path.name for path in (tmp_path / "spark").iterdir() if path.is_dir()] == ["site"]
    capsys.readouterr()
    words = ["bulk", "verify", "spark", "-o", "verdicts", "--engine", "spark", "--json"]
    assert main([*words, "--offline", "--documents", "spark/site"]) == 0
    counts = {"valid": 6, "invalid": 0, "undetermined": 0, "empty": 1}
    assert json.loads(capsys.readouterr().out) == counts


def test_what_an_executor_refuses_is_one_problem(tmp_path, monkeypatch, capsys, session):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TESTAMUR_ANALYTICS_URL", "local[1]")
    (tmp_path / "award.toml").write_text(AWARD)
    pq.write_table(pa.table({"E-mail": ["ada@mail.example"]}), "awards.parquet")
    monkeypatch.setenv("TESTAMUR_PASSPHRASE", "known here alone")
    assert main(["keys", "new", "-o", "issuer.key", "--controller", "did:web:uni.example"]) == 0
    issue = ["bulk", "issue", "awards.parquet", "--award", "award.toml", "--key", "issuer.key"]
    assert main([*issue, "-o", "signed", "--engine", "spark"]) == 2
    assert "[key.passphrase]" in capsys.readouterr().err
    assert not list(tmp_path.glob("*signed*"))
