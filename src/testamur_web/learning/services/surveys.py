"""Participants are asked, and answer once, without a trace from the answer to whoever gave it.

(1) The right is spent under a lock; (2) the answer and the remark are written beside it and hold
nothing of it; (3) as soon as five answers of a version and a wave wait, all of them are counted,
with their remarks, in an order drawn anew. Nothing of this goes to the audit trail, whose entries
have a moment and a name; no row keeps when a right was spent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import uuid4

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Version
from testamur_web.learning.models import SurveyAnswer, SurveyCall, SurveyRemark
from testamur_web.learning.surveys import FEWEST, QUESTIONS, RATINGS
from testamur_web.people.tokens import hash_of, link_token

__all__ = ["OPEN_FOR", "Said", "answer_survey", "issue_token"]

OPEN_FOR: Final = timedelta(days=90)
"""So long after it was asked a right may be used."""

_MAX_TEXT: Final = 4_000
_Row = TypeVar("_Row", SurveyAnswer, SurveyRemark)


@dataclass(frozen=True, slots=True)
class Said:
    """Ratings from 1 to 5 by the name of the question; what is not named cannot be said."""

    ratings: Mapping[str, int] = field(default_factory=dict)
    text: str = ""


@transaction.atomic
def answer_survey(call: SurveyCall, said: Said, *, at: datetime) -> None:
    """Spend the right and keep the answer, apart from each other.

    Raises `Refused` with `survey.rating-refused`, `survey.nothing-said` or `text.too-long`,
    `Conflict` with `survey.answered` or `survey.over`.
    """
    _require_sayable(said)
    kept = SurveyCall.objects.select_for_update().get(pk=call.pk)
    if kept.is_spent:
        raise Conflict.because("survey.answered", "this right to answer was used")
    if at >= kept.expires_at:
        raise Conflict.because("survey.over", f"it ended on {kept.expires_at:%Y-%m-%d}")
    version = Version.objects.select_for_update().get(pk=kept.version_id)
    kept.is_spent = True  # (1)
    kept.save(update_fields=["is_spent"])
    SurveyAnswer.objects.create(version=version, wave=kept.wave, **said.ratings)  # (2)
    if text := _plain(said):
        SurveyRemark.objects.create(version=version, wave=kept.wave, text=text)
    _count(version, kept.wave)


def issue_token(call: SurveyCall, *, nonce: str) -> str:
    """The secret of the link, kept as a hash: it follows from `nonce` and the instance's key."""
    token = link_token("survey.ask", call.pk, nonce=nonce)
    SurveyCall.objects.filter(pk=call.pk).update(token_hash=hash_of(token))
    return token


def _count(version: Version, wave: str) -> None:
    """(3) The version is locked, so that two who answer at once are not counted past each other.

    The rows are written anew in the order of new random ids: neither their place in the table nor
    the transaction that wrote them says any more which came first.
    """
    same = {"version": version, "wave": wave, "is_counted": False}
    waiting = list(SurveyAnswer.objects.filter(**same))
    if len(waiting) < FEWEST:
        return
    remarks = list(SurveyRemark.objects.filter(**same))
    SurveyAnswer.objects.filter(**same).delete()
    SurveyRemark.objects.filter(**same).delete()
    SurveyAnswer.objects.bulk_create(_shuffled(waiting))
    SurveyRemark.objects.bulk_create(_shuffled(remarks))


def _shuffled(rows: Sequence[_Row]) -> list[_Row]:
    for row in rows:
        row.pk, row.is_counted = uuid4(), True
    return sorted(rows, key=lambda row: row.pk)


def _require_sayable(said: Said) -> None:
    for name, rating in said.ratings.items():
        if name not in QUESTIONS or rating not in RATINGS:
            told = f"{name!r:.40}: {rating!r:.20}; 1 to 5 are possible"
            raise Refused.because("survey.rating-refused", told, f"/ratings/{name:.40}")
    if len(said.text) > _MAX_TEXT:
        told = f"{len(said.text)} characters; {_MAX_TEXT} are possible"
        raise Refused.because("text.too-long", told, "/text")
    if not said.ratings and not _plain(said):
        raise Refused.because("survey.nothing-said", "no question is answered, nothing is written")


def _plain(said: Said) -> str:
    return said.text.replace("\x00", "").strip()
