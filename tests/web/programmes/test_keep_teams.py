"""A manager keeps the teams of an organisation."""

from __future__ import annotations

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.employers import staffing, teams
from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.staffing import StaffStated
from testamur_web.employers.teams import TeamStated
from testamur_web.ops.models import TrailEntry
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

TEAMS = "/o/brightworks/teams/"


@pytest.fixture
def field(works, mara) -> Team:
    return teams.make_team(works, TeamStated("Field"), by=mara, at=NOW)


@pytest.fixture
def lee(works, mara) -> StaffEntry:
    return staffing.add_entry(works, StaffStated("lee@work.example", "Lee"), by=mara, at=NOW)


def test_a_team_is_made_and_changed_on_the_pages(works, mara, lee, sign_in):
    browser = sign_in(mara)
    assert "There is no team yet" in browser.get(TEAMS).text
    page = browser.post(f"{TEAMS}new/", {"name": "Field", "manager": lee.pk}, follow=True).text
    assert "Managed by Lee" in page
    team = Team.objects.get()
    page = browser.post(f"{TEAMS}{team.pk}/edit/", {"name": "Field north"}, follow=True).text
    assert "Field north" in page
    assert "Managed by" not in page


def test_people_are_put_in_and_taken_out(works, mara, field, lee, sign_in):
    browser, address = sign_in(mara), f"{TEAMS}{field.pk}/people/"
    assert "Lee is in the team now." in browser.post(address, {"entry": lee.pk}, follow=True).text
    assert [one.name for one in teams.people_in(field)] == ["Lee"]
    page = browser.post(address, {"take": str(lee.pk)}, follow=True).text
    assert "Lee is not in the team any more." in page
    assert not teams.people_in(field)


def test_two_teams_of_one_name_are_refused(works, mara, field):
    with pytest.raises(Conflict) as told:
        teams.make_team(works, TeamStated("FIELD"), by=mara, at=NOW)
    assert told.value.problem.code == "team.exists"


def test_a_team_is_never_under_itself(works, mara, field):
    north = teams.make_team(works, TeamStated("North", parent=field), by=mara, at=NOW)
    with pytest.raises(Refused) as told:
        teams.edit_team(field, TeamStated("Field", parent=north), by=mara, at=NOW)
    assert told.value.problem.code == "team.circular"


def test_an_address_stands_once_on_the_list(works, mara, lee):
    with pytest.raises(Conflict) as told:
        staffing.add_entry(works, StaffStated("LEE@work.example", "Lee"), by=mara, at=NOW)
    assert told.value.problem.code == "staff.known"


def test_removing_a_team_keeps_its_people(works, mara, field, lee, sign_in):
    teams.set_people(field, put=[lee], by=mara, at=NOW)
    sign_in(mara).post(f"{TEAMS}{field.pk}/remove/")
    assert not Team.objects.exists()
    assert StaffEntry.objects.get() == lee
    verbs = set(TrailEntry.objects.filter(tenant=works.pk).values_list("verb", flat=True))
    assert {"team.make", "team.people", "team.remove", "staff.add"} <= verbs


def test_somebody_of_another_organisation_is_put_into_no_team(
    mara, field, university, bashir, sign_in
):
    other = staffing.add_entry(university, StaffStated("max@uni.example", "Max"), by=bashir, at=NOW)
    sign_in(mara).post(f"{TEAMS}{field.pk}/people/", {"entry": other.pk})
    assert sign_in(mara).post(f"{TEAMS}{field.pk}/people/", {"take": other.pk}).status_code == 404
    assert not other.places.exists()
