"""Holders are asked after the award and again after six months, by letter and in the wallet."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from testamur_web.awards.models import Award
from testamur_web.config import worker
from testamur_web.learning.models import DefinitionReview, SurveyAnswer, SurveyCall, SurveyRemark
from testamur_web.ops import outbox
from testamur_web.ops.models import OutboxRow
from testamur_web.wallet import jobs, services
from testamur_web.wallet.applied import use_of
from testamur_web.wallet.models import Item
from tests.web.conftest import NOW, person
from tests.web.wallet.conftest import sign_award

pytestmark = pytest.mark.django_db

GOOD = {"certified": "5", "workload": "4", "used": "", "helped": "5", "text": "Well done."}


def age(award, **time):
    Award.objects.filter(pk=award.pk).update(issued_at=timezone.now() - timedelta(**time))


def ask():
    """What the hourly job posts, once workers have written it."""
    posted = services.post_surveys(at=timezone.now())
    outbox.drain()
    return posted


def letters():
    return [one for one in mail.outbox if "/survey/" in one.body]


def link():
    return re.search(r"http://[^/]+(/survey/\S+)", letters()[-1].body)[1]


@pytest.mark.parametrize(
    ("days", "waves"),
    [(13, []), (15, ["after-award"]), (60, []), (183, ["six-months"]), (230, [])],
)
def test_each_wave_has_its_time(award, days, waves):
    age(award, days=days)
    ask()
    assert list(SurveyCall.objects.values_list("wave", flat=True)) == waves
    assert len(letters()) == len(waves)


def test_nobody_is_asked_twice(award):
    age(award, days=15)
    assert (ask(), ask()) == (1, 0)
    assert len(letters()) == 1


def test_whoever_lost_the_award_is_not_asked(award):
    age(award, days=15)
    services.post_surveys(at=timezone.now())
    Award.objects.filter(pk=award.pk).update(revoked_at=timezone.now())
    outbox.drain()
    assert letters() == []


def test_the_letter_is_answered_once_without_an_account(award):
    age(award, days=15)
    ask()
    letter = letters()[0]
    assert letter.to == ["ada@people.example"]
    assert "kept without your name" in letter.body
    assert link() in letter.alternatives[0][0]
    browser = Client()
    assert "Was the stated workload true?" in browser.get(link()).content.decode()
    assert "Thank you" in browser.post(link(), GOOD).content.decode()
    assert "answered already" in browser.post(link(), GOOD).content.decode()
    kept = SurveyAnswer.objects.get()
    assert (kept.certified, kept.workload, kept.used, kept.helped) == (5, 4, None, 5)
    assert SurveyRemark.objects.get().text == "Well done."


def test_opening_the_link_answers_nothing(award):
    age(award, days=15)
    ask()
    Client().get(link())
    Client().head(link())
    assert not SurveyAnswer.objects.exists()


def test_an_empty_answer_is_told_so(award):
    age(award, days=15)
    ask()
    page = Client().post(link(), {"text": " "})
    assert page.status_code == 422
    assert "Nothing is answered" in page.content.decode()
    assert not SurveyCall.objects.get().is_spent


def test_a_link_ends_and_a_wrong_one_says_nothing(award):
    age(award, days=15)
    ask()
    SurveyCall.objects.update(expires_at=timezone.now())
    assert Client().get(link()).status_code == 410
    assert Client().get("/survey/no-such-link/").status_code == 404


def test_it_is_answered_from_the_wallet(item, award, ada, bashir, sign_in):
    address = f"/wallet/{item.pk}/survey/"
    browser = sign_in(ada)
    assert browser.get(address).status_code == 404
    age(award, days=15)
    ask()
    assert address in browser.get(f"/wallet/{item.pk}/").content.decode()
    assert sign_in(bashir).get(address).status_code == 404
    browser.post(address, GOOD)
    assert SurveyAnswer.objects.count() == 1
    assert address not in browser.get(f"/wallet/{item.pk}/").content.decode()
    assert "answered already" in Client().get(link()).content.decode()


def run_worker():
    """What `testamur worker` does once, and what it left to be done."""
    worker.work(once=True)
    outbox.drain()
    jobs.review_now.func()


def test_the_worker_asks_once_a_wave_and_opens_each_review_once(award, monkeypatch):
    for name in ("run", "configure_signals"):
        monkeypatch.setattr(
            f"django_tasks_db.management.commands.db_worker.Worker.{name}", lambda _: None
        )
    age(award, days=15)
    hold(award.version, 5, days=800, noted=(500,))
    for _turn in range(3):
        run_worker()
    assert [one.to for one in letters()].count(["ada@people.example"]) == 1
    assert OutboxRow.objects.filter(kind="survey.review").count() == 1
    assert sorted(DefinitionReview.objects.values_list("reason", flat=True)) == [
        "fading-use",
        "little-use",
    ]
    age(award, days=183)
    for _turn in range(2):
        run_worker()
    assert [one.to for one in letters()].count(["ada@people.example"]) == 2
    assert DefinitionReview.objects.count() == 2


# ---------------------------------------------------------------------------------- applied at work


def hold(version, number, *, days, noted=()):
    """So many people hold it since so many days, and each noted uses so many days ago."""
    now = timezone.now()
    for place in range(number):
        name = f"p{version.pk.hex[:6]}{days}-{place}"
        award = sign_award(version, key=name, email=f"{name}@people.example")
        item = services.put_in_wallet(award, person=person(name), at=NOW)
        Item.objects.filter(pk=item.pk).update(awarded_at=now - timedelta(days=days))
        for ago in noted:
            at = now - timedelta(days=ago)
            item.uses.create(used_on=at.date(), text="Used.", noted_at=at)


def test_holders_and_their_uses_are_counted_each_once(version):
    hold(version, 2, days=800, noted=(10, 20, 500))
    hold(version, 1, days=400, noted=(500,))
    hold(version, 1, days=200)
    hold(version, 1, days=10, noted=(5,))
    use = use_of(version.achievement, at=timezone.now())
    assert (use.settled, use.confirmed) == (4, 0)
    assert (use.long_held, use.lately, use.before) == (3, 2, 3)


def test_the_daily_look_opens_reviews_once_a_day(version):
    hold(version, 5, days=800, noted=(500,))
    assert services.post_reviews(at=NOW)
    assert not services.post_reviews(at=NOW)
    jobs.review_now.func()
    reasons = DefinitionReview.objects.values_list("reason", flat=True)
    assert sorted(reasons) == ["fading-use", "little-use"]
    jobs.review_now.func()
    assert DefinitionReview.objects.count() == 2
