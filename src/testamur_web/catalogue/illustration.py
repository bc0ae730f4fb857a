"""The picture of an achievement: of its draft to look at, of a version to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from django.core.cache import caches

from testamur.errors import Refused
from testamur.problems import Problem
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.documents import image_caption
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.pictures import (
    SMALL_THUMBNAIL,
    THUMBNAIL,
    Picture,
    draw_png,
    draw_svg,
    svg_around,
    svg_pixels,
    thumbnail_of,
)
from testamur_web.catalogue.queries import draft_of
from testamur_web.catalogue.vocabulary import ImageKind

__all__ = [
    "Pictures",
    "kept_thumbnail",
    "missing_picture",
    "picture_of_draft",
    "pictures_of",
    "thumbnail_of_draft",
]


class Pictures(NamedTuple):
    """The picture of a version in both forms."""

    svg: str
    png: bytes


def picture_of_draft(achievement: Achievement, *, tried: Mapping[str, str]) -> Picture:
    """The picture of the draft; with `tried`, members of a design, the one that would be drawn.

    An uploaded SVG is shown as the pixels it draws; a value that no design may have is not tried.
    """
    definition, _unread = read_draft(draft_of(achievement))
    if tried:
        read, _unread = read_draft({"image": {"design": dict(tried)}})
        definition = replace(
            definition, image=replace(definition.image, kind="generated", design=read.image.design)
        )
    uploaded = _uploaded(achievement, definition)
    if uploaded is None:
        svg = draw_svg(definition, issuer=achievement.organisation.name, seed=str(achievement.pk))
        return Picture("image/svg+xml", svg.encode())
    if uploaded.media_type == "image/svg+xml":
        return Picture("image/png", svg_pixels(uploaded.data))
    return uploaded


def thumbnail_of_draft(achievement: Achievement) -> bytes:
    """The small picture of the draft, in WebP, as lists of staff show it."""
    picture = picture_of_draft(achievement, tried={})
    pngs = _decodable(achievement, picture)
    return kept_thumbnail(picture.digest, pngs, side=SMALL_THUMBNAIL)


def kept_thumbnail(key: str, pngs: Iterable[bytes], *, side: int = THUMBNAIL) -> bytes:
    """The small picture of the first that can be decoded; this process keeps it under its name."""
    name = f"thumbnail:{key}:{side}"
    kept: bytes | None = caches["local"].get(name)
    if kept is not None:
        return kept
    for png in pngs:
        with suppress(Refused):
            small = thumbnail_of(png, side=side)
            caches["local"].set(name, small)
            return small
    raise Refused.because("image.malformed", "no picture can be decoded")


def _decodable(achievement: Achievement, picture: Picture) -> Iterator[bytes]:
    if picture.media_type == "image/png":
        yield picture.data
    definition, _unread = read_draft(draft_of(achievement))
    issuer, seed = achievement.organisation.name, str(achievement.pk)
    yield draw_png(definition, issuer=issuer, seed=seed, size=SMALL_THUMBNAIL)


def missing_picture(achievement: Achievement, definition: Definition) -> list[Problem]:
    """A problem where the uploaded picture that a definition names is not there."""
    image = definition.image
    if image.kind != ImageKind.UPLOADED or _uploaded(achievement, definition):
        return []
    told = "the uploaded image is no longer here: upload it again"
    return [Problem("definition.missing", told, "/image/digest")]


def pictures_of(achievement: Achievement, definition: Definition) -> Pictures:
    """The pictures that a version keeps."""
    uploaded = _uploaded(achievement, definition)
    if uploaded is None:
        issuer, seed = achievement.organisation.name, str(achievement.pk)
        return Pictures(
            draw_svg(definition, issuer=issuer, seed=seed),
            draw_png(definition, issuer=issuer, seed=seed),
        )
    if uploaded.media_type == "image/svg+xml":
        return Pictures(uploaded.data.decode(), svg_pixels(uploaded.data))
    return Pictures(svg_around(uploaded.data, alt=image_caption(definition)), uploaded.data)


def _uploaded(achievement: Achievement, definition: Definition) -> Picture | None:
    if definition.image.kind != ImageKind.UPLOADED:
        return None
    kept = achievement.images.filter(digest=definition.image.digest).first()
    return Picture(kept.media_type, bytes(kept.data)) if kept else None
