"""Loading: a file of postings read, deduplicated, linked to skills, and kept by the month.

1. the file and its mapping have a digest: what was loaded already changes nothing;
2. every row becomes a posting, or a line of the file of rows that were left out;
3. what was counted before, or is a repeat, is known by one expression (`duplicates`);
4. skills that the source names count as they are, else they are looked for in title and text;
5. what is left goes into columnar files by the month, and the manifest ends it.

Texts are read and not kept: only a digest of them, by which repeats are known.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from testamur.errors import Refused
from testamur.market.dry_run import Fault, Faults, require_columns
from testamur.market.duplicates import KEPT, REPEATED, SAME_ID, judged
from testamur.market.extra import extra
from testamur.market.linked import Linking, linked
from testamur.market.mapping import FileMapping
from testamur.market.parquet import Months, Staged, staged_rows
from testamur.market.posting import Posting, posting_of
from testamur.market.rows import columns_of, digest_of, rows_of
from testamur.market.store import METHOD, Manifest, Store

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Loaded", "load"]

_BATCH: Final = 512

Tell = Callable[[str, int, int], None]
"""Told what is being done, how many rows are done, and of how many (0: not known)."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: its manifest, whether it was new, and what was wrong with its rows."""

    manifest: Manifest
    is_new: bool
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Run:
    """One load under way."""

    name: str
    path: Path
    mapping: FileMapping
    store: Store
    linking: Linking
    tell: Tell
    faults: Faults = field(default_factory=Faults)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where rows wait until it is known which of them count."""
        return self.store.folder / f".{self.name}"

    def add(self, name: str, count: int = 1) -> None:
        """Count more of a kind."""
        self.counts[name] = self.counts.get(name, 0) + count


def load(
    path: Path,
    *,
    mapping: FileMapping,
    store: Store,
    at: datetime,
    linking: Linking | None = None,
    tell: Tell | None = None,
) -> Loaded:
    """Load a file into `store`; `at` is now, and `linking` finds skills where none are stated.

    Raises `Refused` (`file.missing`, `market.file-unreadable`, `market.mapping-misfit`,
    `market.nothing-loaded` where no row could be read).
    """
    linking = linking or Linking()
    require_columns(mapping, columns_of(path))
    digest = digest_of(path)
    name = _name(digest, mapping, linking)
    with store.alone():
        if held := store.load(name):  # (1)
            return Loaded(held, is_new=False)
        run = _Run(name, path, mapping, store, linking, tell or _quiet)
        try:
            return _load(run, digest=digest, at=at)
        finally:
            shutil.rmtree(run.folder, ignore_errors=True)


def _quiet(_doing: str, _done: int, _of: int) -> None:
    return None


def _name(digest: str, mapping: FileMapping, linking: Linking) -> str:
    told = f"{METHOD}\n{digest}\n{mapping.digest}\n{linking.name}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _load(run: _Run, *, digest: str, at: datetime) -> Loaded:
    rows = _stage(run)  # (2)
    if not rows:
        faults = "; ".join(one.problem.detail for one in run.faults.all[:3])
        told = f"no row of {run.path.name} could be read" + (f": {faults}" if faults else "")
        raise Refused.because("market.nothing-loaded", told)
    verdicts = _verdicts(run, rows)  # (3)
    run.counts |= {
        "sameId": verdicts.count(SAME_ID),
        "repeated": verdicts.count(REPEATED),
        "postings": verdicts.count(KEPT),
        "mentions": 0,
        "withSkills": 0,
    }
    with closing(Months(run.store, run.name, run.mapping.source)) as months:
        labels = dict(run.linking.labels_of(_write(run, months, verdicts)))  # (4) (5)
    seen = run.store.table_of("seen", run.name)
    seen.parent.mkdir(parents=True, exist_ok=True)
    (run.folder / "seen.parquet").replace(seen)
    manifest = Manifest(
        load=run.name,
        source=run.mapping.source,
        licence=run.mapping.licence,
        attribution=run.mapping.attribution,
        retrieved=run.mapping.retrieved,
        loaded=at.replace(microsecond=0),
        file=run.path.name,
        digest=digest,
        linked=run.linking.name,
        counts=run.counts,
        months=dict(sorted(months.counts.items())),
        since=months.since,
        until=months.until,
        mapping=run.mapping.as_json(),
    )
    run.store.finish(manifest, labels)
    return Loaded(manifest, is_new=True, faults=run.faults.all)


def _stage(run: _Run) -> int:
    """Read every row; those that are postings wait in a file, the others are told in another."""
    run.counts |= {"rows": 0, "rejected": 0, "payLeftOut": 0}
    rejected = run.store.rejected_of(run.name)
    waiting = Staged(run.folder, run.mapping.source)
    with rejected.open("w", encoding="utf-8", newline="") as stream, closing(waiting):
        told = csv.writer(stream)
        told.writerow(["row", "code", "field", "reason", "left out", "content"])
        for row, (cells, posting) in enumerate(_postings(run, told)):
            if posting:
                waiting.add(row, posting)
            run.add("rows")
            if row % 10_000 == 0 and cells:
                run.tell("read", row, 0)
    return waiting.count


def _postings(run: _Run, told: Any) -> Iterator[tuple[Mapping[str, str], Posting | None]]:
    for row, cells in enumerate(rows_of(run.path), 1):
        try:
            posting, fault = posting_of(cells, run.mapping, until=run.mapping.retrieved)
        except Refused as refused:
            posting, fault = None, refused.problem
        if fault:
            run.add("payLeftOut" if posting else "rejected")
            run.faults.add(row, fault, is_rejected=posting is None)
            what = "pay" if posting else "row"
            content = " | ".join(cells.values())[:300]
            place = fault.pointer.removeprefix("/")
            told.writerow([row, fault.code, place, fault.detail, what, _harmless(content)])
        yield cells, posting


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _verdicts(run: _Run, rows: int) -> bytearray:
    """Of each posting that waits, in the order they wait in, whether it counts."""
    run.tell("look for repeats", 0, rows)
    with extra():
        import ibis
    engine = ibis.duckdb.connect()
    new = engine.read_parquet(run.folder / "seen.parquet").mutate(is_new=1)
    held = run.store.files("seen")
    both: ir.Table = new
    if held:
        before = engine.read_parquet([str(path) for path in held], hive_partitioning=False)
        both = new.union(before.mutate(is_new=0))
    told = judged(both).select("row", "verdict").order_by("row")
    verdicts = bytearray(told.to_pyarrow()["verdict"].to_pylist())
    engine.disconnect()
    return verdicts


def _write(run: _Run, months: Months, verdicts: bytearray) -> set[str]:
    """Write what counts; the skills that were mentioned."""
    skills: set[str] = set()
    kept = (
        one
        for one, verdict in zip(staged_rows(run.folder), verdicts, strict=True)
        if verdict == KEPT
    )
    done = 0
    for postings, mentions in linked(kept, run.linking, many=_BATCH):
        months.add(postings, mentions)
        done += len(postings)
        run.add("mentions", sum(map(len, mentions)))
        run.add("withSkills", sum(map(bool, mentions)))
        skills.update(one.skill for some in mentions for one in some)
        run.tell("link skills", done, run.counts["postings"])
    return skills
