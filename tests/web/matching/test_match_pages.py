"""The pages of comparisons: who reads what, and what stands on them."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from django.utils import timezone

from testamur.talent.trace import replay_matches
from testamur_web.employers.consent import withdraw_consent
from testamur_web.employers.match_decisions import contest_match, decide
from testamur_web.employers.matching import read_run
from testamur_web.employers.models import Disclosure, MatchContest, OwnTraits, Purpose
from testamur_web.employers.own_traits import state_traits, traits_of
from testamur_web.employers.ranking import is_ranking, switch_ranking
from testamur_web.ops import outbox
from tests.web.conftest import person
from tests.web.matching.conftest import compare
from tests.web.plans.conftest import SOLDER, WIRE

pytestmark = pytest.mark.django_db
HERE = "/o/example-employer/matches/"


def test_an_administrator_switches_ranking_on_and_off(sign_in, employer, dara, mara):
    assert "Ranking is off" in sign_in(mara).get(HERE).text
    assert sign_in(mara).get(f"{HERE}ranking/").status_code == 403
    page = sign_in(dara).post(f"{HERE}ranking/", {"reason": "Forty apply a week."}, follow=True)
    assert is_ranking(employer)
    assert "Forty apply a week." in page.text
    assert "Dara" in page.text
    sign_in(dara).post(f"{HERE}ranking/", {"reason": "No more."})
    assert not is_ranking(employer)


def test_a_manager_compares_reads_why_and_decides(sign_in, ranking, role, people, mara):
    browser = sign_in(mara)
    page = browser.post(f"{HERE}new/", {"profile": role.pk}, follow=True)
    run = page.context["found"].run
    assert "2 people are still being compared" in page.text
    outbox.drain()
    page = browser.get(f"{HERE}{run.pk}/")
    assert [one.match.rank for one in page.context["found"].rows] == [1, 2]
    assert "Ada" not in page.text
    second = page.context["found"].rows[1]
    address = f"{HERE}{run.pk}/{second.row.alias}/"
    page = browser.get(address)
    assert "EQF level 5" in page.text
    assert "EQF level 4" in page.text
    assert f"{second.match.points} of 100" in page.text
    assert "reach EQF level 5" in page.text
    assert "Example University" not in page.text
    assert "Bea" not in page.text, "the title of what proves it is blind as well"
    assert browser.post(address, {"choice": "invite"}).context["form"].errors
    page = browser.post(address, {"choice": "invite", "reason": "Knows our tools."}, follow=True)
    assert "Knows our tools." in page.text
    assert Disclosure.objects.filter(purpose=Purpose.RANKING, by=mara).count() == 2


def test_nothing_is_compared_while_ranking_is_off(sign_in, employer, role, people, dara):
    page = sign_in(dara).post(f"{HERE}new/", {"profile": role.pk}, follow=True)
    assert page.redirect_chain[-1][0] == HERE
    assert not employer.match_runs.exists()


def test_points_are_hidden_when_it_is_switched_off(sign_in, run, employer, dara):
    row = read_run(run, at=timezone.now()).rows[0].row
    switch_ranking(employer, is_on=False, reason="No more.", by=dara, at=timezone.now())
    for path in (f"{run.pk}/", f"{run.pk}/{row.alias}/"):
        page = sign_in(dara).get(f"{HERE}{path}")
        assert "Ranking is off" in page.text
        assert " of 100" not in page.text
    for path in (f"{run.pk}/trace.json", "fairness/"):
        assert sign_in(dara).get(f"{HERE}{path}").status_code == 302


def test_the_trace_is_saved_and_replays(sign_in, run, dara):
    sent = sign_in(dara).get(f"{HERE}{run.pk}/trace.json")
    assert "attachment" in sent["Content-Disposition"]
    told = json.loads(sent.content)
    assert replay_matches(told).as_json() == told["answer"]


def test_who_withdrew_has_no_page_any_more(sign_in, run, people, dara):
    alias = run.people.get(person=people["ada"]).alias
    assert sign_in(dara).get(f"{HERE}{run.pk}/{alias}/").status_code == 200
    withdraw_consent(people["ada"], Purpose.RANKING, at=timezone.now())
    assert sign_in(dara).get(f"{HERE}{run.pk}/{alias}/").status_code == 404


def test_a_person_reads_their_own_contests_it_and_has_an_answer(sign_in, run, people, mara):
    bea = people["bea"]
    row = run.people.get(person=bea)
    assert "Panel builder" in sign_in(bea).get("/rankings/").text
    page = sign_in(bea).get(f"/rankings/{row.pk}/")
    assert row.alias in page.text
    assert str(page.context["match"].points) in page.text
    assert sign_in(people["ada"]).get(f"/rankings/{row.pk}/").status_code == 404
    words = {"words": "My award for wiring is missing."}
    page = sign_in(bea).post(f"/rankings/{row.pk}/", words, follow=True)
    assert "My award for wiring is missing." in page.text
    again = sign_in(bea).post(f"/rankings/{row.pk}/", words)
    assert "You contested this already" in again.text
    contest = MatchContest.objects.get()
    assert (contest.answer_by - contest.filed_at).days == 14
    address = f"{HERE}contests/{contest.pk}/"
    assert "My award for wiring is missing." in sign_in(mara).get(address).text
    sign_in(mara).post(address, {"answer": "It had ended. We look again in June."})
    page = sign_in(bea).get(f"/rankings/{row.pk}/")
    assert "Mara" in page.text
    assert "It had ended." in page.text
    second = sign_in(mara).post(address, {"answer": "Something else."})
    assert "has an answer already" in second.text
    contest.refresh_from_db()
    assert contest.answer == "It had ended. We look again in June."


def test_a_contest_is_answered_although_they_withdrew(sign_in, run, people, mara):
    contest = contest_match(run.people.get(person=people["bea"]), words="No.", at=timezone.now())
    withdraw_consent(people["bea"], Purpose.RANKING, at=timezone.now())
    page = sign_in(mara).get(f"{HERE}contests/{contest.pk}/")
    assert "They have taken back" in page.text
    assert " of 100" not in page.text


# ---------------------------------------------------------------------------------------- fairness


def test_somebody_says_something_of_themselves_and_has_it_deleted(sign_in, ada):
    browser = sign_in(ada)
    told = {"gender": "woman", "age": "30-44", "disability": ""}
    browser.post("/rankings/about-me/", told)
    assert traits_of(ada) == {"gender": "woman", "age": "30-44"}
    assert browser.post("/rankings/about-me/", {"gender": "tall"}).context["form"].errors
    browser.post("/rankings/about-me/", {"forget": "1"})
    assert not OwnTraits.objects.exists()


@pytest.fixture
def decided(ranking, role, proves, dara):
    """Six women, of whom one is invited, six men, of whom all are; and one who does not say."""
    for at in range(13):
        somebody = proves(person(f"p{at}"), SOLDER, *([WIRE] if at % 2 else []))
        if at < 12:
            gender = "woman" if at < 6 else "man"
            state_traits(somebody, {"gender": gender}, at=timezone.now())
    run = compare(role, dara)
    for row in run.people.select_related("person"):
        number = int(row.person.username[1:])
        choice = "invite" if number >= 6 or number == 0 else "no"
        decide(row, choice, reason="As it is.", by=dara, at=timezone.now())
    return run


def test_a_report_hides_small_groups_and_goes_to_an_auditor(sign_in, decided, dara):
    page = sign_in(dara).get(f"{HERE}fairness/")
    [gender] = page.context["report"].found.traits
    told = {row.group: row for row in gender.rows}
    assert told[""].people is None, "one who does not say is hidden"
    assert sum(row.people is None for row in gender.rows) == 2
    sent = sign_in(dara).get(f"{HERE}fairness/?run={decided.pk}&as=csv").content.decode("utf-8-sig")
    assert {row["group"] for row in csv.DictReader(StringIO(sent))} == {"woman", "man", ""}
    assert not [somebody for somebody in ("P1", "p1@", "p12") if somebody in sent]
    as_json = json.loads(sign_in(dara).get(f"{HERE}fairness/?as=json").content)
    assert as_json["people"] == 13
    assert sign_in(dara).get(f"{HERE}fairness/?run={role_of(decided)}").status_code == 404


def role_of(run):
    return run.version.profile_id


def test_a_ratio_below_four_fifths_is_flagged(sign_in, decided, dara, people):
    state_traits(person_called("p12"), {"gender": "man"}, at=timezone.now())
    page = sign_in(dara).get(f"{HERE}fairness/")
    assert page.context["report"].found.flagged == (("gender", "woman"),)
    assert "below four fifths" in page.text


def person_called(username):
    from testamur_web.people.models import Person

    return Person.objects.get(username=username)
