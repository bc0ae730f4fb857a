"""The letters of attestation: to the supervisor, and to both once it is answered."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from testamur_web.learning.models import AttestationRequest
from testamur_web.learning.services.attesting import LETTERS
from testamur_web.people.letters import send_letter

__all__ = ["mail_answer", "mail_request"]


@transaction.atomic
def mail_request(request_id: UUID, *, nonce: str) -> None:
    """Write to the supervisor, unless it was answered or withdrawn meanwhile.

    Writing twice sends the same link, and it is nowhere but in the letter: the row keeps its hash.
    """
    row = (
        AttestationRequest.objects.select_for_update(of=("self",))
        .select_related("asker", "attestation")
        .filter(pk=request_id)
        .first()
    )
    if row is None or row.state_at(timezone.now()) != AttestationRequest.State.WAITING:
        return
    token = LETTERS.keep_link(row, nonce=nonce)
    told = {
        "request": row,
        "address": settings.INSTANCE_URL + reverse("public-attest", args=[token]),
        "instance_name": settings.INSTANCE_NAME,
    }
    with translation.override(row.asker.language or settings.LANGUAGE_CODE):
        subject = _("%(name)s asks you to confirm what you saw") % {"name": row.asker.name}
        send_letter(subject, "learning/attestation_request.txt", told, to=row.supervisor_email)


def mail_answer(request_id: UUID) -> None:
    """Tell whoever asked what was answered, and the supervisor what is kept of theirs."""
    row = (
        AttestationRequest.objects.select_related("asker", "attestation")
        .filter(pk=request_id)
        .first()
    )
    if row is None or row.answer is None:
        return
    address = settings.INSTANCE_URL + reverse("learner-read-attestation", args=[row.pk])
    answers = row.answer.by_row
    lines = [(one["text"], answers[one["id"]]) for one in row.rows]
    told = {"request": row, "answer": row.answer, "address": address, "lines": lines}
    with translation.override(row.asker.language or settings.LANGUAGE_CODE):
        named = {"name": row.supervisor_name, "asker": row.asker.name}
        if row.asker.email:
            subject = _("%(name)s has answered") % named
            send_letter(subject, "learning/attestation_answer.txt", told, to=row.asker.email)
        subject = _("What you said of the work of %(asker)s") % named
        send_letter(subject, "learning/attestation_receipt.txt", told, to=row.supervisor_email)
