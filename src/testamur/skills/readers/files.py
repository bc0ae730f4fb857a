"""Where the files of a list of skills lie: a folder, a zip, one file; all of it bounded.

A folder stands for the files in it and for those in its zips. Files are known by their last name,
without `.gz`. Where several versions lie together, as downloads do, the newest is read and the
others are told. Nothing is ever written or unpacked to disk.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from testamur.encoding import gunzip
from testamur.errors import Refused

__all__ = ["MAX_FILE_BYTES", "SourceFile", "find_files", "newest", "stem_of"]

MAX_FILE_BYTES: Final = 256 * 1024 * 1024
"""The most bytes of one file, unpacked; ESCO's largest table has 21 million."""

MAX_FILES: Final = 2_000
"""The most files of one folder or archive."""

_VERSION: Final = re.compile(r"(?<![0-9.])v?([0-9]{1,3}(?:[._][0-9]{1,3}){1,2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: `name` for people, `base` its last name without `.gz`, `version` as it is told."""

    name: str
    base: str
    version: str
    read: Callable[[], bytes]


def find_files(path: Path) -> list[SourceFile]:
    """The files at `path`, by name; raises `Refused` (`file.*`, `framework.*`)."""
    try:
        if not path.exists():
            raise Refused.because("file.missing", f"there is no file or folder {path}")
        if not path.is_dir():
            return list(_files_at(path, ""))
        inside = sorted(one for one in path.iterdir() if not one.name.startswith("."))
        version = _version_in(path.name)
        found = [file for one in inside if one.is_file() for file in _files_at(one, version)]
    except OSError as error:
        told = f"{path}: {(error.strerror or str(error)).lower()}"
        raise Refused.because("file.unreadable", told) from None
    _check_count(path, len(found))
    return found


def newest(files: Iterable[SourceFile]) -> tuple[list[SourceFile], list[str]]:
    """The files of the newest version, and the names of those of older ones.

    Raises `Refused` (`framework.ambiguous`) where one version has the same file twice.
    """
    every = list(files)
    if len({file.base for file in every}) == len(every):
        return every, []
    latest = max((file.version for file in every), key=_as_numbers)
    taken = [file for file in every if file.version in {"", latest}]
    seen: dict[str, str] = {}
    for file in taken:
        if file.base in seen:
            told = f"{file.base} is there twice: {seen[file.base]} and {file.name}"
            raise Refused.because("framework.ambiguous", told)
        seen[file.base] = file.name
    return taken, [file.name for file in every if file.version not in {"", latest}]


def stem_of(base: str) -> str:
    """`Occupation Data.txt` and `Occupation_Data.tsv` are both `occupation data`."""
    return re.sub(r"[^a-z0-9]+", " ", base.rpartition(".")[0].lower()).strip()


def _files_at(path: Path, folder: str) -> Iterator[SourceFile]:
    if path.suffix.lower() == ".zip":
        yield from _members(path)
        return
    base = path.name.removesuffix(".gz")
    version = _version_in(path.name) or folder
    yield SourceFile(path.name, base, version, partial(_read, path))


def _members(path: Path) -> Iterator[SourceFile]:
    with _archive(path) as archive:
        listed = [one for one in archive.infolist() if not one.is_dir()]
    _check_count(path, len(listed))
    version = _version_in(path.name)
    for one in listed:
        base = PurePosixPath(one.filename).name.removesuffix(".gz")
        if not base.startswith((".", "__MACOSX")):
            found = version or _version_in(str(PurePosixPath(one.filename).parent))
            name = f"{path.name}: {one.filename}"
            yield SourceFile(name, base, found, partial(_read_member, path, one))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise Refused.because("file.unreadable", f"{path.name}: {reason}") from None
    return _unpacked(path.name, _bounded(path.name, data))


def _read_member(path: Path, member: zipfile.ZipInfo) -> bytes:
    _check_size(member.filename, member.file_size)
    with _archive(path) as archive, archive.open(member) as stream:
        data = stream.read(MAX_FILE_BYTES + 1)
    return _unpacked(member.filename, _bounded(member.filename, data))


def _unpacked(name: str, data: bytes) -> bytes:
    if not name.endswith(".gz"):
        return data
    try:
        return gunzip(data, limit=MAX_FILE_BYTES)
    except Refused as error:
        is_bomb = error.problem.code == "encoding.too-large"
        code = "framework.too-large" if is_bomb else "framework.unreadable"
        raise Refused.because(code, f"{name}: {error.problem.detail}") from None


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        told = f"{path.name} is not a whole zip archive: {error}"
        raise Refused.because("framework.unreadable", told) from None


def _bounded(name: str, data: bytes) -> bytes:
    _check_size(name, len(data))
    return data


def _check_size(name: str, size: int) -> None:
    if size > MAX_FILE_BYTES:
        told = f"{name} has more than {MAX_FILE_BYTES // 2**20} MiB, which is all that is read"
        raise Refused.because("framework.too-large", told)


def _check_count(path: Path, count: int) -> None:
    if count > MAX_FILES:
        told = f"{path.name} holds {count} files; at most {MAX_FILES} are looked at"
        raise Refused.because("framework.too-large", told)


def _version_in(name: str) -> str:
    found = _VERSION.findall(name)
    return found[0].replace("_", ".") if found else ""


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)
