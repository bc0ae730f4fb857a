"""The letters of a review: to the expert, and to both sides once it is answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from testamur_web.catalogue.models import ReviewRequest
from testamur_web.catalogue.queries import draft_of
from testamur_web.catalogue.reviewing import LETTERS
from testamur_web.people.letters import send_letter

__all__ = ["mail_review", "mail_review_request"]


@transaction.atomic
def mail_review_request(request_id: UUID, *, nonce: str) -> None:
    """Write to the expert, unless it was answered or withdrawn meanwhile.

    Writing twice sends the same link, and it is nowhere but in the letter: the row keeps its hash.
    """
    row = _found(request_id, is_locked=True)
    if row is None or row.state_at(timezone.now()) != ReviewRequest.State.WAITING:
        return
    token = LETTERS.keep_link(row, nonce=nonce)
    address = settings.INSTANCE_URL + reverse("public-review", args=[token])
    with translation.override(_language_of(row)):
        named = {"issuer": row.achievement.organisation.name}
        subject = _("%(issuer)s asks for your review") % named
        send_letter(subject, "catalogue/review_request.txt", _told(row, address), to=row.email)


def mail_review(request_id: UUID) -> None:
    """Tell whoever asked what the expert came to, and the expert what is kept of theirs."""
    row = _found(request_id)
    if row is None or row.answer is None:
        return
    achievement = row.achievement
    path = reverse("issuer-list-reviews", args=[achievement.organisation.slug, achievement.pk])
    told = _told(row, settings.INSTANCE_URL + path) | {"answer": row.answer}
    with translation.override(_language_of(row)):
        named = {"name": row.answer.signed_name, "title": told["title"]}
        if row.asked_by and row.asked_by.email:
            subject = _("%(name)s has reviewed “%(title)s”") % named
            send_letter(subject, "catalogue/review_answer.txt", told, to=row.asked_by.email)
        subject = _("Your review of “%(title)s”") % named
        send_letter(subject, "catalogue/review_receipt.txt", told, to=row.email)


def _found(request_id: UUID, *, is_locked: bool = False) -> ReviewRequest | None:
    rows = ReviewRequest.objects.all()
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    related = ("achievement__organisation", "achievement__current", "asked_by", "review")
    return rows.select_related(*related).filter(pk=request_id).first()


def _language_of(request: ReviewRequest) -> str:
    return (request.asked_by and request.asked_by.language) or settings.LANGUAGE_CODE


def _told(request: ReviewRequest, address: str) -> dict[str, Any]:
    title = draft_of(request.achievement).get("title") or request.achievement.title
    return {
        "request": request,
        "title": " ".join(str(title).split()),
        "issuer": request.achievement.organisation,
        "address": address,
        "instance_name": settings.INSTANCE_NAME,
    }
