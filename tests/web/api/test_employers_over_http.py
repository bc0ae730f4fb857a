"""A program makes teams, takes over a list of staff, runs a programme and reads its coverage."""

from __future__ import annotations

import pytest

from testamur.pathways.goal import goal_from
from testamur_web.employers.models import Nomination
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Role
from testamur_web.plans.profiles import create_profile
from tests.web.api.conftest import is_problem
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW, join, person

pytestmark = pytest.mark.django_db

SKILL = "https://skills.example/solder"


@pytest.fixture
def staff(program, university, bashir):
    return program(bashir, university)


@pytest.fixture
def profile(university, bashir):
    wanted = goal_from({"label": "Builder", "needs": [{"skill": SKILL}]}, "")
    return create_profile(university, wanted, by=bashir, at=NOW)


def test_teams_and_a_list_of_staff(staff):
    made = staff.ask("POST", "/teams", {"name": "Field"})
    assert made.status_code == 201
    rows = "name,email,team\nAda,ada@work.example,Field\nBen,nope,\n"
    dry = staff.ask("POST", "/staff", {"csv": rows}).told
    assert [one["state"] for one in dry] == ["new", "wrong"]
    assert dry[1]["problems"] == {"email": "email.malformed"}
    assert staff.ask("GET", "/teams").told["items"][0]["people"] == 0
    staff.ask("POST", "/staff", {"csv": rows, "is_dry_run": False})
    assert staff.ask("GET", "/teams").told["items"][0]["people"] == 1
    assert staff.ask("DELETE", f"/teams/{made.told['id']}").status_code == 204
    assert staff.ask("GET", "/teams").told["total"] == 0


def test_a_programme_from_its_beginning_to_its_end(staff, profile, university, ada):
    join(ada, university, Role.EMPLOYEE)
    said = {"title": "Builders", "profile": str(profile.pk)}
    said |= {"begins": "2026-06-01", "ends": "2026-12-01", "budget": "100.50"}
    made = staff.ask("POST", "/training-programmes", said)
    assert made.status_code == 201
    path = f"/training-programmes/{made.told['id']}"
    assert is_problem(staff.ask("POST", f"{path}/launch"), 400, "programme.nobody")
    assert staff.ask("POST", f"{path}/people", {"people": [str(ada.pk)]}).told == {"count": 1}
    assert staff.ask("POST", f"{path}/launch").told == {"count": 1}
    spent = {"amount": "20.25", "note": "Book", "on": "2026-06-02"}
    assert staff.ask("POST", f"{path}/expenses", spent).status_code == 204
    told = staff.ask("GET", path).told
    assert (told["budget"], told["spent"]) == ("100.50", "20.25")
    assert [(one["name"], one["answer"], one["percent"]) for one in told["participants"]] == [
        ("Ada", "waiting", None)
    ]
    coverage = staff.ask("GET", f"{path}/coverage").told
    assert (coverage["state"], coverage["waiting"], coverage["counted_at"]) == ("done", 0, None)
    [team] = coverage["teams"]
    assert (team["people"], team["sharing"], team["skills"][0]["now"]) == (1, 0, None)
    assert staff.ask("POST", f"{path}/close").status_code == 204
    assert is_problem(staff.ask("POST", f"{path}/launch"), 409, "programme.state")


def test_good_words_are_theirs_to_show(program, staff, university, ada, bashir):
    join(ada, university, Role.EMPLOYEE)
    said = {"whom": "ada@people.example", "skill": "Patience", "words": "She stayed."}
    made = staff.ask("POST", "/good-words", said)
    assert made.status_code == 201
    assert staff.ask("GET", "/good-words").told["total"] == 0
    mine = program(ada)
    path = f"/own/good-words/{made.told['id']}"
    assert mine.ask("PUT", path, {"is_shown": True}).status_code == 204
    assert staff.ask("GET", "/good-words").told["items"][0]["words"] == "She stayed."
    assert mine.ask("DELETE", path).status_code == 204
    assert staff.ask("GET", "/good-words").told["total"] == 0
    assert is_problem(program(person("max")).ask("DELETE", path), 404, "http.not-found")
    assert Nomination.objects.get().state == "withdrawn"


def test_a_team_is_renamed_moved_and_given_a_manager(staff):
    field = staff.ask("POST", "/teams", {"name": "Field"}).told
    north = staff.ask("POST", "/teams", {"name": "North", "parent": field["id"]}).told
    rows = "name,email,team\nAda,ada@work.example,Field\n"
    staff.ask("POST", "/staff", {"csv": rows, "is_dry_run": False})
    path = f"/teams/{field['id']}"
    told = staff.ask("PUT", path, {"name": "Crews", "manager": "ADA@work.example"}).told
    assert (told["name"], told["manager"], told["parent"]) == ("Crews", "ada@work.example", None)
    circle = staff.ask("PUT", path, {"name": "Crews", "parent": north["id"]})
    assert is_problem(circle, 400, "team.circular")
    same = staff.ask("PUT", path, {"name": "north"})
    assert is_problem(same, 409, "team.exists")
    unknown = staff.ask("PUT", path, {"name": "Crews", "manager": "bob@work.example"})
    assert is_problem(unknown, 400, "staff.manager-unknown")
    assert is_problem(staff.ask("PUT", path, {"name": "Crews", "x": 1}), 422, "request.malformed")
    told = staff.ask("PUT", path, {"name": "Crews"}).told
    assert told["manager"] is None


def test_a_programme_is_changed_until_it_is_closed(staff, profile, university, bashir, ada):
    join(ada, university, Role.EMPLOYEE)
    said = {"title": "Builders", "profile": str(profile.pk)}
    said |= {"begins": "2026-06-01", "ends": "2026-12-01"}
    made = staff.ask("POST", "/training-programmes", said).told
    path = f"/training-programmes/{made['id']}"
    more = said | {"title": "Best builders", "reminders": [7], "owner": str(ada.pk)}
    more |= {"budget": "90.00", "currency": "CHF"}
    told = staff.ask("PUT", path, more).told
    assert (told["title"], told["owner"], told["budget"]) == ("Best builders", str(ada.pk), "90.00")
    assert (told["reminders"], told["currency"]) == ([7], "CHF")
    assert staff.ask("PUT", path, said).told["owner"] == str(ada.pk), "left out, it stays"
    for wrong, code in (
        ({"ends": "2026-01-01"}, "programme.dates"),
        ({"currency": "ZZZ"}, "value.unknown-choice"),
        ({"title": " "}, "text.empty"),
        ({"reminders": [0]}, "programme.reminders"),
    ):
        assert is_problem(staff.ask("PUT", path, said | wrong), 400, code)
    stranger = said | {"owner": str(person("max").pk)}
    assert is_problem(staff.ask("PUT", path, stranger), 404, "http.not-found")
    offered = offer(university).achievement_id
    assert staff.ask("PUT", f"{path}/help", {"offers": [str(offered)]}).status_code == 204
    assert staff.ask("GET", path).told["offers"] == [str(offered)]
    nothing = {"offers": [str(profile.pk)]}
    assert is_problem(staff.ask("PUT", f"{path}/help", nothing), 404, "http.not-found")
    staff.ask("POST", f"{path}/people", {"people": [str(ada.pk)]})
    [one] = staff.ask("GET", path).told["participants"]
    gone = staff.ask("DELETE", f"{path}/people/{one['id']}")
    assert gone.status_code == 204
    assert is_problem(staff.ask("DELETE", f"{path}/people/{one['id']}"), 404, "http.not-found")
    assert is_problem(staff.ask("POST", f"{path}/remind"), 409, "programme.state")
    assert staff.ask("POST", f"{path}/close").status_code == 204
    assert is_problem(staff.ask("PUT", path, said), 409, "programme.state")
    verbs = set(TrailEntry.objects.values_list("verb", flat=True))
    assert {"programme.edit", "programme.help", "programme.remove", "programme.close"} <= verbs
