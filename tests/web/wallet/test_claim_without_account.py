"""Ada opens the link she was sent, looks, downloads, and keeps the award once she has an account."""

import pytest
from django.urls import reverse

from testamur_web.ops.attempts import MOST_MISSES
from testamur_web.people.models import Person
from testamur_web.wallet import secrets, services
from testamur_web.wallet.models import Item
from tests.web.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(claim_link):
    return f"/claim/{claim_link}/"


def test_she_sees_who_awarded_what_to_whom(client, address, award):
    page = client.get(address)
    assert page.status_code == 200
    for words in ("Python basics", "Ada Example", "Example University", "Keep it: make an account"):
        assert words in page.text
    award.claim.refresh_from_db()
    assert award.claim.opened_at is not None


def test_the_page_of_a_secret_is_kept_by_nobody(client, address):
    page = client.get(address)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    "file", ["certificate.pdf", "badge.png", "badge.svg", "credential.json", "bundle.json"]
)
def test_she_downloads_everything_at_once(client, address, file):
    given = client.get(address + file)
    assert given.status_code == 200
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_not_there_is_not_there(client, address):
    assert client.get(address + "secrets.txt").status_code == 404


def test_she_types_the_code(client, award, claim_link):
    typed = client.post("/claim/", {"code": secrets.shown_code(award.claim.code).lower()})
    assert typed.status_code == 302
    assert "Python basics" in client.get(typed.headers["Location"]).text


@pytest.mark.parametrize("code", ["", "12345", "00000-00000", "x" * 41])
def test_a_wrong_code_is_told_beside_the_field(client, claim_link, code):
    assert client.post("/claim/", {"code": code}).status_code == 422


def test_she_signs_up_and_it_is_in_her_wallet(client, address, award):
    sent = client.post(address + "keep/", {"by": "signup"})
    assert sent.headers["Location"].startswith(reverse("account_signup"))
    client.post(
        sent.headers["Location"],
        {"username": "ada2", "email": "", "password1": PASSWORD, "name": "Ada", "full_name": "Ada"},
    )
    back = client.get(address + "keep/")
    item = Item.objects.get(award=award)
    assert back.headers["Location"] == f"/wallet/{item.pk}/"
    assert item.holder == Person.objects.get(username="ada2")


def test_she_signs_in_and_it_is_in_her_wallet(client, address, award, ada):
    sent = client.post(address + "keep/", {"by": "login"})
    given = client.post(sent.headers["Location"], {"login": "ada", "password": PASSWORD})
    assert given.headers["Location"] == address + "keep/"
    client.get(given.headers["Location"])
    assert Item.objects.get(award=award).holder == ada


def test_a_link_somebody_else_made_puts_nothing_into_her_wallet(sign_in, ada, address):
    given = sign_in(ada).get(address + "keep/")
    assert given.headers["Location"] == address
    assert not Item.objects.exists()


def test_signed_in_already_she_keeps_it_with_one_press(sign_in, ada, address, award):
    browser = sign_in(ada)
    assert "Keep it in my wallet" in browser.get(address).text
    kept = browser.post(address + "keep/", follow=True)
    assert "is in your wallet" in kept.text
    assert browser.get(address).headers["Location"] == f"/wallet/{Item.objects.get().pk}/"


def test_a_claimed_award_is_shown_to_nobody_else(client, sign_in, ada, dara, address, claim_link):
    services.claim(claim_link, person=ada, at=NOW)
    for browser in (client, sign_in(dara)):
        page = browser.get(address)
        assert page.status_code == 200
        assert "Ada Example" not in page.text
        assert "Python basics" not in page.text
        assert browser.get(address + "credential.json").status_code == 410
    assert sign_in(dara).post(address + "keep/").status_code == 409
    assert Item.objects.get().holder == ada


def test_what_is_no_link_is_told_kindly(client, claim_link):
    page = client.get(f"/claim/{claim_link[:-1]}/")
    assert page.status_code == 404
    assert "No award waits here" in page.text


@pytest.mark.parametrize("way", ["typed", "opened"])
def test_codes_cannot_be_tried_without_end(client, award, claim_link, way):
    def guess(number):
        code = f"{number:010d}"
        if way == "opened":
            return client.get(f"/claim/{code}/")
        return client.post("/claim/", {"code": code})

    for number in range(MOST_MISSES):
        assert guess(number).status_code in {404, 422}
    assert guess(0).status_code == 429
    assert client.post("/claim/", {"code": award.claim.code}).status_code == 429


def test_own_visits_do_not_count_as_guesses(client, address):
    for _ in range(MOST_MISSES + 5):
        assert client.get(address).status_code == 200


def test_the_picture_may_do_nothing_on_its_own(client, address, version):
    version.image_png = b""
    version.image_svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    version.save()
    given = client.get(address + "image")
    assert given.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert "default-src 'none'" in given.headers["Content-Security-Policy"]
    assert given.headers["X-Content-Type-Options"] == "nosniff"
