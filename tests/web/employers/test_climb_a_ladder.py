"""Roles one above the other: what each rung adds, who is ready, and what nobody may see."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import Need
from testamur_web.employers import climbing
from testamur_web.employers.ladders import create_ladder, edit_ladder, withdraw_ladder
from testamur_web.employers.models import Ladder, StaffEntry, Team
from testamur_web.employers.staffing import StaffStated, add_entry
from testamur_web.employers.teams import TeamStated, edit_team, make_team, set_people
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Role
from testamur_web.people.services import remove_member
from testamur_web.plans import profiles, proposing
from testamur_web.plans.figures import change_figures
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW, join, person
from tests.web.plans.conftest import SOLDER, WIRE, colleague, course, earn, manager

pytestmark = pytest.mark.django_db

__all__ = ["colleague", "course", "earn", "manager", "program"]

PAGE = "/o/example-university/roles/ladders/"
NAMES = {SOLDER: "solder joints", WIRE: "wire cabinets"}


@pytest.fixture
def roles(university, manager):
    """A helper solders; a builder solders better and wires, too."""
    helper = Wanted((Need(SOLDER, level=2),), label="Helper", names=NAMES)
    builder = Wanted((Need(SOLDER, level=4), Need(WIRE)), label="Panel builder", names=NAMES)
    return [
        profiles.create_profile(university, one, by=manager, at=NOW) for one in (helper, builder)
    ]


@pytest.fixture
def ladder(university, manager, roles) -> Ladder:
    keys = [role.pk for role in roles]
    return create_ladder(university, "Workshop", keys, by=manager, at=NOW)


def takes(role, somebody, manager, *, shows: bool):
    """Somebody accepts a role as their goal, and shows how far they are or not."""
    proposal = proposing.propose(role, somebody, by=manager, at=NOW)
    proposing.accept(proposal, shares_progress=shows, at=NOW)
    return proposal


def test_a_manager_makes_it_and_sees_what_each_rung_adds(sign_in, manager, roles):
    browser = sign_in(manager)
    assert "There is no ladder yet" in browser.get(PAGE).text
    sent = {"title": "Workshop", "rung-1": roles[0].pk, "rung-4": roles[1].pk}
    page = browser.post(f"{PAGE}new/", sent, follow=True).text
    assert "“solder joints” is asked for at EQF level 4 instead of EQF level 2." in page
    assert "“wire cabinets” is added: any level, required." in page
    assert [rung.place for rung in Ladder.objects.get().rungs.all()] == [1, 2]
    assert "Helper → Panel builder" in browser.get(PAGE).text
    assert TrailEntry.objects.filter(verb="ladder.create", actor_name="Mara").exists()


@pytest.mark.parametrize(
    ("title", "rungs", "told"),
    [
        ("", [0, 1], "This field is required."),
        ("Workshop", [0], "outside what may stand here"),
        ("Workshop", [0, 0], "The same is said twice."),
        ("\u202eabc", [0, 1], "invisible"),
    ],
)
def test_what_is_no_ladder_is_told(sign_in, manager, roles, title, rungs, told):
    sent = {"title": title} | {f"rung-{at}": roles[one].pk for at, one in enumerate(rungs, 1)}
    assert told in sign_in(manager).post(f"{PAGE}new/", sent).text
    assert not Ladder.objects.exists()


def test_it_is_changed_and_withdrawn(sign_in, manager, university, roles, ladder):
    third = profiles.create_profile(
        university, Wanted((Need(WIRE),), label="Wirer", names=NAMES), by=manager, at=NOW
    )
    browser = sign_in(manager)
    assert 'value="Workshop"' in browser.get(f"{PAGE}{ladder.pk}/edit/").text
    sent = {"title": "Shop", "rung-1": third.pk, "rung-2": roles[0].pk, "rung-3": roles[1].pk}
    browser.post(f"{PAGE}{ladder.pk}/edit/", sent)
    titles = [step.rung.profile.title for step in climbing.steps_of(Ladder.objects.get())]
    assert titles == ["Wirer", "Helper", "Panel builder"]
    assert "“solder joints” is added" in browser.get(f"{PAGE}{ladder.pk}/").text
    browser.post(f"{PAGE}{ladder.pk}/withdraw/")
    assert browser.get(f"{PAGE}{ladder.pk}/").status_code == 404
    for again in (
        lambda: withdraw_ladder(ladder, by=manager, at=NOW),
        lambda: edit_ladder(ladder, "Shop", [third.pk, roles[0].pk], by=manager, at=NOW),
    ):
        with pytest.raises(Conflict) as caught:
            again()
        assert caught.value.problem.code == "ladder.withdrawn"


def test_a_role_that_was_withdrawn_stays_and_is_put_on_no_other(
    sign_in, university, manager, roles, ladder
):
    profiles.withdraw_profile(roles[0], by=manager, at=NOW)
    keys = [role.pk for role in roles]
    assert edit_ladder(ladder, "Shop", keys, by=manager, at=NOW).title == "Shop"
    assert "This role was withdrawn" in sign_in(manager).get(f"{PAGE}{ladder.pk}/").text
    with pytest.raises(Refused) as caught:
        create_ladder(university, "Other", keys, by=manager, at=NOW)
    assert caught.value.problem.code == "value.unknown-choice"


def test_roles_of_others_make_no_rung(college, chen, roles):
    with pytest.raises(Refused) as caught:
        create_ladder(college, "Theirs", [role.pk for role in roles], by=chen, at=NOW)
    assert (caught.value.problem.code, caught.value.problem.pointer) == (
        "value.unknown-choice",
        "/rungs",
    )


@pytest.fixture
def teams(university, manager, colleague) -> list[Team]:
    """A house, a crew in it to which a colleague belongs, and another team."""
    made = [
        make_team(university, TeamStated(name), by=manager, at=NOW)
        for name in ("House", "Crew", "Other")
    ]
    edit_team(made[1], TeamStated("Crew", parent=made[0]), by=manager, at=NOW)
    puts_in(made[1], colleague, manager)
    return made


def puts_in(team, somebody, manager):
    """Somebody who has joined is put into a team."""
    stated = StaffStated(somebody.email, somebody.name)
    entry = add_entry(team.organisation, stated, by=manager, at=NOW)
    StaffEntry.objects.filter(pk=entry.pk).update(person=somebody)
    set_people(team, put=[entry], by=manager, at=NOW)


def test_a_team_is_looked_at_with_those_below_it(sign_in, manager, roles, ladder, colleague, teams):
    house, crew, other = teams
    takes(roles[1], colleague, manager, shows=True)
    browser, at = sign_in(manager), f"{PAGE}{ladder.pk}/?team="
    assert "Ada" in browser.get(f"{at}{house.pk}").text
    assert "Ada" in browser.get(f"{at}{crew.pk}").text
    assert "Ada" not in browser.get(f"{at}{other.pk}").text
    assert f"{at}{crew.pk}" in browser.get(f"/o/example-university/teams/{crew.pk}/").text
    assert [browser.get(f"{at}{no}").status_code for no in (uuid4(), "x")] == [404, 404]


def test_a_program_looks_at_a_team(program, manager, roles, ladder, colleague, teams):
    house, _crew, other = teams
    takes(roles[1], colleague, manager, shows=True)
    called, at = program(manager, ladder.organisation), f"/ladders/{ladder.pk}?team="
    for team, many in ((house, 1), (other, 0)):
        assert len(called.get(f"{at}{team.pk}").told["rungs"][1]["climbing"]) == many
    assert is_problem(called.get(f"{at}{uuid4()}"), 404, "http.not-found")


def test_no_number_of_a_team_is_told_of_who_shows_nothing(university, manager, roles, ladder):
    team = make_team(university, TeamStated("Crew"), by=manager, at=NOW)
    for number in range(climbing.FEWEST_TOLD):
        one = person(f"silent{number}")
        join(one, university, Role.EMPLOYEE)
        stated = StaffStated(one.email, one.name)
        set_people(
            team, put=[add_entry(university, stated, by=manager, at=NOW)], by=manager, at=NOW
        )
        takes(roles[0], one, manager, shows=False)
    assert climbing.watched(ladder, at=NOW)[0].hidden == climbing.FEWEST_TOLD
    assert climbing.watched(ladder, team=team, at=NOW)[0].hidden is None


def test_only_whoever_shows_it_is_seen(sign_in, manager, roles, ladder, colleague):
    hidden = person("hidden")
    join(hidden, ladder.organisation, Role.ASSESSOR)
    takes(roles[0], hidden, manager, shows=False)
    proposal = takes(roles[1], colleague, manager, shows=True)
    lower, upper = climbing.watched(ladder, at=NOW)
    assert (lower.climbers, lower.hidden) == ([], None)
    [ada] = upper.climbing
    assert ada.person == colleague
    assert "wire cabinets" in ada.progress.open
    page = sign_in(manager).get(f"{PAGE}{ladder.pk}/").text
    assert "Ada" in page
    assert "Hidden" not in page
    proposing.share_progress(proposal, is_shared=False, at=NOW)
    assert "Ada" not in sign_in(manager).get(f"{PAGE}{ladder.pk}/").text


def test_leaving_ends_what_is_seen(manager, bashir, university, roles, ladder, colleague):
    takes(roles[0], colleague, manager, shows=True)
    assert climbing.watched(ladder, at=NOW)[0].climbers
    remove_member(university, person=colleague, by=bashir, at=NOW)
    assert not climbing.watched(ladder, at=NOW)[0].climbers


@pytest.mark.parametrize(("many", "told"), [(4, None), (5, 5)])
def test_those_who_do_not_show_it_are_a_number_from_five_on(
    sign_in, manager, roles, ladder, many, told
):
    for number in range(many):
        somebody = person(f"quiet{number}")
        join(somebody, ladder.organisation, Role.ASSESSOR, Role.DESIGNER)
        takes(roles[0], somebody, manager, shows=False)
    assert climbing.watched(ladder, at=NOW)[0].hidden == told
    page = sign_in(manager).get(f"{PAGE}{ladder.pk}/").text
    assert ("5 others are on the way" in page) is bool(told)
    assert "Quiet" not in page


def test_who_is_ready_is_told_by_the_version_that_they_accepted(
    sign_in, manager, roles, ladder, ada_solders
):
    takes(roles[0], ada_solders, manager, shows=True)
    now = timezone.now()
    lower = climbing.watched(ladder, at=now)[0]
    assert [one.person for one in lower.ready] == [ada_solders]
    harder = Wanted((Need(SOLDER, level=8), Need(WIRE)), label="Helper", names=NAMES)
    profiles.edit_profile(roles[0], harder, by=manager, at=NOW)
    lower = climbing.watched(ladder, at=now)[0]
    assert [(one.version, one.is_ready) for one in lower.climbers] == [(1, True)]
    page = sign_in(manager).get(f"{PAGE}{ladder.pk}/").text
    assert "as version 1 asks" in page
    assert "1 of 1" in page


@pytest.fixture
def ada_solders(university, manager, colleague, course, earn):
    """Ada holds a credential for it, and its organisation is content with little."""
    change_figures(university, {"enough": 0.1}, by=manager, at=NOW)
    earn(course("Soldering", SOLDER))
    return colleague


def test_a_member_sees_their_own_standing_on_every_rung(
    sign_in, ladder, colleague, manager, course, earn
):
    browser = sign_in(colleague)
    assert "Workshop" in browser.get("/goal/").text
    before = climbing.own_standing(ladder, colleague, at=NOW)
    assert [one.progress.percent for one in before] == [0, 0]
    earn(course("Soldering", SOLDER))
    after = climbing.own_standing(ladder, colleague, at=timezone.now())
    assert after[0].progress.percent > after[1].progress.percent > 0
    page = browser.get(f"/o/example-university/ladders/{ladder.pk}/").text
    assert "Where you stand" in page
    assert "wire cabinets" in page
    assert (
        "wire cabinets" in sign_in(manager).get(f"/o/example-university/ladders/{ladder.pk}/").text
    )


def test_whoever_does_not_work_there_sees_none_of_it(sign_in, chen, ada, ladder):
    for somebody in (chen, ada):
        browser = sign_in(somebody)
        assert browser.get(f"/o/example-university/ladders/{ladder.pk}/").status_code == 404
        assert browser.get(f"/o/other-college/ladders/{ladder.pk}/").status_code == 404
        assert "Workshop" not in browser.get("/goal/").text


def test_programs_do_the_same(program, manager, roles, colleague, chen, college):
    office = program(manager, roles[0].organisation)
    keys = [str(role.pk) for role in roles]
    made = office.post("/ladders", {"title": "Workshop", "rungs": keys}).told
    address = f"/ladders/{made['id']}"
    assert [rung["title"] for rung in made["rungs"]] == ["Helper", "Panel builder"]
    takes(roles[0], colleague, manager, shows=True)
    lower, upper = office.get(address).told["rungs"]
    assert [one["name"] for one in lower["climbing"]] == ["Ada"]
    assert (lower["ready"], lower["hidden"], upper["climbing"]) == ([], None, [])
    assert [change["kind"] for change in upper["changes"]] == ["added", "level"]
    changed = office.put(address, {"title": "Shop", "rungs": keys[::-1]}).told
    assert [rung["title"] for rung in changed["rungs"]] == ["Panel builder", "Helper"]
    assert [one["title"] for one in office.get("/ladders").told["items"]] == ["Shop"]
    hers = program(colleague)
    assert [one["title"] for one in hers.get("/goal/ladders").told] == ["Shop"]
    own = hers.get(f"/goal/ladders/{made['id']}").told
    assert [(rung["title"], rung["percent"]) for rung in own["rungs"]][1] == ("Helper", 0)
    theirs = program(chen, college)
    assert is_problem(theirs.get(address), 404, "http.not-found")
    assert is_problem(program(chen).get(f"/goal/ladders/{made['id']}"), 404, "http.not-found")
    twice = {"title": "Shop", "rungs": [keys[0], keys[0]]}
    assert is_problem(office.put(address, twice), 400, "value.repeated")
    unknown = {"title": "Shop", "rungs": [keys[0], str(uuid4())]}
    assert is_problem(office.put(address, unknown), 400, "value.unknown-choice")
    assert office.ask("DELETE", address).status_code == 204
    assert is_problem(office.get(address), 404, "http.not-found")
