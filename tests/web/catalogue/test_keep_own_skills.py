"""Bashir adds a skill that no list has, uses it at once, maps it later, and changes his mind."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.catalogue import own_skills as services
from testamur_web.catalogue.mappings import MappingWord, end_mapping, map_skill
from testamur_web.catalogue.models import OwnSkill, SkillMapping
from testamur_web.catalogue.own_skills import SkillWords, Step, add_skill
from testamur_web.catalogue.skills import entry_of, find_entries, find_skill
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Role
from tests.web.api.conftest import is_problem, program
from tests.web.catalogue.skills_of_own import LABEL, mapped, own_skill, published_skill
from tests.web.conftest import NOW, join, person

pytestmark = pytest.mark.django_db

__all__ = ["program"]

LATER = NOW + timedelta(days=30)


def code_of(call) -> str:
    with pytest.raises((Conflict, Refused)) as caught:
        call()
    return caught.value.problem.code


@pytest.fixture
def skill(university) -> OwnSkill:
    return own_skill(university, alternatives=("drone inspection",), description="Safely.")


def test_a_skill_is_added_and_found_at_once(sign_in, bashir, university, client):
    form = {"label": LABEL, "alternatives": "drone inspection\n\ndrone survey\n"}
    answer = sign_in(bashir).post(f"/o/{university.slug}/skills/new/", form)
    skill = OwnSkill.objects.get()
    assert answer.url == f"/o/{university.slug}/skills/{skill.pk}/"
    assert skill.alternatives == ["drone inspection", "drone survey"]
    [hit] = find_entries("drone surv", kind="skill")
    assert (hit.found.id, hit.framework) == (skill.uri, "Skills of Example University")
    assert LABEL.capitalize() in client.get("/skills/", {"q": "fly drones"}).text
    option = client.get("/skills/suggest/", {"q": "drone insp", "kind": "skill"}).text
    assert f'data-uri="{skill.uri}"' in option
    assert find_skill("drone inspection").skill_uri == skill.uri
    assert find_entries("drone", kind="occupation") == []
    assert TrailEntry.objects.get(verb="skill.add").tenant == university.pk


def test_one_that_looks_like_a_skill_of_a_list_is_asked_about_first(sign_in, bashir, university):
    browser, address = sign_in(bashir), f"/o/{university.slug}/skills/new/"
    page = browser.post(address, {"label": "Data analysis"}).text
    assert "Did you mean one of these?" in page
    assert "ESCO" in page
    assert not OwnSkill.objects.exists()
    browser.post(address, {"label": "Data analysis", "is_new": "yes"})
    assert OwnSkill.objects.get().label == "Data analysis"


def test_two_skills_of_one_list_are_called_differently(university, college, skill):
    again = SkillWords(LABEL.upper())
    made = lambda where: add_skill(where, again, is_new=True, by=None, at=NOW)  # noqa: E731
    assert code_of(lambda: made(university)) == "skill.doubled"
    assert made(college).label == LABEL.upper(), "another organisation may"
    assert code_of(lambda: add_skill(college, SkillWords("drone inspection"), by=None, at=NOW)) == (
        "skill.alike"
    ), "what other organisations named is shown too"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (SkillWords("  "), "text.empty"),
        (SkillWords("a" * 201), "text.too-long"),
        (SkillWords("x", "y" * 5001), "text.too-long"),
        (SkillWords("x", "y\0"), "text.too-long"),
        (SkillWords("x\u202ey"), "text.unsafe"),
        (SkillWords("x", alternatives=tuple(map(str, range(51)))), "skill.too-many"),
    ],
)
def test_words_are_bounded(university, words, code):
    assert code_of(lambda: add_skill(university, words, is_new=True, by=None, at=NOW)) == code


def test_its_address_leads_to_a_page_and_to_json(client, skill):
    mapped(skill)
    path = f"/skills/{skill.pk}/"
    assert skill.uri.endswith(path)
    page = client.get(path)
    assert (page.headers["Content-Type"], LABEL.capitalize() in page.text) == (
        "text/html; charset=utf-8",
        True,
    )
    for told in (
        client.get(path, headers={"Accept": "application/ld+json"}),
        client.get(f"{path}skill.json"),
    ):
        assert told.headers["Content-Type"] == "application/ld+json"
        document = json.loads(told.content)
        assert (document["id"], document["prefLabel"]) == (skill.uri, LABEL)
        assert document["exactMatch"] == [published_skill()]
        assert document["altLabel"] == ["drone inspection"]
    assert client.get("/skills/about/", {"uri": skill.uri}).url == path
    assert LABEL.capitalize() in client.get(f"/org/{skill.organisation.slug}/skills/").text
    assert client.get("/api/v1/skills/entry", {"uri": skill.uri}).json()["label"] == LABEL


def test_nobody_has_skills_where_none_are(client, college):
    assert client.get(f"/org/{college.slug}/skills/").status_code == 404
    assert client.get("/org/nobody/skills/").status_code == 404


def test_it_is_mapped_replaced_and_ended_and_every_word_is_kept(sign_in, bashir, skill):
    browser, home = sign_in(bashir), f"/o/{skill.organisation.slug}/skills/{skill.pk}/"
    target = published_skill()
    page = browser.get(f"{home}map/", {"q": "welding"}).text
    assert target in page
    browser.post(f"{home}map/", {"target": target, "relation": "broader", "note": "At first"})
    first = SkillMapping.objects.get()
    assert "is broader" in browser.get(home).text
    again = {"target": target, "relation": "exact", "note": "Now named", "replaces": first.pk}
    browser.post(f"{home}map/", again)
    first.refresh_from_db()
    second = SkillMapping.objects.get(ended_at=None)
    assert (second.replaces, second.note, first.note) == (first, "Now named", "At first")
    browser.post(f"{home}mappings/{second.pk}/end/")
    page = browser.get(home).text
    for told in ("What it matched before", "At first", "Now named", "replaced"):
        assert told in page
    assert SkillMapping.objects.count() == 2
    verbs = TrailEntry.objects.filter(verb__contains="ma").values_list("verb", flat=True)
    assert sorted(verbs) == ["skill.end-mapping", "skill.end-mapping", "skill.map", "skill.map"]


def test_what_cannot_be_mapped(skill, university):
    target = published_skill()
    say = lambda *word: map_skill(skill, MappingWord(*word), by=None, at=NOW)  # noqa: E731
    assert code_of(lambda: say("x:none", "exact")) == "skill.unknown"
    assert code_of(lambda: say(skill.uri, "exact")) == "skill.unknown", "no list publishes it"
    assert code_of(lambda: say(target, "likes")) == "skill.relation-unknown"
    assert code_of(lambda: say(target, "exact", "n" * 1001)) == "text.too-long"
    mapping = say(target, "exact")
    assert code_of(lambda: say(target, "related")) == "skill.mapped"
    end_mapping(mapping, by=None, at=LATER)
    assert code_of(lambda: end_mapping(mapping, by=None, at=LATER)) == "skill.mapping-ended"
    occupation = find_entries("welder", kind="occupation")[0].found.id
    assert code_of(lambda: say(occupation, "exact")) == "skill.unknown", "an occupation is none"


def test_words_that_are_refused_are_told_on_the_page(sign_in, bashir, skill):
    browser, home = sign_in(bashir), f"/o/{skill.organisation.slug}/skills/{skill.pk}/"
    page = browser.post(f"{home}map/", {"target": "x:none", "relation": "exact"})
    assert "No list of skills here holds that identifier" in page.text
    assert browser.get(f"{home}map/", {"q": "zzzzqq"}).status_code == 200
    assert browser.get(f"{home}map/", {"replaces": "nonsense"}).status_code == 404


def test_it_is_worded_differently_and_keeps_its_address(sign_in, bashir, skill):
    home = f"/o/{skill.organisation.slug}/skills/{skill.pk}/"
    sign_in(bashir).post(f"{home}change/", {"label": "inspect solar parks by drone"})
    assert find_entries("inspect solar parks by drone")[0].found.id == skill.uri
    assert entry_of(skill.uri).entry.label == "inspect solar parks by drone"
    assert TrailEntry.objects.get(verb="skill.change").detail["label_before"] == LABEL


def test_a_retired_skill_is_found_by_its_address_alone(sign_in, client, bashir, skill):
    home = f"/o/{skill.organisation.slug}/skills/{skill.pk}/"
    sign_in(bashir).post(f"{home}retire/")
    assert find_entries(LABEL) == []
    assert "It is offered no more" in client.get(f"/skills/{skill.pk}/").text
    assert entry_of(skill.uri).entry.label == LABEL
    own_skill(skill.organisation)
    page = sign_in(bashir).post(f"{home}retire/", follow=True).text
    assert "A skill of that name stands in your list already" in page


def test_a_scale_rises_and_is_shown_with_its_skill(sign_in, client, bashir, university):
    browser, address = sign_in(bashir), f"/o/{university.slug}/skills/levels/"
    steps = {"step_1": "Helper", "eqf_1": "3", "step_2": "Pilot", "eqf_2": "5"}
    browser.post(address, {"name": "Crew", **steps})
    scale = university.level_scales.get()
    browser.post(f"/o/{university.slug}/skills/new/", {"label": LABEL, "scale": scale.pk})
    skill = OwnSkill.objects.get()
    page = client.get(f"/skills/{skill.pk}/").text
    assert all(told in page for told in ("Crew", "Helper", "Pilot", "EQF level 5"))
    falling = {"step_1": "Pilot", "eqf_1": "5", "step_2": "Helper", "eqf_2": "3"}
    refused = browser.post(address, {"name": "Other", **falling}).text
    assert "A scale of levels is not one that can be compared" in refused
    browser.post(f"{address}{scale.pk}/end/")
    assert "Crew" not in browser.get(address).text
    assert "Crew" in client.get(f"/skills/{skill.pk}/").text


@pytest.mark.parametrize(
    "steps",
    [
        [Step("Only", 3)],
        [Step("A", 3), Step("a", 4)],
        [Step("A", 0), Step("B", 4)],
        [Step("A", 3), Step("B", 9)],
        [Step(str(n), 3) for n in range(13)],
    ],
)
def test_a_scale_can_be_compared(university, steps):
    say = lambda: services.state_scale(university, "S", steps, by=None, at=NOW)  # noqa: E731
    assert code_of(say) == "scale.malformed"


def test_the_scale_of_others_is_not_theirs_to_use(university, college):
    theirs = services.state_scale(college, "S", [Step("A", 3), Step("B", 4)], by=None, at=NOW)
    words = SkillWords(LABEL, scale=theirs)
    assert code_of(lambda: add_skill(university, words, is_new=True, by=None, at=NOW)) == (
        "skill.unknown"
    )


def test_a_program_does_all_of_it(program, bashir, university, chen):
    asked = program(bashir, university)
    scale = {"name": "Crew", "steps": [{"name": "Helper", "eqf": 3}, {"name": "Pilot", "eqf": 5}]}
    made_scale = asked.post("/level-scales", scale).told
    assert asked.get("/level-scales").told == [made_scale]
    refused = asked.post("/own-skills", {"label": "data analysis"})
    assert is_problem(refused, 409, "skill.alike")
    body = {"label": LABEL, "alternatives": ["drone survey"], "scale": made_scale["id"]}
    made = asked.post("/own-skills", body | {"is_new": True}).told
    assert (made["label"], made["scale"], made["mappings"]) == (LABEL, made_scale["id"], [])
    home = f"/own-skills/{made['id']}"
    target = published_skill()
    first = asked.post(f"{home}/mappings", {"target": target, "relation": "related"}).told
    second = asked.post(
        f"{home}/mappings", {"target": target, "relation": "exact", "replaces": first["id"]}
    ).told
    assert second["replaces"] == first["id"]
    ended = asked.post(f"{home}/mappings/{second['id']}/end", {"note": "Too bold"}).told
    assert (ended["ended_note"], ended["ended_at"] is None) == ("Too bold", False)
    assert [one["relation"] for one in asked.get(home).told["mappings"]] == ["exact", "related"]
    assert asked.put(home, {"label": "fly drones"}).told["alternatives"] == []
    assert asked.post(f"{home}/retire", {}).told["retired"]
    assert not asked.post(f"{home}/bring-back", {}).told["retired"]
    assert asked.get("/own-skills").told["total"] == 1
    assert asked.post(f"/level-scales/{made_scale['id']}/end", {}).told["name"] == "Crew"
    others = program(chen, chen.memberships.get().organisation)
    assert others.get(home).status_code == 404
    assert others.get("/own-skills").told["total"] == 0


def test_who_designs_nothing_adds_nothing(program, university):
    assessor = person("amina")
    join(assessor, university, Role.ASSESSOR)
    refused = program(assessor, university).post("/own-skills", {"label": LABEL})
    assert refused.status_code == 403
