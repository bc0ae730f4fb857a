"""A picture is drawn or uploaded; an upload is cleaned, never drawn anew, and harms nobody."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pixels
from PIL.PngImagePlugin import PngInfo

from testamur.errors import Refused
from testamur_web.catalogue import services
from testamur_web.catalogue.definition import Design
from testamur_web.catalogue.models import UploadedImage, Version
from testamur_web.catalogue.pictures import UPLOAD_BYTES, check_upload, contrast_of
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><circle cx='5' cy='5' r='4'/></svg>"


def png(width=300, height=300, **kept) -> bytes:
    made = io.BytesIO()
    info = PngInfo()
    for key, value in kept.items():
        info.add_text(key, value)
    Pixels.new("RGB", (width, height), "#1f4e79").save(made, "PNG", pnginfo=info)
    return made.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


def step_of(achievement) -> str:
    return reverse(
        "issuer-edit-achievement", args=[achievement.organisation.slug, achievement.pk, "image"]
    )


def picture_of(achievement) -> str:
    return reverse("issuer-show-picture", args=[achievement.organisation.slug, achievement.pk])


def upload(browser, achievement, data: bytes, name="badge.png", **typed):
    return browser.post(
        step_of(achievement),
        {
            "image__alt": "A blue square",
            **typed,
            "upload": SimpleUploadedFile(name, data),
            "go": "stay",
        },
    )


def test_a_png_is_kept_pixel_for_pixel(draft, browser):
    data = png()
    assert upload(browser, draft, data).status_code == 302
    kept = UploadedImage.objects.get()
    assert bytes(kept.data) == data
    draft.refresh_from_db()
    assert draft.draft["image"]["kind"] == "uploaded"
    assert draft.draft["image"]["digest"] == kept.digest
    shown = browser.get(picture_of(draft))
    assert (shown.headers["Content-Type"], shown.content) == ("image/png", data)


@pytest.mark.parametrize("is_uploaded", [True, False])
def test_a_list_shows_a_draft_small(draft, browser, is_uploaded):
    if is_uploaded:
        upload(browser, draft, png())
    shown = browser.get(picture_of(draft), {"small": ""})
    assert shown.headers["Content-Type"] == "image/webp"
    assert Pixels.open(io.BytesIO(shown.content)).size == (96, 96)
    assert len(shown.content) < 4_000
    assert f"{picture_of(draft)}?small" in browser.get(_list_of(draft)).content.decode()


def _list_of(achievement) -> str:
    return reverse("issuer-list-achievements", args=[achievement.organisation.slug])


def test_what_a_png_tells_beside_its_pixels_is_left_out(draft, browser):
    upload(browser, draft, png(Author="Ada", openbadges="https://evil.example/"))
    kept = bytes(UploadedImage.objects.get().data)
    assert b"Ada" not in kept
    assert b"openbadge" not in kept
    assert Pixels.open(io.BytesIO(kept)).tobytes() == Pixels.open(io.BytesIO(png())).tobytes()


def test_an_svg_is_sanitised_and_shown_as_pixels(draft, browser):
    hostile = SVG.replace(
        b"<circle",
        b"<script>alert(1)</script><foreignObject><b/></foreignObject>"
        b"<a href='javascript:alert(1)'><rect onload='alert(1)' width='2' height='2'/></a>"
        b"<image href='https://evil.example/x.png'/><circle onclick='alert(1)'",
    )
    assert upload(browser, draft, hostile, "badge.svg").status_code == 302
    kept = bytes(UploadedImage.objects.get().data)
    for never in (b"script", b"alert", b"foreignObject", b"evil.example", b"onload", b"onclick"):
        assert never not in kept
    shown = browser.get(picture_of(draft))
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_a_published_upload_has_both_forms(draft, bashir, browser):
    data = png()
    upload(browser, draft, data)
    version = services.publish(draft, by=bashir, at=NOW)
    assert bytes(version.image_png) == data
    assert version.image_svg.startswith("<svg")
    assert "A blue square" in version.image_svg
    upload(browser, draft, SVG, "badge.svg")
    second = services.publish(draft, by=bashir, at=NOW)
    assert "circle" in second.image_svg
    assert bytes(second.image_png).startswith(b"\x89PNG")


def test_an_upload_without_alternative_text_is_not_published(draft, bashir, browser):
    upload(browser, draft, png(), image__alt="")
    with pytest.raises(services.NotReady) as refused:
        services.publish(draft, by=bashir, at=NOW)
    assert [problem.code for problem in refused.value.problems] == ["image.not-described"]


ENTITY = (
    b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image.unknown-format"),
        (b"GIF89a" + b"\0" * 100, "image.unknown-format"),
        (b"<html><script>alert(1)</script></html>", "image.unknown-format"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "image.unknown-format"),
        (png()[:-20], "image.truncated"),
        (png() + b"<script>", "image.trailing-data"),
        (png(90, 90), "image.too-small"),
        (png(600, 300), "image.too-small"),
        (png(3000, 3000), "image.too-large"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">II5B", 60_000, 60_000, 8, 6, 0, 0, 0)) + chunk(b"IDAT", b"x") + chunk(b"IEND", b""), "image.too-large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * UPLOAD_BYTES, "image.too-large"),
        (ENTITY, "image.unsafe-markup"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><g>", "image.malformed"),
    ],
)  # fmt: skip
def test_it_is_refused(data, code):
    with pytest.raises(Refused) as refused:
        check_upload(data)
    assert refused.value.problem.code == code


def test_what_is_refused_is_told_beside_the_field_and_the_rest_is_kept(draft, browser):
    answer = upload(browser, draft, b"<html>", image__design__text="Python")
    assert answer.status_code == 200
    assert "neither a PNG nor an SVG" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.draft["image"]["design"]["text"] == "Python"
    assert not UploadedImage.objects.exists()


def test_a_picture_of_another_achievement_is_not_used(draft, university, bashir, browser):
    upload(browser, draft, png())
    digest = UploadedImage.objects.get().digest
    other = services.create_achievement(university, title="Other", by=bashir, at=NOW)
    services.save_draft(
        other,
        {**draft.draft, "image": {"kind": "uploaded", "digest": digest, "alt": "Mine"}},
        by=bashir,
        at=NOW,
    )
    with pytest.raises(services.NotReady) as refused:
        services.publish(other, by=bashir, at=NOW)
    assert refused.value.problems[0].pointer == "/image/digest"


def test_a_design_is_tried_before_it_is_saved(draft, browser):
    as_saved = browser.get(picture_of(draft)).content
    tried = browser.get(picture_of(draft), {"colour": "#aa2211", "icon": "heart", "text": "Weld"})
    assert tried.headers["Content-Type"] == "image/svg+xml"
    assert tried.content != as_saved
    assert b">Weld<" in tried.content
    nonsense = browser.get(picture_of(draft), {"colour": "url(javascript:1)", "shape": "<script>"})
    assert nonsense.status_code == 200
    assert b"script" not in nonsense.content


def test_a_design_is_drawn_with_its_words_and_sign(draft, bashir):
    version = services.publish(draft, by=bashir, at=NOW)
    assert "Data" in version.image_svg
    assert 'stroke-width="2.6"' in version.image_svg


def test_a_light_colour_is_drawn_darker():
    told = contrast_of(Design(colour="#ffdd00"))
    assert told.is_darkened
    assert told.asked < 4.5 <= told.drawn
    assert not contrast_of(Design(colour="teal")).is_darkened
    assert contrast_of(Design()) is None


def test_few_uploads_are_kept(draft, bashir):
    for side in range(200, 200 + services.MAX_IMAGES + 5):
        services.keep_image(draft, png(side, side), by=bashir, at=NOW)
    assert draft.images.count() <= services.MAX_IMAGES + 1


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n broken"])
def test_lists_show_a_small_picture_even_where_the_large_one_is_damaged(client, university, data):
    version = offer(university)
    Version.objects.filter(pk=version.pk).update(image_png=data)
    address = f"/catalogue/{version.achievement_id}/v/1/thumbnail.webp"
    assert address in client.get("/catalogue/").text
    shown = client.get(address)
    assert shown.headers["Content-Type"] == "image/webp"
    assert "immutable" in shown.headers["Cache-Control"]
    assert shown.content[8:12] == b"WEBP"
    assert len(shown.content) < 6_000
    assert len(client.get(address, {"small": ""}).content) < 4_000
