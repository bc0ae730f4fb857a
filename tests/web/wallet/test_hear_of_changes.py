"""A holder hears by mail that an award was revoked, suspended or reinstated: why, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from testamur_web.awards.models import Award
from testamur_web.awards.services import change_status, reinstate, reissue, revoke, suspend
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import deliver, drain
from testamur_web.wallet.jobs import send_news, spread_news
from tests.web.conftest import NOW
from tests.web.wallet.conftest import sign_award

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)


@pytest.fixture
def news(award):
    """What is mailed after the award itself was."""
    drain()

    def letters():
        drain()
        return mail.outbox[1:]

    return letters


@pytest.mark.parametrize(
    ("verb", "subject", "told"),
    [
        ("revoke", "Example University has revoked “Python basics”", "This is for good."),
        ("suspend", "Example University has suspended “Python basics”", "for now"),
    ],
)
def test_it_says_what_happened_why_and_what_to_do(news, award, university, verb, subject, told):
    university.email = "office@uni.example"
    university.save()
    change_status([award], verb=verb, reason="Copied <from> a neighbour", by=None, at=LATER)
    [letter] = news()
    html, _kind = letter.alternatives[0]
    assert (letter.to, letter.subject) == (["ada@people.example"], subject)
    assert "The reason that was given: Copied <from> a neighbour" in letter.body
    assert "Copied &lt;from&gt; a neighbour" in html
    for text in (letter.body, html):
        assert told in text
        assert "write to office@uni.example" in text


def test_the_end_of_a_suspension_is_told(news, award):
    suspend([award], reason="Under inquiry", by=None, at=LATER)
    drain()
    reinstate([award], reason="Cleared", by=None, at=LATER + timedelta(hours=1))
    letter = news()[-1]
    assert letter.subject == "“Python basics” of Example University is valid again"
    assert "Cleared" in letter.body
    assert "You need not do anything" in letter.body


def test_what_is_over_before_it_was_told_is_not_told(news, award):
    suspend([award], reason="Under inquiry", by=None, at=LATER)
    reinstate([award], reason="Cleared", by=None, at=LATER + timedelta(seconds=1))
    assert [letter.subject for letter in news()] == [
        "“Python basics” of Example University is valid again"
    ]


def test_each_of_many_is_told_once_however_often_the_work_is_done(version):
    for n in range(12):
        sign_award(version, name=f"Learner {n}", email=f"learner{n}@people.example")
    sign_award(version, name="On Paper", email="")
    drain()
    mail.outbox.clear()
    revoke(Award.objects.all(), reason="The exam leaked", by=None, at=LATER)
    drain()
    revoke(Award.objects.all(), reason="The exam leaked", by=None, at=LATER)
    for row in OutboxRow.objects.filter(kind="award.status-changed"):
        spread_news(row.payload)
    for row in OutboxRow.objects.filter(kind="wallet.status-mail"):
        deliver.func(str(row.pk))
    drain()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        f"learner{n}@people.example" for n in range(12)
    )


def test_who_never_heard_of_an_award_does_not_hear_of_its_end(award):
    revoke([award], reason="Given by mistake", by=None, at=LATER)
    drain()
    assert not mail.outbox


def test_a_correction_is_told_by_the_new_award_alone(news, award):
    reissue(award, changes={"name": "Ada Kim"}, reason="Name changed", by=None, at=LATER)
    assert [letter.subject for letter in news()] == [
        "Example University has awarded you “Python basics”"
    ]


def test_a_holder_with_an_account_is_led_to_their_wallet_in_their_language(version, ada):
    given = sign_award(version, email="", person=ada)
    drain()
    revoke([given], reason="Mistake", by=None, at=LATER)
    drain()
    assert mail.outbox[-1].to == [ada.email]
    assert "http://127.0.0.1:8000/wallet/" in mail.outbox[-1].body


def test_the_address_may_have_gone_meanwhile(news, award):
    revoke([award], reason="Mistake", by=None, at=LATER)
    Award.objects.update(recipient_email="")
    for row in OutboxRow.objects.filter(kind="award.status-changed"):
        spread_news(row.payload)
    assert news() == []
    send_news({"change": str(award.status_changes.get().pk)})
    assert news() == []


@pytest.mark.parametrize("chosen", ["award={award}", "all=1&q=python"])
def test_the_page_says_beforehand_who_will_be_told(version, award, bashir, sign_in, chosen):
    client = sign_in(bashir)
    page = reverse("issuer-change-awards", args=[version.achievement.organisation.slug])
    address = f"{page}?verb=revoke&{chosen.format(award=award.pk)}"
    drain()
    assert "The holder of 1 award is told by mail" in client.get(address).content.decode()
    client.post(address, {"reason": "Mistake", "expected": 1})
    drain()
    assert len(mail.outbox) == 2


def test_the_page_says_where_nobody_can_be_told(version, bashir, sign_in):
    given = sign_award(version, email="")
    page = reverse("issuer-change-awards", args=[version.achievement.organisation.slug])
    told = sign_in(bashir).get(f"{page}?verb=suspend&award={given.pk}").content.decode()
    assert "nobody is told by mail" in told
