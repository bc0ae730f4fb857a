"""Who may ask the pages of ladders."""

from __future__ import annotations

from typing import Any

from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur_web.employers.ladders import create_ladder
from testamur_web.plans import profiles
from tests.web.conftest import NOW

MANAGERS = "member:manager"

ROUTES = {
    "employer-list-ladders": MANAGERS,
    "employer-make-ladder": MANAGERS,
    "employer-read-ladder": MANAGERS,
    "employer-change-ladder": MANAGERS,
    "employer-withdraw-ladder": MANAGERS,
    "employer-read-own-ladder": "member",
}


def _of_ladder(cast: Any) -> dict[str, Any]:
    roles = [
        profiles.create_profile(
            cast.university,
            Goal((Need("https://skills.example/solder", level=level),), label=f"Level {level}"),
            by=cast.bashir,
            at=NOW,
        )
        for level in (2, 4)
    ]
    keys = [role.pk for role in roles]
    return {"pk": create_ladder(cast.university, "Workshop", keys, by=cast.bashir, at=NOW).pk}


OBJECTS = dict.fromkeys(
    (
        "employer-read-ladder",
        "employer-change-ladder",
        "employer-withdraw-ladder",
        "employer-read-own-ladder",
    ),
    _of_ladder,
)
