"""Who may ask the pages of an organisation's own skills."""

from __future__ import annotations

from typing import Any

from testamur_web.catalogue.own_skills import Step, state_scale
from tests.security.matrix import Cast
from tests.web.catalogue.skills_of_own import mapped, own_skill
from tests.web.conftest import NOW

ROUTES = {
    "issuer-list-skills": "member",
    "issuer-show-skill": "member",
    "issuer-add-skill": "member:designer",
    "issuer-change-skill": "member:designer",
    "issuer-retire-skill": "member:designer",
    "issuer-map-skill": "member:designer",
    "issuer-end-skill-mapping": "member:designer",
    "issuer-list-scales": "member:designer",
    "issuer-end-scale": "member:designer",
}


def _skill(cast: Cast) -> dict[str, Any]:
    return {"pk": own_skill(cast.university).pk}


def _mapping(cast: Cast) -> dict[str, Any]:
    mapping = mapped(own_skill(cast.university))
    return {"pk": mapping.skill_id, "mapping": mapping.pk}


def _scale(cast: Cast) -> dict[str, Any]:
    steps = [Step("Helper", 3), Step("Master", 6)]
    return {"pk": state_scale(cast.university, "Crafts", steps, by=None, at=NOW).pk}


OBJECTS = {
    "issuer-show-skill": _skill,
    "issuer-change-skill": _skill,
    "issuer-retire-skill": _skill,
    "issuer-map-skill": _skill,
    "issuer-end-skill-mapping": _mapping,
    "issuer-end-scale": _scale,
}
