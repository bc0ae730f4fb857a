"""Ada chooses an occupation, sees what is missing and where it can be earned, and gets nearer."""

from __future__ import annotations

import pytest

from testamur.errors import Refused
from testamur.pathways.trace import replay
from testamur_web.catalogue.models import Achievement, OutcomeSkill, Version
from testamur_web.catalogue.skills import find_entries
from testamur_web.plans import queries, services
from testamur_web.plans.models import Goal
from testamur_web.wallet.services import put_in_wallet
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW
from tests.web.wallet.conftest import CONTENT, publish, sign_award

pytestmark = pytest.mark.django_db

__all__ = ["program"]


@pytest.fixture
def analyst() -> str:
    return find_entries("data analyst", kind="occupation", limit=1)[0].found.id


@pytest.fixture
def goal(ada, analyst) -> Goal:
    return services.set_occupation(ada, analyst, at=NOW)


@pytest.fixture
def offer(university, goal) -> Version:
    """A micro-credential that certifies the first skill of the goal."""
    need = goal.content["needs"][0]
    skill = {"verb": "apply", "skill": need["name"], "skill_uri": need["skill"], "level": "expert"}
    made = publish(university, "Statistics at work")
    made.content = CONTENT | {"title": made.title, "outcomes": [skill], "eqf_level": 6}
    made.save()
    OutcomeSkill.objects.create(version=made, uri=need["skill"], level=7)
    return made


def test_an_occupation_is_found_and_becomes_the_goal(sign_in, ada, analyst):
    browser = sign_in(ada)
    assert "Where do you want to be?" in browser.get("/goal/").text
    assert analyst in browser.get("/goal/", {"q": "data analyst"}).text
    page = browser.post("/goal/set/", {"uri": analyst}, follow=True).text
    assert "Data analyst" in page
    assert "0 % is proven" in page
    assert "What is missing" in page


def test_what_is_earned_brings_the_goal_nearer(ada, goal, offer):
    before = queries.standing_of(goal, at=NOW)
    [missing] = [one for one in before.open if one.row.need == before.gap.rows[0].need]
    assert [version.pk for version in missing.offers] == [offer.pk]
    put_in_wallet(sign_award(offer, person=ada), person=ada, at=NOW)
    after = queries.standing_of(goal, at=NOW)
    assert after.gap.readiness > before.gap.readiness
    assert after.gap.rows[0].best.evidence.title == "Statistics at work"


def test_what_was_revoked_counts_for_nothing(ada, goal, offer, bashir):
    from testamur_web.awards.services import revoke

    award = sign_award(offer, person=ada)
    put_in_wallet(award, person=ada, at=NOW)
    revoke([award], reason="It was a mistake", by=bashir, at=NOW)
    assert queries.held_by(ada, at=NOW) == []
    assert queries.standing_of(goal, at=NOW).percent == 0


def test_the_page_of_an_offer_says_what_it_adds(sign_in, client, ada, goal, offer, university):
    address = f"/catalogue/{offer.achievement_id}/"
    many = len(goal.content["needs"])
    assert f"It covers 1 of the {many} skills" in sign_in(ada).get(address).text
    assert "It covers" not in client.get(address).text
    other = publish(university, "Something else")
    page = sign_in(ada).get(f"/catalogue/{other.achievement_id}/").text
    assert "It adds nothing new to your goal" in page


def test_what_she_says_of_herself_is_shown_and_proves_nothing(sign_in, ada, goal):
    skill = goal.content["needs"][0]["skill"]
    page = sign_in(ada).post("/goal/levels/", {skill: "5", "x:other": "3"}, follow=True).text
    assert "have it assessed, as you say you can" in page
    assert "0 % is proven" in page
    goal.refresh_from_db()
    assert goal.self_assessed == {skill: 5}


def test_another_goal_ends_the_first_and_a_goal_can_be_left(sign_in, ada, goal):
    welder = find_entries("welder", kind="occupation", limit=1)[0].found.id
    browser = sign_in(ada)
    browser.post("/goal/set/", {"uri": welder})
    assert [one.label for one in Goal.objects.filter(person=ada, ended_at=None)] == ["welder"]
    browser.post("/goal/leave/")
    assert queries.goal_of(ada) is None
    assert Goal.objects.filter(person=ada).count() == 2


@pytest.mark.parametrize("uri", ["", "nothing", "http://data.europa.eu/esco/occupation/none"])
def test_what_is_no_occupation_is_no_goal(sign_in, ada, uri):
    page = sign_in(ada).post("/goal/set/", {"uri": uri}, follow=True)
    assert page.status_code == 200
    assert queries.goal_of(ada) is None


def test_a_skill_is_no_occupation(ada):
    skill = find_entries("welding", kind="skill", limit=1)[0].found.id
    with pytest.raises(Refused) as caught:
        services.set_occupation(ada, skill, at=NOW)
    assert caught.value.problem.code == "gap.goal-unknown"


def test_levels_without_a_goal_are_said_of_nothing(sign_in, ada):
    page = sign_in(ada).post("/goal/levels/", {"x:1": "4"}, follow=True).text
    assert "Where do you want to be?" in page


def test_a_program_sets_it_reads_the_gap_and_its_trace(program, ada, analyst, offer):
    asked = program(ada)
    assert asked.put("/goal", {"occupation": analyst}).told["label"] == "data analyst"
    told = asked.get("/goal/gap").told
    assert told["readiness"] == 0
    trace = asked.get("/goal/gap/trace").told
    assert replay(trace).as_json() | {"at": told["at"]} == told
    said = asked.put("/goal/levels", {"levels": {told["skills"][0]["skill"]: 4}}).told
    assert said["self_assessed"] == {told["skills"][0]["skill"]: 4}
    assert asked.ask("DELETE", "/goal").status_code == 204
    assert asked.get("/goal").status_code == 404


def test_a_program_brings_a_goal_of_its_own(program, ada, offer):
    skill = offer.skills.get().uri
    mine = {"label": "My job", "needs": [{"skill": skill, "level": 5, "importance": 1}]}
    assert program(ada).put("/goal", {"goal": mine}).told["label"] == "My job"
    assert len(program(ada).get("/goal/gap").told["skills"]) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "gap.goal-unknown"),
        ({"occupation": "x:none"}, "gap.goal-unknown"),
        ({"goal": {"needs": []}}, "gap.goal-malformed"),
        ({"goal": {"needs": [{"skill": "x:1", "level": 99}]}}, "gap.goal-malformed"),
    ],
)
def test_what_is_no_goal_is_refused(program, ada, body, code):
    assert is_problem(program(ada).put("/goal", body), 400, code)


def test_a_level_is_one_to_eight(program, ada, goal):
    skill = goal.content["needs"][0]["skill"]
    refused = program(ada).put("/goal/levels", {"levels": {skill: 12}})
    assert is_problem(refused, 400, "gap.goal-malformed")


def test_the_goal_of_somebody_else_is_nobodys_business(sign_in, program, chen, goal):
    assert "Where do you want to be?" in sign_in(chen).get("/goal/").text
    assert program(chen).get("/goal").status_code == 404


def test_an_achievement_that_was_withdrawn_is_not_offered(goal, offer):
    Achievement.objects.filter(pk=offer.achievement_id).update(withdrawn_at=NOW)
    assert not any(one.offers for one in queries.standing_of(goal, at=NOW).open)
