"""The mails of learning: invitations, decisions that are not the award, appeals, announcements."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from testamur_web.learning.appeals import contested_until
from testamur_web.learning.models import Announcement, Appeal, Decision, Enrolment
from testamur_web.people.letters import send_letter
from testamur_web.people.tokens import hash_of, link_token

__all__ = ["mail_announcement", "mail_appeal", "mail_decision", "mail_invitation"]


@transaction.atomic
def mail_invitation(enrolment_id: UUID, *, nonce: str) -> None:
    """Write to whoever was invited, unless they have come or were withdrawn meanwhile.

    The secret of the link follows from `nonce` and the key of the instance, so that writing twice
    sends the same link, and it is nowhere but in the mail: the row keeps its hash.
    """
    row = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort__version", "cohort__organisation")
        .filter(pk=enrolment_id, person=None)
        .exclude(state=Enrolment.State.WITHDRAWN)
        .first()
    )
    if row is None or not row.email:
        return
    token = link_token("enrolment.invite", row.pk, nonce=nonce)
    row.token_hash = hash_of(token)
    row.save(update_fields=["token_hash"])
    told = {
        "enrolment": row,
        "address": settings.INSTANCE_URL + reverse("learner-open-invitation", args=[token]),
    }
    subject = _("Your place in %(title)s") % {"title": row.cohort.version.title}
    send_letter(subject, "learning/invitation.txt", told, to=row.email)


def mail_decision(decision_id: UUID) -> None:
    """Tell the learner that they have not passed, and where they read why."""
    decision = (
        Decision.objects.select_related(
            "enrolment__cohort__version", "enrolment__cohort__organisation"
        )
        .filter(pk=decision_id)
        .first()
    )
    if decision is None or not decision.enrolment.email:
        return
    enrolment = decision.enrolment
    told = {
        "decision": decision,
        "enrolment": enrolment,
        "until": contested_until(decision),
        "address": settings.INSTANCE_URL + reverse("learner-read-enrolment", args=[enrolment.pk]),
    }
    subject = _("Not enough yet: %(title)s") % {"title": enrolment.cohort.version.title}
    send_letter(subject, "learning/decision.txt", told, to=enrolment.email)


def mail_appeal(appeal_id: UUID, *, state: str) -> None:
    """Tell the learner that their appeal is there, or what became of it."""
    appeal = (
        Appeal.objects.select_related(
            "decision__enrolment__person",
            "decision__enrolment__cohort__version",
            "decision__enrolment__cohort__organisation",
        )
        .filter(pk=appeal_id)
        .first()
    )
    if appeal is None:
        return
    enrolment = appeal.decision.enrolment
    to = _address_of(enrolment)
    if not to:
        return
    told = {
        "appeal": appeal,
        "state": state,
        "enrolment": enrolment,
        "address": settings.INSTANCE_URL + reverse("learner-read-enrolment", args=[enrolment.pk]),
    }
    subject = _("Your appeal: %(title)s") % {"title": enrolment.cohort.version.title}
    send_letter(subject, "learning/appeal.txt", told, to=to)


def mail_announcement(announcement_id: UUID, enrolment_id: UUID) -> None:
    """Send an announcement to one of those who take part, unless they have left meanwhile."""
    said = Announcement.objects.select_related("cohort__organisation", "cohort__version", "author")
    announcement = said.filter(pk=announcement_id).first()
    people = Enrolment.objects.select_related("person", "cohort__version")
    enrolment = people.filter(pk=enrolment_id).exclude(state=Enrolment.State.WITHDRAWN).first()
    if announcement is None or enrolment is None or not _address_of(enrolment):
        return
    told = {
        "announcement": announcement,
        "enrolment": enrolment,
        "address": settings.INSTANCE_URL + reverse("learner-read-enrolment", args=[enrolment.pk]),
    }
    subject = f"{announcement.cohort.version.title}: {announcement.title}"
    send_letter(subject, "learning/announcement.txt", told, to=_address_of(enrolment))


def _address_of(enrolment: Enrolment) -> str:
    """Where somebody is written to: the address of their place, or else that of their account."""
    return enrolment.email or (enrolment.person.email if enrolment.person else "")
