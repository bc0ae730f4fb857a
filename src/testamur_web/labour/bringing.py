"""Files of postings are brought, looked into, mapped, and handed to a worker; or deleted.

Rules kept here:

- a file is bounded before anything reads it: how much it is, how much it unpacks to, how long a
  line of it may be; it lies below `DATA_DIR` under a name of ours;
- source, licence and the day it was retrieved are stated before it is loaded, for every figure
  from it says them;
- from a load that is deleted nothing is counted any more, from the same moment on; how long what
  was counted before is shown, `labour.figures` says.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from testamur.errors import Conflict, Refused, TestamurError
from testamur.market import DryRun, FileMapping, Manifest, dry_run, guess_mapping, mapping_of
from testamur.market.rows import columns_of, rows_of
from testamur_web.labour.figures import ask_for_count, leave
from testamur_web.labour.models import Count, Load
from testamur_web.labour.models.loads import MAX_NAME
from testamur_web.labour.places import clear_files, ending_of, file_of
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person

__all__ = [
    "FORGET",
    "LOAD",
    "MAX_BYTES",
    "Head",
    "bring_file",
    "count_anew",
    "delete_load",
    "delete_stored",
    "guess_of",
    "head_of",
    "say_mapping",
    "start_load",
    "stop_load",
    "try_mapping",
]

LOAD: Final = "market.load"
FORGET: Final = "market.forget"

MAX_BYTES: Final = 64 * 1024 * 1024
"""The most bytes of a file as it comes."""

MAX_UNPACKED: Final = 1024 * 1024 * 1024
"""The most bytes it unpacks to."""

MAX_WHOLE: Final = 128 * 1024 * 1024
"""The most bytes of JSON that is one array: it is read as a whole."""

MAX_LINE: Final = 16 * 1024 * 1024
_MOST_COLUMNS: Final = 1_000
_SHOWN_ROWS: Final = 5
_SHOWN_CELL: Final = 120
_PIECE: Final = 1024 * 1024
_State = Load.State
_MAPPED: Final = (_State.BROUGHT, _State.REFUSED, _State.CANCELLED)
"""States in which a mapping may be stated, and a load started."""


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a file and its first rows, each cell shortened."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def bring_file(name: str, pieces: Iterable[bytes], *, by: Person | None, at: datetime) -> Load:
    """Keep a file, to be mapped; raises `Refused` (`market.file-too-large`, `-unreadable`)."""
    if not ending_of(name):
        raise _unreadable("its name does not end with .csv, .json, .jsonl or .parquet")
    load = Load(name=Path(name).name.replace("\0", "")[-MAX_NAME:], brought_by=by, brought_at=at)
    path = file_of(load.pk, load.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        load.size = _written(path, pieces)
        _bounded(path)
        _require_few(columns_of(path))
        with transaction.atomic():
            load.save(force_insert=True)
            trail.record("market.bring", load, by=by, tenant=None, at=at, name=load.name)
    except BaseException:
        clear_files(load.pk)
        raise
    return load


def head_of(load: Load) -> Head:
    """What a person looks at while they say what the columns hold; raises `Refused`."""
    path = file_of(load.pk, load.name)
    columns = columns_of(path)
    rows = [
        [row.get(column, "")[:_SHOWN_CELL] for column in columns]
        for row in islice(rows_of(path), _SHOWN_ROWS)
    ]
    return Head(columns, rows)


def guess_of(load: Load, *, at: datetime) -> FileMapping | None:
    """A mapping to begin with; None where none can be guessed."""
    try:
        return guess_mapping(file_of(load.pk, load.name), at=at.date())
    except Refused:
        return None


@transaction.atomic
def say_mapping(
    load: Load,
    told: dict[str, Any],
    *,
    url: str = "",
    is_generated: bool = False,
    by: Person | None,
    at: datetime,
) -> DryRun:
    """Keep what the columns hold and where the file comes from; what that makes of its first rows.

    Raises `Refused` (`market.mapping-malformed`, `-misfit`, `market.file-unreadable`), `Conflict`
    (`market.load-begun`).
    """
    mapping = mapping_of(told)
    locked = _locked(load)
    if locked.state not in _MAPPED:
        raise _begun(locked)
    tried = dry_run(file_of(load.pk, load.name), mapping=mapping)
    locked.state, locked.problem = _State.BROUGHT, None
    locked.mapping, locked.retrieved = mapping.as_json(), mapping.retrieved
    locked.source, locked.licence = mapping.source[:MAX_NAME], mapping.licence[:MAX_NAME]
    locked.attribution, locked.url = mapping.attribution, url
    locked.is_generated = is_generated
    locked.save()
    trail.record("market.map", locked, by=by, tenant=None, at=at, source=locked.source)
    return tried


def try_mapping(load: Load) -> DryRun | None:
    """What the mapping that is kept makes of the first rows; None without one. Raises `Refused`."""
    if not load.mapping:
        return None
    return dry_run(file_of(load.pk, load.name), mapping=mapping_of(load.mapping))


@transaction.atomic
def start_load(load: Load, *, by: Person | None, at: datetime) -> None:
    """Leave a file that is mapped to a worker.

    Raises `Refused` (`market.not-mapped`), `Conflict` (`market.load-begun`).
    """
    locked = _locked(load)
    if locked.state not in _MAPPED:
        raise _begun(locked)
    if not locked.mapping:
        raise Refused.because("market.not-mapped", f"nobody said what stands in {locked.name}")
    locked.state, locked.problem, locked.finished_at = _State.WAITING, None, None
    locked.done = locked.rows = 0
    locked.seen_at = at
    locked.save()
    trail.record("market.load", locked, by=by, tenant=None, at=at, source=locked.source)
    told = {"load": str(locked.pk), "number": 1}
    outbox.post(LOAD, told, key=f"{LOAD}:{locked.pk}:{at.isoformat()}:1")


@transaction.atomic
def stop_load(load: Load, *, by: Person | None, at: datetime) -> None:
    """Stop it, where it is not done: none of it counts. Raises `Conflict` (`market.load-over`)."""
    locked = _locked(load)
    if locked.state not in {_State.WAITING, _State.LOADING}:
        raise Conflict.because("market.load-over", f"{locked.name} is {locked.state}")
    locked.state, locked.finished_at = _State.CANCELLED, at
    locked.save(update_fields=["state", "finished_at"])
    trail.record("market.stop", locked, by=by, tenant=None, at=at)


@transaction.atomic
def delete_load(
    load: Load, *, by: Person | None, at: datetime, hides_figures: bool = False
) -> None:
    """Delete a load with its postings: nothing is counted from it any more.

    Figures that were stay until they are counted without it, as `labour.figures` says, or go at
    once where `hides_figures`.
    """
    locked = _locked(load)
    told = {"source": locked.source, "name": locked.name, "hides_figures": hides_figures}
    trail.record("market.delete", locked, by=by, tenant=None, at=at, **told)
    if locked.loaded_as:
        _leave(locked.loaded_as, hides_figures=hides_figures, at=at)
    pk = locked.pk
    locked.delete()
    transaction.on_commit(lambda: clear_files(pk))


@transaction.atomic
def delete_stored(
    stored: Manifest, *, by: Person | None, at: datetime, hides_figures: bool = False
) -> None:
    """The same of a load that `testamur market load` put into the store of this instance."""
    count = _leave(stored.load, hides_figures=hides_figures, at=at)
    told = {"source": stored.source, "name": stored.file, "hides_figures": hides_figures}
    trail.record("market.delete", count, by=by, tenant=None, at=at, load=stored.load, **told)


@transaction.atomic
def count_anew(*, by: Person | None, at: datetime) -> None:
    """Have all figures counted anew, with what was put into the store beside this."""
    trail.record("market.count", ask_for_count(at=at), by=by, tenant=None, at=at)


def _leave(loaded_as: str, *, hides_figures: bool, at: datetime) -> Count:
    gone = {"loaded_as": loaded_as}
    outbox.post(FORGET, gone, key=f"{FORGET}:{loaded_as}:{at.isoformat()}")
    return leave(loaded_as, at_once=hides_figures, at=at)


def _locked(load: Load) -> Load:
    return Load.objects.select_for_update().get(pk=load.pk)


def _begun(load: Load) -> Conflict:
    return Conflict.because("market.load-begun", f"{load.name} is {load.state}")


def _unreadable(why: str) -> Refused:
    return Refused.because("market.file-unreadable", why, "/file")


def _too_large(why: str) -> Refused:
    return Refused.because("market.file-too-large", why, "/file")


def _require_few(columns: Sequence[str]) -> None:
    if len(columns) > _MOST_COLUMNS:
        raise _unreadable(f"it has {len(columns):,} columns; {_MOST_COLUMNS:,} are read")


def _written(path: Path, pieces: Iterable[bytes]) -> int:
    size = 0
    with path.open("wb") as stream:
        path.chmod(0o600)
        for piece in pieces:
            size += len(piece)
            if size > MAX_BYTES:
                raise _too_large(f"it has more than {MAX_BYTES // 2**20} MB")
            stream.write(piece)
    if not size:
        raise _unreadable("it is empty")
    return size


def _bounded(path: Path) -> None:
    """Refuse what unpacks to too much, or has a line that is too long, before it is parsed."""
    ending = ending_of(path.name)
    if ending == ".parquet":
        _bounded_table(path)
        return
    most = MAX_WHOLE if ending == ".json" else MAX_UNPACKED
    size = line = 0
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                end = piece.rfind(b"\n")
                line = line + len(piece) if end < 0 else len(piece) - end
                if size > most:
                    raise _too_large(f"it unpacks to more than {most // 2**20} MB")
                if line > MAX_LINE and ending != ".json":
                    raise _too_large(f"a line of it has more than {MAX_LINE // 2**20} MB")
                if b"\0" in piece:
                    raise _unreadable("it is not text in UTF-8")
    except (OSError, EOFError) as error:
        raise _unreadable(f"it cannot be unpacked: {error}"[:200]) from None


def _bounded_table(path: Path) -> None:
    import pyarrow.parquet as pq

    try:
        told = pq.read_metadata(path)
        size = sum(told.row_group(at).total_byte_size for at in range(told.num_row_groups))
    except (OSError, ValueError, TestamurError) as error:
        raise _unreadable(f"{error}"[:200]) from None
    if size > MAX_UNPACKED:
        raise _too_large(f"it unpacks to more than {MAX_UNPACKED // 2**20} MB")
