"""What a person hands over to be looked at: files, folders, URLs, standard input.

A folder stands for the credentials that lie in it, by the endings of their names; what is handed
over by name is read whatever it is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from testamur.cli.files import read_input
from testamur.cli.terminal import about
from testamur.credentials.bundle import open_bundle
from testamur.credentials.document import Credential
from testamur.credentials.resolution import Resolver
from testamur.errors import Refused
from testamur.interop.intake import Form, take_in

__all__ = [
    "ENDINGS",
    "credential_in",
    "credentials_in",
    "is_url",
    "read_credential",
    "read_source",
    "sources_in",
]

ENDINGS: Final = frozenset({".json", ".jsonld", ".jwt", ".jws", ".png", ".svg"})
"""The endings by which a credential in a folder is known."""

_MAX_FETCHED: Final = 10_000_000


def sources_in(named: list[str]) -> Iterator[str]:
    """Each file, URL or `-` that was named, and the files of each folder, in order of their names.

    Raises `Refused` (`file.missing`) for a folder in which there is nothing to look at.
    """
    for name in named:
        folder = Path(name)
        if is_url(name) or name == "-" or not folder.is_dir():
            yield name
            continue
        found = sorted(
            str(path)
            for path in folder.iterdir()
            if path.suffix.lower() in ENDINGS and not path.name.startswith(".") and path.is_file()
        )
        if not found:
            raise Refused.because("file.missing", f"no credential lies in the folder {name}")
        yield from found


def is_url(source: str) -> bool:
    """Whether a source is an address on the web."""
    return source.startswith(("https://", "http://"))


def read_source(source: str, *, resolver: Resolver) -> bytes:
    """The bytes of one source; raises `Refused` (`file.*`, `fetch.blocked`) or `Unreachable`."""
    if is_url(source):
        return resolver.fetch(source, limit=_MAX_FETCHED).body
    return read_input(source)


def read_credential(source: str) -> Credential:
    """The one credential in a file, image or bundle; raises `Refused`. Nothing is verified."""
    return credential_in(read_input(source))


def credentials_in(folder: str) -> dict[str, Credential]:
    """The credentials that lie in a folder, by the names of their files; what is none is left out.

    Raises `Refused` (`file.missing`) for a folder in which there is nothing to look at.
    """
    found = {}
    with about("--parts"):
        for path in sources_in([folder]):
            with suppress(Refused):
                found[path] = read_credential(path)
    return found


def credential_in(data: bytes) -> Credential:
    """The one credential in what a file, image or bundle holds; raises `Refused`."""
    taken = take_in(data)
    match taken.form:
        case Form.CREDENTIAL:
            return Credential(taken.text)
        case Form.BUNDLE:
            return open_bundle(taken.text).credential
        case _:
            told = f"a credential is needed, and this is of the kind {taken.form.value}"
            raise Refused.because("document.wrong-type", told)
