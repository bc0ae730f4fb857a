"""Hostile words in certificates, letters and pages of credentials, and pictures that would run."""

import io
import time

import pikepdf
import pytest
from django.core import mail

import testamur as tm
from testamur_web.awards.models import Award
from testamur_web.ops.attempts import MOST_MISSES
from testamur_web.ops.outbox import drain
from testamur_web.wallet import downloads, services
from testamur_web.wallet.models import Share
from tests.web.conftest import NOW
from tests.web.conftest import organisation as make_organisation
from tests.web.conftest import person as make_person
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

INJECTIONS = (
    "<img src=file:///etc/passwd>",
    "<link rel=attachment href='file:///etc/passwd'>",
    "<iframe src=http://127.0.0.1:9/>",
    "url(file:///etc/passwd)",
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    '#read("/etc/passwd")',
    '#{import "@preview/evil:1.0.0"}',
    "$ sum_(k=1)^n k $ *bold* _it_ `raw` <label> @ref",
)


@pytest.fixture(autouse=True)
def nobody_has_guessed(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def university(db):
    return make_organisation("example-university", "university")


@pytest.fixture
def ada(db):
    return make_person("ada")


@pytest.mark.parametrize("words", INJECTIONS)
def test_pdf_001_words_stay_words(university, words):
    award = sign_award(publish(university, words), name=words)
    with pikepdf.open(io.BytesIO(downloads.pdf_of(award))) as pdf:
        assert str(pdf.docinfo.Title) == words
        assert words in str(pdf.docinfo.Subject)
        assert list(pdf.attachments) == ["credential.json"]


@pytest.mark.parametrize(
    "name",
    [
        "محمد بن سلمان العربي",
        "山田 太郎",
        "👩🏽‍👩🏽‍👧🏽‍👦🏽 Ada",
        "A" * 200,
        "Z̴̙̤̞͉͚̯̞̠͍͑ͫ̓ͪ̂ͫ̽A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
        "\U00012000\U00012001",
    ],
)
def test_pdf_002_every_name_gets_its_certificate_soon(university, name):
    award = sign_award(publish(university), name=name)
    start = time.perf_counter()
    made = downloads.pdf_of(award)
    assert time.perf_counter() - start < 8  # alone about 0.1 s; tests share a machine
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked


@pytest.mark.parametrize(
    "words",
    [
        "[press](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "<svg/onload=alert(1)>",
        "<b onmouseover=alert(1)>x</b>",
        "- " * 10_000,
    ],
)
def test_pdf_003_markdown_and_html_in_criteria_are_shown_as_text(client, ada, words):
    signed = _with_criteria(words)
    item = services.add_from_elsewhere(ada, signed, resolver=tm.Offline(), at=NOW)
    services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)
    page = client.get(f"/c/{item.pk}/")
    assert page.status_code == 200
    assert "<svg" not in page.text
    assert "<b onmouseover" not in page.text
    assert 'href="javascript:' not in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "words", ["{recipient.__class__}", "{settings.SECRET_KEY}", "%(x)s %s", "{0}", "{{ award }}"]
)
def test_pdf_004_no_placeholder_is_filled_in_letters_or_certificates(university, words, settings):
    award = sign_award(publish(university, words), name=words)
    drain()
    drain()
    letter = mail.outbox[0]
    assert words in letter.subject
    assert words in letter.body
    assert settings.SECRET_KEY not in letter.body
    assert downloads.pdf_of(award).startswith(b"%PDF")


def test_svg_002_a_drawing_is_saved_or_can_do_nothing(client, university, ada):
    award = sign_award(publish(university))
    hostile = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><g/></svg>'
    type(award.version).objects.update(image_svg=hostile)
    item = services.put_in_wallet(Award.objects.get(), person=ada, at=NOW)
    services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)
    for file in ("image", "badge.svg"):
        given = client.get(f"/c/{award.pk}/{file}")
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in given.headers["Content-Security-Policy"]
        assert "default-src 'none'" in given.headers["Content-Security-Policy"]
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_idor_004_a_download_is_bound_to_its_wallet_and_its_share(client, university, ada):
    mine = services.put_in_wallet(sign_award(publish(university), key="mine"), person=ada, at=NOW)
    other = services.put_in_wallet(
        sign_award(publish(university), key="other"), person=make_person("dara"), at=NOW
    )
    made = services.share(ada, [mine], kind=Share.Kind.SECRET, at=NOW)
    client.force_login(ada)
    for address in (
        f"/wallet/{other.pk}/credential.json",
        f"/wallet/{mine.award_id}/credential.json",
        f"/s/{made.token}/{other.pk}/credential.json",
        f"/c/{mine.award_id}/credential.json",
        f"/claim/{made.token}/credential.json",
    ):
        assert client.get(address).status_code == 404
    assert client.get(f"/s/{made.token}/{mine.pk}/credential.json").status_code == 200


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "javascript:alert(1)"])
def test_web_001_claiming_leads_only_to_its_own_pages(client, university, where):
    _, token = services.make_claim(sign_award(publish(university)), at=NOW)
    given = client.post(f"/claim/{token}/keep/?next={where}", {"by": "login", "next": where})
    assert given.headers["Location"] == f"/accounts/login/?next=%2Fclaim%2F{token}%2Fkeep%2F"


def test_web_003_a_code_that_is_taken_tells_no_more_than_one_that_is_not(client, university, ada):
    award = sign_award(publish(university))
    claim, token = services.make_claim(award, at=NOW)
    services.claim(token, person=ada, at=NOW)
    page = client.get(f"/claim/{claim.code}/")
    for told in (award.recipient_name, award.recipient_email, award.version.title, university.name):
        assert told not in page.text


def test_web_004_guessing_claim_codes_ends_and_begins_again(client, university):
    _, token = services.make_claim(sign_award(publish(university)), at=NOW)
    for number in range(MOST_MISSES):
        client.post("/claim/", {"code": f"{number:010d}"}, REMOTE_ADDR="203.0.113.9")
    tired = client.get(f"/claim/{token}/", REMOTE_ADDR="203.0.113.9")
    assert tired.status_code == 429
    assert int(tired.headers["Retry-After"]) > 0
    # Whoever comes from elsewhere is not locked out by it.
    assert client.get(f"/claim/{token}/", REMOTE_ADDR="203.0.113.10").status_code == 200


def _with_criteria(words: str) -> str:
    from uuid import uuid4

    key = tm.SigningKey.generate()
    return tm.issue(
        tm.Achievement("https://uni.example/a", name="Any", criteria=words.strip() or "x"),
        to="mailto:ada@people.example",
        by=tm.Issuer(key.public.did_key, name="Any"),
        key=key,
        at=NOW,
        id=f"urn:uuid:{uuid4()}",
    ).text
