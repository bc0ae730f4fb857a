"""A program makes teams, takes over a list of staff, runs a programme and reads its coverage."""

from __future__ import annotations

import pytest

from testamur.pathways.goal import goal_from
from testamur_web.employers.models import Nomination
from testamur_web.people.models import Role
from testamur_web.plans.profiles import create_profile
from tests.web.api.conftest import is_problem
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
    [team] = staff.ask("GET", f"{path}/coverage").told["teams"]
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
