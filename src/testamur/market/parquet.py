"""Postings as columns: rows that wait, and the files of each month, written a part at a time.

`key` is a posting's number: the first eight bytes of a digest of source and identifier. Among a
hundred million postings two share one with a chance of 3 in 10,000.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from testamur.market.extra import extra
from testamur.market.linked import Mention
from testamur.market.posting import Posting
from testamur.market.store import Store

__all__ = ["Months", "Staged", "key_of", "mentions_schema", "postings_schema", "staged_rows"]

EPOCH: Final = date(1970, 1, 1)
_BATCH: Final = 10_000
_HELD: Final = 200_000
"""How many rows are held before they are written."""

_WAITING: Final = "waiting.parquet"
_SEEN: Final = "seen.parquet"


def postings_schema() -> Any:
    """The columns of a posting."""
    pa = _arrow()
    texts = {name: pa.string() for name in ("source", "id", "title", "employer")}
    texts |= {name: pa.string() for name in ("occupation", "region", "month")}
    numbers = {"day": pa.int32(), "pay": pa.float64(), "currency": pa.string()}
    return pa.schema({"key": pa.int64(), **texts, **numbers})


def mentions_schema() -> Any:
    """The columns of a mention: what a figure may be narrowed by stands on it as well."""
    pa = _arrow()
    texts = {name: pa.string() for name in ("source", "occupation", "region", "month")}
    pay = {"pay": pa.float64(), "currency": pa.string()}
    told = {"skill": pa.string(), "confidence": pa.float64()}
    return pa.schema({"key": pa.int64(), **told, **texts, **pay})


def _waiting_schema() -> Any:
    pa = _arrow()
    texts = {name: pa.string() for name in ("id", "title", "occupation", "region", "employer")}
    more = {"currency": pa.string(), "text": pa.string(), "digest": pa.string()}
    return pa.schema(
        {
            "posted": pa.date32(),
            **texts,
            **more,
            "pay": pa.float64(),
            "skills": pa.list_(pa.string()),
        }
    )


def _seen_schema() -> Any:
    pa = _arrow()
    texts = {name: pa.string() for name in ("source", "id", "digest")}
    return pa.schema({**texts, "day": pa.int32(), "row": pa.int64()})


def _arrow() -> Any:
    with extra():
        import pyarrow as pa
    return pa


def _writer(path: Path, schema: Any) -> Any:
    with extra():
        import pyarrow.parquet as pq
    path.parent.mkdir(parents=True, exist_ok=True)
    return pq.ParquetWriter(path, schema, compression="zstd")


class Staged:
    """Postings that wait until it is known which of them count: nothing is held but a part."""

    def __init__(self, folder: Path, source: str) -> None:
        self._source = source
        self._names = _waiting_schema().names
        self._rows: list[dict[str, Any]] = []
        self._seen: list[dict[str, Any]] = []
        self._waiting = _writer(folder / _WAITING, _waiting_schema())
        self._known = _writer(folder / _SEEN, _seen_schema())
        self.count = 0

    def close(self) -> None:
        """Write what is held; nothing can be added any more."""
        self._flush()
        self._waiting.close()
        self._known.close()

    def add(self, row: int, posting: Posting) -> None:
        """One more."""
        self._rows.append({name: getattr(posting, name) for name in self._names})
        day = (posting.posted - EPOCH).days
        told = {"source": self._source, "id": posting.id, "digest": posting.digest}
        self._seen.append({**told, "day": day, "row": row})
        self.count += 1
        if len(self._rows) == _BATCH:
            self._flush()

    def _flush(self) -> None:
        pa = _arrow()
        self._waiting.write_table(pa.Table.from_pylist(self._rows, schema=_waiting_schema()))
        self._known.write_table(pa.Table.from_pylist(self._seen, schema=_seen_schema()))
        self._rows, self._seen = [], []


def staged_rows(folder: Path) -> Iterator[Posting]:
    """The postings that wait, in the order they came."""
    with extra():
        import pyarrow.parquet as pq
    with pq.ParquetFile(folder / _WAITING) as file:
        for batch in file.iter_batches(batch_size=1024):
            for row in batch.to_pylist():
                yield Posting(**row | {"skills": tuple(row["skills"] or ())})


class Months:
    """The files of each month of one load; whole when left."""

    def __init__(self, store: Store, load: str, source: str) -> None:
        self._store, self._load, self._source = store, load, source
        self._schemas = {"postings": postings_schema(), "mentions": mentions_schema()}
        self._writers: dict[tuple[str, str], Any] = {}
        self._rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._held = 0
        self.counts: dict[str, int] = {}
        self.since: date | None = None
        self.until: date | None = None

    def close(self) -> None:
        """Write what is held; nothing can be added any more."""
        self._flush()
        for writer in self._writers.values():
            writer.close()

    def add(self, postings: Sequence[Posting], mentions: Sequence[Sequence[Mention]]) -> None:
        """More postings, and what each asks for."""
        for posting, some in zip(postings, mentions, strict=True):
            self._add(posting, some)
        if self._held >= _HELD:
            self._flush()

    def _add(self, posting: Posting, mentions: Sequence[Mention]) -> None:
        month = f"{posting.posted:%Y-%m}"
        both = {
            "key": key_of(self._source, posting.id),
            "source": self._source,
            "occupation": posting.occupation,
            "region": posting.region,
            "month": month,
            "pay": posting.pay,
            "currency": posting.currency,
        }
        alone = {"id": posting.id, "title": posting.title, "employer": posting.employer}
        day = (posting.posted - EPOCH).days
        self._rows.setdefault(("postings", month), []).append({**both, **alone, "day": day})
        asked = [{**both, "skill": one.skill, "confidence": one.confidence} for one in mentions]
        self._rows.setdefault(("mentions", month), []).extend(asked)
        self._held += 1 + len(asked)
        self.counts[month] = self.counts.get(month, 0) + 1
        self.since = min(self.since or posting.posted, posting.posted)
        self.until = max(self.until or posting.posted, posting.posted)

    def _flush(self) -> None:
        pa = _arrow()
        for (kind, month), rows in self._rows.items():
            schema = self._schemas[kind]
            writer = self._writers.get((kind, month))
            if writer is None:
                writer = _writer(self._store.table_of(kind, self._load, month), schema)
                self._writers[kind, month] = writer
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
        self._rows, self._held = {}, 0


def key_of(source: str, identifier: str) -> int:
    """The number of a posting, between -2^63 and 2^63 - 1."""
    digest = hashlib.sha256(f"{source}\n{identifier}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
