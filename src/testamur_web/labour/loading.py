"""A worker loads a file that is mapped: outside of any transaction, saying how far it is.

Whoever loads says so every few moments; where nobody has for a while, for its worker was killed,
another begins anew from the file that is kept. A load that was stopped or deleted meanwhile ends at
the next such moment, and nothing of it counts: what makes it count is written last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from testamur.errors import Conflict, TestamurError
from testamur.market import Loaded, load, mapping_of
from testamur.problems import Problem
from testamur_web.labour.bringing import LOAD
from testamur_web.labour.figures import ask_for_count, forget_leaving
from testamur_web.labour.linked import linking_here
from testamur_web.labour.models import Load
from testamur_web.labour.places import clear_files, file_of, forget_in_store, store_here
from testamur_web.ops import outbox

__all__ = ["hand_on", "load_file"]

log: Final = logging.getLogger(__name__)

STALE: Final = timedelta(minutes=10)
"""Whoever loads and says nothing for so long is taken for gone."""

MOST_ATTEMPTS: Final = 4
_State = Load.State
_OPEN: Final = (_State.WAITING, _State.LOADING)


class _Ended(Exception):
    """Somebody stopped or deleted the load."""


def hand_on(pk: UUID, *, number: int, enqueue: Callable[[str], Any]) -> None:
    """Let a worker load a file for the `number`th time, and look again later whether it did.

    Called within the transaction of an outbox row.
    """
    found = Load.objects.filter(pk=pk, state__in=_OPEN).first()
    if found is None:
        return
    now = timezone.now()
    if number > MOST_ATTEMPTS:
        problem = Problem("market.load-stopped", f"it was begun {MOST_ATTEMPTS} times")
        _refuse(found, problem, at=now)
        return
    enqueue(str(pk))
    told = {"load": str(pk), "number": number + 1}
    key = f"{LOAD}:{pk}:{now.isoformat()}:{number + 1}"
    outbox.post(LOAD, told, key=key, due_at=now + STALE)


def load_file(pk: UUID | str) -> None:
    """Load a file that nobody else loads now, and have figures counted with it."""
    now = timezone.now()
    is_free = Q(state=_State.WAITING) | Q(state=_State.LOADING, seen_at__lte=now - STALE)
    claimed = Load.objects.filter(is_free, pk=pk)
    if not claimed.update(
        state=_State.LOADING, seen_at=now, attempts=F("attempts") + 1, done=0, stage=""
    ):
        return
    row = Load.objects.get(pk=pk)
    forget_leaving()
    try:
        mapping = mapping_of(row.mapping)
        loaded = load(
            file_of(row.pk, row.name),
            mapping=mapping,
            store=store_here(),
            at=now,
            linking=linking_here(mapping),
            tell=_teller(row.pk),
        )
    except _Ended:
        log.info("load %s was stopped", pk)
    except TestamurError as error:
        _refuse(row, error.problem, at=timezone.now())
    else:
        _keep(row, loaded, at=timezone.now())


def _teller(pk: UUID) -> Callable[[str, int, int], None]:
    """Says how far it is, and ends the load where somebody stopped it."""

    def tell(stage: str, done: int, of: int) -> None:
        found = Load.objects.filter(pk=pk, state=_State.LOADING)
        if not found.update(stage=stage[:40], done=done, rows=of, seen_at=timezone.now()):
            raise _Ended

    return tell


def _keep(row: Load, loaded: Loaded, *, at: datetime) -> None:
    """Keep what came of it and have figures counted; one stopped meanwhile is forgotten."""
    manifest = loaded.manifest
    is_twice = Load.objects.filter(loaded_as=manifest.load).exclude(pk=row.pk).exists()
    if is_twice:
        told = f"{row.name} was loaded before, with the same mapping"
        _refuse(row, Conflict.because("market.loaded-before", told).problem, at=at)
        return
    counts = dict(manifest.counts)
    with transaction.atomic():
        kept = Load.objects.filter(pk=row.pk, state=_State.LOADING).update(
            state=_State.DONE,
            loaded_as=manifest.load,
            counts=counts,
            faults=[one.as_json() for one in loaded.faults],
            done=counts["rows"],
            rows=counts["rows"],
            since=manifest.since,
            until=manifest.until,
            finished_at=at,
        )
        if kept:
            ask_for_count(at=at)
    if not kept:
        forget_in_store(manifest.load)
    clear_files(row.pk)


def _refuse(row: Load, problem: Problem, *, at: datetime) -> None:
    log.info("load %s is refused: %s", row.pk, problem.code)
    told = {"code": problem.code, "detail": problem.detail[:1000]}
    Load.objects.filter(pk=row.pk, state__in=_OPEN).update(
        state=_State.REFUSED, problem=told, finished_at=at
    )
