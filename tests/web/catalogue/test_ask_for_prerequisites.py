"""What must be held before one begins is read, judged, told in words, and stays with its version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from testamur_web.catalogue import services
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.diff import changes_between
from testamur_web.catalogue.documents import achievement_of, achievement_url, version_url
from testamur_web.catalogue.references import examine_draft_of
from testamur_web.catalogue.requirements import Required, achievement_key
from tests.web.catalogue.conftest import WHOLE
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

PYTHON = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
ELSEWHERE = {"achievement": "https://school.example/a/sql", "name": "SQL in a week"}
SKILL = {"skill": PYTHON, "name": "Python", "level": 4}
TREE = {"all": [ELSEWHERE, {"any": [SKILL, {"all": [ELSEWHERE, SKILL]}]}]}


def asking(achievement, **more) -> Definition:
    node = {"achievement": achievement_url(achievement), "name": achievement.title}
    return read_draft(WHOLE.as_json() | {"requires": node} | more)[0]


def judged(achievement, definition):
    return examine_draft_of(achievement, definition.as_json(), on=NOW.date())


def codes(problems):
    return {(problem.code, problem.pointer) for problem in problems}


def test_a_tree_is_read_as_it_was_written_and_reads_as_a_sentence():
    definition, problems = read_draft({"title": "x", "requires": TREE})
    assert not problems
    assert definition.as_json()["requires"] == TREE
    assert definition.requires.sentence == (
        "SQL in a week and (Python (EQF level 4) or (SQL in a week and Python (EQF level 4)))"
    )


@pytest.mark.parametrize(
    ("requires", "pointer", "code"),
    [
        ("python", "/requires", "value.wrong-kind"),
        ({"name": "SQL"}, "/requires/name", "value.wrong-kind"),
        ({"achievement": "not an address"}, "/requires/achievement", "document.relative-iri"),
        ({"all": [ELSEWHERE], "any": [SKILL]}, "/requires", "value.contradiction"),
        ({"all": [{"skill": PYTHON, "level": 9}]}, "/requires/all/0/level", "value.out-of-range"),
        ({"all": [{"every": []}]}, "/requires/all/0/every", "document.unexpected-member"),
        (
            {"all": [{"all": [{"all": [{"all": [{"all": [SKILL]}]}]}]}]},
            "/requires/all/0/all/0/all/0/all/0/all",
            "value.out-of-range",
        ),
    ],
)
def test_what_cannot_be_read_is_one_problem_where_it_stands(requires, pointer, code):
    _definition, problems = read_draft({"title": "x", "requires": requires})
    assert [(problem.pointer, problem.code) for problem in problems] == [(pointer, code)]


def test_every_version_of_an_achievement_here_is_the_achievement(offered):
    key = str(offered.pk)
    assert achievement_key(achievement_url(offered)) == key
    assert achievement_key(version_url(offered.current)) == key
    assert achievement_key("https://school.example/a/1") == "https://school.example/a/1"


def test_what_asks_for_itself_is_not_published(draft, bashir):
    services.save_draft(draft, asking(draft), by=bashir, at=NOW)
    with pytest.raises(services.NotReady) as refused:
        services.publish(draft, by=bashir, at=NOW)
    assert refused.value.problem.code == "definition.circular"


def test_a_circle_is_found_through_others_unless_there_is_another_way(university, draft):
    second = offer(university, "Second", requires=asking(draft).as_json()["requires"]).achievement
    assert ("definition.circular", "/requires") in codes(judged(draft, asking(second)).problems)
    node = Required(any=(asking(second).requires, Required(achievement=ELSEWHERE["achievement"])))
    either = replace(WHOLE, requires=node)
    assert not judged(draft, either).problems


def test_a_chain_is_no_circle_and_takes_one_query_a_step(
    university, draft, django_assert_max_num_queries
):
    first = offer(university, "First").achievement
    second = offer(university, "Second", requires=asking(first).as_json()["requires"]).achievement
    with django_assert_max_num_queries(4):
        assert not judged(draft, asking(second)).problems


def test_what_is_not_known_here_is_advice(draft):
    definition = replace(WHOLE, requires=read_draft({"requires": TREE})[0].requires)
    ready = judged(draft, definition)
    assert not ready.problems
    assert ("definition.reference-unknown", "/requires/all/0/name") in codes(ready.advice)
    unknown = Required(skill="https://uni.example/skills/none", name="None")
    ready = judged(draft, replace(WHOLE, requires=unknown))
    assert ("definition.reference-unknown", "/requires/name") in codes(ready.advice)


def test_dates_are_sorted_and_judged(draft):
    past = NOW.date() - timedelta(days=9)
    told = {"beginning": "on-dates", "starts": ["2027-03-01", "2027-01-11", "2027-03-01"]}
    definition, problems = read_draft(WHOLE.as_json() | told)
    assert not problems
    assert definition.as_json()["starts"] == ["2027-01-11", "2027-03-01"]
    gone = replace(WHOLE, starts=(past,), beginning="on-dates")
    assert ("definition.dates-passed", "/starts") in codes(judged(draft, gone).advice)
    both = replace(WHOLE, starts=(past,), beginning="any-time")
    assert ("value.contradiction", "/starts") in codes(judged(draft, both).problems)
    none = replace(WHOLE, beginning="on-dates")
    assert ("definition.missing", "/starts") in codes(judged(draft, none).problems)
    assert read_draft({"starts": ["soon"]})[1][0].pointer == "/starts/0"


def test_a_change_is_told_as_a_whole_and_is_no_correction():
    after = replace(WHOLE, requires=read_draft({"requires": SKILL})[0].requires)
    [change] = changes_between(WHOLE, after)
    assert (change.label, change.before) == ("What must be held", "")
    assert change.after == "Python (EQF level 4)"
    assert not change.is_wording


def test_a_credential_says_what_was_required_in_words(university, draft, bashir):
    first = offer(university, "First").achievement
    services.save_draft(draft, asking(first), by=bashir, at=NOW)
    version = services.publish(draft, by=bashir, at=NOW)
    told = achievement_of(version).as_json()
    assert "Can write a loop in any language\\nFirst" in str(told)
