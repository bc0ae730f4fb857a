"""`testamur bulk verify`: a Parquet of credentials in, a Parquet of verdicts out, row for row."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import Final

from testamur.cli.bulk_judging import READ, Judging, Sources, judged_batches, verdict_schema
from testamur.cli.bulk_parts import (
    ENGINES,
    check_count,
    made_whole,
    parquet_in,
    work_here,
    work_on_spark,
)
from testamur.cli.holdings import moment_of
from testamur.cli.policies import add_policy_arguments, policy_of
from testamur.cli.resolving import add_documents_arguments, resolver_of
from testamur.cli.terminal import about, examples, plain, plural
from testamur.errors import Refused
from testamur.market.extra import extra
from testamur.problems import Verdict

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Verify a Parquet of credentials: its column `credential` holds one a row, as `testamur bulk issue`
writes them: JSON, tokens, or whatever else is text that `testamur verify` takes.

The output has a row for each: `id`, as the credential says; `verdict`; the outcomes of the four
answers, `untampered`, `signed_by_issuer`, `still_valid` and `trusted`; code and sentence of the
first problem. A row without a credential has no verdict. With --engine spark the parts are verified
on the executors of the Spark that TESTAMUR_ANALYTICS_URL names (else on this machine), which find
--documents at the same path. The output is there when all of it is, and never written over.

Ends with 0 when all are valid, 1 when one is invalid, 3 when something could not be judged and
nothing is known to be wrong.
"""
_HERE: Final = 500
_CODES: Final = {Verdict.INVALID: 1, Verdict.UNDETERMINED: 3}


def add_arguments(parser: ArgumentParser) -> None:
    """What to verify, when, where, and what may be used and accepted for it."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur bulk verify signed/ -o verdicts/",
        "testamur bulk verify signed/ -o verdicts/ --offline --documents signed/site",
        "testamur bulk verify credentials.parquet -o verdicts/ --engine spark",
    )
    parser.add_argument(
        "credentials", metavar="CREDENTIALS.parquet", type=Path, help="what: file, folder"
    )
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True, help="where the files go"
    )
    parser.add_argument(
        "--engine", choices=ENGINES, default="local", help="where it is verified (local)"
    )
    add_documents_arguments(parser)
    parser.add_argument("--at", metavar="TIME", help="judge as at TIME: 2026-05-31, or with a time")
    add_policy_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Verify; the exit code of the worst."""
    job = _job_of(arguments)
    with about(arguments.credentials):
        batches = parquet_in(arguments.credentials, columns=READ)
        if READ[1] not in batches.columns:
            raise Refused.because("recipients.header", "no column is called 'credential'")
    with made_whole(arguments.output) as folder:
        work = partial(judged_batches, job)
        if arguments.engine == "spark":
            work_on_spark(work, batches, folder, schema=verdict_schema())
        else:
            work_here(work, batches.read(_HERE), folder)
        check_count(folder, batches.count)
        counts = _counts(folder)
    print(json.dumps(counts) if arguments.json else _told(counts, arguments.output))
    return next((code for verdict, code in _CODES.items() if counts[verdict]), 0)


def _job_of(arguments: Namespace) -> Judging:
    """What was asked for; documents that cannot be read are told before anything is begun."""
    resolver_of(arguments)
    where = arguments.credentials
    documents = str(arguments.documents.resolve()) if arguments.documents else ""
    policy = policy_of(arguments)
    sources = Sources(
        beside=str((where if where.is_dir() else where.parent).resolve()),
        documents=documents,
        is_offline=arguments.offline,
        origins=tuple(arguments.allow_origin),
        are_believed=policy.handed_over,
    )
    return Judging(moment_of(arguments), policy, sources)


def _counts(folder: Path) -> dict[str, int]:
    """How many there are of each verdict, and how many rows had no credential."""
    with extra():
        import duckdb
    with duckdb.connect() as engine:
        table = engine.read_parquet(str(folder / "part-*.parquet"))
        found = dict(table.aggregate("coalesce(verdict, ''), count(*)").fetchall())
    return {verdict.value: found.get(verdict.value, 0) for verdict in Verdict} | {
        "empty": found.get("", 0)
    }


def _told(counts: dict[str, int], output: Path) -> str:
    counted = ", ".join(f"{counts[one]:,} {one}" for one in Verdict if counts[one])
    total = sum(counts[one] for one in Verdict)
    empty = f"; {plural(counts['empty'], 'row')} without one" if counts["empty"] else ""
    summary = f"{plural(total, 'credential')}: {counted}" if total else "No credentials"
    return f"{summary}{empty}. Verdicts are in {plain(str(output))}"
