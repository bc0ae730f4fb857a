"""Who pays a part of the price: read, judged, told in words, and reckoned to the cent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from testamur.errors import Refused
from testamur.pathways.plan.funding import cheapest_way
from testamur_web.catalogue.definition import Price, read_draft
from testamur_web.catalogue.diff import changes_between
from testamur_web.catalogue.facts import LearnerFacts, read_facts
from testamur_web.catalogue.funding import open_fundings
from testamur_web.catalogue.lint import missing_from
from tests.web.catalogue.conftest import WHOLE
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

TODAY = NOW.date()
YOUNG = {"fact": "age", "test": "atMost", "value": 29}
SKILL = {"skill": "http://data.europa.eu/esco/skill/x", "name": "Python", "level": 4}
AUSTRIAN = {"fact": "country", "test": "is", "value": "AT"}
FUNDING = {
    "name": "Skills grant",
    "percent": 60,
    "most": {"EUR": "100"},
    "conditions": [YOUNG, AUSTRIAN],
    "url": "https://funding.example/",
    "until": (TODAY + timedelta(days=30)).isoformat(),
}


def read(**changes):
    told = {name: value for name, value in (FUNDING | changes).items() if value is not None}
    return read_draft(WHOLE.as_json() | {"funding": [told]})


def net(cents, facts, **changes):
    definition, problems = read(**changes)
    assert not problems
    open_ones = open_fundings(definition.funding, on=TODAY)
    return cheapest_way(cents, currency="EUR", fundings=open_ones, facts=facts.on(TODAY)).net


def test_a_funding_is_read_as_it_was_written_and_reads_as_a_sentence():
    definition, problems = read()
    assert not problems
    assert definition.as_json()["funding"] == [FUNDING]
    assert definition.funding[0].sentence.startswith(
        "Skills grant: 60 %, at most 100 EUR, for people aged 29 or less, living in AT, until "
    )
    assert read(percent=None)[0].funding[0].share == "the whole price, at most 100 EUR"
    assert read(percent=None, most=None)[0].funding[0].share == "the whole price"
    assert read(conditions=[])[0].funding[0].audience == "for everybody"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"percent": 101}, "/percent", "value.out-of-range"),
        ({"percent": "much"}, "/percent", "value.wrong-kind"),
        ({"most": {"EURO": 1}}, "/most", "value.wrong-kind"),
        ({"most": {"EUR": "-1"}}, "/most/EUR", "value.out-of-range"),
        ({"most": {"EUR": "1.234"}}, "/most/EUR", "value.out-of-range"),
        ({"most": "100"}, "/most", "value.wrong-kind"),
        ({"until": "next year"}, "/until", "value.wrong-kind"),
        ({"url": "funding"}, "/url", "document.relative-iri"),
        (
            {"conditions": [{"fact": "shoe", "test": "is", "value": 4}]},
            "/conditions/0/fact",
            "value",
        ),
        ({"conditions": [YOUNG | {"test": "is"}]}, "/conditions/0/test", "value.unknown-choice"),
        ({"conditions": [YOUNG | {"value": "x"}]}, "/conditions/0/value", "value.wrong-kind"),
        ({"conditions": [YOUNG | {"value": 400}]}, "/conditions/0/value", "value.out-of-range"),
        ({"conditions": [AUSTRIAN | {"value": "Austria"}]}, "/conditions/0/value", "value"),
        ({"conditions": [AUSTRIAN | {"test": "oneOf"}]}, "/conditions/0/value", "value"),
        ({"conditions": [{"fact": "age"}]}, "/conditions/0", "value.wrong-kind"),
    ],
)
def test_what_cannot_be_read_is_one_problem_where_it_stands(changes, pointer, code):
    _definition, problems = read(**changes)
    assert [problem.pointer for problem in problems] == [f"/funding/0{pointer}"]
    assert problems[0].code.startswith(code)


def test_a_funding_has_a_name_and_a_price_to_pay():
    nameless = replace(read(name=None)[0], price=None)
    told = {problem.pointer for problem in missing_from(nameless)}
    assert {"/funding/0/name", "/price/amount"} <= told
    free = replace(read()[0], price=Price(Decimal(0), "EUR"))
    assert "/price/amount" in {problem.pointer for problem in missing_from(free)}


def test_who_meets_every_condition_pays_the_rest():
    ada = LearnerFacts(birth_year=TODAY.year - 25, country="AT")
    assert net(18000, ada) == 8000
    assert net(10000, ada) == 4000
    assert net(18000, replace(ada, country="DE")) == 18000
    assert net(18000, replace(ada, country="")) == 18000
    assert net(18000, LearnerFacts()) == 18000


def test_a_year_of_birth_never_makes_anybody_eligible_who_may_not_be():
    this_year_thirty = LearnerFacts(birth_year=TODAY.year - 30, country="AT")
    assert net(18000, this_year_thirty) == 18000
    grown = {"conditions": [{"fact": "age", "test": "atLeast", "value": 18}]}
    assert net(18000, LearnerFacts(birth_year=TODAY.year - 18), **grown) == 18000
    assert net(18000, LearnerFacts(birth_year=TODAY.year - 19), **grown) == 8000


@pytest.mark.parametrize(
    ("condition", "facts", "is_open"),
    [
        (("employment", "oneOf", ["unemployed", "caring"]), {"employment": "caring"}, True),
        (("employment", "is", "unemployed"), {"employment": "employed"}, False),
        (("region", "is", "Upper  Austria"), {"region": "upper austria"}, True),
        (("eqf", "atMost", 4), {"eqf": 4}, True),
        (("eqf", "atMost", 4), {"eqf": 5}, False),
        (("income", "oneOf", ["up-to-15000"]), {"income": "up-to-15000"}, True),
        (("voucher", "is", "SKILLS-27"), {"vouchers": ("other", "skills-27")}, True),
        (("voucher", "is", "SKILLS-27"), {"vouchers": ("other",)}, False),
    ],
)
def test_each_fact_is_compared_as_it_should_be(condition, facts, is_open):
    fact, test, value = condition
    told = {"conditions": [{"fact": fact, "test": test, "value": value}]}
    assert (net(18000, LearnerFacts(**facts), **told) < 18000) is is_open


def test_what_has_ended_pays_nothing():
    ada = LearnerFacts(birth_year=TODAY.year - 25, country="AT")
    assert net(18000, ada, until=(TODAY - timedelta(days=1)).isoformat()) == 18000
    assert net(18000, ada, until=TODAY.isoformat()) == 8000


def test_a_change_of_a_funding_is_told_member_by_member():
    changes = changes_between(read()[0], read(percent=50, most={"EUR": "80"})[0])
    assert [(one.label, one.before, one.after) for one in changes] == [
        ("Funding 1: percent", "60", "50"),
        ("Funding 1: at most", "100 EUR", "80 EUR"),
    ]
    [gone] = changes_between(read()[0], WHOLE)
    assert gone.before.startswith("Skills grant: 60 %")


@pytest.mark.parametrize(
    "stated",
    [
        "x",
        {"birth_year": 1850},
        {"birth_year": TODAY.year + 1},
        {"country": "Austria"},
        {"employment": "busy"},
        {"eqf": 9},
        {"income": 12},
        {"vouchers": "one"},
        {"shoe_size": 43},
    ],
)
def test_facts_that_are_none_are_refused(stated):
    with pytest.raises(Refused):
        read_facts(stated, year=TODAY.year)


def test_facts_are_read_as_they_were_written():
    stated = {"birth_year": 1998, "country": "AT", "eqf": 5, "vouchers": ["SKILLS-27"]}
    assert read_facts(stated, year=TODAY.year).as_json() == stated
    assert LearnerFacts().on(TODAY) == {}


@pytest.mark.django_db
def test_search_engines_read_who_pays_what_is_asked_and_when(client, university):
    starts = [(TODAY + timedelta(days=days)).isoformat() for days in (20, 80)]
    asked = {"all": [{"achievement": "https://school.example/a/1", "name": "SQL"}, SKILL]}
    version = offer(
        university, "Course", funding=[FUNDING], requires=asked, starts=starts, prerequisites="Zeal"
    )
    page = client.get(f"/catalogue/{version.achievement_id}/").text
    told = json.loads(page.split('type="application/ld+json"')[1].split(">", 1)[1].split("</")[0])
    assert told["coursePrerequisites"] == [
        "Zeal\nSQL and Python (EQF level 4)",
        {"@type": "Course", "@id": "https://school.example/a/1", "name": "SQL"},
        {
            "@type": "AlignmentObject",
            "targetName": "Python (EQF level 4)",
            "targetUrl": SKILL["skill"],
        },
    ]
    assert [one["startDate"] for one in told["hasCourseInstance"]] == starts
    [grant] = told["funding"]
    assert (grant["@type"], grant["name"]) == ("Grant", "Skills grant")
    assert "Begins" in page


@pytest.mark.django_db
def test_dates_that_have_passed_are_told_as_that(client, university):
    version = offer(university, "Course", starts=["2001-01-01"])
    assert "All dates have passed" in client.get(f"/catalogue/{version.achievement_id}/").text
