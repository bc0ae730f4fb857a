"""The letters of attestation: to the supervisor, and to both once it is answered."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from testamur_web.learning.models import AttestationRequest
from testamur_web.learning.services.attesting import LETTERS

__all__ = ["mail_answer", "mail_request"]

_LONGEST_SUBJECT: Final = 200


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
        _send(subject, "attestation_request", told, to=row.supervisor_email)


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
            _send(subject, "attestation_answer", told, to=row.asker.email)
        subject = _("What you said of the work of %(asker)s") % named
        _send(subject, "attestation_receipt", told, to=row.supervisor_email)


def _send(subject: str, template: str, told: dict[str, object], *, to: str) -> None:
    line = " ".join(subject.split())[:_LONGEST_SUBJECT]
    send_mail(line, render_to_string(f"learning/{template}.txt", told), None, [to])
