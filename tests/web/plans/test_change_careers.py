"""From role to role: chosen by words or from a list, compared both ways, and what lies near."""

from __future__ import annotations

import pytest

from testamur.errors import Refused
from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.catalogue.skills import entry_of, find_entries
from testamur_web.plans import roles, services
from testamur_web.wallet.services import put_in_wallet
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW
from tests.web.wallet.conftest import CONTENT, publish, sign_award

pytestmark = pytest.mark.django_db

__all__ = ["program"]

PAGE = "/skills/roles/"


def found(words: str) -> str:
    return find_entries(words, kind="occupation", limit=1)[0].found.id


@pytest.fixture
def analyst() -> str:
    return found("data analyst")


@pytest.fixture
def scientist() -> str:
    return found("data scientist")


@pytest.fixture
def certified(ada, university, analyst):
    """Ada holds one essential skill of a data analyst."""
    need = entry_of(analyst).entry.needs[0]
    skill = {"verb": "apply", "skill": "it", "skill_uri": need.skill, "level": "expert"}
    version = publish(university, "Statistics at work")
    version.content = CONTENT | {"title": version.title, "outcomes": [skill], "eqf_level": 6}
    version.save()
    OutcomeSkill.objects.create(version=version, uri=need.skill, level=7)
    put_in_wallet(sign_award(version, person=ada), person=ada, at=NOW)


def test_two_roles_are_compared_both_ways(client, analyst, scientist):
    page = client.get(PAGE, {"from": analyst, "to": scientist}).text
    way = roles.compare(analyst, scientist)
    assert f"{round(100 * way.there.share)} % of what “data scientist” asks for" in page
    assert f"The other way, {round(100 * way.back.share)} % of what “data analyst”" in page
    for heading in ("What transfers", "What is missing", "Sign in to make it your goal"):
        assert heading in page


def test_every_skill_stands_in_one_group_and_the_counts_add_up(analyst, scientist):
    way = roles.compare(analyst, scientist)
    groups = [*way.transfers, *way.in_part, *way.missing]
    asked = [need.skill for need in entry_of(scientist).entry.needs]
    assert sorted(one.transfer.need.skill for one in groups) == sorted(asked)
    assert way.shared + way.only_in_other == len(asked)
    assert all(one.name != one.transfer.need.skill for one in groups)


def test_the_nearest_are_drawn_and_stand_in_a_table(client, analyst, scientist):
    page = client.get(PAGE, {"from": analyst}).text
    near = roles.nearest_to_role(analyst, top=10)
    assert near[0].occupation.id == scientist
    assert page.count('class="role-share"') == len(near)
    assert page.count("Data scientist") == 2  # in the picture, and in the table
    assert "Roles nearest to this" in client.get("/skills/about/", {"uri": analyst}).text


def test_words_are_enough_without_script(client, analyst, scientist):
    asked = {"from_words": "Data analyst", "to_words": "data scientist"}
    assert "asks for is brought along" in client.get(PAGE, asked).text
    page = client.get(PAGE, {"from": analyst, "to_words": "data scien"}).text
    assert "Which one is “data scien”?" in page
    assert "from=http" in page
    assert "No occupation with known skills is called “xyzzy”" in (
        client.get(PAGE, {"from_words": "xyzzy"}).text
    )


def test_words_that_were_typed_since_mean_more_than_the_address(client, analyst):
    asked = {"from": analyst, "from_words": "data scientist"}
    assert "Roles nearest to “data scientist”" in client.get(PAGE, asked).text


@pytest.mark.usefixtures("certified")
def test_what_she_holds_brings_roles_near(sign_in, client, ada, analyst):
    page = sign_in(ada).get(PAGE).text
    assert "Roles nearest to what you hold" in page
    assert "Data analyst" in page
    assert analyst in [one.occupation.id for one in roles.nearest_to_person(ada, at=NOW, top=5)]
    assert "nearest to what you hold" not in client.get(PAGE).text
    assert "nearest to what you hold" not in sign_in(ada).get(PAGE, {"from_words": "data"}).text


def test_an_empty_wallet_is_told(sign_in, chen):
    assert "No valid credential in your wallet" in sign_in(chen).get(PAGE).text


def test_the_other_role_becomes_the_goal(sign_in, ada, analyst, scientist):
    browser = sign_in(ada)
    assert "Make “data scientist” my goal" in (
        browser.get(PAGE, {"from": analyst, "to": scientist}).text
    )
    services.set_occupation(ada, scientist, at=NOW)
    page = browser.get(PAGE, {"from": analyst, "to": scientist}).text
    assert "see what you are missing" in page


@pytest.mark.parametrize("uri", ["nothing", "x" * 900, "http://data.europa.eu/esco/skill/none"])
def test_what_is_no_role_is_chosen_again(client, uri):
    assert client.get(PAGE, {"from": uri, "to": "\0"}).status_code == 200


def test_a_skill_is_no_role():
    skill = find_entries("welding", kind="skill", limit=1)[0].found.id
    with pytest.raises(Refused) as caught:
        roles.nearest_to_role(skill, top=3)
    assert caught.value.problem.code == "gap.goal-unknown"


@pytest.mark.usefixtures("certified")
def test_a_program_asks_the_same(program, ada, analyst, scientist):
    anybody, hers = program(), program(ada)
    near = anybody.get(f"/roles/nearest?uri={analyst}&top=3").told
    assert near[0] == {"uri": scientist, "label": "data scientist", "share": near[0]["share"]}
    told = anybody.get(f"/roles/between?start={analyst}&to={scientist}").told
    assert told["share"] == roles.compare(analyst, scientist).there.share
    assert {"transfers", "in_part", "missing", "back"} <= told.keys()
    assert hers.get("/roles/nearest-to-me?top=5").told
    assert anybody.get("/roles/nearest-to-me").status_code == 401
    assert is_problem(anybody.get("/roles/nearest?uri=x:none"), 400, "gap.goal-unknown")
    assert is_problem(anybody.get(f"/roles/between?start={analyst}&to=x"), 400, "gap.goal-unknown")
