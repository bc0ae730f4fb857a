"""Indexes kept on disk, beside the framework they are of: arrays one a file, mapped when read.

A folder is written under another name and renamed when it is whole, so that nobody reads half of
one. Its name is the digest of what it was made of: another framework or table finds none. Of those
that nobody asks for any more the oldest are cleared away whenever another is made: what a folder
holds is bounded, and an index that is missed is made again.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import numpy as np

from testamur.skills.framework import Framework
from testamur.skills.linking.index import Index, Progress, digest_of, index_of
from testamur.skills.linking.table import Table

__all__ = ["shelved"]

_WORDS: Final = ("uris", "labels", "stems")
_ARRAYS: Final = tuple(one.name for one in fields(Index) if one.name not in _WORDS)
_SPOILT: Final = (OSError, ValueError, KeyError, TypeError, EOFError)
"""How a file that is not there, or not whole, is noticed."""

KEPT: Final = 6
"""How many indexes one folder keeps: those that were asked for last."""

_ABANDONED: Final = 3600.0
"""Seconds by which a folder that was never finished must be older than a finished one."""

_MAPPED: Final = "phrase_vectors"
"""Read where it lies: the largest, of which a sentence needs little."""


def shelved(
    framework: Framework, table: Table, folder: Path, *, progress: Progress | None = None
) -> Index:
    """The index of a framework from `folder`, made and kept there when it is not there yet.

    Where the folder cannot be written, the index is made and not kept.
    """
    place = folder / f"linking-{digest_of(framework, table)[:32]}"
    with suppress(*_SPOILT):
        found = _read(place)
        with suppress(OSError):
            os.utime(place)
        return found
    index = index_of(framework, table, progress=progress)
    with suppress(OSError):
        _write(index, place)
        _clear(place)
    return index


def _read(place: Path) -> Index:
    words: dict[str, Any] = json.loads((place / "words.json").read_text("utf-8"))
    arrays: dict[str, Any] = {
        name: np.load(
            place / f"{name}.npy", mmap_mode="r" if name == _MAPPED else None, allow_pickle=False
        )
        for name in _ARRAYS
    }
    stems = {stem: at for at, stem in enumerate(words["stems"])}
    return Index(uris=tuple(words["uris"]), labels=tuple(words["labels"]), stems=stems, **arrays)


def _write(index: Index, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        for name in _ARRAYS:
            np.save(part / f"{name}.npy", getattr(index, name), allow_pickle=False)
        words = {name: list(getattr(index, name)) for name in _WORDS}
        (part / "words.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
        part.chmod(0o755)
        shutil.rmtree(place, ignore_errors=True)  # there only where it could not be read
        part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _clear(newest: Path) -> None:
    """Remove the indexes that nobody asked for lately, and what a killed process left half made."""
    by_use = sorted(newest.parent.glob("linking-*"), key=_used, reverse=True)
    others = [place for place in by_use if place != newest]
    now = _used(newest)
    halves = newest.parent.glob(".linking-*")
    abandoned = [place for place in halves if now - _used(place) > _ABANDONED]
    for place in (*others[KEPT - 1 :], *abandoned):
        shutil.rmtree(place, ignore_errors=True)


def _used(place: Path) -> float:
    """When it was last asked for; the beginning of time where it is gone by now."""
    try:
        return place.stat().st_mtime
    except OSError:
        return 0.0
