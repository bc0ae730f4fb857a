r"""Rows of a file of postings: CSV (also packed), JSON, JSON lines and Parquet, one at a time.

Each row is a table of texts, whatever the form: an empty text is "not stated". A list becomes its
texts joined by a line end, so that `separator` "\n" takes it apart again; what stands in objects is
called by its path (`company.name`). Files of any length are read without being held whole, but for
JSON that is one array.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from testamur.errors import Refused
from testamur.market.extra import extra

__all__ = ["columns_of", "digest_of", "rows_of"]

LIST_SEPARATOR: Final = "\n"
_MOST_JSON: Final = 512 * 1024 * 1024
_DEEPEST: Final = 3
_HEAD: Final = 50

Row = dict[str, str]


def columns_of(path: Path) -> tuple[str, ...]:
    """The columns of a file; of JSON those of its first rows. Raises `Refused`."""
    found: dict[str, None] = {}
    for count, row in enumerate(rows_of(path), 1):
        found |= dict.fromkeys(row)
        if count == _HEAD:
            break
    return tuple(found)


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file; raises `Refused` (`market.file-unreadable`, `file.missing`)."""
    if not path.is_file():
        raise Refused.because("file.missing", f"there is no file {path.name}")
    name = path.name.lower().removesuffix(".gz")
    read = {"csv": _csv, "tsv": _csv, "json": _json, "jsonl": _lines, "ndjson": _lines}
    read["parquet"] = _parquet
    reader = read.get(name.rpartition(".")[2])
    if reader is None:
        raise _unreadable(path, "its name does not end with .csv, .json, .jsonl or .parquet")
    return _told(path, reader(path))


def digest_of(path: Path) -> str:
    """SHA-256 of the file as it stands."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _told(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows; whatever a reader fails with is told as one problem of the file."""
    try:
        yield from rows
    except (OSError, EOFError, csv.Error, ValueError, RecursionError) as error:
        raise _unreadable(path, f"{error}"[:200]) from None


def _unreadable(path: Path, why: str) -> Refused:
    return Refused.because("market.file-unreadable", f"{path.name} cannot be read: {why}")


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if path.name.lower().endswith(".gz"):
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as packed:
            yield packed
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream


def _csv(path: Path) -> Iterator[Row]:
    with _opened(path) as stream:
        head = stream.readline()
        stream.seek(0)
        rows = csv.reader(stream, delimiter=max(",;\t|", key=head.count))
        names = [name.strip() for name in next(rows, [])]
        if len(set(names)) != len(names) or not any(names):
            raise ValueError("its first row does not name each column once")
        for row in rows:
            if row:
                padded = [*row, *[""] * (len(names) - len(row))]
                yield dict(zip(names, padded, strict=False))


def _lines(path: Path) -> Iterator[Row]:
    with _opened(path) as stream:
        for line in stream:
            if line.strip():
                yield _flat(json.loads(line))


def _json(path: Path) -> Iterator[Row]:
    with _opened(path) as stream:
        text = stream.read(_MOST_JSON + 1)
    if len(text) > _MOST_JSON:
        raise ValueError("it is too large to be one array: write one object a line, as .jsonl")
    told = json.loads(text)
    lists = [told] if isinstance(told, list) else [v for v in told.values() if isinstance(v, list)]
    if len(lists) != 1:
        raise ValueError("it is neither a list of postings nor an object with one list")
    yield from map(_flat, lists[0])


def _parquet(path: Path) -> Iterator[Row]:
    with extra():
        import pyarrow.parquet as pq
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=4096):
            yield from map(_flat, batch.to_pylist())


def _flat(told: Any) -> Row:
    if not isinstance(told, dict):
        raise ValueError("a posting is not an object")  # noqa: TRY004 -- told as one of the file
    return dict(_members(told, "", _DEEPEST))


def _members(told: dict[str, Any], before: str, deep: int) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        if isinstance(value, dict) and deep:
            yield from _members(value, f"{before}{name}.", deep - 1)
        else:
            yield f"{before}{name}", _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return LIST_SEPARATOR.join(_cell(one) for one in value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
