"""Bashir hands an award to somebody without an address: a sheet with QR code, address and code."""

import pytest
from django.core import mail

from testamur_web.ops.outbox import drain
from testamur_web.wallet import secrets, services
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(award, university):
    return f"/o/{university.slug}/awards/{award.pk}/claim/"


def test_the_sheet_has_code_and_address_in_words(sign_in, bashir, address, award):
    page = sign_in(bashir).get(address)
    assert "<svg" in page.text
    assert secrets.shown_code(award.claim.code) in page.text
    assert f"/claim/{secrets.token_of(award.pk)}/" in page.text


def test_the_letter_is_sent_again(sign_in, bashir, address, award):
    drain()
    sign_in(bashir).post(address + "send/")
    drain()
    assert len(mail.outbox) == 2


def test_once_claimed_there_is_nothing_to_hand_over(sign_in, bashir, ada, address, award):
    services.put_in_wallet(award, person=ada, at=NOW)
    page = sign_in(bashir).get(address)
    assert "nothing left to hand over" in page.text
    assert secrets.token_of(award.pk) not in page.text


def test_another_issuer_sees_nothing(sign_in, chen, college, address, award):
    assert sign_in(chen).get(address).status_code == 404
    other = f"/o/{college.slug}/awards/{award.pk}/claim/"
    assert sign_in(chen).get(other).status_code == 404
