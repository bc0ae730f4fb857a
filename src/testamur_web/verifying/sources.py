"""What somebody hands over, opened until it is something the library can judge.

| handed over | what is judged |
|---|---|
| a file of any kind the library knows | itself |
| a PDF | the credentials attached to it |
| a picture without a credential inside | what the QR code on it says or leads to |
| an address of this instance | what its holder shows there, without a request to ourselves |
| another https address | what is published there |

An address is followed once: what it leads to may be a file, never another address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from testamur import Web
from testamur.credentials.bundle import MAX_BUNDLE_BYTES
from testamur.credentials.resolution import MAX_FETCHED_BYTES, Resolver
from testamur.errors import Refused, TestamurError
from testamur.interop.intake import take_in
from testamur.problems import Problem
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.verifying.attachments import attachments_of, is_pdf
from testamur_web.verifying.codes import is_photograph, read_code
from testamur_web.wallet.models import Item, Share
from testamur_web.wallet.queries import find_open_share, find_secret_share, has_ended

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "REDIRECTS",
    "Handed",
    "Opened",
    "asking",
    "open_all",
]

MAX_FILES: Final = 50
"""The most files that are judged at once."""

MAX_FILE_BYTES: Final = 5 * 1024 * 1024
"""The most bytes of one file."""

REDIRECTS: Final = 3
"""How often an address that somebody pasted may lead on to another."""

_PATIENCE: Final = 20.0
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Handed:
    """One thing as it was handed over: what it is called, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """One thing to judge, or the problem that kept it from being opened."""

    name: str
    data: bytes
    problem: TestamurError | None = None


def asking(*, at: datetime, redirects: int = 0) -> Resolver:
    """What may be asked for one request: ourselves, and others for some seconds in all.

    Keys and lists are had from the very address that names them; an address that somebody pasted
    may lead on (`redirects`).
    """
    return InstanceResolver(at=at, then=_web(redirects).hurried(seconds=_PATIENCE))


def open_all(handed: Sequence[Handed], *, resolver: Resolver, at: datetime) -> list[Opened]:
    """Everything that is in what was handed over; raises `Refused` (`upload.too-many`)."""
    if len(handed) > MAX_FILES:
        told = f"there are {len(handed)}; {MAX_FILES} are checked at once"
        raise Refused.because("upload.too-many", told)
    opened: list[Opened] = []
    for one in handed:
        try:
            found = list(_open(one, resolver=resolver, at=at))
        except TestamurError as error:
            found = [Opened(one.name, one.data, error)]
        opened += found[: MAX_FILES - len(opened)]
    return opened


def _open(handed: Handed, *, resolver: Resolver, at: datetime) -> Iterable[Opened]:
    data = handed.data
    if len(data) > MAX_FILE_BYTES:
        told = f"it has {len(data) / 2**20:.1f} MB; {MAX_FILE_BYTES // 2**20} MB are read"
        raise Refused.because("upload.too-large", told)
    if not data.strip():
        raise Refused.because("text.empty", "there is nothing in it")
    address = _address_in(data)
    if address:
        return _follow(address, handed.name, resolver=resolver, at=at)
    if _may_show_a_code(data):
        said = read_code(data)
        address = _address_in(said.encode())
        if address:
            return _follow(address, handed.name, resolver=resolver, at=at)
        return [Opened(handed.name, said.encode())]
    return _inside(handed)


def _inside(handed: Handed) -> list[Opened]:
    if is_pdf(handed.data):
        return [Opened(handed.name, one) for one in attachments_of(handed.data)]
    return [Opened(handed.name, handed.data)]


def _may_show_a_code(data: bytes) -> bool:
    """Whether it is a picture to look at: a photograph, or one that carries no credential."""
    if is_photograph(data):
        return True
    if not data.startswith(_PNG):
        return False
    try:
        take_in(data)
    except TestamurError as error:
        return error.problem.code == "image.no-credential"
    return False


def _address_in(data: bytes) -> str:
    """The address, where it is nothing else; "" else."""
    try:
        text = data.decode("utf-8").strip() if len(data) <= MAX_FETCHED_BYTES else ""
    except UnicodeDecodeError:
        return ""
    is_address = text[:8].lower().startswith(("https://", "http://"))
    return text if is_address and not any(one.isspace() for one in text) else ""


def _follow(address: str, name: str, *, resolver: Resolver, at: datetime) -> list[Opened]:
    shown = address if name in {"", address} else f"{name}: {address}"
    label = shown[:200]
    if address.startswith(f"{settings.INSTANCE_URL}/"):
        items = _shown_at(address, at=at)
        return [Opened(label, item.credential.encode()) for item in items]
    found = resolver.fetch(address, limit=min(MAX_BUNDLE_BYTES, MAX_FETCHED_BYTES))
    return _inside(Handed(label, found.body))


def _shown_at(address: str, *, at: datetime) -> list[Item]:
    """What a page of this instance shows; raises `Refused` (`address.shows-nothing`)."""
    match urlsplit(address).path.strip("/").split("/"):
        case ["c", key, *_]:
            shared, _has_ended = find_open_share(_uuid(key), kind=Share.Kind.PUBLIC, at=at)
            if shared is not None:
                return [shared.item]
        case ["s", token, *rest]:
            found = find_secret_share(token)
            if found is not None and not has_ended(found[0], at=at):
                wanted = _uuid(rest[0]) if rest else None
                items = [item for item in found[1] if wanted is None or item.pk == wanted]
                if items:
                    return items
    told = "nothing is shown at this address, or it is not shared any more"
    raise Refused(Problem("address.shows-nothing", told))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@cache
def _web(redirects: int) -> Web:
    """One for the process: it remembers for some minutes what it fetched."""
    return Web(redirects=redirects)
