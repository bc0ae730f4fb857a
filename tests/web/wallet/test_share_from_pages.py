"""Ada shares with the pages of her wallet, sees how often it was looked at, and stops it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from testamur_web.wallet import services
from testamur_web.wallet.models import Share
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


def made_by(browser, item, **fields):
    given = browser.post(f"/wallet/{item.pk}/share/", fields)
    assert given.status_code == 302, given.text
    return Share.objects.latest("made_at"), browser.get(given.headers["Location"])


def test_a_secret_link_with_a_name_and_an_end(browser, client, item):
    made, page = made_by(browser, item, kind="secret", title="For Dara", days="7")
    assert made.title == "For Dara"
    assert (made.expires_at - timezone.now()).days in {6, 7}
    assert f"http://127.0.0.1:8000/s/{made.token}/" in page.text
    assert client.get(f"/s/{made.token}/").status_code == 200


def test_the_address_stands_beside_its_qr_code(browser, item):
    _, page = made_by(browser, item, kind="public")
    assert "<svg" in page.text
    assert f'value="http://127.0.0.1:8000/c/{item.award_id}/"' in page.text


@pytest.mark.parametrize("number", ["", "1234567"])
def test_linkedin_is_opened_with_everything_filled_in(browser, item, university, number):
    university.linkedin_id = number
    university.save()
    _, page = made_by(browser, item, kind="linkedin")
    link = re.search(r'href="(https://www\.linkedin\.com/profile/add[^"]+)"', page.text)[1]
    fields = {
        name: values[0]
        for name, values in parse_qs(urlsplit(link.replace("&amp;", "&")).query).items()
    }
    assert fields["startTask"] == "CERTIFICATION_NAME"
    assert fields["name"] == "Python basics"
    assert (fields["issueYear"], fields["issueMonth"]) == ("2026", "5")
    assert fields["certUrl"] == f"http://127.0.0.1:8000/c/{item.award_id}/?via=linkedin"
    assert fields.get("organizationId", "") == number
    assert fields.get("organizationName", "") == ("" if number else "Example University")
    assert fields["certId"]
    assert "Credential URL" in page.text


def test_a_card_for_other_pages(browser, item):
    _, page = made_by(browser, item, kind="embed")
    assert "&lt;iframe src=" in page.text
    assert f"/c/{item.award_id}/embed/" in page.text


@pytest.mark.parametrize(
    "fields", [{}, {"kind": "everything"}, {"kind": "secret", "days": "-1"}, {"days": "7"}]
)
def test_what_is_no_way_to_share_is_refused(browser, item, fields):
    assert browser.post(f"/wallet/{item.pk}/share/", fields).status_code == 422
    assert not Share.objects.exists()


def test_several_behind_one_link(browser, client, item):
    given = browser.post("/wallet/shares/new/", {"items": [item.pk], "title": "All", "days": "0"})
    made = Share.objects.get()
    assert given.headers["Location"] == f"/wallet/shares/{made.pk}/"
    assert made.expires_at is None


def test_nobody_shares_what_is_in_another_wallet(sign_in, dara, item):
    given = sign_in(dara).post("/wallet/shares/new/", {"items": [item.pk]})
    assert given.status_code == 422
    assert not Share.objects.exists()


def test_views_are_listed_by_day(browser, client, item):
    made, _ = made_by(browser, item, kind="public")
    client.get(f"/c/{item.award_id}/")
    assert "Looked at 1 time" in browser.get(f"/wallet/shares/{made.pk}/").text
    assert browser.get("/wallet/shares/").context["shares"][0].total == 1


def test_stopping_ends_it_at_once(browser, client, item):
    made, _ = made_by(browser, item, kind="public")
    browser.post(f"/wallet/shares/{made.pk}/stop/")
    assert client.get(f"/c/{item.award_id}/").status_code == 410
    listed = browser.get("/wallet/shares/")
    assert "Stopped" in listed.text
    assert "no longer shared" in browser.get(f"/wallet/shares/{made.pk}/").text


def test_a_share_is_stopped_by_post_alone(browser, item):
    made, _ = made_by(browser, item, kind="public")
    assert browser.get(f"/wallet/shares/{made.pk}/stop/").status_code == 405
    made.refresh_from_db()
    assert made.stopped_at is None


def test_nobody_sees_or_stops_her_shares(sign_in, ada, dara, item):
    made = services.share(ada, [item], kind=Share.Kind.SECRET, at=NOW)
    assert sign_in(dara).get(f"/wallet/shares/{made.pk}/").status_code == 404
    assert sign_in(dara).post(f"/wallet/shares/{made.pk}/stop/").status_code == 404


def test_adding_and_removing_what_is_from_elsewhere(browser, ada):
    from uuid import uuid4

    from tests.web.wallet.conftest import credential_text

    added = browser.post("/wallet/add/", {"text": credential_text(uuid4())}, follow=True)
    assert "is in your wallet" in added.text
    assert "Attested by somebody else" in added.text
    item = ada.wallet_items.get()
    browser.post(f"/wallet/{item.pk}/remove/")
    assert not ada.wallet_items.exists()


@pytest.mark.parametrize("fields", [{}, {"text": "hello"}, {"text": "{}"}, {"text": "{" * 9999}])
def test_what_cannot_be_added_is_told_above_the_form(browser, fields):
    given = browser.post("/wallet/add/", fields)
    assert given.status_code == 422
    assert "Something needs your attention" in given.text


def test_a_file_that_is_too_large_is_refused(browser):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("big.png", b"\x89PNG" + b"0" * (2 * 1024 * 1024))
    given = browser.post("/wallet/add/", {"file": file})
    assert given.status_code == 422
    assert "larger than 2 MB" in given.text
