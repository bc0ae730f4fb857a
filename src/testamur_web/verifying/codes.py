"""QR codes on pictures: photographs and screenshots, looked at and never kept or written again."""

from __future__ import annotations

import io
import warnings
from typing import Final

from testamur.errors import Refused

__all__ = ["is_photograph", "read_code"]

MAX_SIDE: Final = 12_000
MAX_PIXELS: Final = 16_000_000
"""The most pixels that are decoded. A JPEG of more is decoded at a fraction of its size."""

_MAX_PHOTOGRAPH_PIXELS: Final = 100_000_000
_SEEN: Final = 2_400
_JPEG: Final = b"\xff\xd8\xff"
_FORMATS: Final = ("PNG", "JPEG", "WEBP")


def is_photograph(data: bytes) -> bool:
    """Whether it is a picture of a kind that never carries a credential."""
    return data.startswith(_JPEG) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def read_code(data: bytes) -> str:
    """What the one QR code on the picture says.

    Raises `Refused`: `code.missing`, `code.several`, `image.too-large`, `image.malformed`.
    """
    import zxingcpp
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                _check_size(picture.format or "", *picture.size)
                picture.draft("L", (_SEEN, _SEEN))
                seen = picture.convert("L")
    except (OSError, ValueError, SyntaxError, EOFError, Warning, MemoryError) as error:
        told = f"the picture cannot be decoded ({type(error).__name__})"
        raise Refused.because("image.malformed", told) from None
    seen.thumbnail((_SEEN, _SEEN))
    found = zxingcpp.read_barcodes(
        seen, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    texts = list(dict.fromkeys(one.text for one in found if one.text))
    if not texts:
        raise Refused.because("code.missing", "there is neither a credential inside nor a QR code")
    if len(texts) > 1:
        raise Refused.because("code.several", f"there are {len(texts)} QR codes on it")
    return texts[0]


def _check_size(form: str, width: int, height: int) -> None:
    most = _MAX_PHOTOGRAPH_PIXELS if form == "JPEG" else MAX_PIXELS
    if max(width, height) > MAX_SIDE or width * height > most:
        told = f"the picture has {width:,} × {height:,} pixels"  # noqa: RUF001 -- as one writes it
        raise Refused.because("image.too-large", told)
