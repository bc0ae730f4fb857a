"""Files: read whole and bounded, written so that nobody ever sees half of one.

Written is to a temporary name in the same folder, brought to the disk, and renamed; the folder is
brought to the disk after. A full disk, a quota or a kill leaves the old file or none, never a
truncated one. Many files at once cost little more than one: the disk is asked to write them all
before it is waited for.
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from testamur.errors import Refused

__all__ = [
    "MAX_INPUT_BYTES",
    "bring_to_disk",
    "create_file",
    "locked",
    "make_folder",
    "read_input",
    "refused_by_system",
    "remove_parts",
    "write_file",
    "write_files",
]

MAX_INPUT_BYTES: Final = 64 * 1024 * 1024
"""The most bytes of any file that is read."""

_PART: Final = ".part"


def read_input(path: Path | str, *, limit: int = MAX_INPUT_BYTES) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `Refused` (`file.*`)."""
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(limit + 1)
    except FileNotFoundError:
        raise Refused.because("file.missing", f"there is no file {path}") from None
    except IsADirectoryError:
        raise Refused.because("file.unreadable", f"{path} is a folder, not a file") from None
    except (OSError, ValueError) as error:
        raise Refused.because("file.unreadable", f"{path}: {_reason(error)}") from None
    if len(data) > limit:
        told = f"{path} is larger than {limit // 2**20} MiB, which is all that is read"
        raise Refused.because("file.unreadable", told)
    return data


def write_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write or replace one file; raises `Refused` (`file.unwritable`)."""
    write_files({path: data}, mode=mode)


def write_files(contents: Mapping[Path, bytes], *, mode: int = 0o644) -> None:
    """Write or replace files; when this returns they are on the disk under their names.

    Raises `Refused` (`file.unwritable`); then some may be written whole, and none is in part.
    """
    parts: dict[Path, Path] = {}
    try:
        for path, data in contents.items():
            parts[path] = _write_part(path, data, mode)
        for part in parts.values():
            bring_to_disk(part)
        for path, part in parts.items():
            part.replace(path)
        for folder in {path.parent for path in parts}:
            bring_to_disk(folder)
    except OSError as error:
        raise _unwritable(error.filename or "", error) from None
    finally:
        _remove(parts.values())


def create_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file that must not be there yet; raises `Refused` (`file.exists`)."""
    try:
        part = _write_part(path, data, mode)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        bring_to_disk(part)
        os.link(part, path)
        bring_to_disk(path.parent)
    except FileExistsError:
        raise Refused.because("file.exists", f"{path} is there already") from None
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        _remove([part])


def bring_to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk; raises `OSError`."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder, with those above it, where it is not there yet."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from None


def remove_parts(folder: Path) -> None:
    """Remove what a killed run left half-written; only for who holds the folder's lock."""
    _remove(folder.glob(f".*{_PART}"))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone in `folder` among programs that ask this way: another waits until this one is done."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another run is writing to {folder}; waiting for it to end.", file=sys.stderr)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def refused_by_system(error: OSError) -> Refused:
    """What the system would not do, as a problem about the file it names."""
    is_writing = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
    code = "file.unwritable" if is_writing else "file.unreadable"
    return Refused.because(code, f"{error.filename or 'a file'}: {_reason(error)}")


def _write_part(path: Path, data: bytes, mode: int) -> Path:
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}{_PART}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with open(handle, "wb", closefd=True) as stream:  # noqa: PTH123 - a handle, not a path
            stream.write(data)
            stream.flush()
            if hasattr(os, "posix_fadvise"):  # start writing now, wait for all of them later
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError:
        _remove([part])
        raise
    return part


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _unwritable(what: object, error: OSError) -> Refused:
    return Refused.because("file.unwritable", f"{what} cannot be written: {_reason(error)}")


def _reason(error: OSError | ValueError) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EFBIG:
        return "the largest size of a file is reached"
    text = os.strerror(number) if number else str(error)
    return f"{text[:1].lower()}{text[1:]}"
