"""The letters about needs: to the employer when somebody answers, to both when one is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur_web.employers.models import NeedAnswer, SkillNeed
from testamur_web.people.models import Person

__all__ = ["mail_answer", "mail_need"]

_LONGEST_SUBJECT: Final = 200
_ENDED: Final = {
    "withdrawn": SkillNeed.State.WITHDRAWN,
    "answered": SkillNeed.State.ANSWERED,
    "expired": SkillNeed.State.EXPIRED,
}


def mail_answer(answer_id: UUID) -> None:
    """Tell whoever published the need that a definition answers it."""
    rows = NeedAnswer.objects.filter(pk=answer_id, taken_back_at=None)
    related = ("need__organisation", "need__published_by", "achievement__organisation")
    answer = rows.select_related(*related).first()
    if answer is None:
        return
    need, issuer = answer.need, answer.achievement.organisation
    told = {"answer": answer, "need": need, "issuer": issuer, "address": _own_address(need)}

    def subject() -> str:
        return _("%(issuer)s answers your need “%(need)s”") % {"issuer": issuer, "need": need}

    _write(need.published_by, subject, "need_answered", told)


def mail_need(need_id: UUID, *, about: str) -> None:
    """Tell the employer and whoever answered that it is over; nobody, where that is not so."""
    rows = SkillNeed.objects.filter(pk=need_id)
    related = ("organisation", "published_by", "answered_by__achievement__organisation")
    need = rows.select_related(*related).first()
    if need is None or need.state_at(timezone.now()) != _ENDED.get(about):
        return

    def subject() -> str:
        return _("The need “%(need)s” is over") % {"need": need}

    address = settings.INSTANCE_URL + reverse("public-read-need", args=[need.pk])
    told = {"need": need, "about": about, "address": address}
    for person in _answerers(need):
        _write(person, subject, "need_over", told)
    if about != "withdrawn":
        told |= {"is_own": True, "address": _own_address(need)}
        _write(need.published_by, subject, "need_over", told)


def _answerers(need: SkillNeed) -> list[Person]:
    """Each once."""
    answers = need.answers.filter(taken_back_at=None).select_related("answered_by")
    return list(
        {one.answered_by_id: one.answered_by for one in answers if one.answered_by}.values()
    )


def _own_address(need: SkillNeed) -> str:
    path = reverse("employer-read-need", args=[need.organisation.slug, need.pk])
    return f"{settings.INSTANCE_URL}{path}"


def _write(
    person: Person | None, subject: Callable[[], str], template: str, told: Mapping[str, Any]
) -> None:
    """In the language of whoever reads it; nobody without an address is written to."""
    if person is None or not person.email:
        return
    with override(person.language or settings.LANGUAGE_CODE):
        line = " ".join(subject().split())[:_LONGEST_SUBJECT]
        text = render_to_string(f"employers/{template}.txt", {**told, "person": person})
    send_mail(line, text, None, [person.email])
