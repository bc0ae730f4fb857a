"""Kept plans are followed: once a day each is looked at, and reckoned anew where anything changed.

What is different stands on its person's first page, and is written to them at most once a week,
unless they want no letters. Nothing is reckoned where the digest of the inputs is the same.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from testamur_web.ops.outbox import post
from testamur_web.ops.trail import record
from testamur_web.people.models import Person
from testamur_web.plans.keeping import asked_of, compare, inputs_of
from testamur_web.plans.models import KeptPlan, PlanLetters
from testamur_web.plans.planning import plan_for

__all__ = ["MAIL", "follow_plan", "follow_plans", "mail_news", "want_letters", "wants_letters"]

log: Final = logging.getLogger(__name__)

MAIL: Final = "plans.news-mail"
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
MOST_AT_ONCE: Final = 25
"""So many plans are looked at in one go: other work waits meanwhile."""


def follow_plans(*, at: datetime) -> int:
    """Look at the kept plans that nobody looked at for a day; how many of them changed."""
    due = KeptPlan.objects.filter(ended_at=None, goal__ended_at=None, checked_at__lte=at - DAY)
    changed = 0
    for kept in due.select_related("goal__person").order_by("checked_at")[:MOST_AT_ONCE]:
        mine = KeptPlan.objects.filter(pk=kept.pk, checked_at=kept.checked_at)
        if not mine.update(checked_at=at):
            continue  # another worker has it
        try:
            changed += follow_plan(kept, at=at)
        except Exception:
            log.exception("plan %s could not be followed", kept.pk)
    return changed


def follow_plan(kept: KeptPlan, *, at: datetime) -> bool:
    """Reckon a plan anew, if anything changed; whether there is news for its person."""
    asked, goal = asked_of(kept), kept.goal
    inputs = inputs_of(goal, asked, at=at)
    if inputs == kept.inputs:
        return False
    with translation.override(goal.person.language):
        found = compare(kept, plan_for(goal, asked, at=at), goal=goal, at=at)
        news = [] if found.is_declined else [change.told for change in found.changes]
    is_new = bool(news) and news != kept.news
    with transaction.atomic():
        current = KeptPlan.objects.filter(pk=kept.pk, ended_at=None)
        is_current = current.update(inputs=inputs, news=news)
        if is_current and is_new and _may_write(goal.person, at=at):
            post(MAIL, {"plan": str(kept.pk)}, key=f"{MAIL}:{kept.pk}:{inputs}")
    return is_new


def mail_news(key: UUID, *, at: datetime) -> bool:
    """Write to somebody what changed; False where it is known, settled or unwanted meanwhile."""
    kept = KeptPlan.objects.select_related("goal__person").filter(pk=key, ended_at=None).first()
    if kept is None or not kept.news or kept.goal.ended_at:
        return False
    person = kept.goal.person
    letters, _is_new = PlanLetters.objects.get_or_create(person=person)
    letters = PlanLetters.objects.select_for_update().get(pk=letters.pk)
    if not _may_write(person, at=at):
        return False
    _letter(kept, person).send()
    letters.sent_at = at
    letters.save(update_fields=["sent_at"])
    return True


def wants_letters(person: Person) -> bool:
    """Whether somebody wants to be written to when their plan changes."""
    return not PlanLetters.objects.filter(person=person, is_wanted=False).exists()


@transaction.atomic
def want_letters(person: Person, *, is_wanted: bool, at: datetime) -> None:
    """Say whether one wants to be written to when one's plan changes."""
    letters, _is_new = PlanLetters.objects.update_or_create(
        person=person, defaults={"is_wanted": is_wanted}
    )
    record("plan.letters", letters, by=person, tenant=None, at=at, is_wanted=is_wanted)


def _may_write(person: Person, *, at: datetime) -> bool:
    letters = PlanLetters.objects.filter(person=person).first()
    is_silent = letters and (
        not letters.is_wanted or (letters.sent_at and letters.sent_at > at - WEEK)
    )
    return bool(person.email and person.is_active and not is_silent)


def _letter(kept: KeptPlan, person: Person) -> EmailMessage:
    with translation.override(person.language):
        told = {
            "person": person,
            "goal": kept.goal,
            "news": kept.news,
            "address": settings.INSTANCE_URL + reverse("learner-plan-goal"),
            "instance_name": settings.INSTANCE_NAME,
        }
        subject = _("Your plan has changed")
        body = render_to_string("plans/news_mail.txt", told)
    reference = f"<plan.{kept.pk}.{kept.inputs[:12]}@testamur>"
    return EmailMessage(subject, body, to=[person.email], headers={"Message-ID": reference})
