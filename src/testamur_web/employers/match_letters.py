"""Letters to somebody who was compared with a job: that they were, and what a contest came to."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur_web.employers.match_decisions import ANSWER_DAYS
from testamur_web.employers.models import MatchContest, MatchedPerson

__all__ = ["mail_contest_answer", "mail_ranked"]

_RUN: Final = ("person", "run__organisation", "run__version__profile")


def mail_ranked(matched: UUID) -> None:
    """Tell somebody that they were compared, unless no address of theirs is known."""
    row = MatchedPerson.objects.filter(pk=matched).select_related(*_RUN).first()
    if row is not None:
        with override(row.person.language):
            subject = _("%(organisation)s compared you with a job") % {
                "organisation": row.run.organisation.name
            }
            _send(row, subject, "employers/ranked.txt", days=ANSWER_DAYS)


def mail_contest_answer(contest: UUID) -> None:
    """Tell them that what they contested has an answer."""
    rows = MatchContest.objects.select_related(*(f"matched__{one}" for one in _RUN), "answered_by")
    found = rows.filter(pk=contest).first()
    if found is not None:
        row = found.matched
        with override(row.person.language):
            subject = _("%(organisation)s answers what you contested") % {
                "organisation": row.run.organisation.name
            }
            _send(row, subject, "employers/contest_answered.txt", contest=found)


def _send(row: MatchedPerson, subject: str, template: str, **told: Any) -> None:
    if not row.person.email:
        return
    path = reverse("learner-read-ranking", args=[row.pk])
    told |= {"row": row, "address": f"{settings.INSTANCE_URL}{path}"}
    send_mail(subject, render_to_string(template, told), None, [row.person.email])
