"""Who may ask for the maps of stacks, and the pages of those who are on the way to one."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.web.awards.conftest import published
from tests.web.plans.wholes import whole_of

ROUTES = {
    "learner-list-stacks": "signed-in",
    "learner-read-stack": "signed-in",
    "learner-draw-stack": "signed-in",
    "learner-follow-stack": "signed-in",
    "learner-leave-stack": "signed-in",
    "learner-accept-stack": "signed-in",
    "public-read-map": "public",
    "public-draw-map": "public",
}


def _whole(cast: Any) -> dict[str, Any]:
    part = published(cast.university, title=f"Part {uuid4().hex[:6]}")
    whole = whole_of(cast.university, part, title=f"Whole {uuid4().hex[:6]}")
    return {"achievement": whole.achievement_id}


OBJECTS = {name: _whole for name in ROUTES if name != "learner-list-stacks"} | {
    "api-v1:read_offered_map": _whole
}
