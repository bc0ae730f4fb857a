"""Dara opens a credential's own page: only what Ada shared, judged at that moment, told plainly."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from testamur_web.awards.services import reinstate, reissue, revoke, suspend
from testamur_web.wallet import services
from testamur_web.wallet.models import Share, ShareView
from tests.web.conftest import NOW
from tests.web.wallet.conftest import credential_text, sign_award

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    caches["local"].clear()


@pytest.fixture
def public(ada, item):
    return services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)


@pytest.fixture
def address(award):
    return f"/c/{award.pk}/"


def test_nothing_is_shown_until_it_is_shared(client, sign_in, ada, address, item):
    for browser in (client, sign_in(ada)):
        for path in ("", "credential.json", "card.png", "embed/", "image"):
            page = browser.get(address + path)
            assert page.status_code == 404
            assert "Ada Example" not in page.text


def test_what_is_not_shared_looks_like_what_does_not_exist(client, address, item):
    nowhere = client.get("/c/00000000-0000-0000-0000-000000000000/")
    assert nowhere.content == client.get(address).content


def test_the_verdict_and_the_sentence_are_told(client, address, public):
    page = client.get(address)
    assert page.status_code == 200
    assert "Valid: checked here just now" in page.text
    assert "Ada Example showed “" in page.text
    assert "by Example University on 1 May 2026." in page.text
    assert (
        "Every word is as it was signed" in page.text
        or "every word is as it was signed" in page.text
    )
    for words in ("Project", "Supervised", "EQF level 5", "60 hours", "No end stated"):
        assert words in page.text


def test_it_has_a_card_for_where_it_is_linked(client, address, public):
    page = client.get(address)
    assert f'content="http://127.0.0.1:8000{address}card.png"' in page.text
    card = client.get(address + "card.png")
    assert card.headers["Content-Type"] == "image/png"
    assert card.content[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (revoke, "Revoked by its issuer"),
        (suspend, "Suspended for the time being"),
    ],
)
def test_what_became_of_it_is_said_at_once_with_the_reason(
    client, address, public, award, change, words
):
    change([award], reason="Given to the wrong person", by=None, at=NOW)
    page = client.get(address)
    assert words in page.text
    assert "Given to the wrong person" in page.text
    assert "Valid: checked" not in page.text


def test_a_suspension_that_ended_leaves_no_trace(client, address, public, award):
    suspend([award], reason="Being looked into", by=None, at=NOW)
    award.refresh_from_db()
    reinstate([award], reason="Cleared", by=None, at=NOW)
    page = client.get(address)
    assert "Valid: checked" in page.text
    assert "Being looked into" not in page.text


def test_what_has_expired_says_until_when_it_held(client, version, ada):
    given = sign_award(version, valid_until=NOW + timedelta(days=30))
    item = services.put_in_wallet(given, person=ada, at=NOW)
    services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)
    page = client.get(f"/c/{given.pk}/")
    assert "verdict-expired" in page.text
    assert "It was valid until 31 May 2026" in page.text


def test_a_stopped_page_says_so(client, ada, address, public):
    services.stop_share(public, by=ada, at=NOW)
    for path in ("", "credential.json", "card.png"):
        page = client.get(address + path)
        assert page.status_code == 410
        assert "no longer shared" in page.text
        assert "Ada Example" not in page.text


def test_visits_are_counted_but_not_her_own(client, sign_in, ada, address, public):
    client.get(address)
    client.get(address)
    sign_in(ada).get(address)
    client.head(address)
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    assert ShareView.objects.get().count == 2


def test_each_way_is_counted_for_itself(client, ada, item, address, public):
    linkedin = services.share(ada, [item], kind=Share.Kind.LINKEDIN, at=NOW)
    client.get(address + "?via=linkedin")
    client.get(address)
    assert [share.views.get().count for share in (public, linkedin)] == [1, 1]
    services.stop_share(public, by=ada, at=NOW)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("via", ["secret", "public", "'\"><script>", "embed"])
def test_an_unknown_way_is_the_page_itself(client, address, public, via):
    assert client.get(address, {"via": via}).status_code == 200


def test_a_secret_link_opens_no_public_page(client, ada, item, address):
    services.share(ada, [item], kind=Share.Kind.SECRET, at=NOW)
    assert client.get(address).status_code == 404


def test_it_may_be_framed_only_where_it_is_shared_for_that(client, ada, item, address, public):
    assert client.get(address + "embed/").status_code == 404
    services.share(ada, [item], kind=Share.Kind.EMBED, at=NOW)
    framed = client.get(address + "embed/")
    assert framed.status_code == 200
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    page = client.get(address)
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_what_came_from_elsewhere_has_a_page_too(client, ada, monkeypatch):
    from uuid import uuid4

    import testamur as tm

    item = services.add_from_elsewhere(
        ada, credential_text(uuid4()), resolver=tm.Offline(), at=timezone.now()
    )
    services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)
    page = client.get(f"/c/{item.pk}/")
    assert "Valid: checked here just now" in page.text
    assert "Ada Example was awarded “Python basics” by Example University" in page.text
    assert page.context["shown"].told.issuer_url == ""
    assert client.get(f"/c/{item.pk}/credential.json").text == item.credential
    assert client.get(f"/c/{item.pk}/image").headers["Content-Type"] == "image/svg+xml"
    assert client.get(f"/c/{item.pk}/certificate.pdf").status_code == 404


def test_a_corrected_one_is_mentioned(client, address, public, award, bashir):
    reissue(award, changes={"name": "Ada Example-Byron"}, reason="Name", by=bashir, at=NOW)
    page = client.get(address)
    assert "Revoked by its issuer" in page.text
    assert "A corrected one has taken its place" in page.text


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_words_of_a_credential_cannot_write_into_the_page(client, ada, attack):
    from uuid import uuid4

    import testamur as tm

    item = services.add_from_elsewhere(
        ada, credential_text(uuid4(), name=attack), resolver=tm.Offline(), at=timezone.now()
    )
    services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)
    assert attack not in client.get(f"/c/{item.pk}/").text
