"""`testamur present`: credentials handed to a verifier, signed by whoever holds them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import Final

from testamur.cli.files import write_file
from testamur.cli.keyfile import KeyFile, add_passphrase_argument, find_passphrase, open_key
from testamur.cli.moments import now
from testamur.cli.sources import read_credential
from testamur.cli.terminal import about, examples, plain, plural
from testamur.credentials.issue import DEFAULT_SUITE, verification_method_of
from testamur.credentials.jose import is_token
from testamur.credentials.presentations import (
    Asked,
    build_presentation,
    sign_presentation,
    sign_presentation_jwt,
)
from testamur.credentials.proofs import ProofOptions
from testamur.encoding import JsonObject, compact_json
from testamur.keys import SigningKey

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Hand credentials to a verifier, signed by their holder.

The challenge and the domain come from whoever asks: they keep the presentation from being used
again or elsewhere.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """What to present, by whom, in answer to what."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur present ada.json --key ada.key --challenge 8f2c --domain https://employer.example"
        " -o vp.json",
        "testamur present ada.png first-aid.jwt --key ada.key --challenge 8f2c --format jwt",
    )
    parser.add_argument(
        "credential", metavar="FILE", nargs="+", help="credentials: JSON, token, image or bundle"
    )
    parser.add_argument("--key", metavar="KEY", type=Path, required=True, help="the holder's key")
    parser.add_argument("--challenge", help="what the verifier asked to be answered")
    parser.add_argument("--domain", help="who the verifier is")
    parser.add_argument(
        "--format", choices=("json", "jwt"), default="json", help="how it is written"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="the file to write; else standard output"
    )
    add_passphrase_argument(parser)


def run(arguments: Namespace) -> int:
    """Present; 0."""
    found: dict[str, JsonObject | str] = {}  # by text: two images may carry the same credential
    for source in arguments.credential:
        with about(source):
            credential = read_credential(source)
            text = credential.text
            found[text] = text if is_token(text) else credential.document
    credentials = list(found.values())
    file, key = open_key(arguments.key, passphrase=find_passphrase(arguments.passphrase_file))
    unsigned = build_presentation(credentials, holder=file.issuer)
    asked = Asked(challenge=arguments.challenge, domain=arguments.domain)
    text = _signed(unsigned, file, key, asked, is_token=arguments.format == "jwt", at=now())
    if arguments.output is None:
        print(text)
        return 0
    write_file(arguments.output, text.encode())
    count = plural(len(credentials), "credential")
    print(
        f"{plain(str(arguments.output))} presents {count}, held by {file.issuer}", file=sys.stderr
    )
    return 0


def _signed(
    unsigned: JsonObject,
    file: KeyFile,
    key: SigningKey,
    asked: Asked,
    *,
    is_token: bool,
    at: datetime,
) -> str:
    method = verification_method_of(file.issuer, key)
    if is_token:
        return sign_presentation_jwt(unsigned, signer=key, kid=method, asked=asked, made=at)
    options = ProofOptions(
        cryptosuite=DEFAULT_SUITE[key.public.kind], verification_method=method, created=at
    )
    return compact_json(sign_presentation(unsigned, signer=key, options=options, asked=asked))
