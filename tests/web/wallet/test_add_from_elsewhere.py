"""Ada adds a credential that another system gave her; it is judged on entry and labelled so."""

from datetime import timedelta
from uuid import uuid4

import pytest

import testamur as tm
from testamur.credentials.artwork import badge_png, badge_svg
from testamur.errors import Conflict, Refused
from testamur_web.wallet import services
from testamur_web.wallet.models import Share
from tests import older_badges
from tests.web.conftest import NOW
from tests.web.wallet.conftest import credential_text

pytestmark = pytest.mark.django_db


def add(person, source, resolver=None):
    return services.add_from_elsewhere(
        person, source, resolver=resolver or tm.Offline(), at=NOW + timedelta(days=1)
    )


@pytest.fixture
def text():
    return credential_text(uuid4())


def test_what_names_her_proven_address_is_verified(ada, proven_address, text):
    item = add(ada, text)
    assert (item.trust, item.title, item.issuer_name) == (
        "verified",
        "Python basics",
        "Example University",
    )
    assert (item.credential, item.award, item.awarded_at) == (text, None, NOW)


def test_what_does_not_name_her_is_attested(ada, text):
    ada.identifiers.create(kind="email", value=ada.email)  # never proven
    assert add(ada, text).trust == "attested"


def test_what_cannot_be_judged_is_stated_by_her(ada, proven_address):
    key = tm.SigningKey.generate()
    signed = tm.issue(
        tm.Achievement("https://far.example/a", name="Far away", criteria="Go there."),
        to="mailto:ada@people.example",
        by=tm.Issuer("did:web:far.example", name="Far"),
        key=key,
        at=NOW,
    )
    assert add(ada, signed.text).trust == "claimed"


@pytest.mark.parametrize("image", [badge_png, badge_svg])
def test_an_image_that_carries_it_is_read(ada, text, image):
    drawn = image("Any", issuer="Anybody")
    picture = drawn.encode() if isinstance(drawn, str) else drawn
    assert add(ada, tm.bake(picture, text)).credential == text


def test_what_was_altered_is_refused(ada, text):
    with pytest.raises(Refused) as refused:
        add(ada, text.replace("Writes small", "Writes large"))
    assert refused.value.problem.code == "wallet.not-genuine"
    assert not ada.wallet_items.exists()


def test_what_has_expired_is_part_of_her_history(ada):
    ended = credential_text(uuid4(), valid_until=NOW + timedelta(hours=1))
    assert add(ada, ended).trust == "attested"


def test_an_older_badge_is_read_too(ada):
    web = older_badges.web(older_badges.HOSTED, older_badges.BADGE, older_badges.ISSUER)
    ada.identifiers.create(kind="email", value="ada@learner.example", verified_at=NOW)
    import json

    item = add(ada, json.dumps(older_badges.HOSTED), web)
    assert (item.title, item.issuer_name, item.trust) == (
        "Python basics",
        "Example University",
        "verified",
    )


def test_the_same_is_not_added_twice(ada, text):
    add(ada, text)
    with pytest.raises(Conflict) as refused:
        add(ada, text)
    assert refused.value.problem.code == "wallet.duplicate"


def test_a_bundle_is_not_one_credential(ada, text):
    bundle = tm.make_bundle(tm.Credential(text), resolver=tm.Offline(), at=NOW)
    with pytest.raises(Refused) as refused:
        add(ada, bundle.text)
    assert refused.value.problem.code == "wallet.form"


def test_a_wallet_is_full_some_day(ada, text, monkeypatch):
    monkeypatch.setattr("testamur_web.wallet.services.importing.MAX_ITEMS", 0)
    with pytest.raises(Refused) as refused:
        add(ada, text)
    assert refused.value.problem.code == "wallet.full"


@pytest.mark.parametrize("source", [b"", b"\xff\xfe", "hello", b"\x89PNG\r\n\x1a\n", "<svg/>"])
def test_what_is_no_credential_is_refused(ada, source):
    with pytest.raises(Refused):
        add(ada, source)


def test_it_can_be_removed_and_its_share_ends(ada, text):
    item = add(ada, text)
    made = services.share(ada, [item], kind=Share.Kind.SECRET, at=NOW)
    services.remove_item(item, by=ada, at=NOW)
    made.refresh_from_db()
    assert made.stopped_at == NOW
    assert not ada.wallet_items.exists()


def test_an_award_of_this_instance_stays(ada, dara, item):
    for person in (ada, dara):
        with pytest.raises(Refused) as refused:
            services.remove_item(item, by=person, at=NOW)
        assert refused.value.problem.code == "wallet.kept"
