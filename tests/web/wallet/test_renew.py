"""What Ada holds ends one day: she sees it coming, hears of it once, and finds how to renew it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from testamur_web.awards.models import Award
from testamur_web.awards.services import revoke
from testamur_web.catalogue.models import Version
from testamur_web.config import worker
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import drain
from testamur_web.wallet import services
from testamur_web.wallet.jobs import send_reminder
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

PAGE = "/wallet/renewals/"


def ends_in(days):
    return timezone.now() + timedelta(days=days, hours=1)


@pytest.fixture
def ending(version, ada):
    """An award in Ada's wallet that ends in 20 days."""
    award = sign_award(version, key="ending", valid_until=ends_in(20))
    services.put_in_wallet(award, person=ada, at=timezone.now())
    drain()
    mail.outbox.clear()
    return award


def remind():
    posted = services.post_reminders(at=timezone.now())
    drain()
    return posted


def test_what_ends_is_listed_and_leads_to_where_it_is_earned(ending, university, ada, sign_in):
    other = publish(university, "First aid")
    for days, key in [(80, "later"), (120, "much later"), (-2, "over")]:
        award = sign_award(other, key=key, email=f"{days}@x.example", valid_until=ends_in(days))
        services.put_in_wallet(award, person=ada, at=timezone.now())
        Award.objects.filter(pk=award.pk).update(version=publish(university, f"In {days} days"))
    page = sign_in(ada).get(PAGE)
    assert page.context["renewals"][0].item.award == ending
    assert len(page.context["renewals"]) == 2
    assert f"/catalogue/{ending.version.achievement_id}/" in page.text


def test_another_version_is_named_and_what_is_withdrawn_is_said(ending, version, ada, sign_in):
    kept = {field.attname: getattr(version, field.attname) for field in Version._meta.fields}
    newer = Version.objects.create(**kept | {"id": uuid4(), "number": 2})
    achievement = version.achievement
    achievement.current = newer
    achievement.save()
    client = sign_in(ada)
    assert "now in version 2" in client.get(PAGE).text
    achievement.withdrawn_at = timezone.now()
    achievement.save()
    page = client.get(PAGE).text
    assert "Not offered any more" in page
    assert "/org/example-university/" in page


def test_what_is_renewed_or_revoked_is_not_listed(ending, version, ada, sign_in):
    client = sign_in(ada)
    again = sign_award(version, key="again", person=ada, valid_until=ends_in(400))
    services.put_in_wallet(again, person=ada, at=timezone.now())
    assert "Nothing expires soon" in client.get(PAGE).text
    revoke([again], reason="Mistake", by=None, at=timezone.now())
    assert len(client.get(PAGE).context["renewals"]) == 1
    revoke([ending], reason="Mistake", by=None, at=timezone.now())
    assert "Nothing expires soon" in client.get(PAGE).text


def test_the_wallet_says_until_when(ending, version, ada, sign_in):
    over = sign_award(version, key="over", email="x@x.example", valid_until=ends_in(-9))
    services.put_in_wallet(over, person=ada, at=timezone.now())
    page = sign_in(ada).get("/wallet/").text
    assert f"Expires on {ending.valid_until:%-d %B %Y}" in page
    assert f"Expired on {over.valid_until:%-d %B %Y}" in page


def test_nobody_sees_the_renewals_of_another(ending, chen, sign_in):
    assert "Nothing expires soon" in sign_in(chen).get(PAGE).text


def test_the_holder_hears_of_it_once(ending):
    assert [remind() for _ in range(3)] == [1, 0, 0]
    [letter] = mail.outbox
    assert letter.subject == "“Python basics” of Example University expires soon"
    assert f"expires on {ending.valid_until:%-d %B %Y}" in letter.body
    for text in (letter.body, letter.alternatives[0][0]):
        assert f"http://127.0.0.1:8000/catalogue/{ending.version.achievement_id}/" in text
        assert "http://127.0.0.1:8000/wallet/" in text


def test_the_worker_looks_by_itself(ending, monkeypatch):
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.run", lambda _: None)
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda _: None
    )
    worker.work(once=True)
    assert OutboxRow.objects.filter(kind="wallet.expiry-mail").count() == 1


@pytest.mark.parametrize(
    "why", ["too early", "over", "revoked", "renewed", "nobody to write to", "short from the start"]
)
def test_who_needs_no_letter_gets_none(version, why):
    days = {"too early": 40, "over": -1}.get(why, 20)
    email = "" if why == "nobody to write to" else "ada@people.example"
    award = sign_award(version, key="one", email=email, valid_until=ends_in(days))
    if why == "revoked":
        revoke([award], reason="Mistake", by=None, at=timezone.now())
    if why == "renewed":
        sign_award(version, key="two", valid_until=ends_in(500))
    if why == "short from the start":
        Award.objects.update(issued_at=timezone.now() - timedelta(days=1))
    assert services.post_reminders(at=timezone.now()) == 0


def test_what_was_renewed_before_the_letter_went_is_not_told(ending, version, ada):
    services.post_reminders(at=timezone.now())
    sign_award(version, key="again", person=ada)
    drain()
    send_reminder({"award": str(ending.pk)})
    assert "expires soon" not in "".join(letter.subject for letter in mail.outbox)


def test_who_has_no_account_is_led_by_the_link_of_the_claim(version):
    sign_award(version, key="ending", valid_until=ends_in(20))
    drain()
    mail.outbox.clear()
    remind()
    assert "http://127.0.0.1:8000/claim/" in mail.outbox[0].body
