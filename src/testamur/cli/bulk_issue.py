"""`testamur bulk issue`: a Parquet of awards in, a Parquet of signed credentials out, once each.

1. the award file, the key and the columns are checked before anything is begun;
2. parts of the awards are signed here, or on the executors of a Spark;
3. what is written waits in a folder beside; an award that stands twice refuses the whole;
4. the folder gets its name when all is there, so that half a job is never taken for one.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from testamur.cli.bulk_signing import ADDED, Job, signed
from testamur.cli.files import read_input
from testamur.cli.keyfile import find_passphrase, open_key
from testamur.cli.moments import now
from testamur.cli.terminal import about, examples, plain, plural
from testamur.credentials.award_toml import read_award
from testamur.credentials.issue import DEFAULT_SUITE, JWT
from testamur.errors import Refused
from testamur.market.engines import spark_of
from testamur.market.extra import extra

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Sign a Parquet of awards: one row a person, its columns named as in a list for `testamur issue`. The
output has the same rows, each with `id` and `credential`, or with `problem` and `detail`.

Ids come from issuer, achievement and person, so that the same award has the same id in every run;
one that stands twice refuses the whole. With --engine spark the parts are signed on the executors
of the Spark that TESTAMUR_ANALYTICS_URL names (else on this machine): each opens the key file at
the path that --key names, so the key itself never travels. No places in status lists are given: an
award that states a status address is issued by `testamur issue`.
"""
_PART: Final = 2_000


def add_arguments(parser: ArgumentParser) -> None:
    """What to award, to whom, with which key, and where it is signed."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur bulk issue awards.parquet --award award.toml --key issuer.key -o signed/",
        "testamur bulk issue awards.parquet --award award.toml --key issuer.key -o signed/ "
        "--engine spark",
    )
    parser.add_argument("awards", metavar="AWARDS.parquet", type=Path, help="to whom: file, folder")
    parser.add_argument(
        "--award", metavar="AWARD.toml", type=Path, required=True, help="what is awarded, by whom"
    )
    parser.add_argument("--key", metavar="KEY", type=Path, required=True, help="the key file")
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True, help="where the files go"
    )
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="where it is signed (local)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Sign; 0, or 1 where rows were refused."""
    job = _job(arguments)  # (1)
    with about(arguments.awards):
        files = _files(arguments.awards)
    if arguments.output.exists():
        raise Refused.because("file.exists", f"{arguments.output} is there already")
    waiting = arguments.output.with_name(f".{arguments.output.name}.part")
    shutil.rmtree(waiting, ignore_errors=True)
    try:
        sign = _on_spark if arguments.engine == "spark" else _here
        sign(job, files, waiting)  # (2)
        counts = _counts(waiting)  # (3)
        waiting.rename(arguments.output)  # (4)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    print(json.dumps(counts) if arguments.json else _told(counts, arguments.output))
    return int(counts["refused"] > 0)


def _job(arguments: Namespace) -> Job:
    with about(arguments.award):
        text = read_input(arguments.award).decode("utf-8", "replace")
        plan = read_award(text)
        if plan.status_url:
            told = "it states a status address, and bulk awards have no place in a status list"
            raise Refused.because("award.malformed", told, "/award/status")
    file, key = open_key(arguments.key, passphrase=find_passphrase(None))
    proof = plan.proof or DEFAULT_SUITE[key.public.kind]
    if proof == JWT:
        with about(arguments.award):
            raise Refused.because("award.malformed", "bulk awards are JSON, not tokens", "/proof")
    issuer = plan.issuer_id or file.issuer
    if plan.issuer_id and file.controller and plan.issuer_id != file.controller:
        told = f"the award is by {plan.issuer_id}, and the key signs for {file.controller}"
        raise Refused.because("issuer.key-mismatch", told, "/issuer/id")
    return Job(text, issuer, proof, str(arguments.key.resolve()), now())


def _files(awards: Path) -> list[Path]:
    found = sorted(awards.rglob("*.parquet")) if awards.is_dir() else [awards]
    if not found or not found[0].is_file():
        raise Refused.because("file.missing", f"there is no Parquet at {awards}")
    with extra():
        import pyarrow.parquet as pq
    try:
        names = pq.ParquetFile(found[0]).schema_arrow.names
    except ValueError as error:
        raise Refused.because("file.unreadable", f"{found[0].name}: {error}"[:200]) from None
    if taken := sorted(set(names) & set(ADDED)):
        told = f"its column {taken[0]!r:.40} would be written over"
        raise Refused.because("recipients.header", told)
    return found


def _here(job: Job, files: Iterable[Path], waiting: Path) -> None:
    with extra():
        import pyarrow as pa
        import pyarrow.parquet as pq
    waiting.mkdir(parents=True)
    for number, path in enumerate(files):
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            for name in ADDED:
                schema = schema.append(pa.field(name, pa.string()))
            with pq.ParquetWriter(waiting / f"part-{number:05d}.parquet", schema) as out:
                for batch in _batches(job, file.iter_batches(batch_size=_PART), schema):
                    out.write_batch(batch)


def _batches(job: Job, batches: Iterable[Any], schema: Any) -> Iterator[Any]:
    """Batches of awards, signed; what runs on an executor too."""
    import pyarrow as pa

    for batch in batches:
        if rows := batch.to_pylist():
            yield pa.RecordBatch.from_pylist(list(signed(job, rows)), schema=schema)


def _on_spark(job: Job, files: Iterable[Path], waiting: Path) -> None:
    with spark_of(os.environ.get("TESTAMUR_ANALYTICS_URL") or "local[*]") as session:
        frame = session.read.parquet(*map(str, files))
        columns = ", ".join(
            f"`{field.name}` {field.dataType.simpleString()}" for field in frame.schema
        )
        added = ", ".join(f"`{name}` string" for name in ADDED)

        def sign(batches: Iterator[Any]) -> Iterator[Any]:
            import pyarrow as pa

            for batch in batches:
                schema = batch.schema
                for name in ADDED:
                    schema = schema.append(pa.field(name, pa.string()))
                yield from _batches(job, [batch], schema)

        frame.mapInArrow(sign, f"{columns}, {added}").write.parquet(str(waiting))


def _counts(waiting: Path) -> dict[str, int]:
    """How many were signed and refused; raises `Refused` where an award stands twice."""
    with extra():
        import duckdb
    files = [str(path) for path in sorted(waiting.rglob("*.parquet"))]
    with duckdb.connect() as engine:
        table = engine.read_parquet(files)
        twice = table.filter("id IS NOT NULL").aggregate("id, count(*) AS n").filter("n > 1")
        if found := twice.limit(1).fetchone():
            told = f"{found[0]} is awarded {found[1]} times: nothing was written"
            raise Refused.because("row.duplicate", told)
        counts = table.aggregate("count(id) AS signed, count(problem) AS refused").fetchone()
    return {"signed": counts[0], "refused": counts[1]} if counts else {}


def _told(counts: dict[str, int], output: Path) -> str:
    if counts["refused"]:
        refused = plural(counts["refused"], "row")
        print(f"{refused} refused: see their `problem` and `detail`", file=sys.stderr)
    return f"{plural(counts['signed'], 'credential')} in {plain(str(output))}"
