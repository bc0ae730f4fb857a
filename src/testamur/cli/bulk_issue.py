"""`testamur bulk issue`: a Parquet of awards in, a Parquet of signed credentials out, once each.

1. the award file, the key and the columns are checked before anything is begun;
2. where awards can be revoked each gets its place: the register of the job is made with the output,
   and is thrown away with it where the job fails, so no place is ever given twice;
3. parts of the awards are signed here, or on the executors of a Spark;
4. an award that stands twice refuses the whole; else what was signed is written into the register,
   its lists are signed, and the output gets its name.
"""

from __future__ import annotations

import json
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any, Final

from testamur.cli.bulk_parts import (
    ENGINES,
    PART,
    Batches,
    check_count,
    made_whole,
    parquet_in,
    work_here,
    work_on_spark,
)
from testamur.cli.bulk_signing import ADDED, PLACED, Job, signed_batches
from testamur.cli.files import read_input
from testamur.cli.keyfile import KeyFile, find_passphrase, open_key
from testamur.cli.lists import publish_issuer, publish_lists
from testamur.cli.moments import now, read_period
from testamur.cli.register import REGISTER_NAME, Place, Register
from testamur.cli.site import SITE_NAME
from testamur.cli.terminal import about, examples, plain, plural
from testamur.credentials.award_toml import AwardPlan, read_award
from testamur.credentials.issue import DEFAULT_SUITE, JWT
from testamur.errors import Refused
from testamur.keys import SigningKey
from testamur.market.extra import extra

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Sign a Parquet of awards: one row a person, its columns named as in a list for `testamur issue`. The
output has the same rows, each with `id` and `credential`, or with `problem` and `detail`.

Ids come from issuer, achievement and person, so that the same award has the same id in every run;
one that stands twice refuses the whole. The output is there when all of it is: a run that was
stopped leaves nothing, and the same command begins anew. With --engine spark the parts are signed
on the executors of the Spark that TESTAMUR_ANALYTICS_URL names (else on this machine): each opens
the key file at the path that --key names, so the key itself never travels.

An award that states a status address gets a place in a status list: DIR/register.sqlite3 remembers
it for `testamur status`, and DIR/site is what to publish.
"""
_HERE: Final = 2_000
"""Rows that are signed at a time in this process."""


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
        "--engine", choices=ENGINES, default="local", help="where it is signed (local)"
    )
    parser.add_argument(
        "--status-validity",
        metavar="PERIOD",
        default="30d",
        help="for how long a published status list may be used (30d)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


@dataclass(frozen=True, slots=True)
class _Task:
    """What was asked for, read and checked; the key stays in this process."""

    job: Job
    plan: AwardPlan
    file: KeyFile
    key: SigningKey
    validity: timedelta
    awards: Batches


def run(arguments: Namespace) -> int:
    """Sign; 0, or 1 where rows were refused."""
    task = _read_task(arguments)  # (1)
    with made_whole(arguments.output) as folder, _register_of(task, folder) as register:
        sign = _on_spark if arguments.engine == "spark" else _here
        sign(task, _places(task, register), folder)  # (2) (3)
        check_count(folder, task.awards.count)
        counts = _counts(folder)  # (4)
        publish_issuer(task.file, task.job.issuer, folder / SITE_NAME, at=now())
        lists = _remember(task, register, folder) if register else []
    told = {**counts, "lists": lists}
    print(json.dumps(told) if arguments.json else _told(counts, lists, arguments.output))
    return int(counts["refused"] > 0)


def _read_task(arguments: Namespace) -> _Task:
    with about("--status-validity"):
        validity = read_period(arguments.status_validity)
    with about(arguments.award):
        text = read_input(arguments.award).decode("utf-8", "replace")
        plan = read_award(text)
    file, key = open_key(arguments.key, passphrase=find_passphrase(None))
    proof = plan.proof or DEFAULT_SUITE[key.public.kind]
    if proof == JWT:
        with about(arguments.award):
            raise Refused.because("award.malformed", "bulk awards are JSON, not tokens", "/proof")
    if plan.issuer_id and file.controller and plan.issuer_id != file.controller:
        told = f"the award is by {plan.issuer_id}, and the key signs for {file.controller}"
        raise Refused.because("issuer.key-mismatch", told, "/issuer/id")
    job = Job(text, plan.issuer_id or file.issuer, proof, str(arguments.key.resolve()), now())
    if plan.status_url:
        purposes = ("revocation", "suspension") if plan.is_suspendable else ("revocation",)
        job = replace(job, purposes=purposes)
    with about(arguments.awards):
        awards = parquet_in(arguments.awards)
        if taken := sorted(set(awards.columns) & {*ADDED, *PLACED}):
            told = f"its column {taken[0]!r:.40} would be written over"
            raise Refused.because("recipients.header", told)
    return _Task(job, plan, file, key, validity, awards)


def _register_of(task: _Task, folder: Path) -> AbstractContextManager[Register | None]:
    """The register of the job, where its awards can be revoked."""
    if not task.job.purposes:
        return nullcontext()
    return Register.open(folder / REGISTER_NAME, issuer=task.job.issuer)


def _places(task: _Task, register: Register | None) -> Iterator[Place | None]:
    """(2) The place of each award, in the order of the rows."""
    if register is None or task.plan.status_url is None:
        return repeat(None)
    base, purposes = task.plan.status_url, task.job.purposes
    return register.take_places(task.awards.count, base=base, purposes=purposes)


def _with_places(batches: Iterable[Any], places: Iterator[Place | None]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        mine = [next(places) for _ in range(len(batch))]
        lists = pa.array([one and one.list_url for one in mine], pa.string())
        indices = pa.array([one and one.index for one in mine], pa.int64())
        yield batch.append_column(PLACED[0], lists).append_column(PLACED[1], indices)


def _here(task: _Task, places: Iterator[Place | None], folder: Path) -> None:
    batches = _with_places(task.awards.read(_HERE), places)
    work_here(partial(signed_batches, task.job), batches, folder)


def _on_spark(task: _Task, places: Iterator[Place | None], folder: Path) -> None:
    """Awards with their places wait in files of one part each, whatever files they came in."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    waiting = folder / "awards"
    waiting.mkdir()
    for number, batch in enumerate(_with_places(task.awards.read(PART), places)):
        pq.write_table(pa.table(batch), waiting / f"{number:06d}.parquet")
    staged = parquet_in(waiting)
    schema = staged.schema
    for name in ADDED:
        schema = schema.append(pa.field(name, pa.string()))
    work_on_spark(partial(signed_batches, task.job), staged, folder, schema=schema)
    shutil.rmtree(waiting)


def _counts(folder: Path) -> dict[str, int]:
    """How many were signed and refused; raises `Refused` where an award stands twice."""
    with extra():
        import duckdb
    with duckdb.connect() as engine:
        engine.execute("SET temp_directory = $at", {"at": str(folder / "counting")})
        table = engine.read_parquet(str(folder / "part-*.parquet"))
        twice = table.filter("id IS NOT NULL").aggregate("id, count(*) AS n").filter("n > 1")
        if found := twice.limit(1).fetchone():
            told = f"{found[0]} is awarded {found[1]} times: nothing was written"
            raise Refused.because("row.duplicate", told)
        if table.filter("problem = 'row.duplicate'").limit(1).fetchone():
            told = "somebody is awarded twice: nothing was written"
            raise Refused.because("row.duplicate", told)
        counts = table.aggregate("count(id) AS signed, count(problem) AS refused").fetchone()
    return {"signed": counts[0], "refused": counts[1]} if counts else {}


def _remember(task: _Task, register: Register, folder: Path) -> list[str]:
    """(4) Write down what was signed, and sign the status lists; the addresses to publish at."""
    job = task.job
    register.add_issued(_issued(folder), created=job.created, purposes=job.purposes)
    site = folder / SITE_NAME
    return publish_lists(register, site, signer=task.key, at=now(), validity=task.validity)


def _issued(folder: Path) -> Iterator[tuple[str, str, int]]:
    import pyarrow.parquet as pq

    for path in sorted(folder.glob("part-*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=["id", *PLACED]):
                columns = (batch[name].to_pylist() for name in ("id", *PLACED))
                yield from (row for row in zip(*columns, strict=True) if row[0])


def _told(counts: dict[str, int], lists: list[str], output: Path) -> str:
    if counts["refused"]:
        refused = plural(counts["refused"], "row")
        print(f"{refused} refused: see their `problem` and `detail`", file=sys.stderr)
    told = [f"{plural(counts['signed'], 'credential')} in {plain(str(output))}"]
    if lists:
        told.append(f"Publish what is in {plain(str(output / SITE_NAME))}, each at its address:")
    return "\n".join([*told, *(f"  {url}" for url in lists)])
