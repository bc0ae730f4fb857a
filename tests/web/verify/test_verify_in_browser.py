"""Dara verifies what an applicant sent, on the public page, without an account."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

import testamur as tm
from testamur_web.awards.queries import sentence_of
from testamur_web.awards.services import instance_signer, revoke, suspend
from testamur_web.verifying import pace
from testamur_web.wallet import services
from testamur_web.wallet.downloads import bundle_of, pdf_of, png_of, svg_of
from testamur_web.wallet.models import Share
from tests.web.conftest import NOW
from tests.web.wallet.conftest import credential_text, publish, sign_award


@pytest.fixture
def award(university):
    return sign_award(publish(university))


def upload(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def result_of(*files: SimpleUploadedFile, text: str = "", status: int = 200) -> str:
    given = Client().post("/verify/", {"file": list(files), "text": text})
    assert given.status_code == status
    return " ".join(given.content.decode().split())


def jpeg_of(text: str) -> bytes:
    from PIL import Image

    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="png", scale=6)
    picture = io.BytesIO()
    Image.open(drawn).convert("L").save(picture, format="JPEG")
    return picture.getvalue()


def test_the_form_is_there_for_everybody(db):
    page = Client().get("/verify/").content.decode()
    assert "No account is needed" in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("form", ["json", "png", "svg", "pdf", "bundle", "pasted"])
def test_a_good_credential_is_valid_in_every_form(award, form):
    match form:
        case "pasted":
            page = result_of(text=award.credential)
        case "json":
            page = result_of(upload("ada.json", award.credential))
        case _:
            make = {"png": png_of, "svg": svg_of, "pdf": pdf_of, "bundle": bundle_of}[form]
            made = make(award)
            page = result_of(upload(f"ada.{form}", made))
    assert '<h2 class="verified-word">Valid</h2>' in page
    assert sentence_of(award) in page
    assert page.count("How we know:") == 4
    assert "has its account on this instance" in page


def test_an_altered_credential_is_told_so(award):
    altered = award.credential.replace("Ada Example", "Eva Example")
    assert altered != award.credential
    page = result_of(upload("ada.json", altered))
    assert "Altered after it was signed" in page
    assert "Eva Example showed" not in page
    assert sentence_of(award) not in page


def test_what_its_issuer_ended_is_told_so(award, bashir):
    suspend([award], reason="Being looked into", by=bashir, at=timezone.now())
    assert "Suspended for the time being" in result_of(text=award.credential)
    revoke([award], reason="Given by mistake", by=bashir, at=timezone.now())
    page = result_of(text=award.credential)
    assert "Revoked by its issuer" in page
    assert "Do not rely on it" in page


def test_an_expired_credential_is_told_so(db):
    text = credential_text(
        "0b9d9d3c-0000-4000-8000-000000000000", valid_until=NOW + timedelta(days=1)
    )
    assert "Expired" in result_of(text=text)


def test_an_issuer_that_nobody_knows_is_told_so(db):
    page = result_of(text=credential_text("0b9d9d3c-0000-4000-8000-000000000001"))
    assert "Genuine, from an issuer we do not know" in page
    assert "make sure that the address of the signer" in page


def test_a_letter_is_no_credential(db):
    assert "This is not a credential" in result_of(upload("cv.txt", "Dear Sir or Madam"))
    assert "This is not a credential" in result_of(text='{"name": "Ada"}')


def test_an_unsigned_credential_is_told_so(award):
    document = json.loads(award.credential)
    del document["proof"]
    assert "Not signed by anybody" in result_of(text=json.dumps(document))


def test_a_code_on_a_picture_leads_to_the_credential(award, ada):
    item = services.put_in_wallet(award, person=ada, at=timezone.now())
    services.share(ada, [item], kind=Share.Kind.PUBLIC, at=timezone.now())
    address = f"http://127.0.0.1:8000/c/{award.pk}/"
    assert sentence_of(award) in result_of(upload("photo.jpg", jpeg_of(address)))
    assert sentence_of(award) in result_of(text=address)


def test_a_secret_link_leads_to_all_that_it_shows(university, ada):
    items = [
        services.put_in_wallet(
            sign_award(publish(university, title), key=title), person=ada, at=timezone.now()
        )
        for title in ("Python", "Welding")
    ]
    link = services.share(ada, items, kind=Share.Kind.SECRET, at=timezone.now())
    page = result_of(text=f"http://127.0.0.1:8000/s/{link.token}/")
    assert "2 credentials, each judged by itself" in page
    services.stop_share(link, by=ada, at=timezone.now())
    page = result_of(text=f"http://127.0.0.1:8000/s/{link.token}/")
    assert "Nothing is shown at this address" in page


def test_many_files_have_a_line_each(award):
    files = [upload(f"{n}.json", award.credential) for n in range(3)]
    page = result_of(*files, upload("cv.txt", "Hello"))
    assert page.count('<strong class="verified-word">Valid</strong>') == 3
    assert page.count("This is not a credential") == 1


def test_more_files_than_are_checked_at_once_are_refused(db):
    page = result_of(*[upload(f"{n}.txt", "x") for n in range(51)], status=422)
    assert "50 are checked at once" in page


def test_nothing_handed_over_is_told_beside_the_form(db):
    assert "Choose a file, or paste" in result_of(status=422)


def test_an_empty_file_and_a_huge_one_say_so(db):
    assert "Could not be opened" in result_of(upload("empty.json", b" "))
    page = result_of(upload("huge.json", b"x" * (5 * 1024 * 1024 + 1)))
    assert "The file is too large" in page


def test_who_asks_very_often_is_asked_to_wait(db, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 1)
    result_of(text="a")
    assert "Wait a minute" in result_of(text="a", status=429)


def test_nothing_is_kept(award, django_assert_num_queries):
    from testamur_web.ops.models import TrailEntry

    before = TrailEntry.objects.count()
    result_of(text=award.credential)
    assert TrailEntry.objects.count() == before


def receipt_of(page: str, form: str):
    note = re.search(r'name="note" value="([^"]+)"', page).group(1)
    return Client().post("/verify/receipt/", {"note": note, "form": form})


def test_a_receipt_is_signed_by_this_instance(award):
    given = receipt_of(result_of(text=award.credential), "json")
    told = json.loads(given.content)
    from testamur.credentials.jose.compact import verify_jws

    key = instance_signer(at=NOW).public
    signed = json.loads(verify_jws(told["signed"], key=key).payload)
    assert signed["verdict"] == told["receipt"]["verdict"] == "valid"
    assert signed["sha256"] == __import__("hashlib").sha256(award.credential.encode()).hexdigest()
    assert "statusAsOf" in signed
    assert signed["iss"] == key.did_key


def test_a_receipt_is_a_pdf_with_the_signed_one_inside(award):
    import pikepdf

    given = receipt_of(result_of(text=award.credential), "pdf")
    assert given["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(given.content)) as pdf:
        assert list(pdf.attachments) == ["receipt.json"]


def test_no_receipt_is_made_of_what_was_not_found_here(db):
    given = Client().post("/verify/receipt/", {"note": "made-up", "form": "json"})
    assert given.status_code == 400
    assert tm.Verdict.VALID not in given.content.decode()
