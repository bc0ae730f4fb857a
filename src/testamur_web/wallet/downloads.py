"""The files of a credential: certificate, images, signed text, offline bundle.

Each is made from what is kept when it is asked for, and the same credential gives the same bytes;
only the bundle is of its moment, for it carries the keys and status of that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from testamur import Credential, bake, make_bundle
from testamur.credentials.artwork import badge_png, badge_svg
from testamur.credentials.jose import is_token
from testamur_web.awards.models import Award
from testamur_web.awards.queries import sentence_of
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.wallet.addresses import page_address
from testamur_web.wallet.certificate import Certificate, draw_certificate
from testamur_web.wallet.models import Item
from testamur_web.wallet.reading import read_credential

__all__ = [
    "FILES",
    "File",
    "bundle_of",
    "file_of",
    "files_of",
    "image_of",
    "json_of",
    "pdf_of",
    "png_of",
    "svg_of",
]

_JSON: Final = "application/vc+ld+json"
_FALLBACK_COLOUR: Final = "#1f4e79"


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is sent: its name to save it under, what it is, and its bytes."""

    name: str
    media_type: str
    body: bytes


def pdf_of(award: Award) -> bytes:
    """The certificate as PDF, with the signed text attached."""
    told = read_credential(award.credential)
    certificate = Certificate(
        told=told,
        name=award.recipient_name or told.holder_name or _("The holder of this certificate"),
        sentence=sentence_of(award),
        issuer=award.organisation.name,
        colour=award.organisation.colour or _FALLBACK_COLOUR,
        image=_picture_png(award),
        image_alt=_("Badge: %(title)s") % {"title": award.version.title},
        address=page_address(award.pk),
        credential=award.credential,
        awarded_at=award.awarded_at,
    )
    return draw_certificate(certificate)


def png_of(award: Award) -> bytes:
    """The badge as PNG with the signed text baked in."""
    return bake(_picture_png(award), award.credential)


def svg_of(award: Award) -> bytes:
    """The badge as SVG with the signed text baked in."""
    return bake(_picture_svg(award).encode(), award.credential)


def json_of(award: Award) -> bytes:
    """Exactly the signed text."""
    return award.credential.encode()


def bundle_of(award: Award, *, at: datetime | None = None) -> bytes:
    """What verifies without a network: the signed text, its keys and its status at this moment."""
    return _bundle(award.credential, at=at or timezone.now())


def image_of(subject: Item | Award) -> tuple[str, bytes]:
    """The picture a page shows, as media type and bytes; nothing is baked in.

    A drawing of ours, which is small; of what was uploaded, the pixels.
    """
    if isinstance(subject, Award):
        award = subject
    elif subject.award is not None:
        award = subject.award
    else:
        drawn = badge_svg(subject.title or _("Open Badge"), issuer=subject.issuer_name)
        return "image/svg+xml", drawn.encode()
    is_uploaded = (award.version.content.get("image") or {}).get("kind") == "uploaded"
    if is_uploaded and award.version.image_png:
        return "image/png", bytes(award.version.image_png)
    return "image/svg+xml", _picture_svg(award).encode()


FILES: Final = {
    "certificate.pdf": ("application/pdf", pdf_of),
    "badge.png": ("image/png", png_of),
    "badge.svg": ("image/svg+xml", svg_of),
    "credential.json": (_JSON, json_of),
    "bundle.json": ("application/json", bundle_of),
}
"""Every file of an award of this instance: the last part of its address, what it is, its maker."""

_OF_ELSEWHERE: Final = ("credential.json", "bundle.json")


def files_of(item: Item | Award) -> tuple[str, ...]:
    """Which files there are: all of an award, the text and the bundle of what is from elsewhere."""
    award = item if isinstance(item, Award) else item.award
    return tuple(FILES) if award else _OF_ELSEWHERE


def file_of(item: Item | Award, name: str) -> File | None:
    """The file of that name, None where there is none; raises `Refused` where it cannot be made."""
    if name not in files_of(item):
        return None
    award = item if isinstance(item, Award) else item.award
    if award is not None:
        media_type, make = FILES[name]
        return File(_saved_as(award.version.title, name), media_type, make(award))
    return _file_of_elsewhere(item, name) if isinstance(item, Item) else None


def _file_of_elsewhere(item: Item, name: str) -> File:
    if name == "bundle.json":
        body = _bundle(item.credential, at=timezone.now())
        return File(_saved_as(item.title, name), "application/json", body)
    kind, ending = ("application/jwt", "jwt") if is_token(item.credential) else (_JSON, "json")
    return File(_saved_as(item.title, f"credential.{ending}"), kind, item.credential.encode())


def _bundle(credential: str, *, at: datetime) -> bytes:
    bundle = make_bundle(Credential(credential), resolver=InstanceResolver(at=at), at=at)
    return bundle.text.encode()


def _saved_as(title: str, name: str) -> str:
    stem, _, ending = name.partition(".")
    return f"{slugify(title)[:60] or stem}-{stem}.{ending}"


def _picture_png(award: Award) -> bytes:
    version = award.version
    if version.image_png:
        return bytes(version.image_png)
    return badge_png(version.title, issuer=award.organisation.name, seed=_seed(award))


def _picture_svg(award: Award) -> str:
    version = award.version
    if version.image_svg:
        return version.image_svg
    return badge_svg(version.title, issuer=award.organisation.name, seed=_seed(award))


def _seed(award: Award) -> str:
    return str(award.version.achievement_id)
