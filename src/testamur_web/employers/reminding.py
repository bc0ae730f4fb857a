"""Letters to those in a programme, so many days before its last day as was stated.

What has changed since a letter was left is looked at when it is due: who answered no, who has
proven everything, who left, and a programme that ends on another day get none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur_web.employers.models import Participant, Programme
from testamur_web.people.queries import roles_of
from testamur_web.plans.models import GoalProposal
from testamur_web.plans.queries import standing_of

__all__ = ["mail_reminder"]


def mail_reminder(payload: dict[str, Any], *, at: datetime) -> bool:
    """Write to whoever still has something to do; False where there is nothing to remind of."""
    one = _due(payload)
    if one is None or not one.person.email or not _has_to_do(one, at):
        return False
    programme = one.programme
    address = settings.INSTANCE_URL + reverse("learner-read-programme", args=[one.pk])
    told = {"one": one, "programme": programme, "address": address, "days": payload["days"]}
    with override(one.person.language):
        subject = _("“%(title)s” ends on %(day)s") % {
            "title": programme.title,
            "day": f"{programme.ends:%Y-%m-%d}",
        }
        text = render_to_string(
            "employers/reminder.txt", told | {"instance_name": settings.INSTANCE_NAME}
        )
    send_mail(subject, text, None, [one.person.email])
    return True


def _due(payload: dict[str, Any]) -> Participant | None:
    rows = Participant.objects.filter(
        pk=payload["participant"],
        programme__state=Programme.State.RUNNING,
        programme__ends=payload["ends"],
    )
    one = rows.select_related("person", "programme__organisation", "proposal__goal").first()
    return one if one and payload["days"] in one.programme.reminders else None


def _has_to_do(one: Participant, at: datetime) -> bool:
    proposal = one.proposal
    if proposal is None or not roles_of(one.person, one.programme.organisation):
        return False
    if proposal.state == GoalProposal.State.WAITING:
        return True
    goal = proposal.goal
    return goal is not None and goal.ended_at is None and standing_of(goal, at=at).percent < 100
