"""`testamur receipt`: whether the receipt of a verification is genuine, and what it says."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from testamur.cli.files import read_input
from testamur.cli.moments import now
from testamur.cli.resolving import add_documents_arguments, resolver_of
from testamur.cli.terminal import about, examples, paint, plain
from testamur.encoding import JsonObject, format_timestamp
from testamur.interop.receipts import MAX_RECEIPT_BYTES, Receipt, read_receipt

__all__ = ["add_arguments", "run"]

_ABOUT = """\
Say whether the receipt of a verification is genuine: who signed it, when, and what was found then.

FILE is the JSON that `testamur verify --receipt` or a verification page gave, or - for standard
input. A receipt tells of its own moment; verify the credentials again before you rely on them now.

Ends with 0 when its signature holds, 2 when it does not or cannot be read, and 3 when the key of
who signed it could not be had.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Which receipt, and what may be used to judge it."""
    parser.description = _ABOUT
    parser.epilog = examples("testamur receipt receipt.json", "testamur receipt - --json")
    parser.add_argument("file", metavar="FILE", help="the receipt")
    parser.add_argument("--json", action="store_true", help="print what it says as JSON")
    add_documents_arguments(parser)


def run(arguments: Namespace) -> int:
    """Judge it; 0."""
    with about(arguments.file):
        text = read_input(arguments.file, limit=MAX_RECEIPT_BYTES)
        receipt = read_receipt(text, resolver=resolver_of(arguments), at=now())
    if arguments.json:
        told = {"issuer": receipt.issuer, "signedAt": format_timestamp(receipt.signed_at)}
        print(json.dumps(told | {"facts": receipt.facts}, ensure_ascii=False))
    else:
        _print(receipt)
    return 0


def _print(receipt: Receipt) -> None:
    day = f"{receipt.signed_at:%Y-%m-%d %H:%M} UTC"
    print(f"{paint('GENUINE', 'good')}  signed by {plain(receipt.issuer)} on {day}")
    facts = receipt.facts
    rows = facts.get("rows")
    for one in rows if isinstance(rows, list) else [facts]:
        if isinstance(one, dict):
            print(_told(one))


def _told(fact: JsonObject) -> str:
    verdict, name, title = (str(fact.get(key, "")) for key in ("verdict", "name", "title"))
    return f"  {plain(verdict):<12}  {plain(name)}  {plain(title)}"
