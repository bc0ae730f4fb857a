"""Whoever is named manager of a team sees its people and those below it, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone

from testamur.errors import Refused
from testamur_web.employers import programmes, staffing, teams
from testamur_web.employers.leading import led_by
from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.programmes import Joining
from testamur_web.employers.standings import count_due
from testamur_web.employers.teams import TeamStated
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Person
from testamur_web.people.services import remove_member
from testamur_web.plans import proposing
from tests.web.api.conftest import is_problem, program
from tests.web.programmes.conftest import LAUNCH, SOLDER

pytestmark = pytest.mark.django_db
__all__ = ["program"]
HERE = "/o/brightworks/programmes/"


@pytest.fixture
def led(running, works, mara, stated):
    """Field with Crew below it, and Office; the first of Field manages Field."""
    ends = replace(stated, ends=timezone.localdate() + (stated.ends - stated.begins))
    programme = running(Field=(6, 5), Crew=(2, 2), Office=(6, 6))
    programmes.edit_programme(programme, ends, by=mara, at=LAUNCH)
    field = Team.objects.get(name="Field")
    entry = StaffEntry.objects.get(person__username="field-0")
    teams.edit_team(field, TeamStated("Field", manager=entry), by=mara, at=LAUNCH)
    crew = Team.objects.get(name="Crew")
    teams.edit_team(crew, TeamStated("Crew", parent=field), by=mara, at=LAUNCH)
    drain()
    count_due(at=timezone.now())
    programme.refresh_from_db()
    return programme


@pytest.fixture
def lead(led):
    return Person.objects.get(username="field-0")


def test_a_lead_sees_their_teams_and_no_other(led, lead, sign_in):
    browser = sign_in(lead)
    assert "Teams that you manage" in browser.get("/programmes/").text
    assert "teams that you manage" in browser.get("/o/brightworks/").text
    page = browser.get(HERE).text
    assert "Panels 2026" in page
    assert ">8<" in page.replace(" ", ""), "only those of the teams are counted"
    page = browser.get(f"{HERE}{led.pk}/").text
    assert "Field-1" in page
    assert "Crew-0" in page
    assert "Office" not in page
    assert "Budget" not in page
    assert "Take out" not in page
    assert "Put teams" not in page
    page = browser.get(f"{HERE}{led.pk}/coverage/").text
    assert "7 people who share" in page
    assert "Office" not in page
    assert "closed since the launch cost" not in page
    csv = browser.get(f"{HERE}{led.pk}/coverage.csv").content.decode()
    assert "Field" in csv
    assert "Crew" in csv
    assert "Office" not in csv


def test_a_cell_of_another_team_is_not_there(led, lead, sign_in):
    browser, address = sign_in(lead), f"{HERE}{led.pk}/coverage/cell/"
    own, other = (Team.objects.get(name=name) for name in ("Crew", "Office"))
    assert "Crew-0" in browser.get(address, {"team": own.pk, "skill": SOLDER}).text
    assert browser.get(address, {"team": other.pk, "skill": SOLDER}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["{pk}/edit/", "{pk}/people/", "{pk}/help/", "{pk}/spent/", "{pk}/state/", "new/"],
)
def test_a_lead_changes_nothing(led, lead, sign_in, path):
    address = HERE + path.format(pk=led.pk)
    assert sign_in(lead).post(address, {"close": "1"}).status_code == 403


def test_a_member_who_leads_nobody_is_told_so(led, sign_in):
    other = Person.objects.get(username="crew-0")
    for path in ("", f"{led.pk}/", f"{led.pk}/coverage/"):
        assert sign_in(other).get(HERE + path).status_code == 403
    assert sign_in(other).post(f"{HERE}{led.pk}/remind/").status_code == 403


def test_a_programme_of_others_and_a_draft_are_not_there(led, lead, works, stated, mara, sign_in):
    browser = sign_in(lead)
    other = programmes.make_programme(works, stated, by=mara, at=LAUNCH)
    office = Team.objects.get(name="Office")
    somebody = Person.objects.get(username="office-0")
    programmes.add_people(other, [Joining(somebody, office)], by=mara, at=LAUNCH)
    assert browser.get(f"{HERE}{other.pk}/").status_code == 404
    programmes.launch(other, by=mara, at=LAUNCH)
    assert browser.get(f"{HERE}{other.pk}/").status_code == 404
    draft = programmes.make_programme(works, stated, by=mara, at=LAUNCH)
    field = Team.objects.get(name="Field")
    programmes.add_people(draft, [Joining(lead, field)], by=mara, at=LAUNCH)
    assert browser.get(f"{HERE}{draft.pk}/").status_code == 404


def test_who_moved_to_another_team_is_theirs_no_longer(led, lead, mara, sign_in):
    office, crew = (Team.objects.get(name=name) for name in ("Office", "Crew"))
    entry = StaffEntry.objects.get(person__username="crew-0")
    teams.set_people(crew, take=[entry], by=mara, at=LAUNCH)
    teams.set_people(office, put=[entry], by=mara, at=LAUNCH)
    page = sign_in(lead).get(f"{HERE}{led.pk}/").text
    assert "Crew-0" not in page
    assert "Crew-1" in page


def test_it_ends_with_the_name_the_place_or_the_membership(led, lead, works, mara, head, sign_in):
    crew = Team.objects.get(name="Crew")
    teams.edit_team(crew, TeamStated("Crew"), by=mara, at=LAUNCH)
    assert led_by(lead, works) == {Team.objects.get(name="Field").pk}
    field = Team.objects.get(name="Field")
    teams.edit_team(field, TeamStated("Field"), by=mara, at=LAUNCH)
    assert sign_in(lead).get(HERE).status_code == 403
    entry = StaffEntry.objects.get(person=lead)
    teams.edit_team(field, TeamStated("Field", manager=entry), by=mara, at=LAUNCH)
    remove_member(works, person=lead, by=head, at=LAUNCH)
    assert sign_in(lead).get(HERE).status_code == 404
    staffing.deactivate(entry, by=head, at=LAUNCH)
    assert not led_by(lead, works)


def test_teams_in_a_circle_are_looked_through_once(led, lead, works):
    field, crew = (Team.objects.get(name=name) for name in ("Field", "Crew"))
    Team.objects.filter(pk=field.pk).update(parent=crew)
    assert led_by(lead, works) == {field.pk, crew.pk}


def test_a_circle_is_refused_by_what_stands_above_now(works, mara):
    one, two = (teams.make_team(works, TeamStated(x), by=mara, at=LAUNCH) for x in ("A", "B"))
    stale = Team.objects.get(pk=two.pk)
    teams.edit_team(two, TeamStated("B", parent=one), by=mara, at=LAUNCH)
    with pytest.raises(Refused) as told:
        teams.edit_team(one, TeamStated("A", parent=stale), by=mara, at=LAUNCH)
    assert told.value.problem.code == "team.circular"


def test_renaming_keeps_what_a_directory_calls_it(works, mara, sign_in):
    stated = TeamStated("A", external_id="from-the-directory")
    team = teams.make_team(works, stated, by=mara, at=LAUNCH)
    sign_in(mara).post(f"/o/brightworks/teams/{team.pk}/edit/", {"name": "Alpha"})
    team.refresh_from_db()
    assert (team.name, team.external_id) == ("Alpha", "from-the-directory")


def test_a_lead_reminds_their_own_once_a_day(led, lead, sign_in):
    mail.outbox.clear()
    browser = sign_in(lead)
    proposing.decline(led.participants.get(person__username="field-5").proposal, at=LAUNCH)
    page = browser.post(f"{HERE}{led.pk}/remind/", follow=True).text
    assert "Of 6 people, those get a letter" in page
    drain()
    assert {one.to[0].split("-")[0] for one in mail.outbox} == {"field", "crew"}
    assert "See what is still open" in mail.outbox[0].body
    page = browser.post(f"{HERE}{led.pk}/remind/", follow=True).text
    assert "Nobody has anything to do" in page
    assert OutboxRow.objects.filter(key__contains="by-hand").count() == 6
    assert TrailEntry.objects.filter(verb="programme.remind", actor_name=lead.name).count() == 2


def test_a_lead_sees_the_same_over_http(led, lead, works, program):
    mine = program(lead, works)
    [line] = mine.get("/training-programmes").told["items"]
    assert line["people"] == 8
    path = f"/training-programmes/{led.pk}"
    told = mine.get(path).told
    assert {one["team"] for one in told["participants"]} == {"Field", "Crew"}
    assert (told["spent"], told["budget"], told["participants"][0]["spent"]) == (None, None, None)
    coverage = mine.get(f"{path}/coverage").told
    assert {one["name"] for one in coverage["teams"]} == {"Field", "Crew"}
    assert (coverage["sharing"], coverage["cost_of_gap"]) == (7, None)
    assert mine.post(f"{path}/coverage").status_code == 202
    assert mine.post(f"{path}/remind").told == {"count": 7}
    assert is_problem(mine.post(f"{path}/close"), 403, "http.forbidden")
    other = program(Person.objects.get(username="crew-1"), works)
    assert is_problem(other.get(f"{path}/coverage"), 403, "http.forbidden")
