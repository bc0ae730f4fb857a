"""A plan follows what must be held first, however long the chain, and says why something waits."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.models import OutcomeSkill, Version
from testamur_web.plans.candidates import candidates_for
from testamur_web.plans.models import Goal
from testamur_web.plans.planning import Asked, plan_for
from testamur_web.wallet.services import put_in_wallet
from tests.web.api.conftest import program
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

__all__ = ["program"]

SORTING = "https://uni.example/skills/sorting"
SAFETY = "https://uni.example/skills/safety"
TODAY = NOW.date()


@pytest.fixture
def goal(ada) -> Goal:
    content = {"label": "Sorter", "needs": [{"skill": SORTING, "name": "sorting", "level": 4}]}
    return Goal.objects.create(person=ada, label="Sorter", content=content, set_at=NOW)


def node(version):
    return {"achievement": achievement_url(version.achievement), "name": version.title}


def teaching(version, skill=SORTING, level=4):
    OutcomeSkill.objects.create(version=version, uri=skill, level=level)
    return version


def chain(university, length):
    """Each asks for the one before; only the last teaches what is needed."""
    made = [offer(university, "Step 0")]
    for at in range(1, length):
        made.append(offer(university, f"Step {at}", requires=node(made[-1])))
    teaching(made[-1])
    return made


def titles(planned):
    return [step.offer.title for step in planned.plan.steps]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(length=st.integers(1, 7), others=st.integers(0, 4))
def test_a_chain_of_prerequisites_is_followed_to_its_end(university, goal, length, others):
    Version.objects.all().delete()
    made = chain(university, length)
    for at in range(others):
        offer(university, f"Other {at}")
    planned = plan_for(goal, Asked(), at=NOW)
    assert titles(planned) == [one.title for one in made]
    assert planned.plan.status == "optimal"
    assert not planned.locked


def test_a_chain_takes_as_many_queries_as_it_is_long(university, django_assert_max_num_queries):
    made = chain(university, 5)
    for at in range(30):
        teaching(offer(university, f"Beside {at}", requires=node(made[-2])))
    with django_assert_max_num_queries(2 * 5 + 1):
        assert len(candidates_for([SORTING], on=TODAY)) == 35


def test_a_skill_that_is_asked_for_is_planned_too(university, goal, sign_in, ada):
    needs = {"skill": SAFETY, "name": "Safety", "level": 3}
    teaching(offer(university, "Sorting", requires=needs))
    teaching(offer(university, "Too low"), SAFETY, level=2)
    teaching(offer(university, "Safety"), SAFETY, level=3)
    planned = plan_for(goal, Asked(), at=NOW)
    assert titles(planned) == ["Safety", "Sorting"]
    [asking] = planned.asks[planned.plan.steps[1].offer.id]
    assert (asking.required.name, asking.step) == ("Safety", 1)
    page = sign_in(ada).get("/goal/plan/").text
    assert "So that you can begin: Sorting" in page
    assert "Asks first for Safety (EQF level 3), which Safety gives." in page


def test_one_of_several_ways_is_enough_and_the_cheaper_is_taken(university, goal):
    dear = offer(university, "Dear", price={"amount": "90", "currency": "EUR"})
    cheap = offer(university, "Cheap", price={"amount": "20", "currency": "EUR"})
    teaching(offer(university, "Sorting", requires={"any": [node(dear), node(cheap)]}))
    assert titles(plan_for(goal, Asked(), at=NOW)) == ["Cheap", "Sorting"]


def test_what_is_held_is_asked_for_no_more(university, goal, ada):
    first = publish(university, "First")
    teaching(offer(university, "Sorting", requires={"all": [node(first)]}))
    put_in_wallet(sign_award(first, person=ada), person=ada, at=NOW)
    planned = plan_for(goal, Asked(), at=NOW)
    assert titles(planned) == ["Sorting"]
    [asking] = planned.asks[planned.plan.steps[0].offer.id]
    assert (asking.required.name, asking.step) == ("First", 0)


def test_what_nothing_leads_to_is_told_as_locked(university, goal, sign_in, ada):
    elsewhere = {"achievement": "https://school.example/a/1", "name": "School leaving"}
    held = offer(university, "Easy")
    asked = {"all": [node(held), elsewhere]}
    teaching(offer(university, "Sorting", requires=asked))
    [locked] = plan_for(goal, Asked(), at=NOW).locked
    assert (locked.offer.title, locked.lacks.sentence) == ("Sorting", "School leaving")
    page = sign_in(ada).get("/goal/plan/").text
    assert "What you cannot begin yet" in page
    assert "asks first for School leaving" in page


def test_what_began_for_the_last_time_is_not_planned(university, goal):
    gone = {"beginning": "on-dates", "starts": ["2001-01-01"]}
    teaching(offer(university, "Gone", **gone))
    teaching(offer(university, "Any time", beginning="any-time", starts=["2001-01-01"]))
    assert titles(plan_for(goal, Asked(), at=NOW)) == ["Any time"]


def test_the_page_says_what_she_holds_and_what_not(university, sign_in, ada, client):
    first = publish(university, "First")
    skill = {"skill": SAFETY, "name": "Safety", "level": 3}
    version = offer(university, "Sorting", requires={"all": [node(first), {"any": [skill]}]})
    put_in_wallet(sign_award(first, person=ada), person=ada, at=NOW)
    address = f"/catalogue/{version.achievement_id}/"
    page = sign_in(ada).get(address).text
    assert page.count("You hold it") == 1
    assert page.count("Not yet") == 1
    assert f"/catalogue/{first.achievement_id}/" in page
    stranger = client.get(address).text
    assert "Safety (EQF level 3)" in stranger
    assert "You hold it" not in stranger


def test_programs_see_what_is_asked_and_what_is_locked(program, university, goal, ada):
    chain(university, 2)
    elsewhere = {"achievement": "https://school.example/a/1", "name": "School leaving"}
    teaching(offer(university, "Locked", requires=elsewhere))
    told = program(ada).get("/goal/plan").told
    assert [step["title"] for step in told["steps"]] == ["Step 0", "Step 1"]
    [asks] = told["steps"][1]["asks"]
    assert (asks["name"], asks["met"], asks["step"]) == ("Step 0", "step", 1)
    assert told["steps"][0]["opens"] == [told["steps"][1]["offer"]]
    [locked] = told["locked"]
    assert (locked["title"], locked["lacks"]) == ("Locked", "School leaving")
