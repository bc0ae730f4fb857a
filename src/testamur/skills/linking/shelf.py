"""Indexes kept on disk, beside the framework they are of: arrays one a file, mapped when read.

A folder is written under another name and renamed when it is whole, so that nobody reads half of
one. Its name is the digest of what it was made of: another framework or table finds none.
"""

from __future__ import annotations

import json
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
        return _read(place)
    index = index_of(framework, table, progress=progress)
    with suppress(OSError):
        _write(index, place)
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
