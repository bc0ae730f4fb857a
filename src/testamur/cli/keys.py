"""`testamur keys`: make, show and rotate the keys an issuer signs with."""

from __future__ import annotations

import json
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, Final

from testamur.cli.actions import actions_of, add_action
from testamur.cli.keyfile import (
    KeyFile,
    RetiredKey,
    add_passphrase_argument,
    check_controller,
    document_url,
    find_passphrase,
    kinds,
    open_key,
    read_key_file,
)
from testamur.cli.moments import now
from testamur.cli.terminal import about, examples, plain
from testamur.credentials.dids import VerificationMethod
from testamur.encoding import format_timestamp
from testamur.errors import Refused
from testamur.keys import SigningKey

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Make, show and rotate the keys you sign with.

A key file is a PEM (PKCS #8), readable by its owner alone, encrypted when a passphrase is given.
"""
_EXAMPLES: Final = examples(
    "testamur keys new -o issuer.key",
    "testamur keys new -o issuer.key --type p256 --controller did:web:uni.example",
    "testamur keys show issuer.key --did-document",
    "testamur keys rotate issuer.key",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The three actions and their options."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    actions = actions_of(parser)
    _add_new(add_action(actions, "new", "make a new key"))
    _add_show(add_action(actions, "show", "show the public side of a key"))
    _add_rotate(add_action(actions, "rotate", "replace the key, and keep what it signed valid"))


def run(arguments: Namespace) -> int:
    """Do what was asked; 0."""
    action = {"new": _new, "show": _show, "rotate": _rotate}[arguments.action]
    action(arguments)
    return 0


def _add_new(parser: ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="the key file to make"
    )
    parser.add_argument("--type", choices=kinds(), default="ed25519", help="the kind of key")
    parser.add_argument(
        "--controller",
        metavar="DID",
        help="who publishes the key: a did:web or an https address; without it the key is its own "
        "issuer, a did:key",
    )
    add_passphrase_argument(parser)
    parser.epilog = examples(
        "testamur keys new -o issuer.key",
        "testamur keys new -o issuer.key --type p256 --passphrase-file passphrase.txt",
        "testamur keys new -o issuer.key --controller did:web:uni.example",
    )


def _add_show(parser: ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", type=Path, help="the key file")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument(
        "--did-document", action="store_true", help="print the document that the issuer publishes"
    )
    add_passphrase_argument(parser)
    parser.epilog = examples(
        "testamur keys show issuer.key",
        "testamur keys show issuer.key --json",
        "testamur keys show issuer.key --did-document > did.json",
    )


def _add_rotate(parser: ArgumentParser) -> None:
    parser.description = """\
Replace the key, and keep what it signed valid.

The new key takes the file's place; the old public key stays in it with the moment it ended, and in
the document to publish. An issuer named by did:key is its key: a new key is a new issuer, so
that needs --new-issuer; the old file is then kept, for revoking what it signed.
"""
    parser.add_argument("key", metavar="KEY", type=Path, help="the key file")
    parser.add_argument("--type", choices=kinds(), help="the kind of the new key; as the old one")
    parser.add_argument(
        "--compromised",
        action="store_true",
        help="somebody else may have the old key: publish it as revoked, not as expired",
    )
    parser.add_argument(
        "--new-issuer", action="store_true", help="accept that the issuer gets a new identifier"
    )
    add_passphrase_argument(parser)
    parser.epilog = examples(
        "testamur keys rotate issuer.key",
        "testamur keys rotate issuer.key --compromised",
        "testamur keys rotate issuer.key --new-issuer",
    )


def _new(arguments: Namespace) -> None:
    controller = arguments.controller
    if controller is not None:
        with about("--controller"):
            check_controller(controller)
    passphrase = find_passphrase(arguments.passphrase_file)
    key = SigningKey.generate(arguments.type)
    file = KeyFile.of(key, passphrase=passphrase, controller=controller, made=now())
    file.create(arguments.output)
    print(f"A new key is in {arguments.output}; it signs for {file.issuer}")
    if not file.is_encrypted:
        print("It is not encrypted: whoever reads the file can sign in your name.")
    if controller is not None:
        print(f"Publish `testamur keys show {arguments.output} --did-document` at")
        print(f"  {document_url(controller)}")


def _show(arguments: Namespace) -> None:
    passphrase = find_passphrase(arguments.passphrase_file)
    file = read_key_file(arguments.key, passphrase=passphrase)
    if arguments.did_document:
        if file.controller is None:
            with about(arguments.key):
                told = f"{file.issuer} is its own document; nothing has to be published"
                raise Refused.because("key.nothing-to-publish", told)
        print(json.dumps(file.did_document(), indent=2))
    elif arguments.json:
        print(json.dumps(_told(file)))
    else:
        _print_key(arguments.key, file)


def _rotate(arguments: Namespace) -> None:
    passphrase = find_passphrase(arguments.passphrase_file)
    file, key = open_key(arguments.key, passphrase=passphrase)
    if file.controller is None and not arguments.new_issuer:
        with about(arguments.key):
            told = f"the issuer {file.issuer} is this very key, so a new key is a new issuer"
            raise Refused.because("key.rotation-refused", told)
    moment = now()
    new = SigningKey.generate(arguments.type or key.public.kind)
    if file.controller is None:
        kept = _keep_aside(arguments.key, file)
        fresh = KeyFile.of(new, passphrase=passphrase, controller=None, made=moment)
        fresh.replace(arguments.key)
        print(f"{arguments.key} now signs for a new issuer, {fresh.issuer}")
        print(f"The old key is in {kept}: keep it, to revoke what it signed.")
        return
    end = RetiredKey(file.public, "revoked" if arguments.compromised else "expires", moment)
    file.successor(new, passphrase=passphrase, end=end).replace(arguments.key)
    print(f"{arguments.key} has a new key for {file.controller}, {new.public.multikey}")
    print(
        f"Publish `testamur keys show {arguments.key} --did-document` before you sign with it, at"
    )
    print(f"  {document_url(file.controller)}")


def _keep_aside(path: Path, file: KeyFile) -> Path:
    """The old file beside the new one, under its public key's first letters."""
    kept = path.with_name(f"{path.stem}.{file.public.multikey[:12]}{path.suffix}")
    if not kept.exists():
        file.create(kept)
        shutil.copymode(path, kept)
    return kept


def _told(file: KeyFile) -> dict[str, Any]:
    method = VerificationMethod.publish(file.public, controller=file.issuer)
    return {
        "issuer": file.issuer,
        "controller": file.controller,
        "type": file.public.kind.value,
        "verificationMethod": method.id,
        "publicKeyMultibase": file.public.multikey,
        "publicKeyJwk": file.public.jwk,
        "didKey": file.public.did_key,
        "thumbprint": file.public.thumbprint,
        "encrypted": file.is_encrypted,
        "made": format_timestamp(file.made) if file.made else None,
        "retired": [
            {"publicKeyMultibase": old.public.multikey, old.end: format_timestamp(old.moment)}
            for old in file.retired
        ],
    }


def _print_key(path: Path, file: KeyFile) -> None:
    rows = [
        ("issuer", file.issuer),
        ("type", file.public.kind.value),
        ("public key", file.public.multikey),
        ("made", format_timestamp(file.made) if file.made else "not stated"),
        ("encrypted", "yes" if file.is_encrypted else "no"),
    ]
    rows += [
        ("retired", f"{old.public.multikey} {old.end} {format_timestamp(old.moment)}")
        for old in file.retired
    ]
    print(plain(str(path)))
    for name, value in rows:
        print(f"  {name:<10}  {value}")
