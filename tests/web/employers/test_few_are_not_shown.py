"""Nobody stands out by where they live, what they speak or when they can work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from testamur_web.employers.consent import give_consent, withdraw_consent
from testamur_web.employers.criteria import Wanted
from testamur_web.employers.facts import state_for_employers
from testamur_web.employers.looking import look
from testamur_web.employers.models import Alias, Disclosure, Part, Purpose
from testamur_web.employers.saved import mail_alert, save_search
from testamur_web.people.models import Person
from tests.web.api.conftest import program
from tests.web.conftest import person

__all__ = ["program"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(prove, agree, python) -> list[Person]:
    """Five people of Tyrol who prove Python, each otherwise another; the last shows a name."""
    people = [person(f"coder{number}") for number in range(5)]
    for number, one in enumerate(people):
        prove(one, python, title=f"Course {number}")
        agree(one, parts=set(Part) if number == 4 else set(Part) - {Part.NAME})
        facts = {"country": "AT", "region": "Tyrol", "languages": ["de", "fo"][: 1 + number // 4]}
        state_for_employers(one, facts | {"hours": 20 + number})
    return people


@pytest.fixture
def looked(employer, rita, wants):
    def made(criteria=wants, **otherwise):
        return look(employer, criteria, by=rita, at=timezone.now(), **otherwise)

    return made


def test_a_search_by_skills_tells_of_nothing_else(five, looked):
    found = looked()
    assert (len(found.people), found.is_withheld) == (5, False)
    assert not any(value for one in found.people for value in one.facts.as_json().values())
    assert {tuple(row.shown) for row in Disclosure.objects.all()} == {("skills",)}


def test_what_is_asked_is_the_same_in_every_row(five, looked, wants):
    asked = replace(wants, region="TYROL", languages=("de",), hours=20)
    found = looked(asked)
    assert len(found.people) == 5
    [facts] = {one.facts for one in found.people}
    assert (facts.region, facts.languages, facts.hours) == ("TYROL", ("de",), 20)
    assert facts.country == ""
    [shown] = {tuple(row.shown) for row in Disclosure.objects.all()}
    assert shown == ("availability", "languages", "region", "skills")


@pytest.mark.parametrize("narrow", [{"languages": ("fo",)}, {"hours": 21}, {"country": "DE"}])
def test_fewer_than_five_are_not_told_from_nobody(five, looked, wants, narrow):
    found = looked(replace(wants, **narrow))
    assert found.is_withheld
    assert (found.page.count, found.page.pages, list(found.people)) == (0, 1, [])
    assert not Disclosure.objects.exists()
    assert not Alias.objects.exists()


def test_one_less_is_withheld_at_once(five, looked, wants):
    assert not looked(replace(wants, country="AT")).is_withheld
    withdraw_consent(five[0], Purpose.SEARCH, at=timezone.now())
    assert looked(replace(wants, country="AT")).is_withheld
    assert len(looked().people) == 4


def test_a_rare_skill_beside_a_common_one_leads_to_nobody(
    five, looked, wants, prove, agree, statistics
):
    prove(five[0], statistics)
    agree(five[0])
    either = replace(wants, skills=(*wants.skills, Wanted(statistics)), least=1)
    assert len(looked(either).people) == 5
    assert looked(replace(either, country="AT")).is_withheld


def test_beside_a_name_stands_all_that_they_let_be_seen(five, looked):
    [named] = [one for one in looked(is_named=True).people if one.name]
    assert named.name == five[4].name
    assert (named.facts.region, named.facts.languages, named.facts.hours) == (
        "Tyrol",
        ("de", "fo"),
        24,
    )
    assert Disclosure.objects.get(person=five[4]).shown == sorted(part.value for part in Part)


def test_kept_searches_and_their_letters_count_no_fewer(five, employer, rita, wants):
    now = timezone.now()
    asked = replace(wants, country="AT")
    withdraw_consent(five[0], Purpose.SEARCH, at=now)
    kept = save_search(employer, "Tyrol", asked, alerts=True, by=rita, at=now)
    assert kept.found == 0
    assert not mail_alert(kept.pk, at=now)


def test_the_page_says_that_there_are_too_few_and_the_api_too(
    five, sign_in, program, employer, rita, python
):
    place = f"/o/{employer.slug}/talent/?s-TOTAL_FORMS=1&s-INITIAL_FORMS=0"
    asked = f"s-0-skill=python&s-0-skill_uri={python}&country=DE"
    page = sign_in(rita).get(f"{place}&{asked}").content.decode()
    assert "Fewer than five people" in page
    told = {"skills": [{"skill": python, "level": 5}], "languages": ["fo"]}
    answer = program(rita, employer).post("/talent/search", told).told
    assert (answer["is_withheld"], answer["total"], answer["items"]) == (True, 0, [])


def test_the_page_repeats_what_was_asked_and_no_more(five, sign_in, employer, rita, python):
    place = f"/o/{employer.slug}/talent/?s-TOTAL_FORMS=1&s-INITIAL_FORMS=0"
    asked = f"s-0-skill=python&s-0-skill_uri={python}&language=de&hours=20"
    page = sign_in(rita).get(f"{place}&{asked}").text
    assert page.count('<li class="chip">German</li>') == 5
    assert page.count('<li class="chip">20 hours a week or more</li>') == 5
    assert "Tyrol" not in page
    assert "24 hours" not in page


def test_neighbours_on_a_page_are_others_every_day_and_search(five, employer, rita, wants):
    now = timezone.now()
    orders = set()
    for of in range(8):
        found = look(employer, wants, of=f"search {of}", by=rita, at=now)
        orders.add(tuple(one.hit.findable.pk for one in found.people))
    assert len(orders) > 3


def test_who_shows_a_part_to_one_employer_alone_counts_there_alone(
    five, looked, wants, college, employer
):
    now = timezone.now()
    withdraw_consent(five[0], Purpose.SEARCH, at=now)
    give_consent(five[0], Purpose.SEARCH, parts=set(Part), organisation=college, at=now)
    assert looked(replace(wants, country="AT")).is_withheld
