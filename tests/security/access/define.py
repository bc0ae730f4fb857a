"""Who may ask the pages of achievements."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from testamur_web.catalogue import services
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.reviewing import Expert, ask_expert
from tests.security.matrix import Cast
from tests.web.catalogue.conftest import WHOLE
from tests.web.conftest import NOW

ROUTES = {
    "issuer-list-achievements": "member",
    "issuer-create-achievement": "member:designer",
    "issuer-show-achievement": "member",
    "issuer-edit-achievement": "member:designer",
    "issuer-check-achievement": "member:designer",
    "issuer-edit-rule": "member:designer",
    "issuer-download-rule": "member",
    "issuer-review-achievement": "member:designer",
    "issuer-publish-achievement": "member:designer",
    "issuer-discard-draft": "member:designer",
    "issuer-withdraw-achievement": "member:designer",
    "issuer-bring-back-achievement": "member:designer",
    "issuer-preview-achievement": "member",
    "issuer-show-picture": "member",
    "issuer-compare-version": "member",
    "issuer-set-threshold": "member:admin",
    "issuer-set-reviews": "member:admin",
    "issuer-list-reviews": "member:designer",
    "issuer-remind-expert": "member:designer",
    "issuer-withdraw-review": "member:designer",
    "public-review": "token",
}


def _draft(cast: Cast) -> dict[str, Any]:
    achievement = services.create_achievement(
        cast.university, title=WHOLE.title, by=cast.bashir, at=NOW
    )
    services.save_draft(achievement, WHOLE, by=cast.bashir, at=NOW)
    return {"pk": achievement.pk}


def _published(cast: Cast) -> dict[str, Any]:
    achievement = services.create_achievement(
        cast.university, title=WHOLE.title, by=cast.bashir, at=NOW
    )
    services.save_draft(achievement, WHOLE, by=cast.bashir, at=NOW)
    services.publish(achievement, by=cast.bashir, at=NOW)
    return {"pk": achievement.pk}


def _asked(cast: Cast) -> dict[str, Any]:
    achievement = Achievement.objects.get(**_draft(cast))
    expert = Expert("Ingrid Berg", "ingrid@data.example", "Data Guild")
    asked = ask_expert(achievement, expert, by=cast.bashir, at=timezone.now())
    return {"pk": achievement.pk, "asked": asked.pk}


OBJECTS = {
    "issuer-list-reviews": _draft,
    "issuer-remind-expert": _asked,
    "issuer-withdraw-review": _asked,
    "issuer-show-achievement": _published,
    "issuer-edit-achievement": lambda cast: _draft(cast) | {"step": "outcomes"},
    "issuer-check-achievement": lambda cast: _draft(cast) | {"step": "work"},
    "issuer-edit-rule": _draft,
    "issuer-download-rule": _draft,
    "issuer-review-achievement": _draft,
    "issuer-publish-achievement": _draft,
    "issuer-discard-draft": _draft,
    "issuer-withdraw-achievement": _published,
    "issuer-bring-back-achievement": _published,
    "issuer-preview-achievement": lambda cast: _draft(cast) | {"view": "signed"},
    "issuer-show-picture": _draft,
    "issuer-compare-version": lambda cast: _published(cast) | {"number": 1},
}
