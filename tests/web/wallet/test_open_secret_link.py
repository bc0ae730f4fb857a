"""Dara opens the secret link Ada sent her: what Ada chose, until it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur_web.wallet import services
from testamur_web.wallet.models import Share
from tests.web.conftest import NOW
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(university, ada):
    given = sign_award(publish(university, "Statistics"), key="second")
    return services.put_in_wallet(given, person=ada, at=NOW)


def shared(person, *items, **more):
    made = services.share(person, items, kind=Share.Kind.SECRET, at=NOW, **more)
    return made, f"/s/{made.token}/"


def test_one_credential_is_shown_as_its_page(client, ada, item):
    made, address = shared(ada, item)
    page = client.get(address)
    assert "Valid: checked here just now" in page.text
    assert "Share it" not in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert made.views.get().count == 1
    assert client.get(f"{address}{item.pk}/credential.json").text == item.credential


def test_several_are_listed_with_a_page_each(client, ada, item, second):
    _, address = shared(ada, item, second, title="For Dara")
    page = client.get(address)
    for words in ("For Dara", "Python basics", "Statistics", "Shared by Ada"):
        assert words in page.text
    assert "Statistics" in client.get(f"{address}{second.pk}/").text


def test_what_was_not_chosen_is_not_there(client, ada, item, second):
    _, address = shared(ada, item)
    assert client.get(f"{address}{second.pk}/").status_code == 404
    assert client.get(f"{address}{second.pk}/credential.json").status_code == 404


def test_a_link_that_has_expired_says_so(client, ada, item):
    _, address = shared(ada, item, expires_at=NOW + timedelta(days=7))
    page = client.get(address)
    assert (page.status_code, "no longer shared" in page.text) == (410, True)
    assert client.get(f"{address}{item.pk}/credential.json").status_code == 410


def test_a_link_that_was_stopped_says_so(client, ada, item):
    made, address = shared(ada, item, expires_at=timezone.now() + timedelta(days=7))
    assert client.get(address).status_code == 200
    services.stop_share(made, by=ada, at=NOW)
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("token", ["x", "0" * 32, "../../wallet", "%00"])
def test_a_made_up_link_leads_nowhere(client, ada, item, token):
    shared(ada, item)
    assert client.get(f"/s/{token}/").status_code == 404


def test_the_token_of_a_public_page_is_no_secret_link(client, ada, item):
    made = services.share(ada, [item], kind=Share.Kind.PUBLIC, at=NOW)
    assert client.get(f"/s/{made.token}/").status_code == 404
