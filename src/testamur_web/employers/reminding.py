"""Letters to those in a programme, so many days before its last day as was stated.

What has changed since a letter was left is looked at when it is due: who answered no, who has
proven everything, who left, and a programme that ends on another day get none. Whoever looks after
people reminds them by hand as well, once a day at most.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur.errors import Conflict
from testamur_web.employers.leading import Teams
from testamur_web.employers.models import Participant, Programme
from testamur_web.employers.programmes import REMINDER, participants_in
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.people.queries import roles_of
from testamur_web.plans.models import GoalProposal
from testamur_web.plans.queries import standing_of

__all__ = ["mail_reminder", "remind"]

_TO_DO: Final = (GoalProposal.State.WAITING, GoalProposal.State.ACCEPTED)


@transaction.atomic
def remind(programme: Programme, *, teams: Teams = None, by: Person, at: datetime) -> int:
    """Write to whoever has something to do, of all or of some teams, and was not written to today.

    How many letters are left, of which those go out that are still to the point. Raises `Conflict`
    (`programme.state`).
    """
    today = timezone.localdate(at)
    if programme.state != Programme.State.RUNNING or programme.ends < today:
        raise Conflict.because("programme.state", "it does not run any more, or not yet")
    told = {"ends": f"{programme.ends}", "days": (programme.ends - today).days, "by_hand": True}
    asked = participants_in(programme, teams=teams).filter(proposal__state__in=_TO_DO)
    asked = asked.exclude(person=by)
    left = sum(
        outbox.post(
            REMINDER,
            told | {"participant": str(one.pk)},
            key=f"{REMINDER}:{one.pk}:by-hand:{today}",
            tenant=programme.organisation_id,
        )
        for one in asked
    )
    detail = {"title": programme.title, "letters": left}
    trail.record(
        "programme.remind", programme, by=by, tenant=programme.organisation_id, at=at, **detail
    )
    return left


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
    is_by_hand = payload.get("by_hand", False)
    return one if one and (is_by_hand or payload["days"] in one.programme.reminders) else None


def _has_to_do(one: Participant, at: datetime) -> bool:
    proposal = one.proposal
    if proposal is None or not roles_of(one.person, one.programme.organisation):
        return False
    if proposal.state == GoalProposal.State.WAITING:
        return True
    goal = proposal.goal
    return goal is not None and goal.ended_at is None and standing_of(goal, at=at).percent < 100
