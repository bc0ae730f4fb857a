"""Where files of postings lie until they are loaded, and where the store is: below `DATA_DIR`.

Web processes and workers share that folder.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from testamur.market import Store

__all__ = [
    "ENDINGS",
    "clear_files",
    "ending_of",
    "file_of",
    "forget_in_store",
    "store_here",
]

ENDINGS: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet")
"""What the name of a file of postings ends with; all but the last may be packed, as .gz."""

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_LOADED: Final = re.compile(r"[0-9a-f]{8,64}")


def store_here(*, without: Collection[str] = ()) -> Store:
    """The store of this instance, loads of these names passed over."""
    return Store(settings.DATA_DIR / "market" / "store", without=without)


def ending_of(name: str) -> str:
    """The ending that says how a file is read, "" for one that is not; `.gz` is left out."""
    bare = name.lower().removesuffix(".gz")
    found = next((ending for ending in ENDINGS if bare.endswith(ending)), "")
    return "" if found == ".parquet" and name.lower().endswith(".gz") else found


def file_of(load: UUID, name: str) -> Path:
    """Where the file of a load lies, by a name that is safe on every system."""
    kept = _UNSAFE.sub("-", Path(name).name).strip("-.")[-100:]
    return settings.DATA_DIR / "market" / "files" / str(load) / (kept or "postings.csv")


def clear_files(load: UUID) -> None:
    """Delete the file of a load, if it is there."""
    shutil.rmtree(settings.DATA_DIR / "market" / "files" / str(load), ignore_errors=True)


def forget_in_store(loaded_as: str) -> None:
    """Delete what was read of a load. Harmless twice."""
    if _LOADED.fullmatch(loaded_as):
        store_here().forget(loaded_as)
