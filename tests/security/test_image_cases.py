"""The hostile cases of images, each a test named after its id in the list of cases."""

from __future__ import annotations

import binascii
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.credentials.bake import bake, sanitise_svg, unbake
from testamur.credentials.bake.png import SIGNATURE, read_chunks
from testamur.errors import Refused
from tests.patience import within

JSON = '{"type": ["VerifiableCredential"], "proof": [{}]}'
JWS = "eyJhbGciOiJFZDI1NTE5In0.eyJpZCI6InVybjp1dWlkOjEifQ.c2lnbmF0dXJl"
KEYWORD = b"openbadgecredential\0"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
FORMS: list[Callable[[bytes], object]] = [unbake, lambda image: bake(image, JSON)]


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    crc = binascii.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def header(
    width: int = 2, height: int = 2, *, depth: int = 8, colour: int = 0, more: bytes = b"\0\0\0"
) -> bytes:
    return chunk(b"IHDR", struct.pack(">II2B", width, height, depth, colour) + more)


PICTURE = chunk(b"IDAT", zlib.compress(b"\0\1\2\0\3\4"))
CREDENTIAL = chunk(b"iTXt", KEYWORD + b"\0\0\0\0" + JSON.encode())
END = chunk(b"IEND")


def png(*chunks: bytes) -> bytes:
    return SIGNATURE + b"".join(chunks or (header(), CREDENTIAL, PICTURE, END))


def refusals(image: bytes) -> set[str]:
    """The codes with which reading and baking refuse the image; `accepted` where they do not."""
    codes = set()
    for form in FORMS:
        try:
            form(image)
        except Refused as refused:
            codes.add(refused.problem.code)
        else:
            codes.add("accepted")
    return codes


def test_the_image_all_cases_start_from_is_sound() -> None:
    assert refusals(png()) == {"accepted"}


@pytest.mark.parametrize(
    "sides", [(50_000, 50_000), (13_000, 13_000), (4097, 1), (1, 4097), (2**32 - 1, 1)]
)
def test_png_001_a_vast_picture_is_refused_before_it_is_decoded(sides: tuple[int, int]) -> None:
    with within(0.1):
        assert refusals(png(header(*sides), CREDENTIAL, PICTURE, END)) == {"image.too-large"}


def test_png_001_the_largest_sides_are_accepted() -> None:
    assert refusals(png(header(4096, 4096), CREDENTIAL, PICTURE, END)) == {"accepted"}


def test_png_001_a_file_above_ten_megabytes_is_refused() -> None:
    assert refusals(png(header(), chunk(b"prIv", bytes(10_000_000)), CREDENTIAL, PICTURE, END)) == {
        "image.too-large"
    }


def test_png_001_a_million_empty_chunks_are_refused() -> None:
    with within(1):
        assert refusals(png(header(), chunk(b"prIv") * 800_000, PICTURE, END)) == {
            "image.too-complex"
        }


@pytest.mark.parametrize(
    ("kind", "before"),
    [(b"zTXt", b"\0"), (b"iTXt", b"\1\0\0\0")],
)
@pytest.mark.parametrize("keyword", [b"openbadgecredential\0", b"openbadges\0"])
def test_png_002_a_text_that_unpacks_to_64_megabytes_is_refused(
    kind: bytes, before: bytes, keyword: bytes
) -> None:
    bomb = chunk(kind, keyword + before + zlib.compress(bytes(64_000_000)))
    image = png(header(), bomb, PICTURE, END)
    assert len(image) < 100_000
    with within(0.2), pytest.raises(Refused) as refused:
        unbake(image)
    assert refused.value.problem.code == "image.too-large"


PNG_004 = {
    "a bad checksum": (png()[:-1] + b"\0", "image.damaged"),
    "a bad checksum of the picture": (png(header(), PICTURE[:-1] + b"\0", END), "image.damaged"),
    "a chunk of length 0x7fffffff": (
        png(header(), b"\x7f\xff\xff\xffIDAT", PICTURE, END),
        "image.truncated",
    ),
    "a chunk of length 0x80000000": (
        png(header(), b"\x80\0\0\0IDAT", PICTURE, END),
        "image.malformed",
    ),
    "a chunk without a name": (png(header(), chunk(b"\0\0\0\0"), PICTURE, END), "image.malformed"),
    "no width": (png(header(0, 2), PICTURE, END), "image.malformed"),
    "no height": (png(header(2, 0), PICTURE, END), "image.malformed"),
    "a header that is too short": (
        png(chunk(b"IHDR", b"\0\0\0\2"), PICTURE, END),
        "image.malformed",
    ),
    "a depth that no PNG has": (png(header(depth=3), PICTURE, END), "image.malformed"),
    "an unknown compression": (png(header(more=b"\1\0\0"), PICTURE, END), "image.malformed"),
    "an unknown filter": (png(header(more=b"\0\1\0"), PICTURE, END), "image.malformed"),
    "an unknown interlacing": (png(header(more=b"\0\0\2"), PICTURE, END), "image.malformed"),
    "no header": (png(PICTURE, END), "image.malformed"),
    "a header that is not first": (png(CREDENTIAL, header(), PICTURE, END), "image.malformed"),
    "two headers": (png(header(), header(), PICTURE, END), "image.malformed"),
    "no picture": (png(header(), CREDENTIAL, END), "image.malformed"),
    "a picture in two places": (
        png(header(), PICTURE, CREDENTIAL, PICTURE, END),
        "image.malformed",
    ),
    "no end": (png(header(), CREDENTIAL, PICTURE), "image.truncated"),
    "half an end": (png()[:-5], "image.truncated"),
    "an end that holds something": (
        png(header(), PICTURE, chunk(b"IEND", b"!")),
        "image.malformed",
    ),
    "an animation": (png(header(), chunk(b"acTL", bytes(8)), PICTURE, END), "image.animated"),
    "a frame of an animation": (
        png(header(), PICTURE, chunk(b"fdAT", bytes(8)), END),
        "image.animated",
    ),
    "Apple's own form": (
        png(chunk(b"CgBI", bytes(4)), header(), PICTURE, END),
        "image.not-standard",
    ),
    "an unknown critical chunk": (
        png(header(), chunk(b"ABCD"), PICTURE, END),
        "image.not-standard",
    ),
    "a credential behind the end": (png() + CREDENTIAL, "image.trailing-data"),
    "one byte behind the end": (png() + b"\0", "image.trailing-data"),
    "a script behind the end": (png() + b"*/alert(1)//", "image.trailing-data"),
    "a second PNG behind the end": (png() + png(), "image.trailing-data"),
}


@pytest.mark.parametrize("case", PNG_004)
def test_png_004_a_broken_image_is_refused(case: str) -> None:
    image, code = PNG_004[case]
    assert refusals(image) == {code}


def test_png_004_an_archive_behind_the_picture_is_refused() -> None:
    archive = io.BytesIO(png())
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("payload.html", "<script>alert(1)</script>")
    assert refusals(archive.getvalue()) == {"image.trailing-data"}


@pytest.mark.parametrize(
    "head", [header(depth=16), header(more=b"\0\0\1"), header(depth=16, colour=6, more=b"\0\0\1")]
)
def test_png_004_deep_and_interlaced_pictures_are_carried_as_they_are(head: bytes) -> None:
    image = png(head, PICTURE, END)
    baked = bake(image, JSON)
    second = read_chunks(baked)[1]
    assert baked[: second.start] + baked[second.end :] == image


@pytest.mark.parametrize(
    ("keyword", "text", "told"),
    [
        (b"openbadges", "https://bashir.example/assertions/1", "text/uri-list"),
        (b"openbadges", "http://169.254.169.254/latest/meta-data/", "text/uri-list"),
        (b"openbadges", JWS, "application/jose"),
        (b"openbadgecredential", JWS, "application/jose"),
        (b"openbadgecredential", JSON, "application/json"),
        (b"openbadgecredential", "https://bashir.example/assertions/1", "image.not-a-credential"),
        (b"openbadges", "file:///etc/passwd", "image.not-a-credential"),
        (b"openbadges", "<script>alert(1)</script>", "image.not-a-credential"),
        (b"openbadgecredential", "<html></html>", "image.not-a-credential"),
        (b"openbadgecredential", '{"a": "' + "x" * 9_000_000 + '"}', "image.too-large"),
    ],
)
def test_png_006_the_text_is_told_by_its_form_and_nothing_is_fetched(
    keyword: bytes, text: str, told: str
) -> None:
    # No resolver is a parameter of reading, and sockets are refused in this run.
    carrier = chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text.encode())
    try:
        found = unbake(png(header(), carrier, PICTURE, END)).media_type
    except Refused as refused:
        found = refused.problem.code
    assert found == told


PLANES = [
    st.characters(
        min_codepoint=plane << 16, max_codepoint=(plane << 16) + 0xFFFF, exclude_categories=["Cs"]
    )
    for plane in range(17)
]


@given(st.tuples(*(st.text(plane, max_size=3) for plane in PLANES)))
def test_png_007_every_unicode_plane_survives_baking_twice(words: tuple[str, ...]) -> None:
    credential = json.dumps({"name": words}, ensure_ascii=False)
    once = bake(png(header(), PICTURE, END), credential)
    twice = bake(once, unbake(once).credential)
    assert unbake(twice).credential == credential
    assert twice == once
    assert [each.kind for each in read_chunks(twice)].count(b"iTXt") == 1


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
SVG_003 = {
    "billion laughs": f'<!DOCTYPE svg [<!ENTITY l0 "lol">{LAUGHS}]>{SVG}<desc>&l9;</desc></svg>',
    "one long entity many times": f'<!DOCTYPE svg [<!ENTITY a "{"a" * 50_000}">]>{SVG}<desc>{"&a;" * 50_000}</desc></svg>',
    "an external entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{SVG}<desc>&x;</desc></svg>',
    "an entity over the network": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "http://127.0.0.1/x">]>{SVG}<desc>&x;</desc></svg>',
    "a parameter entity": f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>{SVG}</svg>',
    "an undeclared entity of an outside grammar": f'<!DOCTYPE svg SYSTEM "http://127.0.0.1/x.dtd">{SVG}<desc>&x;</desc></svg>',
    "an attribute by default": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>{SVG}</svg>',
    "XInclude": f'{SVG}<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/></svg>',
    "an XSLT instruction": f'<?xml-stylesheet type="text/xsl" href="http://127.0.0.1/x.xsl"?>{SVG}</svg>',
    "an instruction inside": f"{SVG}<?php phpinfo() ?></svg>",
}


@pytest.mark.parametrize("form", [*FORMS, sanitise_svg])
@pytest.mark.parametrize("case", SVG_003)
def test_svg_003_entities_inclusions_and_instructions_are_refused(
    case: str, form: Callable[[bytes], object]
) -> None:
    with within(0.1), pytest.raises(Refused) as refused:
        form(SVG_003[case].encode())
    assert refused.value.problem.code == "image.unsafe-markup"


def reused(levels: int, copies: int, wrap: str) -> str:
    """`copies ** levels` elements drawn by a few hundred characters."""
    parts = ['<g id="n0"><path d="M0 0h1"/></g>']
    for level in range(1, levels + 1):
        inner = "".join(wrap.format(level - 1) for _ in range(copies))
        parts.append(f'<g id="n{level}">{inner}</g>')
    return f"{SVG}<defs>{''.join(parts)}</defs>{wrap.format(levels)}</svg>"


def patterns(filled: str) -> str:
    """Five patterns, each holding ten shapes `filled` with the one before."""
    return "".join(f'<pattern id="p{i}">{filled.format(i - 1) * 10}</pattern>' for i in range(1, 6))


RULES = "".join(f".c{i}{{fill:url(#p{i})}}" for i in range(6))
SVG_004 = {
    "use of use, 10^5": reused(5, 10, '<use href="#n{}"/>'),
    "use of use, 10^5, by the older name": reused(5, 10, '<use xlink:href="#n{}"/>'),
    "use of use, 2^90": reused(90, 2, '<use href="#n{}"/>'),
    "patterns of patterns": SVG
    + patterns('<rect style="fill:url(#p{})"/>')
    + '<rect fill="url(#p5)"/></svg>',
    "patterns of patterns by class": f"{SVG}<style>{RULES}</style>"
    + patterns('<rect class="c{}"/>')
    + '<rect class="c5"/></svg>',
    "masks of masks": reused(5, 10, '<path mask="url(#n{})"/>'),
    "a circle of one": f'{SVG}<g id="a"><use href="#a"/></g></svg>',
    "a circle of two": f'{SVG}<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>',
    "a pattern of itself": f'{SVG}<pattern id="p"><rect fill="url( \'#p\' )"/></pattern></svg>',
    "too many elements": f"{SVG}{'<g/>' * 10_000}</svg>",
    "too many levels": f"{SVG}{'<g>' * 100}{'</g>' * 100}</svg>",
}


@pytest.mark.parametrize("case", SVG_004)
def test_svg_004_an_image_that_multiplies_itself_is_refused(case: str) -> None:
    with within(0.5), pytest.raises(Refused) as refused:
        sanitise_svg(SVG_004[case].encode())
    assert refused.value.problem.code == "image.too-complex"


@pytest.mark.parametrize("case", ["too many elements", "too many levels"])
def test_svg_004_the_budget_holds_for_baking_as_well(case: str) -> None:
    assert refusals(SVG_004[case].encode()) == {"image.too-complex"}


@pytest.mark.parametrize(
    "style",
    [
        "a" * 900_000,
        "/*" * 450_000,
        "{" * 900_000,
        "a{" * 450_000,
        "a{fill:" + "rgb(" * 200_000,
        "a{fill:" + "url(#" * 180_000,
    ],
)
def test_svg_004_a_style_sheet_takes_no_more_time_than_its_length(style: str) -> None:
    with within(2):
        sanitise_svg(f"{SVG}<style>{style}</style><path style='{style}'/></svg>".encode())
