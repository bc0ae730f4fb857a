"""Credentials inside images: how a signed text is put into a PNG or SVG and taken out again.

The picture is never decoded, redrawn or serialised anew: whatever is not the credential stays byte
for byte. Reading is strict, because two programs that see two credentials in one image would
report on two different things: exactly one is accepted, and no image that is cut short, carries
something behind its end or unpacks to more than it should.

    image = bake(badge_png("Python basics", issuer="Example University"), signed_text)
    unbake(image).credential == signed_text

Written is Open Badges 3.0 (§5.3) only; Open Badges 2.0 images are read, and replaced on writing.
"""

from __future__ import annotations

from typing import Final, Protocol

from testamur.credentials.bake import png, svg
from testamur.credentials.bake.carried import Baked, Kind, check_size, read_carried
from testamur.credentials.bake.sanitise import sanitise_svg
from testamur.errors import Refused

__all__ = ["Baked", "Kind", "bake", "image_type_of", "sanitise_svg", "unbake"]


class _Carrier(Protocol):
    """What the module of an image format offers."""

    def read(self, image: bytes, /) -> tuple[Kind, str]:
        """Generation and text of the one credential inside."""

    def write(self, image: bytes, baked: Baked, /) -> bytes:
        """The image with this credential, and no other, inside."""


_CARRIERS: Final[dict[str, _Carrier]] = {png.MEDIA_TYPE: png, svg.MEDIA_TYPE: svg}


def bake(image: bytes, credential: str) -> bytes:
    """Put a signed credential (JSON with a proof, or a compact JWS) into a PNG or SVG image.

    A credential that the image already carries, of either generation, is replaced. The picture is
    not made safe here: an SVG from outside goes through `sanitise_svg` first. Raises `Refused`
    (`image.*`) on an image or text that `unbake` would refuse.
    """
    media_type = image_type_of(image)
    baked = read_carried(credential, kind="ob3", image_type=media_type)
    result = _CARRIERS[media_type].write(image, baked)
    check_size(result)
    return result


def unbake(image: bytes) -> Baked:
    """Take the one credential out of a PNG or SVG image, unverified; raises `Refused`."""
    media_type = image_type_of(image)
    kind, text = _CARRIERS[media_type].read(image)
    return read_carried(text, kind=kind, image_type=media_type)


def image_type_of(image: bytes) -> str:
    """`image/png` or `image/svg+xml`, by the first bytes; raises `Refused` on anything else."""
    check_size(image)
    if image.startswith(png.SIGNATURE):
        return png.MEDIA_TYPE
    if svg.looks_like_svg(image):
        return svg.MEDIA_TYPE
    raise Refused.because("image.unknown-format", "the file is neither a PNG nor an SVG image")
