"""An award is signed: its letter goes out, and who is known finds it in their wallet."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from testamur_web.awards.services import revoke
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import drain
from testamur_web.wallet import services
from testamur_web.wallet.jobs import deliver, send_letter
from testamur_web.wallet.models import Claim, Item
from tests.web.conftest import NOW
from tests.web.wallet.conftest import sign_award

pytestmark = pytest.mark.django_db


def test_a_letter_with_the_link_and_the_code_is_sent(award, client):
    drain()
    [letter] = mail.outbox
    assert letter.to == ["ada@people.example"]
    assert letter.subject == "Example University has awarded you “Python basics”"
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    [address] = set(re.findall(r"http://127.0.0.1:8000(/claim/[0-9a-f]{64}/)", letter.body))
    assert address in html
    assert re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", letter.body)
    assert client.get(address).status_code == 200


def test_doing_it_again_sends_nothing_and_makes_nothing(award, ada):
    drain()
    for _ in range(2):
        deliver({"award": str(award.pk)})
        send_letter({"award": str(award.pk)})
    drain()
    assert len(mail.outbox) == 1
    assert Claim.objects.count() == 1


def test_a_known_holder_finds_it_in_their_wallet(version, ada):
    given = sign_award(version, person=ada)
    drain()
    drain()
    assert [item.award for item in Item.objects.filter(holder=ada)] == [given]
    assert given.claim.claimed_at is not None
    assert "in your wallet already" in mail.outbox[0].body


def test_somebody_without_an_address_gets_a_code_on_paper(version):
    given = sign_award(version, email="")
    drain()
    assert not mail.outbox
    assert given.claim.code


def test_a_mail_server_that_is_down_does_not_cost_the_wallet_item(version, ada, settings):
    settings.EMAIL_BACKEND = "no.such.Backend"
    sign_award(version, person=ada)
    drain()
    assert Item.objects.filter(holder=ada).exists()
    waiting = OutboxRow.objects.get(kind="wallet.mail")
    assert (waiting.done_at, waiting.attempts) == (None, 1)
    assert Claim.objects.get().sent_at is None


def test_what_was_revoked_before_the_letter_went_is_not_announced(award):
    revoke([award], reason="given by mistake", by=None, at=NOW)
    drain()
    assert not mail.outbox


def test_a_lost_letter_is_sent_again(award, bashir):
    drain()
    assert services.send_again(award, by=bashir, at=timezone.now())
    drain()
    first, second = mail.outbox
    assert first.body == second.body


def test_without_an_address_nothing_is_sent_again(version, bashir):
    assert not services.send_again(sign_award(version, email=""), by=bashir, at=timezone.now())


def test_names_cannot_write_into_the_letter(version):
    sign_award(version, name="<b>Ada</b>", email="b@people.example")
    drain()
    html, _ = mail.outbox[0].alternatives[0]
    assert "<b>Ada</b>" not in html
    assert "&lt;b&gt;Ada&lt;/b&gt;" in html
