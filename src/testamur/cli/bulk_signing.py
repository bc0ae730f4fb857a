"""Signing a part of a bulk job, wherever it runs: rows in, the same rows with credentials out.

A job carries the path of the key file and never the key: whoever runs the executors decides which
of them can read it, and its passphrase comes from the environment there. A part that is done twice
gives the same ids; only one of the two is kept, by whoever writes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from testamur.cli.keyfile import find_passphrase, open_key
from testamur.cli.pressing import Order, Pressroom
from testamur.cli.register import Place
from testamur.credentials.award_toml import AwardPlan, read_award
from testamur.credentials.issue import award_id
from testamur.credentials.recipients import Recipient, RowProblem
from testamur.credentials.resolution import Offline
from testamur.errors import Refused
from testamur.keys import Signer

__all__ = ["ADDED", "PLACED", "Job", "signed", "signed_batches"]

PLACED: Final = ("status_list", "status_index")
"""The columns of an award's place in a status list, which it has before it is signed."""

ADDED: Final = ("id", "credential", "problem", "detail")
"""The columns that stand beside those of the awards afterwards."""

_Told = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Job:
    """What every part of a bulk job must know."""

    award: str
    issuer: str
    proof: str
    key: str
    """Where the key file is, on whichever machine signs."""
    created: datetime
    purposes: tuple[str, ...] = ()
    """What the places in status lists are for; none where the awards have no place."""


def signed_batches(job: Job, batches: Iterator[Any]) -> Iterator[Any]:
    """Record batches of awards that have their places, each row signed or told what is wrong."""
    import pyarrow as pa

    for batch in batches:
        schema = batch.schema
        for name in ADDED:
            schema = schema.append(pa.field(name, pa.string()))
        rows = list(signed(job, batch.to_pylist()))
        yield pa.RecordBatch.from_pylist(rows, schema=schema)


def signed(job: Job, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each row with its credential, or with what is wrong with it."""
    desk = _desk_of(job)
    told: list[_Told] = [{"problem": "row.malformed", "detail": "it is empty"} for _ in rows]
    for one in desk.plan.recipients(_as_list(rows)) if rows else ():
        told[one.row - 2] = desk.sign(one, rows[one.row - 2])
    for row, said in zip(rows, told, strict=True):
        yield {**row, **dict.fromkeys(ADDED), **said}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a job is done with, in one process: the plan, the press and the key."""

    job: Job
    plan: AwardPlan
    room: Pressroom
    signer: Signer

    def sign(self, one: Recipient | RowProblem, row: Mapping[str, Any]) -> _Told:
        """The credential of one row, or what is wrong with it."""
        if isinstance(one, RowProblem):
            return {"problem": one.code, "detail": one.sentence}
        job = self.job
        identifier = f"urn:uuid:{award_id(job.issuer, [self.plan.achievement.id, one.key])}"
        url, index = (row[name] for name in PLACED) if job.purposes else (None, 0)
        place = Place(url, index, job.purposes) if url else None
        try:
            self.room.check(one, at=job.created)
            order = Order(one, identifier, job.created, place, "", ("json",))
            made = self.room.make(order, signer=self.signer)
        except Refused as refused:
            return {"problem": refused.problem.code, "detail": refused.problem.detail}
        return {"id": identifier, "credential": made["json"].decode()}


@lru_cache(maxsize=4)
def _desk_of(job: Job) -> _Desk:
    """The desk, set up once for each process; raises `Refused` (`key.*`, `file.*`)."""
    plan = read_award(job.award)
    issuer = plan.issuer_for(job.issuer)
    room = Pressroom(plan, issuer, proof=job.proof, pictures={}, published=Offline())
    _, key = open_key(Path(job.key), passphrase=find_passphrase(None))
    return _Desk(job, plan, room, key)


def _as_list(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as the list of people that they are read from."""
    told = io.StringIO()
    table = csv.writer(told)
    names = [name for name in rows[0] if name not in PLACED]
    table.writerow(names)
    table.writerows([_cell(row[name]) for name in names] for row in rows)
    return told.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
