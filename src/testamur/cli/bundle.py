"""`testamur bundle`: one file that verifies without a network."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from testamur.cli.files import write_file
from testamur.cli.moments import now
from testamur.cli.outcomes import code_of, headline
from testamur.cli.resolving import add_documents_arguments, resolver_beside, resolver_of
from testamur.cli.sources import read_credential
from testamur.cli.terminal import about, examples, plain, plural, told_problem
from testamur.credentials.bundle import examine_bundle, make_bundle

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Make one file that verifies without a network: the credential, the keys and status lists that its
verification asked for, each with the moment it was taken, and its contexts.

The bundle is then verified as somebody without a network will. Ends as `testamur verify` does.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The credential, where its documents are, and where the bundle goes."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur bundle ada.json -o ada.bundle.json",
        "testamur bundle ada.png --documents out/site --offline -o ada.bundle.json",
    )
    parser.add_argument("credential", metavar="FILE", help="a credential: JSON, token or image")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="the bundle to write"
    )
    add_documents_arguments(parser)


def run(arguments: Namespace) -> int:
    """Bundle; the exit code of the bundle's own verification."""
    at = now()
    with about(arguments.credential):
        credential = read_credential(arguments.credential)
    resolver = resolver_of(arguments)
    if arguments.documents is None:
        resolver = resolver_beside(arguments.credential, resolver)
    bundle = make_bundle(credential, resolver=resolver, at=at)
    write_file(arguments.output, bundle.text.encode())
    report = examine_bundle(bundle.text, at=at)
    print(f"{headline(report)}  {plain(str(arguments.output))}")
    oldest = min((one.at for one in bundle.documents.values()), default=at)
    print(f"  with {plural(len(bundle.documents), 'document')} as of {oldest:%Y-%m-%d %H:%M} UTC")
    for problem in dict.fromkeys(report.problems):
        print(f"  ! {told_problem(problem)}")
    return code_of(report)
