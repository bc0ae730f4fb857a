"""Rita looks for people by what they prove; they are found blind, and only who agreed to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from testamur.errors import Refused
from testamur.pathways.question import Fit
from testamur_web.awards.services import revoke
from testamur_web.catalogue.skills import graphs_in_use
from testamur_web.employers.consent import (
    block_employer,
    give_consent,
    parts_shown,
    unblock_employer,
    withdraw_all,
    withdraw_consent,
)
from testamur_web.employers.criteria import Criteria, Wanted, read_criteria
from testamur_web.employers.facts import state_for_employers
from testamur_web.employers.looking import (
    FORGOTTEN_AFTER,
    forget_aliases,
    look,
    person_behind,
    shown_of,
    shown_to,
)
from testamur_web.employers.matches import Lack, State
from testamur_web.employers.models import Alias, Consent, Findable, Part, ProvenSkill, Purpose
from testamur_web.employers.proof import confidence_on
from testamur_web.employers.searching import count_found, search
from testamur_web.ops import outbox
from testamur_web.plans.freshness import skills_of
from tests.web.conftest import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(employer, wants):
    """How many are found now, with what is asked otherwise."""

    def counted(**otherwise) -> int:
        return count_found(employer, replace(wants, **otherwise), at=timezone.now())

    return counted


@pytest.fixture
def coder(ada, prove, python):
    """Ada, who proves Python at level 5."""
    prove(ada, python, title="Python in practice")
    return ada


def test_nobody_is_found_before_they_agree(coder, found):
    assert found() == 0
    assert not Findable.objects.exists()
    assert not ProvenSkill.objects.exists()


def test_who_agreed_is_found_by_what_they_prove(coder, agree, found):
    agree(coder)
    assert found() == 1


def test_consent_withdrawn_is_gone_from_the_next_query(coder, agree, found):
    agree(coder)
    withdraw_consent(coder, Purpose.SEARCH, at=timezone.now())
    assert found() == 0
    assert not Findable.objects.exists()


def test_the_query_itself_asks_for_consent_whatever_is_indexed(coder, agree, found):
    agree(coder)
    Consent.objects.update(ended_at=timezone.now())
    assert ProvenSkill.objects.exists()
    assert found() == 0


def test_to_be_ranked_is_not_to_be_found(coder, agree, found):
    agree(coder, Purpose.RANKING, Purpose.CONTACT)
    assert found() == 0


def test_one_employer_is_not_another(coder, agree, wants, employer, college):
    agree(coder, where=college)
    now = timezone.now()
    assert count_found(employer, wants, at=now) == 0
    assert count_found(college, wants, at=now) == 1


def test_who_does_not_show_their_skills_is_found_by_none(coder, agree, found):
    agree(coder, parts={Part.REGION})
    assert found() == 0


def test_a_blocked_employer_finds_nothing_until_it_is_unblocked(coder, agree, found, employer):
    agree(coder)
    block_employer(coder, employer, at=timezone.now())
    assert found() == 0
    assert parts_shown(coder, employer, Purpose.SEARCH, at=timezone.now()) is None
    assert unblock_employer(coder, employer.pk, at=timezone.now())
    assert found() == 1


def test_what_one_employer_sees_more_is_added_to_what_all_see(coder, employer, college):
    now = timezone.now()
    give_consent(coder, Purpose.SEARCH, parts={Part.SKILLS}, at=now)
    give_consent(coder, Purpose.SEARCH, parts={Part.NAME}, organisation=employer, at=now)
    assert parts_shown(coder, employer, Purpose.SEARCH, at=now) == {Part.SKILLS, Part.NAME}
    assert parts_shown(coder, college, Purpose.SEARCH, at=now) == {Part.SKILLS}


def test_history_is_kept_and_saying_it_twice_adds_nothing(coder):
    now = timezone.now()
    first = give_consent(coder, Purpose.SEARCH, parts={Part.SKILLS}, at=now)
    assert give_consent(coder, Purpose.SEARCH, parts={Part.SKILLS}, at=now) == first
    give_consent(coder, Purpose.SEARCH, parts={Part.SKILLS, Part.REGION}, at=now)
    withdraw_all(coder, at=now)
    assert Consent.objects.filter(person=coder, ended_at=None).count() == 0
    assert Consent.objects.filter(person=coder).count() == 2


def test_levels_count(coder, agree, found, python):
    agree(coder)
    assert found(skills=(Wanted(python, 4),)) == 1
    assert found(skills=(Wanted(python),)) == 1
    assert found(skills=(Wanted(python, 6),)) == 0


def test_a_revoked_award_proves_nothing(ada, prove, python, agree, found, bashir):
    award = prove(ada, python)
    agree(ada)
    assert found() == 1
    revoke([award], reason="A mistake", by=bashir, at=timezone.now())
    outbox.drain()
    assert found() == 0


def test_what_comes_into_the_wallet_later_is_found(ada, agree, prove, python, found):
    agree(ada)
    assert found() == 0
    prove(ada, python)
    outbox.drain()
    assert found() == 1


def test_confidence_is_that_of_the_persons_own_page_and_fades_alike(coder, agree):
    agree(coder)
    now = timezone.now()
    for later in (timedelta(0), timedelta(days=400), timedelta(days=2000)):
        [own] = skills_of(coder, at=now + later, now=now)
        day = (now + later).date()
        sure = ProvenSkill.objects.annotate(sure=confidence_on(day)).get().sure
        assert sure == pytest.approx(float(own.confidence.value), abs=0.002)


def test_confidence_is_asked_for(coder, agree, found):
    agree(coder)
    assert found(confidence=60) == 1
    assert found(confidence=99) == 0


def test_freshness_is_asked_for_on_a_day(coder, agree, found):
    agree(coder)
    until = ProvenSkill.objects.get().fresh_until
    assert until is not None
    assert found(fresh_on=until) == 1
    assert found(fresh_on=until + timedelta(days=1)) == 0


def test_languages_region_and_availability_narrow_the_search(coder, agree, found):
    agree(coder)
    today = timezone.now().date()
    facts = {
        "languages": ["de", "en"],
        "country": "AT",
        "region": "Tyrol",
        "available_from": today.isoformat(),
        "hours": 20,
    }
    state_for_employers(coder, facts)
    assert found(languages=("de",), country="AT", region=" TYROL ", hours=20) == 1
    assert found(available_by=today) == 1
    assert found(languages=("fr",)) == 0
    assert found(country="DE") == 0
    assert found(hours=21) == 0
    assert found(available_by=today - timedelta(days=1)) == 0


def test_a_filter_tells_nothing_of_who_does_not_show_it(coder, agree, found):
    agree(coder, parts={Part.SKILLS})
    state_for_employers(coder, {"languages": ["de"], "country": "AT", "hours": 40})
    assert found() == 1
    assert found(languages=("de",)) == 0
    assert found(country="AT") == 0
    assert found(hours=10) == 0


def narrower_pair() -> tuple[str, str]:
    """A skill of the list that ships, and one that is narrower by a step."""
    for framework, each in graphs_in_use():
        for skill in framework.skills:
            below = [uri for uri, steps in each.descendants(skill.id).items() if steps == 1]
            if below and each.skill(below[0]):
                return skill.id, below[0]
    raise AssertionError("no skill of the list has a narrower one")


def test_a_narrower_skill_counts_less_and_a_broader_one_in_part(ada, prove, agree, employer):
    broad, narrow = narrower_pair()
    prove(ada, narrow)
    agree(ada)
    now = timezone.now()
    [hit] = search(employer, Criteria((Wanted(broad, 5),)), of="x", at=now).hits
    assert (hit.matches[0].state, hit.matches[0].fit) == (State.MATCHED, Fit.NARROWER)
    own = search(employer, Criteria((Wanted(narrow, 5),)), of="x", at=now).hits[0].matches[0]
    assert hit.matches[0].confidence < own.confidence
    bert = person("bert")
    prove(bert, broad)
    agree(bert)
    assert count_found(employer, Criteria((Wanted(narrow, 5),)), at=now) == 1


def test_some_of_several_skills_are_enough_where_it_is_said(
    coder, agree, found, prove, python, statistics
):
    agree(coder)
    both = (Wanted(python, 5), Wanted(statistics))
    assert found(skills=both) == 0
    assert found(skills=both, least=1) == 1
    three = (*both, Wanted("https://nowhere.example/skill"))
    assert found(skills=three, least=1) == 1
    assert found(skills=three, least=2) == 0
    prove(coder, statistics)
    outbox.drain()
    assert found(skills=three, least=2) == 1


def test_each_skill_is_told_with_what_proves_it(coder, agree, employer, python, statistics):
    agree(coder)
    both = (Wanted(python, 5), Wanted(statistics))
    [hit] = search(employer, Criteria(both, least=1), of="x", at=timezone.now()).hits
    assert [one.state for one in hit.matches] == [State.MATCHED, State.MISSING]
    assert hit.matches[0].title == "Python in practice"
    assert hit.matches[0].assessment == "project"


def test_a_level_below_is_a_part_and_says_so(coder, agree, prove, employer, python, statistics):
    prove(coder, statistics, level=3)
    agree(coder)
    asked = Criteria((Wanted(python, 5), Wanted(statistics, 6)), least=1)
    [hit] = search(employer, asked, of="x", at=timezone.now()).hits
    assert (hit.matches[1].state, hit.matches[1].lacks) == (State.PARTIAL, (Lack.LEVEL,))


def test_the_order_is_drawn_and_differs_by_search_and_day(agree, prove, python, employer, wants):
    for number in range(12):
        somebody = person(f"worker{number}")
        prove(somebody, python, title=f"Course {number}")
        agree(somebody)
    now = timezone.now()

    def order(of: str, days: int = 0) -> list[int]:
        page = search(employer, wants, of=of, at=now + timedelta(days=days))
        return [hit.findable.pk for hit in page.hits]

    assert order("one") == order("one")
    assert len({tuple(order(f"search {number}")) for number in range(5)}) == 5
    assert order("one") != order("one", days=1)
    first = {order(f"search {number}")[0] for number in range(40)}
    assert len(first) > 6


def test_pages_hold_everybody_once(agree, prove, python, employer, wants, monkeypatch):
    monkeypatch.setattr("testamur_web.employers.searching.PER_PAGE", 3)
    for number in range(7):
        somebody = person(f"worker{number}")
        prove(somebody, python, title=f"Course {number}")
        agree(somebody)

    def everybody() -> list[int]:
        pages = [
            search(employer, wants, of="x", number=number, at=timezone.now())
            for number in range(1, 4)
        ]
        return [hit.findable.pk for page in pages for hit in page.hits]

    assert sorted(everybody()) == sorted(Findable.objects.values_list("pk", flat=True))
    monkeypatch.setattr("testamur_web.employers.searching.MOST", 7)
    assert sorted(everybody()) == sorted(Findable.objects.values_list("pk", flat=True))


def test_whoever_is_shown_has_a_drawn_name_of_that_search_alone(
    coder, agree, employer, college, rita, wants
):
    agree(coder)
    now = timezone.now()
    [one] = look(employer, wants, of="one", by=rita, at=now).people
    [again] = look(employer, wants, of="one", by=rita, at=now).people
    [other] = look(employer, wants, of="two", by=rita, at=now).people
    assert one.alias == again.alias != other.alias
    assert person_behind(employer, one.alias, at=now) == coder
    assert person_behind(college, one.alias, at=now) is None
    assert person_behind(employer, "AAAAA-AAAAA", at=now) is None
    withdraw_consent(coder, Purpose.SEARCH, at=now)
    assert person_behind(employer, one.alias, at=timezone.now()) is None


def test_both_sides_read_who_was_shown_one_row_a_day_and_search(
    coder, agree, employer, rita, wants
):
    agree(coder)
    for _ in range(3):
        look(employer, wants, by=rita, at=timezone.now())
    [mine] = shown_of(coder)
    assert (mine.organisation, mine.by, mine.purpose) == (employer, rita, Purpose.SEARCH)
    assert mine.shown == ["skills"]
    assert list(shown_to(employer)) == [mine]
    look(employer, wants, of="another", by=rita, at=timezone.now())
    assert len({row.alias for row in shown_to(employer)}) == 2


def test_a_name_that_was_seen_stays_in_the_log_of_that_day(coder, agree, employer, rita, wants):
    agree(coder, parts={Part.SKILLS, Part.NAME})
    for is_named in (True, False):
        look(employer, wants, is_named=is_named, by=rita, at=timezone.now())
    assert shown_of(coder).get().shown == ["name", "skills"]


def test_names_are_forgotten_after_a_time_and_the_log_stays(coder, agree, employer, rita, wants):
    agree(coder)
    now = timezone.now()
    [one] = look(employer, wants, by=rita, at=now).people
    assert forget_aliases(at=now + FORGOTTEN_AFTER) == 0
    assert forget_aliases(at=now + FORGOTTEN_AFTER + timedelta(seconds=1)) == 1
    assert person_behind(employer, one.alias, at=now) is None
    assert shown_to(employer).get().alias == one.alias


def test_whoever_comes_back_has_another_name(coder, agree, employer, rita, wants):
    names = set()
    for _ in range(2):
        agree(coder)
        names.add(look(employer, wants, by=rita, at=timezone.now()).people[0].alias)
        withdraw_consent(coder, Purpose.SEARCH, at=timezone.now())
    assert len(names) == 2
    assert not Alias.objects.exists()


def test_a_name_is_seen_where_it_is_shown_and_asked_for(coder, agree, employer, rita, wants):
    agree(coder, parts={Part.SKILLS, Part.NAME})
    now = timezone.now()
    assert look(employer, wants, by=rita, at=now).people[0].name == ""
    assert look(employer, wants, is_named=True, by=rita, at=now).people[0].name == coder.name
    assert "name" in shown_of(coder).get().shown


def test_titles_tell_neither_issuer_nor_holder(ada, prove, python, agree, employer, wants):
    prove(ada, python, title="Example University diploma of Ada")
    agree(ada)
    [hit] = search(employer, wants, of="x", at=timezone.now()).hits
    assert hit.matches[0].title == "… diploma of …"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({}, "search.empty"),
        ({"skills": []}, "search.empty"),
        ({"skills": [{"skill": ""}]}, "value.missing"),
        ({"skills": [{"skill": "a:b", "level": 9}]}, "value.out-of-range"),
        ({"skills": [{"skill": f"a:{n}"} for n in range(13)]}, "value.out-of-range"),
        ({"skills": [{"skill": "a:b"}], "confidence": 101}, "value.out-of-range"),
        ({"skills": [{"skill": "a:b"}], "languages": ["de%"]}, "value.wrong-kind"),
        ({"skills": [{"skill": "a:b"}], "country": "Austria"}, "value.wrong-kind"),
        ({"skills": [{"skill": "a:b"}], "person": "ada"}, "document.unexpected-member"),
        ({"skills": [{"skill": "a:b", "age": 30}]}, "document.unexpected-member"),
    ],
)
def test_what_is_no_search_is_one_clear_problem(stated, code):
    with pytest.raises(Refused) as refused:
        read_criteria(stated)
    assert refused.value.problem.code == code


def test_criteria_are_read_back_as_they_were_said(wants):
    asked = replace(wants, least=1, confidence=60, languages=("de",), country="AT", hours=20)
    assert read_criteria(asked.as_json()) == asked
    assert read_criteria(asked.as_json()).key == asked.key != wants.key
