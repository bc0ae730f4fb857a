"""Who may ask the pages of teams, of the list of staff, and of programmes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur_web.employers import nominations, programmes, teams
from testamur_web.employers.models import Programme, StaffEntry
from testamur_web.people.models import Person, Role
from testamur_web.plans.profiles import create_profile
from tests.web.conftest import NOW, join

MANAGERS = "member:manager"
SKILL = "https://skills.example/survey"

PAGES = (
    "employer-read-programme",
    "employer-edit-programme",
    "employer-add-people",
    "employer-link-help",
    "employer-spend",
    "employer-change-programme",
    "employer-read-coverage",
    "employer-read-counting",
    "employer-count-anew",
    "employer-remind",
)

NOMINATIONS = (
    "learner-answer-nomination",
    "learner-withdraw-nomination",
    "learner-ask-from-nomination",
)
SCIM = (
    *("config", "types", "type", "schemas", "schema"),
    *("users", "user", "groups", "group", "nothing"),
)

ROUTES = {
    **{f"api-scim-{name}": "token" for name in SCIM},
    "employer-read-cell": MANAGERS,
    "employer-list-teams": MANAGERS,
    "employer-make-team": MANAGERS,
    "employer-read-team": MANAGERS,
    "employer-edit-team": MANAGERS,
    "employer-change-team-people": MANAGERS,
    "employer-remove-team": MANAGERS,
    "employer-import-staff": "member:admin",
    **dict.fromkeys(
        ("employer-list-programmes", "employer-make-programme", *PAGES, "employer-remove-person"),
        MANAGERS,
    ),
    "employer-download-coverage": MANAGERS,
    "learner-list-programmes": "signed-in",
    "learner-read-programme": "own",
    "employer-read-feed": "member",
    "employer-nominate": "member",
    "learner-list-nominations": "signed-in",
    **dict.fromkeys(NOMINATIONS, "own"),
}


LED = (
    *("employer-list-programmes", "employer-read-programme", "employer-remind"),
    *("employer-read-coverage", "employer-read-counting", "employer-count-anew"),
    *("employer-read-cell", "employer-download-coverage"),
)
"""What somebody without a role may ask of the teams that they are named manager of."""


def of_team(cast: Any, lead: Person | None) -> dict[str, Any]:
    """A programme that runs for a team of one, which this person manages, if anybody."""
    made = _programme(cast)
    team = teams.make_team(cast.university, teams.TeamStated("Led"), by=cast.bashir, at=NOW)
    told = {"organisation": cast.university, "created_at": NOW, "changed_at": NOW}
    for somebody in {cast.members[Role.ASSESSOR], lead or cast.bashir}:
        entry = StaffEntry.objects.create(
            name=somebody.name, email=somebody.email, person=somebody, **told
        )
        teams.set_people(team, put=[entry], by=cast.bashir, at=NOW)
    manager = StaffEntry.objects.get(person=lead or cast.bashir)
    teams.edit_team(team, teams.TeamStated("Led", manager=manager), by=cast.bashir, at=NOW)
    made.participants.update(team=team)
    programmes.launch(made, by=cast.bashir, at=NOW)
    return {"pk": made.pk, "team": team.pk, "skill": SKILL, "form": "csv"}


def _team(cast: Any) -> dict[str, Any]:
    stated = teams.TeamStated("Field")
    return {"pk": teams.make_team(cast.university, stated, by=cast.bashir, at=NOW).pk}


def _programme(cast: Any) -> Programme:
    """Ada takes part in it, an assessor there."""
    wanted = Goal((Need(SKILL),), label="Survey lead", names={SKILL: "survey"})
    profile = create_profile(cast.university, wanted, by=cast.bashir, at=NOW)
    stated = programmes.ProgrammeStated(
        "Surveys", profile, NOW.date(), NOW.date() + timedelta(days=90)
    )
    made = programmes.make_programme(cast.university, stated, by=cast.bashir, at=NOW)
    assessor = cast.members[Role.ASSESSOR]
    programmes.add_people(made, [programmes.Joining(assessor)], by=cast.bashir, at=NOW)
    return made


def _of_programme(cast: Any) -> dict[str, Any]:
    return {"pk": _programme(cast).pk}


def _of_participant(cast: Any) -> dict[str, Any]:
    made = _programme(cast)
    return {"pk": made.pk, "participant": made.participants.get().pk}


def _of_ada(cast: Any) -> dict[str, Any]:
    """Ada takes part in the university, where she works too."""
    made = _programme(cast)
    join(cast.ada, cast.university, Role.EMPLOYEE)
    programmes.add_people(made, [programmes.Joining(cast.ada)], by=cast.bashir, at=NOW)
    programmes.launch(made, by=cast.bashir, at=NOW)
    return {"pk": made.participants.get(person=cast.ada).pk}


def _nomination(cast: Any) -> dict[str, Any]:
    """An assessor says it of Ada, who works there too."""
    join(cast.ada, cast.university, Role.EMPLOYEE)
    about = nominations.About(skill="Patience")
    by = cast.members[Role.ASSESSOR]
    made = nominations.nominate(
        cast.university, cast.ada, about=about, text="Always", by=by, at=NOW
    )
    cast.ada.memberships.filter(organisation=cast.university).delete()
    return {"pk": made.pk}


OBJECTS = {
    **dict.fromkeys(NOMINATIONS, _nomination),
    **dict.fromkeys(
        (
            "employer-read-team",
            "employer-edit-team",
            "employer-change-team-people",
            "employer-remove-team",
        ),
        _team,
    ),
    **dict.fromkeys(PAGES, _of_programme),
    "employer-read-cell": lambda cast: _of_programme(cast) | {"skill": SKILL, "team": ""},
    "employer-download-coverage": lambda cast: _of_programme(cast) | {"form": "csv"},
    "employer-remove-person": _of_participant,
    "learner-read-programme": _of_ada,
    **{f"api-scim-{name}": lambda _cast: {"pk": uuid4()} for name in ("user", "group")},
}
