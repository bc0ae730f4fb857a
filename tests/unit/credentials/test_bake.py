"""A credential goes into an image and comes out the same; the picture is not touched."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from testamur.credentials.bake import Baked, bake, image_type_of, unbake
from testamur.credentials.bake.png import SIGNATURE, read_chunks
from testamur.errors import Refused
from tests.shared_data import shared

JWS = "eyJhbGciOiJFZDI1NTE5In0.eyJpZCI6InVybjp1dWlkOjEifQ.c2lnbmF0dXJl"
JSON = '{"type": ["VerifiableCredential"], "proof": [{}]}'
OB3 = b"openbadgecredential"
OB2 = b"openbadges"
ROOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
SVG = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b -->\n{ROOT}\n  <path d="M0 0h9"/>\n</svg>\n'.encode()
OB3_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*extra: bytes, mode: str = "RGBA", size: tuple[int, int] = (7, 5)) -> bytes:
    """A real PNG by Pillow, with `extra` chunks before IEND."""
    depth = {"1": 1, "I;16": 2}.get(mode, len(mode))
    picture = Image.frombytes(
        mode, size, bytes(i * 37 % 256 for i in range(size[0] * size[1] * depth))
    )
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    whole = buffer.getvalue()
    return whole[:-12] + b"".join(extra) + whole[-12:]


def international(keyword: bytes, text: str, *, packed: bool = False) -> bytes:
    data = text.encode()
    body = zlib.compress(data) if packed else data
    return chunk(b"iTXt", keyword + b"\0" + (b"\1" if packed else b"\0") + b"\0en\0Titel\0" + body)


def refusal(image: bytes) -> str:
    with pytest.raises(Refused) as refused:
        unbake(image)
    return refused.value.problem.code


def outcome(attempt: Callable[[], bytes | Baked]) -> bytes | str:
    """What is made, or the code it is refused with."""
    try:
        made = attempt()
    except Refused as refused:
        return refused.problem.code
    return made.kind if isinstance(made, Baked) else made


def pixels(image: bytes) -> tuple[object, ...]:
    with warnings.catch_warnings(), Image.open(io.BytesIO(image)) as picture:
        return picture.mode, picture.size, picture.tobytes()


credentials = st.one_of(
    st.builds(
        lambda words, indent: json.dumps({"name": words}, ensure_ascii=False, indent=indent),
        st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
        st.sampled_from([None, 2]),
    ),
    st.builds(
        ".".join,
        st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True), min_size=3, max_size=3),
    ),
)


class TestPng:
    def test_it_writes_one_plain_chunk_directly_after_the_header(self) -> None:
        baked = bake(png(), JSON)
        kinds = [each.kind for each in read_chunks(baked)]
        assert kinds[:2] == [b"IHDR", b"iTXt"]
        assert kinds.count(b"iTXt") == 1
        second = read_chunks(baked)[1]
        assert second.data(baked) == b"openbadgecredential\0\0\0\0\0" + JSON.encode()

    @pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
    def test_pillow_sees_the_same_pixels(self, mode: str) -> None:
        image = png(mode=mode)
        assert pixels(bake(image, JSON)) == pixels(image)

    def test_pillow_reads_the_same_text(self) -> None:
        with Image.open(io.BytesIO(bake(png(), '{"name": "Ἀρχή 🎓"}'))) as picture:
            assert picture.info["openbadgecredential"] == '{"name": "Ἀρχή 🎓"}'

    def test_all_but_the_credential_keeps_its_bytes(self) -> None:
        image = png(chunk(b"tEXt", b"Title\0Badge"), chunk(b"prIv", b"kept"))
        baked = bake(image, JSON)
        second = read_chunks(baked)[1]
        assert baked[: second.start] + baked[second.end :] == image

    @pytest.mark.parametrize(
        "before",
        [
            international(OB3, JSON),
            international(OB3, JSON, packed=True),
            international(OB2, "https://bashir.example/1"),
            chunk(b"tEXt", OB2 + b"\0https://bashir.example/1"),
            chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(b"{}")),
            international(OB2, "{}") + international(OB3, "{}") + international(OB3, "{}"),
        ],
    )
    def test_what_was_baked_before_is_replaced(self, before: bytes) -> None:
        assert bake(png(before), JSON) == bake(png(), JSON)

    @pytest.mark.parametrize(
        ("carrier", "kind", "text"),
        [
            (international(OB3, JSON), "ob3", JSON),
            (international(OB3, JWS), "ob3", JWS),
            (international(OB3, f" {JWS}\r\n"), "ob3", JWS),
            (international(OB3, '{"a": "é"}', packed=True), "ob3", '{"a": "é"}'),
            (international(OB2, JSON), "ob2", JSON),
            (international(OB2, JWS), "ob2", JWS),
            (
                chunk(b"tEXt", OB2 + b"\0https://bashir.example/1"),
                "ob2",
                "https://bashir.example/1",
            ),
            (chunk(b"tEXt", OB2 + b'\0{"a": "\xe9"}'), "ob2", '{"a": "é"}'),
            (chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(b"{}")), "ob2", "{}"),
        ],
    )
    def test_it_reads_both_generations(self, carrier: bytes, kind: str, text: str) -> None:
        baked = unbake(png(carrier))
        assert (baked.kind, baked.credential, baked.image_type) == (kind, text, "image/png")

    @pytest.mark.parametrize(
        ("carrier", "code"),
        [
            (b"", "image.no-credential"),
            (chunk(b"tEXt", b"openbadge\0{}"), "image.no-credential"),
            (chunk(b"tEXt", b"OpenBadges\0{}"), "image.no-credential"),
            (international(OB3, JSON) * 2, "image.several-credentials"),
            (
                international(OB3, JSON) + chunk(b"tEXt", OB3 + b"\0" + JSON.encode()),
                "image.several-credentials",
            ),
            (international(OB2, JSON) + international(OB3, JSON), "image.mixed-credentials"),
            (international(OB3, "https://bashir.example/1"), "image.not-a-credential"),
            (international(OB2, "javascript:alert(1)"), "image.not-a-credential"),
            (international(OB2, "file:///etc/passwd"), "image.not-a-credential"),
            (international(OB2, "https://bashir.example/ two"), "image.not-a-credential"),
            (international(OB3, "[]"), "image.not-a-credential"),
            (international(OB3, ""), "image.not-a-credential"),
            (international(OB3, '{"a": "\0"}'), "image.not-a-credential"),
            (chunk(b"iTXt", OB3), "image.malformed"),
            (chunk(b"iTXt", OB3 + b"\0\0\0"), "image.malformed"),
            (chunk(b"iTXt", OB3 + b"\0\2\0\0\0{}"), "image.malformed"),
            (chunk(b"iTXt", OB3 + b"\0\0\0\0\0{\xff}"), "image.malformed"),
            (chunk(b"iTXt", OB3 + b"\0\1\0\0\0{}"), "image.malformed"),
            (chunk(b"iTXt", OB3 + b"\0\1\1\0\0" + zlib.compress(b"{}")), "image.malformed"),
            (chunk(b"iTXt", OB3 + b"\0\1\0\0\0" + zlib.compress(b"{}")[:-1]), "image.malformed"),
            (chunk(b"iTXt", OB3 + b"\0\1\0\0\0" + zlib.compress(b"{}") + b"!"), "image.malformed"),
            (chunk(b"zTXt", OB2 + b"\0"), "image.malformed"),
        ],
    )
    def test_one_clear_code_for_each_text_it_refuses(self, carrier: bytes, code: str) -> None:
        assert refusal(png(carrier)) == code

    @pytest.mark.parametrize("place", [0, 100_000])
    def test_a_credential_of_one_megabyte_fits_and_one_byte_more_does_not(self, place: int) -> None:
        text = '{"a": "' + "é" * 499_995 + '"}'
        text += " " * (1_000_000 - len(text.encode()))
        assert unbake(bake(png(size=(9, 9)), text)).credential == text
        assert refusal(png(international(OB3, text + " "))) == "image.too-large"
        with pytest.raises(Refused) as refused:
            bake(png(), text[:place] + " " + text[place:])
        assert refused.value.problem.code == "image.too-large"

    def test_an_image_that_would_outgrow_the_limit_is_not_made(self) -> None:
        filled = png(chunk(b"prIv", bytes(9_999_000)))
        with pytest.raises(Refused) as refused:
            bake(filled, '{"a": "' + "x" * 2000 + '"}')
        assert refused.value.problem.code == "image.too-large"

    @pytest.mark.parametrize(
        "image",
        [
            b"",
            b"GIF89a",
            SIGNATURE[:7],
            b"\x89png\r\n\x1a\n",
            b"\x1f\x8b\x08\x00 a packed SVG",
            b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
            b"<svg/>",
        ],
    )
    def test_other_files_are_no_images(self, image: bytes) -> None:
        assert refusal(image) == "image.unknown-format"

    @pytest.mark.parametrize("name", ["robotics-badge.png", "beths-robot-badge.png"])
    def test_badge_images_of_others_are_baked(self, name: str) -> None:
        image = shared("vectors/1edtech-inspector/ob20/assets", name).read_bytes()
        assert unbake(bake(image, JWS)).credential == JWS
        assert pixels(bake(image, JWS)) == pixels(image)


class TestSvg:
    def test_json_stands_in_the_body_after_the_root_tag(self) -> None:
        declared = ROOT.replace(">", f' xmlns:openbadges="{OB3_NAMESPACE}">')
        element = f"<openbadges:credential><![CDATA[{JSON}]]></openbadges:credential>"
        assert bake(SVG, JSON) == SVG.replace(ROOT.encode(), (declared + element).encode())

    def test_a_signed_text_stands_in_the_attribute(self) -> None:
        element = f'<openbadges:credential verify="{JWS}"></openbadges:credential>'.encode()
        assert element in bake(SVG, JWS)
        assert unbake(bake(SVG, JWS)).media_type == "application/jose"

    @pytest.mark.parametrize(
        ("body", "kind", "text"),
        [
            (f'<b:credential xmlns:b="{OB3_NAMESPACE}" verify="{JWS}"/>', "ob3", JWS),
            (
                f'<b:credential xmlns:b="{OB3_NAMESPACE}" verify=""><![CDATA[{JSON}]]></b:credential>',
                "ob3",
                JSON,
            ),
            (
                f'<credential xmlns="{OB3_NAMESPACE}">\n <![CDATA[\n{{}}\n]]>\n</credential>',
                "ob3",
                "\n{}\n",
            ),
            (
                f'<credential xmlns="{OB3_NAMESPACE}"> {{"a": "&lt;&amp;"}} </credential>',
                "ob3",
                '{"a": "<&"}',
            ),
            (f'<g><credential xmlns="{OB3_NAMESPACE}">{JSON}</credential></g>', "ob3", JSON),
            (f'<b:assertion xmlns:b="http://openbadges.org" verify="{JWS}"/>', "ob2", JWS),
            (
                '<assertion xmlns="http://openbadges.org" verify="https://bashir.example/1"/>',
                "ob2",
                "https://bashir.example/1",
            ),
            (
                '<assertion xmlns="http://openbadges.org" verify="https://bashir.example/1">{}</assertion>',
                "ob2",
                "{}",
            ),
        ],
    )
    def test_it_reads_both_generations(self, body: str, kind: str, text: str) -> None:
        baked = unbake(f"{ROOT}{body}</svg>".encode())
        assert (baked.kind, baked.credential, baked.image_type) == (kind, text, "image/svg+xml")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ("", "image.no-credential"),
            ("<credential>{}</credential>", "image.no-credential"),
            (
                f"<!-- <credential xmlns='{OB3_NAMESPACE}'>{{}}</credential> -->",
                "image.no-credential",
            ),
            (
                f'<credential xmlns="{OB3_NAMESPACE}">{{}}</credential>' * 2,
                "image.several-credentials",
            ),
            (
                f'<credential xmlns="{OB3_NAMESPACE}" verify="{JWS}">{{}}</credential>',
                "image.several-credentials",
            ),
            (
                f'<assertion xmlns="http://openbadges.org" verify="{JWS}">{{}}</assertion>',
                "image.several-credentials",
            ),
            (
                f'<credential xmlns="{OB3_NAMESPACE}">{{}}</credential><assertion xmlns="http://openbadges.org">{{}}</assertion>',
                "image.mixed-credentials",
            ),
            (f'<credential xmlns="{OB3_NAMESPACE}"><g/>{{}}</credential>', "image.malformed"),
            (f'<credential xmlns="{OB3_NAMESPACE}"/>', "image.not-a-credential"),
            (
                f'<credential xmlns="{OB3_NAMESPACE}" verify="https://bashir.example/1"/>',
                "image.not-a-credential",
            ),
            ("<g>", "image.malformed"),
            ("\ufffe", "image.malformed"),
        ],
    )
    def test_one_clear_code_for_each_text_it_refuses(self, body: str, code: str) -> None:
        assert refusal(f"{ROOT}{body}</svg>".encode()) == code

    @pytest.mark.parametrize(
        "image",
        [
            SVG.decode().encode("utf-16"),
            SVG.replace(b'"UTF-8"', b'"ISO-8859-1"'),
            SVG.replace(b"path", b"p\xe9th"),
            SVG + b"<svg/>",
            SVG[:-8],
        ],
    )
    def test_what_is_no_utf8_xml_is_refused(self, image: bytes) -> None:
        assert refusal(image) in {"image.malformed", "image.unknown-format"}

    def test_an_image_that_draws_nothing_takes_no_credential(self) -> None:
        with pytest.raises(Refused) as refused:
            bake(b'<svg xmlns="http://www.w3.org/2000/svg"/>', JSON)
        assert refused.value.problem.code == "image.malformed"

    @pytest.mark.parametrize(
        "attribute", [' title="a > b"', " title='<\">'".replace("<", "&lt;"), "\n\tid='x'\n"]
    )
    def test_the_end_of_the_root_tag_is_found(self, attribute: str) -> None:
        image = f"{ROOT[:-1]}{attribute}><g/></svg>".encode()
        baked = bake(image, JSON)
        assert unbake(baked).credential == JSON
        assert baked.endswith(b"</openbadges:credential><g/></svg>")

    @pytest.mark.parametrize(
        "old",
        [
            '<openbadges:assertion verify="https://bashir.example/1"/>',
            "<openbadges:assertion verify='a.b.c'>  </openbadges:assertion >",
            "<openbadges:assertion><![CDATA[{}]]></openbadges:assertion>",
            "<openbadges:assertion>{}</openbadges:assertion><openbadges:assertion/>",
        ],
    )
    def test_an_older_generation_is_replaced_where_it_stood(self, old: str) -> None:
        root = ROOT.replace(">", ' xmlns:openbadges="http://openbadges.org">')
        baked = bake(f"{root}\n<g/>{old}</svg>".encode(), JSON).decode()
        assert baked.endswith("</openbadges:credential>\n<g/></svg>")
        assert unbake(baked.encode()).kind == "ob3"

    def test_the_byte_order_mark_and_a_plain_doctype_stay(self) -> None:
        doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        image = b"\xef\xbb\xbf" + SVG.replace(b"<svg", doctype + b"<svg")
        baked = bake(image, JSON)
        assert baked.startswith(image[: image.index(b"<svg")])
        assert unbake(baked).credential == JSON

    @pytest.mark.parametrize(
        "text",
        ['{"a": "]]>"}', '{"]]": "]]]>>]]>"}\r\n', '\r{\r\n"a": 1}\r', '\t{"a": "<![CDATA["}'],
    )
    def test_what_xml_would_change_comes_back_as_it_was(self, text: str) -> None:
        assert unbake(bake(SVG, text)).credential == text

    @pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\x01", "\x1f"])
    def test_what_xml_cannot_carry_is_refused(self, character: str) -> None:
        with pytest.raises(Refused) as refused:
            bake(SVG, f'{{"a": "{character}"}}')
        assert refused.value.problem.code == "image.text-refused"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no credential",
        "a.b",
        "a.b.c.d",
        "<p>",
        '{"a": "\0"}',
        '{"a": "\ud800"}',
        "https://bashir.example/1",
    ],
)
@pytest.mark.parametrize("image", [png(), SVG])
def test_only_a_credential_is_baked(image: bytes, text: str) -> None:
    with pytest.raises(Refused) as refused:
        bake(image, text)
    assert refused.value.problem.code == "image.not-a-credential"


@given(credentials)
def test_what_is_baked_into_a_png_comes_out_again(credential: str) -> None:
    image = png()
    baked = bake(image, credential)
    assert unbake(baked).credential == credential
    assert bake(baked, unbake(baked).credential) == baked
    assert pixels(baked) == pixels(image)


@given(credentials)
def test_what_is_baked_into_an_svg_comes_out_again(credential: str) -> None:
    baked = outcome(lambda: bake(SVG, credential))
    if isinstance(baked, str):
        assert baked == "image.text-refused"
        return
    assert unbake(baked).credential == credential
    assert bake(baked, unbake(baked).credential) == baked


@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from(["png", "svg"]))
def test_a_mangled_image_is_refused_or_read_but_never_crashes(
    junk: bytes, at: int, form: str
) -> None:
    image = bake(png() if form == "png" else SVG, JSON)
    mangled = image[:at] + junk + image[at + len(junk) :]
    assert str(outcome(lambda: unbake(mangled))).startswith(("ob", "image."))


def test_the_type_is_told_from_the_bytes() -> None:
    assert (image_type_of(png()), image_type_of(SVG)) == ("image/png", "image/svg+xml")
