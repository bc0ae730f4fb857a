"""The register beside the issued files: who was awarded what, exactly once, and what became of it.

One SQLite file. Rules kept here:

- a row per award; its id is a UUIDv5 of the issuer and the award's own key, so that the same row
  of the same list always means the same credential;
- the row, with its place in a status list, is on the disk before anything is signed: a run that
  is killed finds it and makes the same credential, never a second one;
- a place is taken once, alone or among many, and never given again; their order tells nobody who
  was awarded when;
- a list's URL holds a name of the register's own: two registers never publish at one address;
- a row per revocation, suspension and reinstatement; lists are built from these rows, never edited.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from testamur.credentials.status import PLACES, shuffled_place
from testamur.encoding import JsonObject, format_timestamp, parse_timestamp
from testamur.errors import Refused

__all__ = ["REGISTER_NAME", "Award", "Change", "Intent", "Place", "Register"]

REGISTER_NAME: Final = "register.sqlite3"
LIST_SIZE: Final = PLACES
"""Places in one status list."""

_VERSION: Final = 1
_PATIENCE: Final = 60.0
_SCHEMA: Final = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE list (
    url TEXT PRIMARY KEY,
    base TEXT NOT NULL,
    number INTEGER NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0,
    UNIQUE (base, number)
);
CREATE TABLE award (
    id TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    list TEXT REFERENCES list (url),
    place INTEGER,
    purposes TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('intended', 'issued')),
    UNIQUE (list, place)
) WITHOUT ROWID;
CREATE TABLE file (
    award TEXT NOT NULL REFERENCES award (id),
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (award, format)
) WITHOUT ROWID;
CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    award TEXT NOT NULL REFERENCES award (id),
    purpose TEXT NOT NULL,
    value INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX change_of_award ON change (award, purpose, number);
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the status of an award stands: the list's URL, the index in it, and what for."""

    list_url: str
    index: int
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """An award to be: its id, what it says (part of it to digest), and its files' first name."""

    id: str
    content: Mapping[str, str]
    name: str


@dataclass(frozen=True, slots=True)
class Award:
    """An award of the register; `files` maps formats to the SHA-256 of what was written."""

    id: str
    content: Mapping[str, str]
    name: str
    created: datetime
    place: Place | None
    is_issued: bool = False
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One revocation, suspension (value 1) or reinstatement (value 0)."""

    award: str
    purpose: str
    value: int
    reason: str
    at: datetime

    @property
    def act(self) -> str:
        """What was done, in a word."""
        acts = {("revocation", 1): "revoked", ("suspension", 1): "suspended"}
        return acts.get((self.purpose, self.value), "reinstated")

    def as_json(self) -> JsonObject:
        """The change as reports write it."""
        told = {"id": self.award, "act": self.act, "at": format_timestamp(self.at)}
        return told | ({"reason": self.reason} if self.reason else {})


class Register:
    """The register of one issuer; a context manager. All its errors are `Refused`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._rows = connection
        self.path = path

    @classmethod
    @contextmanager
    def open(cls, path: Path, *, issuer: str | None = None) -> Iterator[Register]:
        """Open the register at `path`; with an `issuer` it is made where there is none."""
        if issuer is None and not path.exists():
            raise Refused.because("file.missing", f"there is no register {path}")
        with _told(path):
            rows = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                register = cls(rows, path)
                register._prepare(issuer)
                yield register
            finally:
                rows.close()

    @property
    def issuer(self) -> str:
        """Whose awards these are."""
        return self._setting("issuer")

    def known(self, ids: Sequence[str]) -> dict[str, Award]:
        """Those of the awards that the register has, by id."""
        marks = ",".join("?" * len(ids))
        awards = self._rows.execute(f"{_AWARDS} WHERE id IN ({marks})", ids)
        return {row[0]: self._award(row) for row in awards.fetchall()}

    def intend(
        self,
        intents: Iterable[Intent],
        *,
        created: datetime,
        status_base: str | None,
        purposes: Sequence[str],
    ) -> list[Award]:
        """Write down awards to be, each with a place of its own; on the disk when this returns."""
        made: list[Award] = []
        with self._transaction():
            for intent in intents:
                place = self._take_place(status_base, purposes) if status_base else None
                self._rows.execute(
                    "INSERT INTO award VALUES (?, ?, ?, ?, ?, ?, ?, 'intended')",
                    (
                        intent.id,
                        json.dumps(dict(intent.content), separators=(",", ":")),
                        intent.name,
                        format_timestamp(created),
                        place and place.list_url,
                        place and place.index,
                        " ".join(purposes) if place else "",
                    ),
                )
                made.append(Award(intent.id, intent.content, intent.name, created, place))
        return made

    def take_places(self, count: int, *, base: str, purposes: Sequence[str]) -> Iterator[Place]:
        """So many places, none of them ever given again: they are on the disk before the first."""
        taken: list[tuple[str, range]] = []
        with self._transaction():
            while count:
                url, first = self._open_list(base)
                numbers = range(first, min(first + count, LIST_SIZE))
                self._rows.execute("UPDATE list SET taken = ? WHERE url = ?", (numbers.stop, url))
                taken.append((url, numbers))
                count -= len(numbers)
        return (
            Place(url, self._shuffled(number, url), tuple(purposes))
            for url, numbers in taken
            for number in numbers
        )

    def add_issued(
        self, awards: Iterable[tuple[str, str, int]], *, created: datetime, purposes: Sequence[str]
    ) -> None:
        """Write down awards that are issued already: the id of each, its list and its index."""
        told, why = format_timestamp(created), " ".join(purposes)
        with self._transaction():
            self._rows.executemany(
                "INSERT INTO award VALUES (?1, '{}', ?1, ?4, ?2, ?3, ?5, 'issued')",
                ((award, url, index, told, why) for award, url, index in awards),
            )

    def mark_issued(self, written: Iterable[tuple[str, Mapping[str, str]]]) -> None:
        """Write down that the files of these awards, format to SHA-256, are on the disk."""
        with self._transaction():
            for award, files in written:
                self._rows.execute("UPDATE award SET state = 'issued' WHERE id = ?", (award,))
                self._rows.executemany(
                    "INSERT OR REPLACE INTO file VALUES (?, ?, ?)",
                    [(award, form, digest) for form, digest in files.items()],
                )

    def change(self, award: str, *, purpose: str, value: int, reason: str, at: datetime) -> bool:
        """Write down a revocation, suspension or reinstatement; False where it stands already."""
        with self._transaction():
            if self.value_of(award, purpose) == value:
                return False
            self._rows.execute(
                "INSERT INTO change (award, purpose, value, reason, at) VALUES (?, ?, ?, ?, ?)",
                (award, purpose, value, reason, format_timestamp(at)),
            )
            return True

    def changes(self, award: str | None = None) -> Iterator[Change]:
        """All changes, or those of one award, oldest first."""
        rows = self._rows.execute(
            "SELECT award, purpose, value, reason, at FROM change"
            " WHERE ?1 IS NULL OR award = ?1 ORDER BY number",
            (award,),
        )
        for row in rows:
            yield Change(row[0], row[1], row[2], row[3], parse_timestamp(row[4]))

    def lists(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every status list that holds a place, by URL, with the purposes it is used for."""
        rows = self._rows.execute(
            "SELECT list, purposes FROM award WHERE list IS NOT NULL"
            " GROUP BY list, purposes ORDER BY list"
        ).fetchall()
        found: dict[str, set[str]] = {}
        for url, purposes in rows:
            found.setdefault(url, set()).update(purposes.split())
        return [(url, tuple(sorted(purposes))) for url, purposes in found.items()]

    def set_places(self, list_url: str, purpose: str) -> list[int]:
        """The indices of `list_url` whose last change for `purpose` set them."""
        rows = self._rows.execute(
            "SELECT place FROM award JOIN change ON change.award = award.id"
            " WHERE list = ? AND purpose = ? AND value = 1 AND change.number ="
            " (SELECT max(number) FROM change AS later"
            "  WHERE later.award = award.id AND later.purpose = change.purpose)",
            (list_url, purpose),
        )
        return [place for (place,) in rows]

    def value_of(self, award: str, purpose: str) -> int:
        """What the last change for `purpose` set; 0 where there is none."""
        found = self._rows.execute(
            "SELECT value FROM change WHERE award = ? AND purpose = ? ORDER BY number DESC LIMIT 1",
            (award, purpose),
        ).fetchone()
        return int(found[0]) if found else 0

    def count(self) -> int:
        """How many awards are issued."""
        (count,) = self._rows.execute(
            "SELECT count(*) FROM award WHERE state = 'issued'"
        ).fetchone()
        return int(count)

    def _prepare(self, issuer: str | None) -> None:
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = FULL")
        self._rows.execute("PRAGMA foreign_keys = ON")
        with self._transaction():
            (version,) = self._rows.execute("PRAGMA user_version").fetchone()
            if version == 0 and issuer is not None:
                self._make(issuer)
            elif version != _VERSION:
                told = f"{self.path} is not a register of version {_VERSION}"
                raise Refused.because("register.unreadable", told)
        if issuer is not None and self.issuer != issuer:
            told = f"{self.path} holds the awards of {self.issuer}, not of {issuer}"
            raise Refused.because("register.other-issuer", told)

    def _make(self, issuer: str) -> None:
        for statement in _SCHEMA.split(";"):
            self._rows.execute(statement)
        self._rows.executemany(
            "INSERT INTO setting VALUES (?, ?)",
            [
                ("issuer", issuer),
                ("order", secrets.token_hex(32)),
                ("name", secrets.token_hex(4)),
            ],
        )
        self._rows.execute(f"PRAGMA user_version = {_VERSION}")

    def _take_place(self, base: str, purposes: Sequence[str]) -> Place:
        """The next place of the list that is open; a full list is followed by another."""
        url, taken = self._open_list(base)
        self._rows.execute("UPDATE list SET taken = taken + 1 WHERE url = ?", (url,))
        return Place(url, self._shuffled(taken, url), tuple(purposes))

    def _open_list(self, base: str) -> tuple[str, int]:
        """The list that has places left, made where none has, and how many of it are taken."""
        found = self._rows.execute(
            "SELECT url, number, taken FROM list WHERE base = ? ORDER BY number DESC LIMIT 1",
            (base,),
        ).fetchone()
        url, number, taken = found or ("", 0, LIST_SIZE)
        if taken >= LIST_SIZE:
            number, taken = number + 1, 0
            url = f"{base.rstrip('/')}/{self._setting('name')}-{number}.json"
            self._rows.execute("INSERT INTO list VALUES (?, ?, ?, 0)", (url, base, number))
        return url, taken

    def _shuffled(self, number: int, url: str) -> int:
        return shuffled_place(number, key=bytes.fromhex(self._setting("order")), list_url=url)

    def _setting(self, name: str) -> str:
        (value,) = self._rows.execute(
            "SELECT value FROM setting WHERE name = ?", (name,)
        ).fetchone()
        return str(value)

    def _award(self, row: Sequence[str]) -> Award:
        award, content, name, created, url, index, purposes, state = row
        files = self._rows.execute("SELECT format, sha256 FROM file WHERE award = ?", (award,))
        return Award(
            award,
            json.loads(content),
            name,
            parse_timestamp(created),
            Place(url, int(index), tuple(purposes.split())) if url else None,
            state == "issued",
            dict(files.fetchall()),
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._rows.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._rows.in_transaction:
                self._rows.execute("ROLLBACK")
            raise
        self._rows.execute("COMMIT")


_AWARDS: Final = "SELECT id, content, name, created, list, place, purposes, state FROM award"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What SQLite refuses is told about the register's file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = "register.unreadable" if "malformed" in str(error) else "file.unwritable"
        raise Refused.because(code, f"{path}: {error}") from None
    except sqlite3.DatabaseError as error:
        raise Refused.because("register.unreadable", f"{path}: {error}") from None
