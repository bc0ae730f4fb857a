"""A company with a team of five, a programme that is prepared, and one that runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

__all__ = ["CREW", "make_company"]

CREW = tuple(f"crew-{at}" for at in range(5))
SURVEYS = "http://data.europa.eu/esco/skill/97bd1c21-66b2-4b7e-ad0f-e3cda590e378"


def make_company(head: Any, password: str, now: Any) -> dict[str, str]:
    """Everything of it, for its head; what pages.py names, by name."""
    from testamur.pathways.goal import goal_from
    from testamur_web.employers import nominations, programmes, teams
    from testamur_web.employers.programmes import Joining, ProgrammeStated
    from testamur_web.people.models import Organisation
    from testamur_web.plans.profiles import create_profile

    house = Organisation.objects.get(slug="brightworks")
    needs = [{"skill": SURVEYS, "name": "analyse survey data"}]
    wanted = goal_from({"label": "Survey lead", "needs": needs}, "")
    role = create_profile(house, wanted, by=head, at=now)
    team = teams.make_team(house, teams.TeamStated("Survey crew"), by=head, at=now)
    crew = [_employee(house, team, name, password, head, now) for name in CREW]
    made = []
    for title, people in (("Surveys of our own", crew), ("Surveys of the head", [head])):
        stated = ProgrammeStated(title, role, now.date(), now.date() + timedelta(days=90))
        made.append(programmes.make_programme(house, stated, by=head, at=now))
        joining = [Joining(one, team if one in crew else None) for one in people]
        programmes.add_people(made[-1], joining, by=head, at=now)
    programmes.launch(made[1], by=head, at=now)
    about = nominations.About(skill="Patience with numbers")
    word = nominations.nominate(
        house, head, about=about, text="She checked every row.", by=crew[0], at=now
    )
    return {
        "team": str(team.pk),
        "prepared": str(made[0].pk),
        "programme": str(made[1].pk),
        "own_programme": str(made[1].participants.get().pk),
        "nomination": str(word.pk),
    }


def _employee(house: Any, team: Any, name: str, password: str, head: Any, now: Any) -> Any:
    from testamur_web.employers import staffing, teams
    from testamur_web.people import services
    from testamur_web.people.models import Role

    person = services.create_person(
        username=name,
        name=name.replace("-", " ").title(),
        email=f"{name}@people.example",
        password=password,
        at=now,
    )
    services.add_member(house, person=person, roles=[Role.EMPLOYEE], by=head, at=now)
    stated = staffing.StaffStated(person.email, person.name)
    entry = staffing.add_entry(house, stated, by=head, at=now)
    teams.set_people(team, put=[entry], by=head, at=now)
    return person
