"""The shelf: imported frameworks as files in one folder, each version beside the others.

One file per framework and version, written whole or not at all. What was imported twice is there
once. Where nothing was imported, the starter framework that ships with Testamur stands alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from testamur.errors import Refused
from testamur.skills.framework import Framework, Occupation, Skill
from testamur.skills.packing import SAID, packed, unpacked

__all__ = ["STARTER", "Changes", "Shelf", "Shelved", "changes_between", "labels_of", "write_whole"]

STARTER: Final = Path(__file__).parent / "starter" / "esco.framework"
"""The framework that ships with Testamur."""

_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Shelved:
    """One version on the shelf: what its first line says, and where it lies."""

    id: str
    name: str
    version: str
    language: str
    languages: tuple[str, ...]
    skills: int
    occupations: int
    licence: str
    attribution: str
    path: Path

    @property
    def is_starter(self) -> bool:
        """Whether it is the one that ships with Testamur."""
        return self.path == STARTER

    def as_json(self) -> dict[str, Any]:
        """The version as programs read it."""
        return {
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "language": self.language,
            "languages": list(self.languages),
            "skills": self.skills,
            "occupations": self.occupations,
            "licence": self.licence,
            "attribution": self.attribution,
            "starter": self.is_starter,
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """What a framework holds that another did not: skills and occupations, by identifier."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The preferred label before and after."""

    def as_json(self) -> dict[str, Any]:
        """The changes as programs read them."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "renamed": [
                {"uri": uri, "before": before, "after": after}
                for uri, (before, after) in self.renamed.items()
            ],
        }


class Shelf:
    """The frameworks in one folder, which is made when something is put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def versions(self) -> list[Shelved]:
        """Everything imported, by name, the newest version first; else the starter."""
        found = [_first_line(path) for path in sorted(self.folder.glob("*.framework"))]
        found.sort(key=lambda one: _order(one.version), reverse=True)
        return sorted(found, key=lambda one: one.name) or [_first_line(STARTER)]

    def current(self) -> list[Shelved]:
        """The newest version of each framework."""
        newest: dict[str, Shelved] = {}
        for one in self.versions():
            newest.setdefault(one.id, one)
        return list(newest.values())

    def find(self, name: str, *, version: str = "") -> Shelved:
        """The newest version of a framework, or the one asked for, by its name or identifier.

        Raises `Refused` (`framework.unknown`).
        """
        for one in self.versions():
            if name.casefold() in {one.name.casefold(), one.id.casefold()} and version in {
                "",
                one.version,
            }:
                return one
        told = f"no list of skills is called {name!r:.60}" + (f" {version}" if version else "")
        raise Refused.because("framework.unknown", told)

    def load(self, shelved: Shelved) -> Framework:
        """The framework itself; raises `Refused` (`framework.damaged`)."""
        return unpacked(_bytes_of(shelved.path), name=shelved.path.name)

    def before(self, framework: Framework) -> Framework | None:
        """What a framework is compared with: its own version, else the newest other, else None."""
        others = [one for one in self.versions() if one.id == framework.id and not one.is_starter]
        same = [one for one in others if one.version == framework.version]
        chosen = next(iter(same or others), None)
        return self.load(chosen) if chosen else None

    def put(self, framework: Framework) -> Path:
        """Put a framework on the shelf, in the place of the same version; the file it is in.

        Raises `Refused` (`file.unwritable`).
        """
        path = self.folder / _file_name(framework)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, packed(framework))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise Refused.because("file.unwritable", f"{path}: {reason}") from None
        return path


def changes_between(old: Framework | None, new: Framework) -> Changes:
    """What was added, removed and renamed on the way from `old` (None: nothing) to `new`."""
    before, after = labels_of(old), labels_of(new)
    return Changes(
        tuple(uri for uri in after if uri not in before),
        tuple(uri for uri in before if uri not in after),
        {
            uri: (before[uri], label)
            for uri, label in after.items()
            if before.get(uri, label) != label
        },
    )


def labels_of(framework: Framework | None) -> dict[str, str]:
    """What each skill and occupation is called, by identifier; nothing of nothing."""
    if framework is None:
        return {}
    entries: list[Skill | Occupation] = [*framework.skills, *framework.occupations]
    return {one.id: one.label for one in entries}


def _first_line(path: Path) -> Shelved:
    try:
        with path.open("rb") as stream:
            head = orjson.loads(stream.readline(1 << 20))
        skills, occupations = head["counts"]
        said = {name: head[name] for name in SAID}
        languages = tuple(head["languages"])
        return Shelved(
            **said, languages=languages, skills=skills, occupations=occupations, path=path
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = f"{path.name} is damaged: {type(error).__name__}"
        raise Refused.because("framework.damaged", told) from None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refused.because("file.unreadable", f"{path}: {reason}") from None


def _file_name(framework: Framework) -> str:
    """By identifier and version alone: a framework that was given another name is the same."""
    key = f"{framework.id}\n{framework.version}"
    readable = key.lower().partition("://")[2] or key.lower()
    slug = re.sub(r"[^a-z0-9.]+", "-", readable).strip("-.")
    return f"{slug[:60] or 'framework'}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.framework"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises `OSError`."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, _DIGITS.findall(version)))
