"""Who may ask the pages of role profiles, of goals that are proposed, and of figures."""

from __future__ import annotations

from typing import Any

from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur_web.catalogue.skills import find_entries
from testamur_web.people.models import Role
from testamur_web.plans import profiles, proposing
from testamur_web.plans.models import GoalProposal, RoleProfile
from tests.web.conftest import NOW, join

MANAGERS = "member:manager"

ROUTES = {
    "issuer-list-roles": MANAGERS,
    "issuer-make-role": MANAGERS,
    "issuer-begin-with-advert": MANAGERS,
    "issuer-read-role": MANAGERS,
    "issuer-edit-role": MANAGERS,
    "issuer-withdraw-role": MANAGERS,
    "issuer-propose-role": MANAGERS,
    "issuer-withdraw-proposal": MANAGERS,
    "issuer-change-figures": "member:admin",
    "learner-read-proposal": "own",
    "learner-answer-proposal": "own",
    "learner-share-progress": "own",
}


def _profile(cast: Any) -> RoleProfile:
    skill = find_entries("statistics", kind="skill", limit=1)[0].found
    wanted = Goal((Need(skill.id),), label="Survey lead", names={skill.id: skill.label})
    return profiles.create_profile(cast.university, wanted, by=cast.bashir, at=NOW)


def _proposal(cast: Any) -> GoalProposal:
    """To Ada, who worked there when it was proposed."""
    join(cast.ada, cast.university, Role.ASSESSOR)
    proposal = proposing.propose(_profile(cast), cast.ada, by=cast.bashir, at=NOW)
    cast.ada.memberships.filter(organisation=cast.university).delete()
    return proposal


def _of_profile(cast: Any) -> dict[str, Any]:
    return {"pk": _profile(cast).pk}


def _of_proposal(cast: Any) -> dict[str, Any]:
    return {"pk": _proposal(cast).pk}


OBJECTS = {
    **dict.fromkeys(
        ("issuer-read-role", "issuer-edit-role", "issuer-withdraw-role", "issuer-propose-role"),
        _of_profile,
    ),
    **dict.fromkeys(
        (
            "issuer-withdraw-proposal",
            "learner-read-proposal",
            "learner-answer-proposal",
            "learner-share-progress",
        ),
        _of_proposal,
    ),
}
