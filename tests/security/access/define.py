"""Who may ask the pages of achievements."""

from __future__ import annotations

from typing import Any

from testamur_web.catalogue import services
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


OBJECTS = {
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
