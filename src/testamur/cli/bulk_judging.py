"""Verifying a part of a bulk job, wherever it runs: credentials in, a verdict and why for each.

What an executor may ask for is what `testamur verify` may: documents that were named or that lie
beside, at the path they have here, then the network unless it is offline. Contexts are the
library's own.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from testamur.cli.resolving import resolver_beside, resolver_of
from testamur.credentials.document import Credential
from testamur.credentials.resolution import Resolver
from testamur.credentials.verify import Policy
from testamur.errors import TestamurError
from testamur.interop.intake import examine, take_in
from testamur.problems import Report

__all__ = ["COLUMNS", "READ", "Judging", "Sources", "judged_batches", "verdict_schema"]

READ: Final = ("id", "credential")
"""The columns that are read, as far as they are there: the second must be."""

_ANSWERS: Final = ("untampered", "signed_by_issuer", "still_valid", "trusted")
COLUMNS: Final = ("id", "verdict", *_ANSWERS, "problem", "detail")
"""The columns of a verdict: the outcome of each answer, and the first problem there is."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where documents may come from, as every process finds them."""

    beside: str
    """The folder that the credentials lie in."""
    documents: str
    is_offline: bool
    origins: tuple[str, ...]
    are_believed: bool


@dataclass(frozen=True, slots=True)
class Judging:
    """What every part of a job must know."""

    at: datetime
    policy: Policy
    sources: Sources


def verdict_schema() -> Any:
    """The columns of what comes out."""
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string()) for name in COLUMNS])


def judged_batches(job: Judging, batches: Iterator[Any]) -> Iterator[Any]:
    """Record batches of credentials as record batches of verdicts, row for row."""
    import pyarrow as pa

    schema = verdict_schema()
    for batch in batches:
        rows = [_judged(job, row) for row in batch.to_pylist()]
        yield pa.RecordBatch.from_pylist(rows, schema=schema)


def _judged(job: Judging, row: Mapping[str, Any]) -> dict[str, str | None]:
    """The verdict on one row; a row without a credential has none."""
    text = row["credential"]
    told: dict[str, str | None] = dict.fromkeys(COLUMNS)
    if text is None:
        return told | {"id": _text(row.get("id"))}
    resolver = _resolver_of(job.sources)
    report = examine(text, resolver=resolver, at=job.at, policy=job.policy)
    told |= {"id": _id_of(text) or _text(row.get("id")), "verdict": report.verdict.value}
    return told | _answers(report)


def _answers(report: Report) -> dict[str, str | None]:
    told: dict[str, str | None] = {}
    for name, answer in zip(_ANSWERS, report.answers, strict=False):  # none of what is unreadable
        told[name] = answer.outcome.value
    if report.problems:
        told |= {"problem": report.problems[0].code, "detail": report.problems[0].detail}
    return told


def _id_of(text: str | bytes) -> str:
    """What a credential says that it is called; nobody can be given another's verdict by a row."""
    try:
        return Credential(take_in(text).text).id
    except TestamurError:
        return ""


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=4)
def _resolver_of(sources: Sources) -> Resolver:
    """The resolver, set up once for each process."""
    documents = Path(sources.documents) if sources.documents else None
    base = resolver_of(
        Namespace(allow_origin=sources.origins, offline=sources.is_offline, documents=documents)
    )
    if documents:
        return base
    return resolver_beside(
        str(Path(sources.beside) / "part"), base, are_believed=sources.are_believed
    )
