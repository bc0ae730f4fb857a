"""`testamur doctor`: whether this installation can do what it promises, line by line."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import EntryPoints, PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Final

from testamur.cli.moments import now
from testamur.cli.terminal import examples, paint

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Check this installation: Python, cryptography, the pinned contexts and schemas, signing and
verifying, images, the clock, the disk. Needs no network and changes nothing.

Where DATABASE_URL or TESTAMUR_DATA_DIR names an instance of the product, it is looked at as
well: settings, address, database, folder, issuer keys, worker, mail server.

Ends with 0 when all is well, 1 when something is not.
"""
_OLDEST: Final = (3, 11)
_FIRST_MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LAST_MOMENT: Final = datetime(2100, 1, 1, tzinfo=UTC)
Check = Callable[[], str]
_LIBRARIES: Final = ("cryptography", "pynacl", "pyld", "orjson")


class _NotWellError(Exception):
    """Something is not as it must be; the text says what to do."""


def add_arguments(parser: ArgumentParser) -> None:
    """How to tell it."""
    parser.description = _ABOUT
    parser.epilog = examples("testamur doctor", "testamur doctor --json")
    parser.add_argument("--json", action="store_true", help="print one JSON object per check")


def run(arguments: Namespace) -> int:
    """Make every check; 0, or 1 where one failed."""
    code = 0
    for name, check in _all_checks():
        try:
            is_well, told = True, check()
        except Exception as error:  # noqa: BLE001 -- whatever is wrong is what we came to hear
            is_well, told = False, str(error) or type(error).__name__
        code |= not is_well
        if arguments.json:
            print(json.dumps({"check": name, "ok": is_well, "detail": told}))
        else:
            mark = paint("ok    ", "good") if is_well else paint("not ok", "bad")
            print(f"{mark}  {name:<10}  {told}")
    return int(code)


def _all_checks() -> Iterator[tuple[str, Check]]:
    """Ours, then those of every verb from elsewhere that has a `checks_of_instance`."""
    yield from _CHECKS.items()
    for entry in _other_verbs():
        more = getattr(entry.load(), "checks_of_instance", dict)
        yield from more().items()


def _python() -> str:
    if sys.version_info < _OLDEST:
        raise _NotWellError(f"Python {platform.python_version()}: install Python 3.11 or newer")
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"


def _libraries() -> str:
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            raise _NotWellError(f"{name} is missing: install testamur again") from None
    return ", ".join(found)


def _contexts() -> str:
    from testamur.ld.contexts import KNOWN, load_context

    for url in KNOWN:
        load_context(url)
    return f"{len(KNOWN)} JSON-LD contexts are the pinned ones, byte for byte"


def _signing() -> str:
    from testamur import Offline, SigningKey, examine
    from testamur.credentials.issue import issue
    from testamur.credentials.openbadges import Achievement, Issuer

    at = now()
    badge = Achievement("urn:example:doctor", name="A check-up", criteria="To be well")
    kinds = ("ed25519", "p256", "p384")
    for kind in kinds:
        key = SigningKey.generate(kind)
        issuer = Issuer(key.public.did_key, name="Doctor")
        signed = issue(badge, to="mailto:ada@mail.example", by=issuer, key=key, at=at)
        changed = signed.text.replace("A check-up", "A clean bill of health")
        verdicts = [
            examine(text, resolver=Offline(), at=at).verdict for text in (signed.text, changed)
        ]
        if verdicts != ["valid", "invalid"]:
            raise _NotWellError(f"a credential signed with {kind} is judged wrongly: do not use it")
    return f"signs and verifies with {', '.join(kinds)}, and sees a changed word"


def _images() -> str:
    from testamur.credentials.artwork import badge_png
    from testamur.credentials.bake import bake, unbake

    drawn = badge_png("A check-up", issuer="Doctor", size=120)
    text = '{"proof":{"type":"DataIntegrityProof"}}'
    if unbake(bake(drawn, text)).credential != text:
        raise _NotWellError("what is baked into an image does not come out again")
    return "badges are drawn, baked and unbaked"


def _other_verbs() -> EntryPoints:
    return entry_points(group="testamur.verbs")


def _clock() -> str:
    moment = now()
    if not _FIRST_MOMENT < moment < _LAST_MOMENT:
        raise _NotWellError(f"the clock says {moment:%Y-%m-%d}: set it, or signatures are misdated")
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _disk() -> str:
    from testamur.cli.files import write_file
    from testamur.cli.register import Register

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_file(folder / "file", b"written")
        with Register.open(folder / "register.sqlite3", issuer="urn:example:doctor") as register:
            register.count()
        free = os.statvfs(folder)
    return (
        f"files and a register can be written; {free.f_bavail * free.f_frsize // 2**20:,} MiB free"
    )


def _verbs() -> str:
    others = _other_verbs()
    for entry in others:
        entry.load()
    names = ", ".join(sorted(entry.name for entry in others))
    return f"further verbs: {names}" if names else "no further verbs are installed"


_CHECKS: Final[dict[str, Check]] = {
    "python": _python,
    "libraries": _libraries,
    "contexts": _contexts,
    "signing": _signing,
    "images": _images,
    "clock": _clock,
    "disk": _disk,
    "verbs": _verbs,
}
