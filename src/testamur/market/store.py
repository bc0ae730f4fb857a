"""The store: loaded postings as columnar files by month, and a manifest of every load.

    DIR/loads/LOAD.json                       the manifest: source, licence, dates, digest, counts
    DIR/loads/LOAD.rejected.csv               rows that were left out, each with its reason
    DIR/postings/month=2026-05/LOAD.parquet   one row a posting
    DIR/mentions/month=2026-05/LOAD.parquet   one row for each skill of a posting
    DIR/seen/LOAD.parquet                     what repeats are known by
    DIR/labels/LOAD.json                      what its skills are called

A load is there when its manifest is, which is written last: files of a load that was stopped are
not looked at, and the next try writes them anew. Nothing is ever changed in place.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from testamur.encoding import JsonObject, format_timestamp, parse_timestamp
from testamur.errors import Refused
from testamur.skills.shelf import write_whole

__all__ = ["METHOD", "Manifest", "Store"]

METHOD: Final = 1
"""How rows are read, repeats are known and figures are reckoned; another way is another number."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one load was: where its postings come from, and what became of every row.

    `counts` has `rows`, `rejected`, `sameId`, `repeated`, `payLeftOut`, `postings`, `mentions` and
    `withSkills`; `months` the postings of each month.
    """

    load: str
    source: str
    licence: str
    attribution: str
    retrieved: date
    loaded: datetime
    file: str
    digest: str
    linked: str
    counts: Mapping[str, int]
    months: Mapping[str, int]
    since: date | None
    until: date | None
    mapping: JsonObject
    method: int = METHOD

    def as_json(self) -> JsonObject:
        """The manifest as it is written."""
        return {
            "load": self.load,
            "method": self.method,
            "source": self.source,
            "licence": self.licence,
            "attribution": self.attribution,
            "retrieved": self.retrieved.isoformat(),
            "loaded": format_timestamp(self.loaded),
            "file": self.file,
            "sha256": self.digest,
            "linked": self.linked,
            "counts": dict(self.counts),
            "months": dict(self.months),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "mapping": self.mapping,
        }


class Store:
    """The loads of one folder, which is made when something is loaded.

    Loads of the names in `without` are passed over: they are about to be deleted.
    """

    def __init__(self, folder: Path, *, without: Collection[str] = ()) -> None:
        self.folder = folder
        self._without = frozenset(without)

    def loads(self) -> list[Manifest]:
        """Every load, the earliest first; raises `Refused` (`market.store-damaged`)."""
        paths = self.folder.glob("loads/*.json")
        found = [_manifest(path) for path in paths if path.stem not in self._without]
        return sorted(found, key=lambda one: (one.loaded, one.load))

    def load(self, name: str) -> Manifest | None:
        """The load of that name, or None."""
        path = self.manifest_of(name)
        return _manifest(path) if path.exists() else None

    def files(self, kind: str) -> list[Path]:
        """The files of `postings`, `mentions` or `seen` that belong to loads which are whole."""
        names = {one.load for one in self.loads()}
        found = sorted(self.folder.glob(f"{kind}/**/*.parquet"))
        return [path for path in found if path.stem in names]

    def labels(self) -> dict[str, str]:
        """What skills are called, by identifier; of several names the latest load's."""
        labels: dict[str, str] = {}
        for one in self.loads():
            path = self.labels_of(one.load)
            if path.exists():
                labels |= _read(path)
        return labels

    def forget(self, load: str) -> None:
        """Delete what was read of a load, its manifest first: it counts no more at once.

        Harmless twice, and where there is no such load.
        """
        with self.alone():
            self.manifest_of(load).unlink(missing_ok=True)
            for path in self.folder.rglob(f"{load}.*"):
                path.unlink(missing_ok=True)

    def manifest_of(self, load: str) -> Path:
        """Where the manifest of a load is, or will be."""
        return self.folder / "loads" / f"{load}.json"

    def rejected_of(self, load: str) -> Path:
        """Where the rows are that a load left out."""
        return self.folder / "loads" / f"{load}.rejected.csv"

    def labels_of(self, load: str) -> Path:
        """Where the names of the skills of a load are."""
        return self.folder / "labels" / f"{load}.json"

    def table_of(self, kind: str, load: str, month: str = "") -> Path:
        """Where one table of a load is, of a month where it is parted by months."""
        return self.folder.joinpath(kind, *([f"month={month}"] if month else ()), f"{load}.parquet")

    def finish(self, manifest: Manifest, labels: Mapping[str, str]) -> None:
        """Write what makes a load count, the manifest last."""
        path = self.labels_of(manifest.load)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _packed(dict(labels)))
        write_whole(self.manifest_of(manifest.load), _packed(manifest.as_json()))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One load at a time: repeats are looked for in all that were loaded before."""
        (self.folder / "loads").mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield


def _packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path, f"{error}"[:100]) from None
    if not isinstance(told, dict):
        raise _damaged(path, "it is no object")
    return told


def _damaged(path: Path, why: str) -> Refused:
    return Refused.because("market.store-damaged", f"{path.name} is damaged: {why}")


def _manifest(path: Path) -> Manifest:
    told = _read(path)
    try:
        return Manifest(
            load=told["load"],
            source=told["source"],
            licence=told["licence"],
            attribution=told["attribution"],
            retrieved=date.fromisoformat(told["retrieved"]),
            loaded=parse_timestamp(told["loaded"]),
            file=told["file"],
            digest=told["sha256"],
            linked=told["linked"],
            counts=told["counts"],
            months=told["months"],
            since=date.fromisoformat(told["since"]) if told["since"] else None,
            until=date.fromisoformat(told["until"]) if told["until"] else None,
            mapping=told["mapping"],
            method=told["method"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, f"{type(error).__name__} {error}"[:100]) from None
