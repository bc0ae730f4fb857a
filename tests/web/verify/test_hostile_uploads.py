"""What somebody hands over to do harm: each case is a test named after its id in the list."""

from __future__ import annotations

import binascii
import io
import struct
import time
import zlib

import pytest
from django.utils import timezone

from testamur import Verdict
from testamur.credentials.bake import bake
from testamur.errors import Refused
from testamur_web.verifying import sources
from testamur_web.verifying.judging import Judged, verify
from testamur_web.verifying.receipts import open_note
from testamur_web.verifying.sources import Handed
from testamur_web.verifying.states import State
from testamur_web.wallet.downloads import png_of
from tests.web.verify.test_verify_in_browser import jpeg_of, result_of, upload
from tests.web.wallet.conftest import credential_text, publish, sign_award

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def no_web(monkeypatch):
    """Fails the test that lets anything reach another machine."""
    import socket

    def refuse(*_args, **_more):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def judged(data: bytes | str, *, name: str = "") -> Judged:
    [one] = verify(
        [Handed(name, data.encode() if isinstance(data, str) else data)], at=timezone.now()
    )
    return one


def codes(one: Judged) -> set[str]:
    return {problem.code for problem in one.report.problems}


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", binascii.crc32(kind + data))
    )


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">II5B", width, height, 8, 0, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\0\1\2\0\3\4"))
    return PNG + head + b"".join(chunks) + picture + chunk(b"IEND")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://localhost/",
        "https://localhost.localdomain.internal/",
        "https://user:pass@127.0.0.1/",
        "https://127.0.0.1:8000@evil.example/",
        "https://10.0.0.1:22/",
    ],
)
@pytest.mark.usefixtures("no_web")
@pytest.mark.parametrize("by", ["address", "code"])
def test_ssrf_001_an_address_of_an_inner_network_is_never_asked(db, address, by):
    one = judged(address if by == "address" else jpeg_of(address))
    assert one.report.verdict is not Verdict.VALID
    assert one.state is State.UNREAD
    assert codes(one) <= {"fetch.blocked", "fetch.unreachable"}


@pytest.mark.usefixtures("no_web")
def test_ssrf_007_what_an_address_leads_to_is_no_address_again(db, monkeypatch):
    from testamur.credentials.resolution import Fetched, Offline

    at = timezone.now()
    start, onward = "https://uni.example/a", "https://uni.example/b"
    found = Fetched(start, onward.encode(), "text/plain", at)
    monkeypatch.setattr(sources, "asking", lambda **_: Offline({start: found}))
    [one] = sources.open_all([Handed("", start.encode())], resolver=sources.asking(), at=at)
    assert one.data == onward.encode()
    assert judged(one.data.decode()[8:]).state is State.NOT_ONE


@pytest.mark.parametrize(
    "sides", [(50_000, 50_000), (13_000, 13_000), (2**31 - 1, 1), (4_200, 4_200)]
)
def test_png_001_a_vast_picture_is_refused_before_it_is_decoded(db, sides):
    begun = time.monotonic()
    one = judged(png(*sides))
    assert one.report.verdict is not Verdict.VALID
    assert codes(one) & {"image.too-large", "image.malformed", "image.truncated"}
    assert time.monotonic() - begun < 2


def test_png_002_text_that_unpacks_to_much_is_refused(db):
    bomb = zlib.compress(b" " * 64 * 2**20, 9)
    text = chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + bomb)
    one = judged(png(2, 2, text))
    assert one.report.verdict is Verdict.INVALID
    assert codes(one) <= {"image.too-large", "encoding.too-large"}


@pytest.mark.parametrize(
    "broken",
    [
        PNG,
        PNG + b"\x7f\xff\xff\xffIHDR",
        png(0, 1),
        png(2, 2)[:-12],
        png(2, 2) + b"PK\x03\x04<script>alert(1)</script>",
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 30,
    ],
)
def test_png_004_a_broken_picture_is_one_clear_problem(db, broken):
    one = judged(broken)
    assert one.report.verdict is not Verdict.VALID
    assert len(codes(one)) == 1


def test_png_006_several_credentials_in_one_picture_are_refused(university):
    award = sign_award(publish(university))
    picture = png_of(award)
    begin = picture.index(b"iTXt") - 4
    size = struct.unpack(">I", picture[begin : begin + 4])[0] + 12
    twice = picture[: begin + size] + picture[begin : begin + size] + picture[begin + size :]
    one = judged(twice)
    assert one.report.verdict is Verdict.INVALID
    assert codes(one) & {"image.several-credentials", "image.mixed-credentials"}


@pytest.mark.usefixtures("no_web")
def test_png_006_a_picture_with_an_address_inside_is_not_followed(db):
    text = b"openbadges\0https://169.254.169.254/badge"
    one = judged(png(2, 2, chunk(b"tEXt", text)))
    assert one.report.verdict is not Verdict.VALID


@pytest.mark.parametrize("kind", ["laughs", "entity", "deep"])
def test_svg_003_a_drawing_that_does_more_than_draw_is_refused(db, kind):
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    hostile = {
        "laughs": '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + head + "&b;</svg>",
        "entity": '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + head + "&a;</svg>",
        "deep": head + "<g>" * 100_000 + "</g>" * 100_000 + "</svg>",
    }[kind]
    one = judged(hostile)
    assert one.report.verdict is Verdict.INVALID


def test_a_pdf_that_unpacks_to_much_or_names_no_end_is_refused(db):
    bomb = zlib.compress(b" " * 64 * 2**20, 9)
    head = b"%PDF-1.7\n1 0 obj <</Type/EmbeddedFile/Filter/FlateDecode>> stream\n"
    assert codes(judged(head + bomb + b"\nendstream")) == {"pdf.no-credential"}
    assert codes(judged(head * 10_000)) == {"pdf.no-credential"}
    assert codes(judged(b"%PDF-1.7\nnothing")) == {"pdf.no-credential"}


def test_two_codes_on_one_picture_are_told_so(db):
    from PIL import Image

    one = Image.open(io.BytesIO(jpeg_of("https://a.example/")))
    other = Image.open(io.BytesIO(jpeg_of("https://b.example/")))
    both = Image.new("L", (one.width * 2, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    data = io.BytesIO()
    both.save(data, format="PNG")
    assert codes(judged(data.getvalue())) == {"code.several"}


def test_a_picture_without_a_code_is_told_so(db):
    from PIL import Image

    data = io.BytesIO()
    Image.new("L", (64, 64), 255).save(data, format="JPEG")
    assert codes(judged(data.getvalue())) == {"code.missing"}


def test_pdf_001_names_with_markup_are_shown_as_text(db):
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    text = credential_text("0b9d9d3c-0000-4000-8000-000000000002", name=hostile)
    page = result_of(upload("<script>alert(1)</script>.json", text))
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page


def test_a_receipt_takes_hostile_names_as_text(db):
    from testamur_web.verifying.receipts import facts_of, receipt_pdf

    text = credential_text("0b9d9d3c-0000-4000-8000-000000000003")
    one = judged(text, name='#read("/etc/passwd") $x$ \\ \u202e <b>' + "x" * 150)
    assert receipt_pdf(facts_of(one), at=timezone.now()).startswith(b"%PDF")


def test_json_006_each_of_many_files_has_its_own_result(university):
    award = sign_award(publish(university))
    good = Handed("good", award.credential.encode())
    bad = Handed("bad", b"\xff" * 100)
    huge = Handed("huge", b"{" * (sources.MAX_FILE_BYTES + 1))
    found = verify([bad, good, huge], at=timezone.now())
    assert [one.state for one in found] == [State.NOT_ONE, State.VALID, State.UNREAD]
    assert codes(found[2]) == {"upload.too-large"}


def test_more_than_are_judged_at_once_are_refused(db):
    with pytest.raises(Refused) as refused:
        verify([Handed("x", b"x")] * (sources.MAX_FILES + 1), at=timezone.now())
    assert refused.value.problem.code == "upload.too-many"


@pytest.mark.parametrize(
    "path", ["c/not-a-key/", "s/no-such-token/", "s/x/y/", "claim/abc/", "o/x/"]
)
def test_an_address_of_ours_that_shows_nothing_says_no_more(db, path):
    assert codes(judged(f"http://127.0.0.1:8000/{path}")) == {"address.shows-nothing"}


def test_a_note_of_another_making_gets_no_receipt(db):
    with pytest.raises(Refused) as refused:
        open_note("made-up")
    assert refused.value.problem.code == "receipt.refused"


def test_a_baked_picture_of_an_altered_credential_is_told_so(university):
    award = sign_award(publish(university))
    altered = award.credential.replace("Ada Example", "Eva Example")
    picture = bake(png(2, 2), altered)
    assert judged(picture).state is State.TAMPERED
