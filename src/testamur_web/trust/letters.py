"""The letters about endorsements and recognition: asked, vouched for, withdrawn.

They go to whoever answers for it: the address that was asked, the people who speak for an
organisation, the holder of a credential.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur_web.people.models import Membership, Organisation, Person
from testamur_web.trust.asking import token_of
from testamur_web.trust.models import Endorsement, EndorsementRequest, Recognition
from testamur_web.trust.rights import SIGNING
from testamur_web.trust.subjects import RELATED, Subject, subject_of

__all__ = ["mail_given", "mail_holder", "mail_request", "mail_unrecognised", "mail_withdrawn"]

_LONGEST: Final = 200


def mail_request(request_id: UUID) -> bool:
    """Write to whoever is asked; False where it was answered meanwhile, or nobody can be."""
    rows = EndorsementRequest.objects.select_related(*RELATED, "asked_by", "organisation")
    row = rows.filter(pk=request_id, state=EndorsementRequest.State.WAITING).first()
    if row is None:
        return False
    told = {
        "asked": row,
        "subject": subject_of(row),
        "address": f"{settings.INSTANCE_URL}{_answer_path(row)}",
    }
    addresses = [row.email] if row.email else _speaking_for(row.organisation)
    subject = _("%(name)s asks you to vouch for “%(title)s”")
    words = {"name": row.asked_by.name, "title": subject_of(row).title}
    return _send("request", subject % words, told, addresses, reference=f"asked.{row.pk}")


def mail_given(endorsement_id: UUID) -> bool:
    """Tell whoever it is about that somebody vouches for it."""
    row = _endorsement(endorsement_id)
    if row is None or row.withdrawn_at is not None:
        return False
    subject = _("%(name)s vouches for “%(title)s”")
    return _send_about(row, "given", subject)


def mail_withdrawn(endorsement_id: UUID) -> bool:
    """Tell whoever it is about that a word was withdrawn, and why."""
    row = _endorsement(endorsement_id)
    if row is None or row.withdrawn_at is None:
        return False
    return _send_about(row, "withdrawn", _("%(name)s vouches no more for “%(title)s”"))


def mail_unrecognised(recognition_id: UUID) -> bool:
    """Tell the issuer of what was accepted that it will be no more, from which day, and why."""
    row = _withdrawn(recognition_id)
    owner = row.achievement.organisation if row and row.achievement else None
    if row is None or owner is None or owner == row.organisation:
        return False
    reference = f"unrecognised.{row.pk}"
    return _send_unrecognised("recognition_withdrawn", row, _speaking_for(owner), reference)


def mail_holder(recognition_id: UUID, person_id: UUID) -> bool:
    """Tell somebody who holds what was accepted; False where there is no address to write to."""
    row = _withdrawn(recognition_id)
    person = Person.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    if row is None or person is None:
        return False
    reference = f"unrecognised.{row.pk}.{person.pk}"
    return _send_unrecognised("recognition_ends", row, [person.email], reference)


def _withdrawn(recognition_id: UUID) -> Recognition | None:
    rows = Recognition.objects.select_related("organisation", "achievement__organisation")
    return rows.filter(
        pk=recognition_id, withdrawn_on__isnull=False, achievement__isnull=False
    ).first()


def _send_unrecognised(
    template: str, row: Recognition, addresses: list[str], reference: str
) -> bool:
    owner = row.achievement.organisation if row.achievement else row.organisation
    path = reverse("public-read-trust", args=[owner.slug])
    told = {"row": row, "address": f"{settings.INSTANCE_URL}{path}"}
    line = _("%(name)s will accept “%(title)s” no more")
    words = {"name": row.organisation.name, "title": row.title}
    return _send(template, line % words, told, addresses, reference=reference)


def _send_about(row: Endorsement, template: str, line: str) -> bool:
    about = subject_of(row)
    speaker = row.organisation.name if row.organisation else row.by.name
    if about.award is not None:
        path, addresses = reverse("trust-list-endorsements"), _addresses_of_holder(about)
    else:
        path = reverse("trust-list-of-organisation", args=[about.owner.slug])
        addresses = _speaking_for(about.owner)
    told = {
        "row": row,
        "subject": about,
        "speaker": speaker,
        "address": f"{settings.INSTANCE_URL}{path}",
    }
    words = {"name": speaker, "title": about.title}
    return _send(template, line % words, told, addresses, reference=f"{template}.{row.pk}")


def _answer_path(row: EndorsementRequest) -> str:
    return reverse("trust-answer-request", args=[token_of(row)])


def _endorsement(pk: UUID) -> Endorsement | None:
    rows = Endorsement.objects.select_related(*RELATED, "organisation", "by")
    return rows.filter(pk=pk).first()


def _addresses_of_holder(subject: Subject) -> list[str]:
    holder = subject.holder
    return [holder.email] if holder is not None and holder.email else []


def _speaking_for(organisation: Organisation | None) -> list[str]:
    members = Membership.objects.filter(
        organisation=organisation, role__in=SIGNING, person__is_active=True
    )
    found = members.exclude(person__email="").order_by("person__email")
    return list(dict.fromkeys(found.values_list("person__email", flat=True)))


def _send(
    template: str,
    subject: str,
    told: Mapping[str, Any],
    addresses: list[str],
    *,
    reference: str,
) -> bool:
    if not addresses:
        return False
    with override(settings.LANGUAGE_CODE):
        shown = {**told, "instance_name": settings.INSTANCE_NAME}
        body = render_to_string(f"trust/{template}.txt", shown)
    line = " ".join(subject.split())[:_LONGEST]
    headers = {"Message-ID": f"<endorsement.{reference}@testamur>"}
    for address in addresses:
        EmailMessage(line, body, to=[address], headers=headers).send()
    return True
