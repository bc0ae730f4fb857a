"""The key file: one PEM that every tool reads, with what it is for written above the key.

    Testamur signing key. Secret: whoever has it can award in its issuer's name.
    kind: ed25519
    public: z6Mk…
    controller: did:web:uni.example
    made: 2026-05-01T12:00:00Z
    retired: z6Mk… expires 2026-05-01T12:00:00Z

    (the private key, PKCS #8, encrypted where a passphrase was given)

Text outside the key is explanatory (RFC 7468 §2): `openssl pkey -in issuer.key` reads the file, and
a PEM without such text is read here. What the text says of the public key is held against the key
whenever it is opened. A retired key is its public half with the moment it ended: what it signed
before still verifies while it stays published.
"""

from __future__ import annotations

import getpass
import os
import re
import stat
import sys
from argparse import ArgumentParser
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from testamur.cli.files import create_file, read_input, write_file
from testamur.cli.terminal import about
from testamur.credentials.dids import VerificationMethod, did_document, did_web_url
from testamur.credentials.locations import read_location
from testamur.encoding import JsonObject, format_timestamp, parse_timestamp
from testamur.errors import Refused
from testamur.keys import KeyKind, PublicKey, SigningKey

__all__ = [
    "KeyFile",
    "RetiredKey",
    "add_passphrase_argument",
    "check_controller",
    "document_url",
    "find_passphrase",
    "open_key",
    "read_key_file",
]

MAX_KEY_FILE: Final = 262_144
_OPENING: Final = "Testamur signing key. Secret: whoever has it can award in its issuer's name.\n"
_LINE: Final = re.compile(r"(kind|public|controller|made|retired): (\S.*)\Z")
_BLOCK: Final = re.compile(
    rb"-----BEGIN (ENCRYPTED |EC |)PRIVATE KEY-----\r?\n.*?-----END \1PRIVATE KEY-----", re.DOTALL
)
_SECRET_MODE: Final = 0o600


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """A key no longer signed with: its public half, when it ended, and why.

    `end` is "expires" for a key that was replaced, "revoked" for one that somebody else may have.
    """

    public: PublicKey
    end: str
    moment: datetime

    def method(self, controller: str) -> VerificationMethod:
        """The key as its controller keeps it published."""
        is_lost = self.end == "revoked"
        return VerificationMethod.publish(
            self.public,
            controller=controller,
            expires=None if is_lost else self.moment,
            revoked=self.moment if is_lost else None,
        )


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file says; `pem` is the private key as it stands there.

    `controller` is the DID or address that publishes the key, None where the key names itself
    (did:key).
    """

    public: PublicKey
    pem: bytes
    controller: str | None = None
    made: datetime | None = None
    retired: tuple[RetiredKey, ...] = ()

    @classmethod
    def of(
        cls,
        key: SigningKey,
        *,
        passphrase: bytes | None,
        controller: str | None,
        made: datetime,
    ) -> KeyFile:
        """The file of a new key."""
        return cls(key.public, key.to_pem(passphrase), controller, made)

    @property
    def issuer(self) -> str:
        """Who signs with this key."""
        return self.controller or self.public.did_key

    @property
    def is_encrypted(self) -> bool:
        """Whether a passphrase is needed to sign."""
        return b"ENCRYPTED" in self.pem

    def open(self, passphrase: bytes | None) -> SigningKey:
        """The private key; raises `Refused` (`key.passphrase`, `key.malformed`)."""
        key = SigningKey.from_pem(self.pem, passphrase if self.is_encrypted else None)
        if key.public != self.public:
            told = "the public key named above it belongs to another private key"
            raise Refused.because("key.malformed", told)
        return key

    def successor(self, key: SigningKey, *, passphrase: bytes | None, end: RetiredKey) -> KeyFile:
        """The file after `key` took over from this one's."""
        return replace(
            self,
            public=key.public,
            pem=key.to_pem(passphrase),
            made=end.moment,
            retired=(end, *self.retired),
        )

    def did_document(self, controller: str | None = None) -> JsonObject:
        """What the controller publishes: this key, and those that it used to sign with."""
        who = controller or self.issuer
        return did_document(
            who,
            [
                VerificationMethod.publish(self.public, controller=who),
                *(old.method(who) for old in self.retired),
            ],
        )

    @property
    def text(self) -> bytes:
        """The file."""
        lines = [f"kind: {self.public.kind}", f"public: {self.public.multikey}"]
        if self.controller:
            lines.append(f"controller: {self.controller}")
        if self.made:
            lines.append(f"made: {format_timestamp(self.made)}")
        lines += [
            f"retired: {old.public.multikey} {old.end} {format_timestamp(old.moment)}"
            for old in self.retired
        ]
        return "\n".join([_OPENING.rstrip(), *lines, "", ""]).encode() + self.pem

    def create(self, path: Path) -> None:
        """Write the file where there is none, for its owner's eyes alone."""
        create_file(path, self.text, mode=_SECRET_MODE)

    def replace(self, path: Path) -> None:
        """Write the file in place of what is there."""
        write_file(path, self.text, mode=_SECRET_MODE)


def read_key_file(path: Path, *, passphrase: bytes | None = None) -> KeyFile:
    """Read a key file, or any PEM of a private key; raises `Refused` (`file.*`, `key.*`).

    The passphrase is needed only for an encrypted PEM that does not name its public key.
    """
    with about(path):
        data = read_input(path, limit=MAX_KEY_FILE)
        found = _BLOCK.search(data)
        if found is None:
            told = "no private key in PEM form stands in the file"
            raise Refused.because("key.malformed", told)
        pem = found[0] + b"\n"
        said = _read_lines(data[: found.start()])
        if not said.get("public"):
            opened = SigningKey.from_pem(pem, passphrase)
            return KeyFile(opened.public, pem)
        made = said["made"][0] if said.get("made") else None
        return KeyFile(
            PublicKey.from_multikey(said["public"][0]),
            pem,
            check_controller(said["controller"][0]) if said.get("controller") else None,
            parse_timestamp(made) if made else None,
            tuple(map(_read_retired, said.get("retired", []))),
        )


def open_key(path: Path, *, passphrase: bytes | None) -> tuple[KeyFile, SigningKey]:
    """The key file at `path`, and its key ready to sign."""
    file = read_key_file(path, passphrase=passphrase)
    if not passphrase and file.is_encrypted and sys.stdin.isatty() and sys.stderr.isatty():
        passphrase = getpass.getpass(f"Passphrase of {path}: ", sys.stderr).encode()
    with about(path):
        key = file.open(passphrase)
    _warn_if_seen_by_others(path, file)
    return file, key


def check_controller(text: str) -> str:
    """A did:web or https address that can publish a key; raises `Refused`."""
    if text.startswith("did:web:"):
        did_web_url(text)
    elif not text.startswith("https://") or read_location(text).fragment:
        told = f"{text[:200]!r} is neither a did:web nor an https address without a fragment"
        raise Refused.because("did.method-unsupported", told)
    return text


def document_url(controller: str) -> str:
    """Where the document of a did:web or https controller is published."""
    return did_web_url(controller) if controller.startswith("did:web:") else controller


def add_passphrase_argument(parser: ArgumentParser) -> None:
    """The option that names where the passphrase of a key stands."""
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="read the key's passphrase from FILE; else from the environment, TESTAMUR_PASSPHRASE "
        "or TESTAMUR_PASSPHRASE_FILE",
    )


def find_passphrase(named: Path | None) -> bytes | None:
    """The passphrase from the file that was named, or from the environment; None without one."""
    stated = os.environ.get("TESTAMUR_PASSPHRASE", "")
    if named is None and stated:
        return stated.encode("utf-8", "surrogateescape")
    source = named or os.environ.get("TESTAMUR_PASSPHRASE_FILE")
    if not source:
        return None
    found = read_input(Path(source), limit=4096).rstrip(b"\r\n")
    if not found:
        raise Refused.because("key.passphrase", f"the passphrase in {source} is empty")
    return found


def _read_lines(head: bytes) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for line in head.decode("utf-8", "replace").splitlines():
        if found := _LINE.match(line):
            said.setdefault(found[1], []).append(found[2])
    return said


def _read_retired(text: str) -> RetiredKey:
    words = text.split()
    if len(words) != 3 or words[1] not in {"expires", "revoked"}:
        told = f"a retired key is told as {text!r:.120}"
        raise Refused.because("key.malformed", told)
    return RetiredKey(PublicKey.from_multikey(words[0]), words[1], parse_timestamp(words[2]))


def _warn_if_seen_by_others(path: Path, file: KeyFile) -> None:
    mode = path.stat().st_mode
    if not file.is_encrypted and mode & (stat.S_IRWXG | stat.S_IRWXO):
        told = f"Others on this machine can read {path}: `chmod 600 {path}` keeps it to you."
        print(told, file=sys.stderr)


def kinds() -> tuple[str, ...]:
    """The kinds of key that can sign."""
    return tuple(kind.value for kind in KeyKind if kind is not KeyKind.RSA)
