"""`testamur unbake`: take the credential out of an image."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from testamur.cli.files import read_input, write_file
from testamur.cli.terminal import about, examples, plain
from testamur.credentials.bake import unbake

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Take the credential out of a PNG or SVG image, byte for byte as it was put in.

An image with no credential, with several, or with something hidden behind its end is refused.
Nothing is verified: `testamur verify` does that, with the image itself.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The image, and where the credential goes."""
    parser.description = _ABOUT
    parser.epilog = examples("testamur unbake ada.png", "testamur unbake ada.png -o ada.json")
    parser.add_argument("image", metavar="IMAGE", help="a PNG or SVG image, or -")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="the file to write; else standard output"
    )


def run(arguments: Namespace) -> int:
    """Unbake; 0."""
    with about(arguments.image):
        baked = unbake(read_input(arguments.image))
    if arguments.output is None:
        print(baked.credential)
        return 0
    write_file(arguments.output, baked.credential.encode())
    kind = "Open Badges 2.0" if baked.kind == "ob2" else "Open Badges 3.0"
    print(f"{plain(str(arguments.output))} holds the credential ({kind})", file=sys.stderr)
    return 0
