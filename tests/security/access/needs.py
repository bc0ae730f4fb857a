"""Who may ask the pages of skill needs: everybody the board, managers and designers the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur.talent.profile import profile_of
from testamur_web.catalogue.models import Achievement
from testamur_web.employers.answering import answer_need
from testamur_web.employers.models import SkillNeed
from testamur_web.employers.needs import Stated, publish_need
from testamur_web.people.models import Organisation
from tests.security.matrix import Cast
from tests.web.catalogue.offers import offer
from tests.web.conftest import organisation

ROUTES = {
    "public-browse-needs": "public",
    "public-read-need": "public",
    "api-v1:read_need": "public",
    "employer-list-needs": "member:manager",
    "employer-publish-need": "member:manager",
    "employer-read-need": "member:manager",
    "employer-close-need": "member:manager",
    "employer-withdraw-need": "member:manager",
    "issuer-list-answers": "member:designer",
    "issuer-answer-need": "member:designer",
    "issuer-take-back-answer": "member:designer",
}


def a_need(cast: Cast, where: Organisation | None = None) -> SkillNeed:
    asked = profile_of(Goal((Need("https://skills.example/solder"),), label="Solderers"))
    now = timezone.now()
    stated = Stated(people=3, ends_on=now.date() + timedelta(days=9))
    return publish_need(where or cast.university, asked, stated, by=cast.bashir, at=now)


def an_answer(cast: Cast) -> dict[str, Any]:
    need = a_need(cast, organisation("another-employer", "employer"))
    achievement: Achievement = offer(cast.university).achievement
    return {"pk": answer_need(need, achievement, by=cast.bashir, at=timezone.now()).answer.pk}


def _of_need(cast: Cast) -> dict[str, Any]:
    return {"pk": a_need(cast).pk}


OBJECTS = {
    **dict.fromkeys(
        (
            "public-read-need",
            "employer-read-need",
            "employer-close-need",
            "employer-withdraw-need",
        ),
        _of_need,
    ),
    "issuer-take-back-answer": an_answer,
    "issuer-answer-need": lambda cast: {"need": a_need(cast).pk},
    "api-v1:read_need": lambda cast: {"need": a_need(cast).pk},
}
