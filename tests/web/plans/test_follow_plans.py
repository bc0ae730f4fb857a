"""A kept plan is followed in the background: its person finds a note, and a letter a week at most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from testamur_web.config import worker
from testamur_web.ops.outbox import drain
from testamur_web.plans import keeping, services, watching
from testamur_web.plans.models import KeptPlan, PlanLetters
from testamur_web.plans.planning import Asked
from tests.web.api.conftest import program
from tests.web.plans.conftest import SOLDER, WIRE

pytestmark = pytest.mark.django_db

__all__ = ["program"]

NOTE = "Your plan has changed: see what is different"


@pytest.fixture
def courses(course):
    return course("Soldering", SOLDER), course("Wiring", WIRE, price="220")


@pytest.fixture
def kept(goal, courses) -> KeptPlan:
    mail.outbox.clear()
    return keeping.keep_plan(goal, Asked(), at=timezone.now())


def look(days=1):
    """What the worker does so many days later."""
    changed = watching.follow_plans(at=timezone.now() + timedelta(days=days))
    drain()
    return changed


def test_what_changed_is_noted_and_written(kept, courses, reprice, sign_in, ada):
    reprice(courses[1], price=180)
    assert look() == 1
    assert NOTE in sign_in(ada).get("/home/").text
    [letter] = mail.outbox
    assert letter.to == ["ada@people.example"]
    assert "The price of “Wiring” went from 220 to 180 EUR." in letter.body
    assert "/goal/plan/" in letter.body


def test_nothing_is_reckoned_where_nothing_changed(kept, monkeypatch):
    monkeypatch.setattr(watching, "plan_for", None)
    assert look(days=2 / 24) == 0
    KeptPlan.objects.update(inputs=keeping.inputs_of(kept.goal, Asked(), at=later(days=1)))
    assert look() == 0
    kept.refresh_from_db()
    assert kept.checked_at > timezone.now()


def later(days):
    return timezone.now() + timedelta(days=days)


def test_a_plan_that_comes_to_the_same_is_no_news(kept, course, sign_in, ada):
    course("Dear wiring", WIRE, price="900")
    assert look() == 0
    assert not mail.outbox
    assert NOTE not in sign_in(ada).get("/home/").text


def test_a_change_is_told_once(kept, courses, reprice):
    reprice(courses[1], price=180)
    assert look() == 1
    assert look(days=2) == 0
    assert len(mail.outbox) == 1


def test_two_changes_in_a_week_are_one_letter(kept, courses, reprice):
    reprice(courses[1], price=180)
    look()
    reprice(courses[0], price=70)
    assert look(days=2) == 1
    assert len(mail.outbox) == 1
    PlanLetters.objects.update(sent_at=timezone.now() - timedelta(days=8))
    courses[0].achievement.withdrawn_at = timezone.now()
    courses[0].achievement.save()
    assert look(days=4) == 1
    assert len(mail.outbox) == 2


def test_letters_can_be_switched_off_and_on(kept, courses, reprice, sign_in, ada, program):
    browser = sign_in(ada)
    page = browser.post("/goal/plan/letters/", {"wanted": "0"}, follow=True)
    assert "You get no letters about your plan." in page.text
    reprice(courses[1], price=180)
    assert look() == 1
    assert not mail.outbox
    assert NOTE in browser.get("/home/").text
    assert program(ada).put("/goal/plan/letters", {"at_most": "weekly"}).status_code == 204
    assert watching.wants_letters(ada)


def test_without_an_address_nobody_is_written_to(kept, courses, reprice, ada):
    ada.email = ""
    ada.save()
    reprice(courses[1], price=180)
    assert look() == 1
    assert not mail.outbox


def test_what_was_settled_before_the_letter_is_not_written(kept, courses, reprice):
    reprice(courses[1], price=180)
    watching.follow_plans(at=later(days=1))
    kept.refresh_from_db()
    keeping.stay_with(kept, "0" * 64, at=timezone.now())
    drain()
    assert not mail.outbox


def test_who_stays_with_the_old_plan_hears_no_more_of_it(kept, courses, reprice, sign_in, ada):
    reprice(courses[1], price=180)
    browser = sign_in(ada)
    mark = browser.get("/goal/plan/").context["compared"].mark
    browser.post("/goal/plan/stay/", {"mark": mark})
    assert look() == 0
    assert NOTE not in browser.get("/home/").text


def test_the_plan_of_a_goal_that_was_left_is_not_followed(kept, courses, reprice, ada):
    services.leave_goal(ada, at=timezone.now())
    reprice(courses[1], price=180)
    assert look() == 0


def test_one_plan_that_fails_stops_no_other(kept, monkeypatch, caplog):
    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(watching, "inputs_of", fail)
    assert look() == 0
    assert "could not be followed" in caplog.text


def test_the_worker_follows_plans(kept, courses, reprice, sign_in, ada, monkeypatch):
    tasks = "django_tasks_db.management.commands.db_worker.Worker"
    monkeypatch.setattr(f"{tasks}.run", lambda _: None)
    monkeypatch.setattr(f"{tasks}.configure_signals", lambda _: None)
    reprice(courses[1], price=180)
    KeptPlan.objects.update(checked_at=timezone.now() - timedelta(days=2))
    worker.work(once=True)
    assert NOTE in sign_in(ada).get("/home/").text
