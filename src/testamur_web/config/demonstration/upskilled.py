"""What a company's own programme shows: three teams on the way to one role, half of the time gone.

Brightworks asked twenty-one people; most accepted, most of those share, and what they earned since
the launch is on the heat map. Imani, who can be signed in as, has still something to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur_web.awards import services as awards
from testamur_web.awards.services import Recipient
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.skills import entry_of
from testamur_web.config.demonstration.cast import PASSWORD
from testamur_web.employers import programmes, staffing, teams
from testamur_web.employers.models import Programme
from testamur_web.employers.nominations import About, answer_nomination, nominate
from testamur_web.employers.programmes import Joining, ProgrammeStated, Spent
from testamur_web.employers.staffing import StaffStated
from testamur_web.employers.teams import TeamStated
from testamur_web.ops.outbox import drain
from testamur_web.people import services as people
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.plans import proposing
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.profiles import create_profile

__all__ = ["run_upskilling"]

DAY: Final = timedelta(days=1)
LAUNCHED: Final = 75
_TEAMS: Final[Mapping[str, tuple[str, ...]]] = {
    "Field crews": (
        *("Imani Otieno", "Rafael Pinto", "Katya Melnyk", "Omar Farouk"),
        *("Lena Vogel", "Tariq Aziz", "Marta Silva"),
    ),
    "Control room": (
        *("Jonas Eriksen", "Priya Nair", "Camille Laurent", "Dario Conti"),
        *("Sunniva Berg", "Yusuf Demir", "Agnes Kiss"),
    ),
    "Site office": (
        *("Bruno Ferro", "Greta Lind", "Hiro Tanaka", "Nora Byrne"),
        *("Paulo Reis", "Selma Aydin", "Viktor Novak"),
    ),
}
_ASKED: Final = (
    "Solar installer",
    "Agile project management",
    "Electrical plans",
    "Leading a team",
    "Data protection in practice",
)
_EARNED: Final[Mapping[str, tuple[tuple[str, int, tuple[int, ...]], ...]]] = {
    "Field crews": (
        ("Solar installer", -200, (1, 2)),
        ("Solar installer", 20, (3, 4, 5)),
        ("Agile project management", -30, (1,)),
        ("Agile project management", 12, (2, 3, 4, 5)),
        ("Leading a team", 44, (1, 2)),
    ),
    "Control room": (
        ("Electrical plans", -90, (0, 1)),
        ("Electrical plans", 18, (2, 3, 4, 5)),
        ("Data protection in practice", 31, (0, 1, 2, 3)),
        ("Agile project management", 40, (0, 1)),
    ),
    "Site office": (
        ("Data protection in practice", -60, (0, 1, 2)),
        ("Data protection in practice", 26, (3, 4)),
        ("Leading a team", 35, (0, 1, 2)),
        ("Electrical plans", 50, (0, 1)),
    ),
}
"""Who earned what, so many days after the launch: people by their place in the team."""
_PRAISED: Final = (
    (
        *(2, "Katya Melnyk", "Rafael Pinto", "", "Keeping a crew calm in a storm"),
        "Two panels tore loose at Moguer. Katya had everybody down and counted in four minutes.",
    ),
    (
        *(6, "Bruno Ferro", "Priya Nair", "Leading a team", ""),
        "Bruno runs the site office as one would wish a control room were run.",
    ),
    (
        *(11, "Jonas Eriksen", "Lena Vogel", "Electrical plans", ""),
        "He found the crossed strings from the drawing, by telephone, at six in the morning.",
    ),
    (
        *(1, "Imani Otieno", "Dara Nowak", "Leading a team", ""),
        "You led the crew for a week, unasked. Take the micro-credential for it.",
    ),
)
"""Days ago, about whom, by whom, for which micro-credential or skill, in which words."""
_SILENT: Final = {"Field crews": (6,), "Control room": (6,), "Site office": (5, 6)}


@dataclass(frozen=True, slots=True)
class _Company:
    house: Organisation
    manager: Person
    titled: Mapping[str, Version]
    staff: Mapping[str, Sequence[Person]]
    launched: datetime
    at: datetime


def run_upskilling(
    house: Organisation, *, manager: Person, titled: Mapping[str, Version], at: datetime
) -> None:
    """Tell it: teams, a programme, answers, awards before and after, and what it cost."""
    launched = at - LAUNCHED * DAY
    with transaction.atomic():
        staff = {name: list(_crew(house, name, manager, launched)) for name in _TEAMS}
        company = _Company(house, manager, titled, staff, launched, at)
        programme = _launched(company)
        _answered(company, programme)
        _paid(company, programme)
    _earned(company)
    _praised(company)
    drain()


def _crew(house: Organisation, name: str, manager: Person, at: datetime) -> Iterator[Person]:
    """A team and its people, the second of whom manages it."""
    team = teams.make_team(house, TeamStated(name), by=manager, at=at)
    for number, called in enumerate(_TEAMS[name]):
        username = called.split()[0].lower()
        somebody = people.create_person(
            username=username,
            name=called,
            email=f"{username}@brightworks.example",
            password=PASSWORD if username == "imani" else None,
            at=at,
        )
        people.verify_email(somebody, email=somebody.email, by=None, at=at)
        people.add_member(house, person=somebody, roles=[Role.EMPLOYEE], by=manager, at=at)
        stated = StaffStated(somebody.email, called)
        entry = staffing.add_entry(house, stated, by=manager, at=at)
        teams.set_people(team, put=[entry], by=manager, at=at)
        if number == 1:
            teams.edit_team(team, TeamStated(name, manager=entry), by=manager, at=at)
        yield somebody


def _role(company: _Company) -> RoleProfile:
    """What the first skill of each of these certifies."""
    needs, names = [], {}
    for title in _ASKED:
        skill = company.titled[title].skills.order_by("pk").first()
        if skill is not None and (known := entry_of(skill.uri)):
            needs.append(Need(skill.uri, level=skill.level))
            names[skill.uri] = known.entry.label
    wanted = Goal(tuple(needs), label="Lead of a solar site", names=names)
    return create_profile(company.house, wanted, by=company.manager, at=company.launched)


def _launched(company: _Company) -> Programme:
    stated = ProgrammeStated(
        "Site leads of our own",
        _role(company),
        company.launched.date(),
        (company.at + 60 * DAY).date(),
        owner=company.manager,
        reminders=(30, 7),
        budget=Decimal(12000),
        budget_each=Decimal(600),
    )
    by, at = company.manager, company.launched
    programme = programmes.make_programme(company.house, stated, by=by, at=at)
    offered = [company.titled[title].achievement for title in _ASKED]
    programmes.link_help(programme, offers=offered, cohorts=())
    for name, staff in company.staff.items():
        team = teams.team_called(company.house, name)
        programmes.add_people(programme, [Joining(one, team) for one in staff], by=by, at=at)
    programmes.launch(programme, by=by, at=at)
    return programme


def _answered(company: _Company, programme: Programme) -> None:
    """All but one of each team answer the next day; those who are silent do not share."""
    answers = {one.person_id: one.proposal for one in programme.participants.all()}
    for name, staff in company.staff.items():
        for at, somebody in enumerate(staff[:-1]):
            proposal = answers[somebody.pk]
            if proposal is not None:
                shares = at not in _SILENT[name]
                proposing.accept(proposal, shares_progress=shares, at=company.launched + DAY)


def _paid(company: _Company, programme: Programme) -> None:
    day = company.launched.date()
    rows = {one.person_id: one for one in programme.participants.all()}
    spent = [
        Spent(Decimal("2400.00"), "Course on site for the field crews", day + 20 * DAY),
        *(
            Spent(Decimal("180.50"), "Examination fee", day + 25 * DAY, rows[somebody.pk])
            for somebody in company.staff["Control room"][:4]
        ),
    ]
    for one in spent:
        programmes.spend(programme, one, by=company.manager, at=company.at)


def _earned(company: _Company) -> None:
    for team, rows in _EARNED.items():
        for title, days, places in rows:
            holders = [company.staff[team][place] for place in places]
            _award(company.titled[title], holders, company.launched + days * DAY)


@transaction.atomic
def _award(version: Version, holders: Sequence[Person], day: datetime) -> None:
    given = [
        awards.give_award(
            version,
            recipient=Recipient(holder.name, holder.email, person=holder),
            awarded_at=day,
            award_key=f"upskilled:{version.pk}:{holder.pk}",
            by=None,
            at=day,
        )
        for holder in holders
    ]
    awards.sign_awards(given, at=day)


@transaction.atomic
def _praised(company: _Company) -> None:
    """Words of colleagues, agreed to on the day; that about Imani waits for her answer."""
    everybody = {one.name: one for staff in company.staff.values() for one in staff}
    everybody[company.manager.name] = company.manager
    for days, whom, by, title, skill, text in _PRAISED:
        at = company.at - days * DAY
        about = About(company.titled[title].achievement if title else None, skill)
        said = nominate(
            company.house, everybody[whom], about=about, text=text, by=everybody[by], at=at
        )
        if whom != "Imani Otieno":
            answer_nomination(said, is_shown=True, at=at)
