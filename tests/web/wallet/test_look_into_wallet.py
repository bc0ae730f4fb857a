"""Ada looks at what she has: as cards, filtered, and one by one."""

from datetime import timedelta

import pytest

from testamur_web.awards.services import revoke
from testamur_web.wallet import services
from testamur_web.wallet.models import Share
from tests.web.conftest import NOW
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def wallet(university, ada, item):
    """One that holds, one that was revoked, one that has expired."""
    revoked = sign_award(publish(university, "Statistics"), key="revoked")
    expired = sign_award(
        publish(university, "First aid"), key="expired", valid_until=NOW + timedelta(days=1)
    )
    for given in (revoked, expired):
        services.put_in_wallet(given, person=ada, at=NOW)
    revoke([revoked], reason="mistake", by=None, at=NOW)
    services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)


def titles(page):
    return {card.item.title for card in page.context["cards"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Python basics", "Statistics", "First aid"}),
        ("?state=valid", {"Python basics"}),
        ("?state=ended", {"Statistics", "First aid"}),
        ("?state=revoked", {"Statistics"}),
        ("?state=shared", {"Python basics"}),
        ("?state=elsewhere", set()),
        ("?state=nonsense", set()),
        ("?q=statis", {"Statistics"}),
        ("?q=example+university", {"Python basics", "Statistics", "First aid"}),
        ("?q=%00%FF", set()),
    ],
)
def test_cards_are_filtered(sign_in, ada, wallet, query, found):
    page = sign_in(ada).get("/wallet/" + query)
    assert page.status_code == 200
    assert titles(page) == found


def test_states_are_told_in_words(sign_in, ada, wallet):
    page = sign_in(ada).get("/wallet/")
    for words in ("Valid", "Revoked", "Expired", "Shared"):
        assert words in page.text


def test_an_empty_wallet_says_what_to_do(sign_in, dara):
    page = sign_in(dara).get("/wallet/")
    assert "Your wallet is empty" in page.text
    assert "Claim with a code" in page.text


def test_one_credential_has_everything(sign_in, ada, item):
    page = sign_in(ada).get(f"/wallet/{item.pk}/")
    for words in (
        "Ada Example showed “",
        "Valid: checked here just now",
        "Certificate",
        "Offline bundle",
        "Share it",
        "Nobody but you and its issuer.",
    ):
        assert words in page.text
    assert sign_in(ada).get(f"/wallet/{item.pk}/certificate.pdf").content.startswith(b"%PDF")


def test_nobody_looks_into_her_wallet(client, sign_in, chen, fay, item):
    for path in ("", "share/", "credential.json", "image"):
        address = f"/wallet/{item.pk}/{path}"
        assert client.get(address).status_code == 302
        for somebody in (chen, fay):
            assert sign_in(somebody).get(address).status_code == 404
