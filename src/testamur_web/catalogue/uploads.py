"""Files in which lists and crosswalks are brought: kept, read by a worker, and told how far it is.

A whole list takes seconds, or half a minute, to read. That is no work for a request, nor for a
transaction, which would hold up everybody else who writes. So a worker reads outside of any, says
after each file how far it is, and keeps the outcome and the end in one transaction. Whoever reads
says so every few moments; where nobody has for a while, for its worker was killed, another begins
anew from the bytes that are kept. What was read before is kept once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from testamur.errors import TestamurError
from testamur.problems import Problem
from testamur.skills.readers import CrosswalkIntake, Intake, read_crosswalk, read_framework
from testamur.skills.readers.files import find_files
from testamur_web.catalogue.adopting import keep_proposal
from testamur_web.catalogue.crosswalking import keep_crosswalk
from testamur_web.catalogue.models import ListUpload
from testamur_web.ops import outbox
from testamur_web.people.models import Person

__all__ = ["bring_list", "hand_on", "read_upload", "resume_upload"]

log: Final = logging.getLogger(__name__)

STALE: Final = timedelta(minutes=2)
"""Whoever reads and says nothing for so long is taken for gone."""

MOST_ATTEMPTS: Final = 5

_State = ListUpload.State
_OPEN: Final = (_State.WAITING, _State.READING)


@transaction.atomic
def bring_list(
    name: str,
    data: bytes,
    *,
    is_crosswalk: bool = False,
    is_reversed: bool = False,
    by: Person | None,
    at: datetime,
) -> ListUpload:
    """Keep a file, and leave it to a worker to read it."""
    upload = ListUpload.objects.create(
        name=Path(name).name[:300] or "list",
        is_crosswalk=is_crosswalk,
        is_reversed=is_reversed,
        data=data,
        size=len(data),
        uploaded_by=by,
        uploaded_at=at,
    )
    _post(upload.pk, number=1)
    return upload


@transaction.atomic
def resume_upload(upload: ListUpload) -> None:
    """Hand a file that stands still on once more."""
    if upload.state in _OPEN:
        outbox.post(
            "list.read",
            {"upload": str(upload.pk), "number": 1},
            key=f"list.read:{upload.pk}:again:{upload.attempts}",
        )


def hand_on(upload: UUID, *, number: int, enqueue: Callable[[str], Any]) -> None:
    """Let a worker read a file for the `number`th time, and look again later whether it did.

    Called within the transaction of an outbox row.
    """
    found = ListUpload.objects.filter(pk=upload, state__in=_OPEN)
    if number > MOST_ATTEMPTS:
        problem = Problem("framework.reading-stopped", f"it was begun {MOST_ATTEMPTS} times")
        for row in found.defer("data"):
            _refuse(row, problem, at=timezone.now())
    elif found.exists():
        enqueue(str(upload))
        _post(upload, number=number + 1, due_at=timezone.now() + STALE)


def read_upload(pk: UUID | str) -> None:
    """Read a file that nobody else reads now, and keep what is in it as a proposal."""
    now = timezone.now()
    is_free = Q(state=_State.WAITING) | Q(state=_State.READING, seen_at__lte=now - STALE)
    claimed = ListUpload.objects.filter(is_free, pk=pk)
    if not claimed.update(
        state=_State.READING, seen_at=now, attempts=F("attempts") + 1, done=0, stage=""
    ):
        return
    upload = ListUpload.objects.get(pk=pk)
    try:
        intake = _read(upload)
    except TestamurError as error:
        _refuse(upload, error.problem, at=timezone.now())
    else:
        _keep(upload, intake, at=timezone.now())


def _read(upload: ListUpload) -> Intake | CrosswalkIntake:
    with TemporaryDirectory() as folder:
        path = Path(folder) / upload.name
        path.write_bytes(upload.data)
        total = len(find_files(path))
        ListUpload.objects.filter(pk=upload.pk).update(total=total)
        tell = _teller(upload.pk)
        if upload.is_crosswalk:
            return read_crosswalk(path, is_reversed=upload.is_reversed, tell=tell)
        return read_framework(path, tell=tell)


def _teller(pk: UUID) -> Callable[[str], None]:
    """Says which file is being read, and with that, that somebody reads."""

    def tell(name: str) -> None:
        stage = name.rpartition(": ")[2][:300]
        found = ListUpload.objects.filter(pk=pk, done__lt=F("total"))
        found.update(stage=stage, done=F("done") + 1, seen_at=timezone.now())

    return tell


@transaction.atomic
def _keep(upload: ListUpload, intake: Intake | CrosswalkIntake, *, at: datetime) -> None:
    """Keep what was read and the end of reading together; an upload that ended meanwhile stays."""
    locked = ListUpload.objects.select_for_update().filter(pk=upload.pk, state__in=_OPEN).first()
    if locked is None:
        return
    if isinstance(intake, CrosswalkIntake):
        locked.crosswalk, is_new = keep_crosswalk(intake, by=locked.uploaded_by, at=at)
    else:
        locked.framework, is_new = keep_proposal(intake, by=locked.uploaded_by, at=at)
    locked.is_known = not is_new
    _end(locked, _State.DONE, at=at)


def _refuse(upload: ListUpload, problem: Problem, *, at: datetime) -> None:
    log.info("upload %s is refused: %s", upload.pk, problem.code)
    upload.problem = {"code": problem.code, "detail": problem.detail[:1000]}
    _end(upload, _State.REFUSED, at=at)


def _end(upload: ListUpload, state: str, *, at: datetime) -> None:
    """It is read or refused; its bytes are needed no more."""
    upload.state, upload.data, upload.finished_at = state, b"", at
    upload.save(
        update_fields=[
            *("state", "data", "finished_at", "problem", "framework", "crosswalk", "is_known")
        ]
    )


def _post(upload: UUID, *, number: int, due_at: datetime | None = None) -> None:
    outbox.post(
        "list.read",
        {"upload": str(upload), "number": number},
        key=f"list.read:{upload}:{number}",
        due_at=due_at,
    )
