"""What text an image may carry, and how much of it: a credential in one of three forms.

- JSON: a credential or assertion with its proof inside;
- a compact JWS: the signed credential or assertion itself;
- an address, in Open Badges 1.0 and 2.0 images only: where the assertion is hosted. It is handed
  over as text; nothing here fetches it.

Anything else is refused before another room sees it. Open Badges 3.0 §5.3, Badge Baking 1.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from testamur.errors import Refused

__all__ = ["IMAGE_BYTES", "TEXT_BYTES", "Baked", "Kind", "check_size", "read_carried"]

Kind = Literal["ob2", "ob3"]
"""The generation of Open Badges whose keyword or element held the text."""

IMAGE_BYTES: Final = 10_000_000
"""No image above this is read or made."""

TEXT_BYTES: Final = 1_000_000
"""No carried text above this, in UTF-8 and unpacked, is read or written."""

_JWS: Final = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_ADDRESS: Final = re.compile(r"https?://[!-~]{1,2000}", re.IGNORECASE)
_BLANK: Final = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Baked:
    """The one credential found in an image.

    `credential` is the text as it was baked, `media_type` its form (`application/json`,
    `application/jose` or `text/uri-list`), `image_type` that of the image around it.
    """

    credential: str
    kind: Kind
    media_type: str
    image_type: str


def check_size(image: bytes) -> None:
    """Refuse an image of more bytes than are ever read."""
    if len(image) > IMAGE_BYTES:
        raise Refused.because(
            "image.too-large", f"the image has {len(image)} bytes, {IMAGE_BYTES} are accepted"
        )


def read_carried(text: str, *, kind: Kind, image_type: str) -> Baked:
    """Say which form a carried text has, or refuse it. Space around an address or JWS is dropped.

    Whether the JSON is sound is for the reader of documents to say: here it only begins like an
    object. Raises `Refused` (`image.too-large`, `image.not-a-credential`).
    """
    _check_text(text)
    stripped = text.strip(_BLANK)
    if stripped.startswith("{"):
        return Baked(text, kind, "application/json", image_type)
    if _JWS.fullmatch(stripped):
        return Baked(stripped, kind, "application/jose", image_type)
    if kind == "ob2" and _ADDRESS.fullmatch(stripped):
        return Baked(stripped, kind, "text/uri-list", image_type)
    raise Refused.because(
        "image.not-a-credential",
        "the text is neither a JSON object nor a signed credential",
        spec="OB 3.0 §5.3",
    )


def _check_text(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise Refused.because(
            "image.not-a-credential", "the text holds half a surrogate pair"
        ) from None
    if size > TEXT_BYTES:
        raise Refused.because(
            "image.too-large", f"the credential has {size} bytes, {TEXT_BYTES} are accepted"
        )
    if "\0" in text:
        raise Refused.because("image.not-a-credential", "the text holds a NUL character")
