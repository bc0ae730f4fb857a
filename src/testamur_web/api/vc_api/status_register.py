"""Which place in which status list belongs to which credential, and which places are set.

A row per credential and list; a list is built from rows whenever it is asked for, so that any
number of revocations at once all count. Places are drawn at random, so that neighbours say nothing.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from testamur.credentials.status import MIN_ENTRIES, StatusRow
from testamur.errors import Conflict, Refused

__all__ = ["StatusRegister"]

_FILE: Final = "status.sqlite3"
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS entry (
    purpose TEXT NOT NULL,
    place INTEGER NOT NULL,
    credential TEXT NOT NULL,
    is_set INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (purpose, place)
) WITHOUT ROWID
"""
_INDEX: Final = "CREATE INDEX IF NOT EXISTS entry_credential ON entry (credential, purpose)"
_PATIENCE: Final = 30.0
_DRAWS: Final = 64


class StatusRegister:
    """The register in the state folder; every call is one transaction of its own.

    `size` is how many places a list has. `draw` gives a number below its argument.
    """

    def __init__(
        self,
        state: Path,
        *,
        size: int = MIN_ENTRIES,
        draw: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._path = state / _FILE
        self._size = size
        self._draw = draw
        # A writer waits for the disk once in a while, not three times in each transaction. Where
        # another process is at work, the file is as it left it.
        with closing(self._connect()) as database, suppress(sqlite3.OperationalError):
            database.execute("PRAGMA journal_mode = WAL")
        with self._transaction() as database:
            database.execute(_TABLE)
            database.execute(_INDEX)

    def allot(self, credential: str, *, purpose: str) -> int:
        """A place that no other credential has; raises `Conflict` (`status.list-full`)."""
        row = "INSERT OR IGNORE INTO entry (purpose, place, credential) VALUES (?, ?, ?)"
        with self._transaction() as database:
            for _ in range(_DRAWS):
                place = self._draw(self._size)
                if database.execute(row, (purpose, place, credential)).rowcount:
                    return place
        raise Conflict.because("status.list-full", f"the {purpose} list has no place left")

    def set_status(self, credential: str, *, purpose: str, is_set: bool) -> None:
        """Set or clear every place of a credential; raises `Refused` where it has none."""
        change = "UPDATE entry SET is_set = ? WHERE credential = ? AND purpose = ?"
        with self._transaction() as database:
            if database.execute(change, (is_set, credential, purpose)).rowcount:
                return
        told = f"no credential {credential[:200]!r} stands in the {purpose} list"
        raise Refused.because("status.credential-unknown", told, "/credentialId")

    def rows(self, purpose: str) -> list[StatusRow]:
        """Every place that is set."""
        chosen = "SELECT place FROM entry WHERE purpose = ? AND is_set ORDER BY place"
        with self._transaction("DEFERRED") as database:
            return [StatusRow(place) for (place,) in database.execute(chosen, (purpose,))]

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as database:
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(f"BEGIN {kind}")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
