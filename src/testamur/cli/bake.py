"""`testamur bake`: put a credential into an image."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from testamur.cli.files import read_input, write_file
from testamur.cli.sources import read_credential
from testamur.cli.terminal import about, examples, plain
from testamur.credentials.bake import bake, image_type_of, sanitise_svg

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Put a signed credential into a PNG or SVG image.

The picture stays as it is; a credential that it carried before is replaced. An SVG is first rid of
everything that is not drawing. Nothing is verified: `testamur verify` does that with the result.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The image, the credential, and where the result goes."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur bake badge.png ada.json -o ada.png",
        "testamur bake badge.svg ada.jwt -o ada.svg",
    )
    parser.add_argument("image", metavar="IMAGE", type=Path, help="a PNG or SVG image")
    parser.add_argument("credential", metavar="CREDENTIAL", help="a signed credential, or - ")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="the image to write"
    )


def run(arguments: Namespace) -> int:
    """Bake; 0."""
    with about(arguments.image):
        image = read_input(arguments.image)
        if image_type_of(image) == "image/svg+xml":
            image = sanitise_svg(image)
    with about(arguments.credential):
        text = read_credential(arguments.credential).text
        baked = bake(image, text)
    write_file(arguments.output, baked)
    print(f"{plain(str(arguments.output))} carries the credential; it is {len(baked):,} bytes")
    return 0
