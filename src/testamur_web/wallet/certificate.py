"""The PDF certificate: what a credential says, on one page to print, with the credential inside.

- PDF/A-3a and PDF/UA-1: to be kept, and read aloud; the signed text is its attachment.
- The same credential gives the same bytes: fonts come along, the date is that of the award.
- What it says is taken from the signed text; words reach the layout as data, never as its code.

Where a name needs a script that the fonts at hand cannot draw, those of the machine are asked, and
at last it is a plain PDF: somebody's name comes before the standard.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from testamur.credentials.artwork.colours import palette_of
from testamur_web.wallet.codes import qr_svg
from testamur_web.wallet.reading import Told

__all__ = ["Certificate", "compile_pdf", "draw_certificate"]

_TEMPLATE: Final = Path(__file__).with_name("certificate.typ")
_STANDARDS: Final = ("a-3a", "ua-1")
_LONG_TITLE: Final = 40
_LONG_NAME: Final = 32
_FONT_PACKAGES: Final = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


@dataclass(frozen=True, slots=True)
class Certificate:
    """All a certificate shows. `image` is a PNG, `credential` the signed text."""

    told: Told
    name: str
    sentence: str
    issuer: str
    colour: str
    image: bytes
    image_alt: str
    address: str
    credential: str
    awarded_at: datetime


def draw_certificate(certificate: Certificate) -> bytes:
    """The certificate as PDF."""
    with TemporaryDirectory(prefix="certificate-") as folder:
        root = Path(folder)
        (root / "certificate.typ").write_bytes(_TEMPLATE.read_bytes())
        (root / "badge.png").write_bytes(certificate.image)
        (root / "qr.svg").write_text(qr_svg(certificate.address), encoding="utf-8")
        (root / "credential.json").write_text(certificate.credential, encoding="utf-8")
        main = root / "certificate.typ"
        return compile_pdf(main, _data_of(certificate), at=certificate.awarded_at)


def compile_pdf(main: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF that the layout `main` makes of `data`; it reads files of its own folder alone."""
    import typst

    inputs = {"told": json.dumps(data)}
    ways = (
        {"pdf_standards": list(_STANDARDS), "ignore_system_fonts": True},
        {"pdf_standards": list(_STANDARDS), "ignore_system_fonts": False},
    )
    for way in ways:
        try:
            return _bytes_of(typst, main, inputs, at, **way)
        except typst.TypstError:
            continue
    return _bytes_of(typst, main, inputs, at)


def _bytes_of(typst: Any, main: Path, inputs: dict[str, str], at: datetime, **way: Any) -> bytes:
    made: bytes = typst.compile(
        main,
        root=main.parent,
        format="pdf",
        font_paths=_font_folders(),
        sys_inputs=inputs,
        timestamp=int(at.timestamp()),
        **way,
    )
    return made


@lru_cache(maxsize=1)
def _font_folders() -> list[str]:
    from importlib.util import find_spec

    found = (find_spec(name) for name in _FONT_PACKAGES)
    return [str(Path(spec.origin).parent) for spec in found if spec and spec.origin]


def _data_of(certificate: Certificate) -> dict[str, Any]:
    told, at = certificate.told, certificate.awarded_at
    palette = palette_of(certificate.colour)
    return {
        "title": told.title,
        "title-size": 32 if len(told.title) <= _LONG_TITLE else 24,
        "name": certificate.name,
        "name-size": 27 if len(certificate.name) <= _LONG_NAME else 19,
        "issuer": certificate.issuer,
        "sentence": certificate.sentence,
        "date": [at.year, at.month, at.day],
        "language": (get_language() or "en").split("-")[0],
        "outcomes": list(told.outcomes),
        "facts": _facts_of(certificate),
        "image": "badge.png",
        "image-alt": certificate.image_alt,
        "qr-alt": _("QR code with the address %(address)s") % {"address": certificate.address},
        "address": certificate.address,
        "address-shown": _breakable(certificate.address),
        "id-shown": _breakable(told.id),
        "media-type": "application/vc+ld+json" if told.kind == "Open Badges 3.0" else "text/plain",
        "colours": {
            "panel": palette.glow,
            "deep": palette.deep,
            "tint": palette.tint,
            "light": palette.light,
        },
        "words": {
            "awarded-to": _("Awarded to"),
            "outcomes": _("What it shows"),
            "facts": _("In detail"),
            "check": _("Check it"),
            "check-how": _("Scan the code, or type the address below."),
            "attached": _("The signed credential is attached to this file as credential.json."),
            "attachment": _("The signed credential"),
            "id": _("Credential id"),
            "signed": _("Digitally signed by %(issuer)s, which makes any change show.")
            % {"issuer": f"{certificate.issuer} ({_breakable(told.issuer_id)})"},
        },
    }


def _facts_of(certificate: Certificate) -> list[list[str]]:
    told = certificate.told
    until, level = told.valid_until, told.eqf_level
    rows = [
        (_("Awarded on"), date_format(certificate.awarded_at, "j F Y")),
        (_("Valid until"), date_format(until, "j F Y") if until else _("No end stated")),
        (
            _("Level"),
            _("EQF level %(level)s") % {"level": level} if level else "",
        ),
        (_("Credits"), f"{told.ects} ECTS" if told.ects else ""),
        (_("Work"), _("%(hours)s hours") % {"hours": told.hours} if told.hours else ""),
        (_("Result"), ", ".join(told.results)),
        (_("Assessed by"), ", ".join(told.assessment)),
        (_("Supervision"), told.supervision),
        (_("Participation"), told.participation),
    ]
    return [[name, value] for name, value in rows if value]


def _breakable(text: str) -> str:
    """The text with places where a long address may be broken into lines."""
    return text.replace("/", "/\u200b").replace("-", "-\u200b").replace(":", ":\u200b")
