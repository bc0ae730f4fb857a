"""Holders are asked what their award was worth: two weeks after it, and after six months.

Whoever is written to holds an award that still stands. The letter and the right to answer know the
award; the answer does not.
"""

from __future__ import annotations

import secrets as random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award
from testamur_web.learning.models import SurveyCall, Wave
from testamur_web.learning.reviews import offered_achievements
from testamur_web.learning.services import (
    OPEN_FOR,
    issue_token,
    review_age,
    review_low_result,
    review_use,
)
from testamur_web.ops import outbox
from testamur_web.wallet.applied import achievements_held, use_of
from testamur_web.wallet.services.letters import address_of, letter_about

__all__ = ["MAIL", "REVIEW", "mail_survey", "open_reviews", "post_reviews", "post_surveys"]

MAIL: Final = "survey.mail"
REVIEW: Final = "survey.review"
DELAYS: Final = {Wave.AFTER: timedelta(days=14), Wave.LATER: timedelta(days=182)}
LATEST: Final = timedelta(days=30)
"""Nobody is asked so much later than they should have been."""

_CHUNK: Final = 500


def post_surveys(*, at: datetime) -> int:
    """Give the right to answer to the holders whose time has come, with a letter each; how many."""
    return sum(_ask_wave(wave, at=at) for wave in Wave)


def post_reviews(*, at: datetime) -> bool:
    """Leave the look at all definitions of this day to a worker; False where it was left before."""
    return outbox.post(REVIEW, {}, key=f"{REVIEW}:{at:%Y-%m-%d}")


def open_reviews(*, at: datetime) -> int:
    """Open the reviews that answers, uses and time call for; how many were opened."""
    opened = sum(review_age(one, at=at) is not None for one in offered_achievements())
    for achievement in achievements_held():
        opened += review_low_result(achievement, at=at) is not None
        opened += len(review_use(achievement, use_of(achievement, at=at), at=at))
    return opened


def mail_survey(call_id: UUID, *, nonce: str, at: datetime) -> bool:
    """Write to the holder; False where they answered meanwhile, or the award does not stand."""
    call = SurveyCall.objects.filter(pk=call_id, is_spent=False, expires_at__gt=at).first()
    found = Award.objects.select_related("organisation", "version", "holder")
    award = found.filter(pk=call.award, revoked_at=None).first() if call else None
    if call is None or award is None or not address_of(award):
        return False
    token = issue_token(call, nonce=nonce)
    told = {
        "address": settings.INSTANCE_URL + reverse("public-survey", args=[token]),
        "call": call,
    }
    subject = _("What was “%(title)s” worth? Four questions")
    reference = f"survey.{call.pk.hex[:8]}"
    letter_about(award, "survey_mail", subject=subject, told=told, reference=reference).send()
    return True


def _ask_wave(wave: Wave, *, at: datetime) -> int:
    until = at - DELAYS[wave]
    asked = SurveyCall.objects.filter(award=OuterRef("pk"), wave=wave)
    due = Award.objects.filter(~Exists(asked), revoked_at=None).exclude(credential="")
    due = due.filter(issued_at__lte=until, issued_at__gt=until - LATEST)
    awards = list(due.select_related("holder").defer("credential"))
    for start in range(0, len(awards), _CHUNK):
        _ask(awards[start : start + _CHUNK], wave, at=at)
    return len(awards)


@transaction.atomic
def _ask(awards: Sequence[Award], wave: Wave, *, at: datetime) -> None:
    until = at + OPEN_FOR
    calls = [
        SurveyCall(
            award=one.pk, version_id=one.version_id, wave=wave, asked_at=at, expires_at=until
        )
        for one in awards
    ]
    SurveyCall.objects.bulk_create(calls, ignore_conflicts=True)
    letters: defaultdict[UUID, dict[str, dict[str, str]]] = defaultdict(dict)
    for award, call in zip(awards, calls, strict=True):
        if address_of(award):
            told = {"call": str(call.pk), "nonce": random.token_hex(16)}
            letters[award.organisation_id][f"{MAIL}:{award.pk}:{wave.value}"] = told
    for tenant, some in letters.items():
        outbox.post_many(MAIL, some, tenant=tenant)
