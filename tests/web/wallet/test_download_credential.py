"""The files of a credential: each proves it by itself."""

import io

import pikepdf
import pytest
import zxingcpp
from PIL import Image

import testamur as tm
from testamur.credentials.bundle import examine_bundle
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.wallet import downloads
from tests.web.conftest import NOW
from tests.web.wallet.conftest import sign_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def pdf(award):
    with pikepdf.open(io.BytesIO(downloads.pdf_of(award))) as opened:
        yield opened


def test_the_certificate_carries_exactly_the_signed_text(pdf, award):
    assert list(pdf.attachments) == ["credential.json"]
    spec = pdf.attachments["credential.json"]
    assert spec.get_file().read_bytes() == award.credential.encode()
    assert spec.relationship == pikepdf.Name.Source
    assert spec.get_file().mime_type == "application/vc+ld+json"


def test_the_certificate_is_to_be_kept_and_to_be_read_aloud(pdf):
    with pdf.open_metadata() as meta:
        assert meta.pdfa_status == "3A"
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Python basics"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "en"
    assert pdf.Root.StructTreeRoot is not None
    assert len(pdf.pages) == 1


def test_the_certificate_is_the_same_whenever_it_is_made(award):
    assert downloads.pdf_of(award) == downloads.pdf_of(award)


def test_its_code_leads_to_its_address(award):
    import resvg_py

    from testamur_web.wallet.addresses import page_address
    from testamur_web.wallet.codes import qr_svg

    drawn = resvg_py.svg_to_bytes(svg_string=qr_svg(page_address(award.pk)), width=400)
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(bytes(drawn))).convert("L"))
    assert read.text == f"http://127.0.0.1:8000/c/{award.pk}/"


@pytest.mark.parametrize(
    "name",
    [
        "Zażółć Gęślą-Jaźń",
        "محمد علي",
        "Дарья Нгуен",
        "山田 太郎",
        '#import "/etc/passwd" *x* $y$ @z',
        "A" * 190,
        "👩🏽‍🎓 Ada",
    ],
)
def test_any_name_gets_a_certificate(version, name):
    given = sign_award(version, name=name)
    assert downloads.pdf_of(given).startswith(b"%PDF-")


@pytest.mark.parametrize("make", [downloads.png_of, downloads.svg_of])
def test_the_baked_image_carries_it_and_verifies(award, make):
    image = make(award)
    assert tm.unbake(image).credential == award.credential
    report = tm.examine(image, resolver=InstanceResolver(at=NOW), at=NOW)
    assert report.verdict is tm.Verdict.VALID


def test_the_text_is_exactly_what_was_signed(award):
    assert downloads.json_of(award) == award.credential.encode()


def test_the_bundle_verifies_without_a_network(award):
    report = examine_bundle(downloads.bundle_of(award, at=NOW), at=NOW)
    assert report.verdict is tm.Verdict.VALID
    assert report.status_as_of is not None


def test_an_achievement_without_pictures_gets_drawn_ones(award):
    award.version.image_png, award.version.image_svg = b"", ""
    assert tm.unbake(downloads.png_of(award)).credential == award.credential
    assert tm.unbake(downloads.svg_of(award)).credential == award.credential
    assert downloads.image_of(award)[0] == "image/svg+xml"


def test_a_file_has_a_name_one_recognises(award):
    file = downloads.file_of(award, "certificate.pdf")
    assert file.name == "python-basics-certificate.pdf"


@pytest.mark.parametrize("name", ["", "..", "certificate", "../credential.json"])
def test_there_are_no_other_files(award, name):
    assert downloads.file_of(award, name) is None
