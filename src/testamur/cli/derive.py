"""`testamur derive`: a holder shows some parts of a credential and keeps the rest."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from testamur.cli.files import write_file
from testamur.cli.sources import read_credential
from testamur.cli.terminal import about, examples, plain
from testamur.credentials.jose import is_token
from testamur.credentials.proofs import derive
from testamur.encoding import compact_json
from testamur.errors import Refused

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Show some parts of a credential and keep the rest, where it was issued with --proof ecdsa-sd-2023.

What the issuer made mandatory is always shown. Keep the original: whoever has it can show anything.
`testamur inspect` tells what there is to show; parts are named by JSON Pointer.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The credential, what to show of it, and where that goes."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur derive ada.json --reveal /credentialSubject/id -o shown.json",
        "testamur derive ada.json --reveal /credentialSubject/result --reveal /evidence/0",
    )
    parser.add_argument("credential", metavar="FILE", help="the credential as it was issued")
    parser.add_argument(
        "--reveal",
        metavar="POINTER",
        action="append",
        required=True,
        help="a part to show, such as /credentialSubject/result; may be repeated",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="the file to write; else standard output"
    )


def run(arguments: Namespace) -> int:
    """Derive; 0."""
    with about(arguments.credential):
        credential = read_credential(arguments.credential)
        if is_token(credential.text):
            told = "a token is shown whole or not at all"
            raise Refused.because("proof.suite-unknown", told)
        derived = derive(credential.document, pointers=arguments.reveal)
    text = compact_json(derived)
    if arguments.output is None:
        print(text)
        return 0
    write_file(arguments.output, text.encode())
    print(f"{plain(str(arguments.output))} shows what was asked for", file=sys.stderr)
    return 0
