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
from testamur.credentials.award_toml import AwardPlan, read_award
from testamur.credentials.issue import award_id
from testamur.credentials.recipients import Recipient, RowProblem
from testamur.credentials.resolution import Offline
from testamur.errors import Refused
from testamur.keys import Signer

__all__ = ["ADDED", "Job", "signed"]

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


def signed(job: Job, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each row with its credential, or with what is wrong with it."""
    plan, room, signer = _ready(job)
    told: list[_Told] = [{"problem": "row.malformed", "detail": "it is empty"} for _ in rows]
    for one in plan.recipients(_as_list(rows)):
        told[one.row - 2] = _told(one, job, plan, room, signer)
    for row, said in zip(rows, told, strict=True):
        yield {**row, **dict.fromkeys(ADDED), **said}


@lru_cache(maxsize=4)
def _ready(job: Job) -> tuple[AwardPlan, Pressroom, Signer]:
    """The plan, the press and the key: once for each process."""
    plan = read_award(job.award)
    issuer = plan.issuer_for(job.issuer)
    room = Pressroom(plan, issuer, proof=job.proof, pictures={}, published=Offline())
    _, key = open_key(Path(job.key), passphrase=find_passphrase(None))
    return plan, room, key


def _as_list(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as the list of people that they are read from."""
    told = io.StringIO()
    table = csv.writer(told)
    table.writerow(rows[0])
    table.writerows([_cell(value) for value in row.values()] for row in rows)
    return told.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _told(
    one: Recipient | RowProblem, job: Job, plan: AwardPlan, room: Pressroom, signer: Signer
) -> _Told:
    if isinstance(one, RowProblem):
        return {"problem": one.code, "detail": one.sentence}
    identifier = f"urn:uuid:{award_id(job.issuer, [plan.achievement.id, one.key])}"
    order = Order(one, identifier, job.created, None, "", ("json",))
    try:
        room.check(one, at=job.created)
        made = room.make(order, signer=signer)
    except Refused as refused:
        return {"problem": refused.problem.code, "detail": refused.problem.detail}
    return {"id": identifier, "credential": made["json"].decode()}
