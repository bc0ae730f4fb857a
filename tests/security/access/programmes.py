"""Who may ask the pages of teams, of the list of staff, and of programmes."""

from __future__ import annotations

from typing import Any

from testamur_web.employers import teams
from tests.web.conftest import NOW

MANAGERS = "member:manager"

ROUTES = {
    "employer-list-teams": MANAGERS,
    "employer-make-team": MANAGERS,
    "employer-read-team": MANAGERS,
    "employer-edit-team": MANAGERS,
    "employer-change-team-people": MANAGERS,
    "employer-remove-team": MANAGERS,
    "employer-import-staff": "member:admin",
}


def _team(cast: Any) -> dict[str, Any]:
    stated = teams.TeamStated("Field")
    return {"pk": teams.make_team(cast.university, stated, by=cast.bashir, at=NOW).pk}


OBJECTS = dict.fromkeys(
    (
        "employer-read-team",
        "employer-edit-team",
        "employer-change-team-people",
        "employer-remove-team",
    ),
    _team,
)
