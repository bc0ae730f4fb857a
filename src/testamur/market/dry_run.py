"""A dry run: what a mapping makes of the first rows of a file, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur.market.mapping import FIELDS, FileMapping
from testamur.market.posting import Posting, posting_of
from testamur.market.rows import columns_of, rows_of
from testamur.problems import Problem

__all__ = ["DryRun", "Fault", "Faults", "dry_run", "require_columns"]

LOOKED_AT: Final = 2_000
_EXAMPLES: Final = 3


@dataclass(slots=True)
class Fault:
    """One kind of thing that is wrong: its first problem, how often it is, and in which rows."""

    problem: Problem
    is_rejected: bool
    """Whether the row is left out; else only its pay is."""
    count: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)
    """The first rows that have it, and what is wrong there; rows count from 1."""

    def as_json(self) -> JsonObject:
        """The fault as programs read it."""
        return {
            **self.problem.as_json(),
            "rejected": self.is_rejected,
            "count": self.count,
            "examples": [{"row": row, "detail": detail} for row, detail in self.examples],
        }


class Faults:
    """Faults of rows, one of each code and field."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Fault] = {}

    def add(self, row: int, problem: Problem, *, is_rejected: bool) -> None:
        """Count one more."""
        key = (problem.code, problem.pointer)
        fault = self._found.setdefault(key, Fault(problem, is_rejected))
        fault.count += 1
        if len(fault.examples) < _EXAMPLES:
            fault.examples.append((row, problem.detail))

    @property
    def all(self) -> tuple[Fault, ...]:
        """Every kind, the most frequent first."""
        return tuple(sorted(self._found.values(), key=lambda one: -one.count))


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would be read of the first `looked_at` rows.

    `rows` are the first postings as they would be; `counts` says of each field that is mapped how
    many of the rows state it.
    """

    columns: tuple[str, ...]
    looked_at: int
    read: int
    rows: tuple[Posting, ...]
    counts: Mapping[str, int]
    faults: tuple[Fault, ...]

    def as_json(self) -> JsonObject:
        """The dry run as programs read it."""
        return {
            "columns": list(self.columns),
            "lookedAt": self.looked_at,
            "read": self.read,
            "rows": [one.as_json() for one in self.rows],
            "counts": dict(self.counts),
            "faults": [one.as_json() for one in self.faults],
        }


def dry_run(
    path: Path, *, mapping: FileMapping, rows: int = 10, looked_at: int = LOOKED_AT
) -> DryRun:
    """Read the first `looked_at` rows, show `rows` of them, write nothing.

    Raises `Refused` (`file.missing`, `market.file-unreadable`, `market.mapping-misfit`).
    """
    columns = columns_of(path)
    require_columns(mapping, columns)
    faults, read, counts, seen = Faults(), list[Posting](), dict.fromkeys(mapping.fields, 0), 0
    for seen, row in enumerate(islice(rows_of(path), looked_at), 1):
        _count(row, mapping, counts)
        try:
            posting, fault = posting_of(row, mapping, until=mapping.retrieved)
        except Refused as refused:
            faults.add(seen, refused.problem, is_rejected=True)
            continue
        read.append(posting)
        if fault:
            faults.add(seen, fault, is_rejected=False)
    return DryRun(columns, seen, len(read), tuple(read[:rows]), counts, faults.all)


def require_columns(mapping: FileMapping, columns: Iterable[str]) -> None:
    """Raise `Refused` (`market.mapping-misfit`) where the file has not every column named."""
    held = set(columns)
    for name in FIELDS:
        one = mapping.fields.get(name)
        if one and one.column and one.column not in held:
            told = f"the file has no column {one.column!r:.80}, where the {name} should stand"
            raise Refused.because("market.mapping-misfit", told, f"/fields/{name}")


def _count(row: Mapping[str, str], mapping: FileMapping, counts: dict[str, int]) -> None:
    for name, one in mapping.fields.items():
        counts[name] += bool(one.value or row.get(one.column, "").strip())
