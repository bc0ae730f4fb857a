"""What Rita's pages and Ada's show: blind by default, and each only what is theirs."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.utils import timezone

from testamur.errors import Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import Need
from testamur_web.employers import saved
from testamur_web.employers.consent import give_consent, withdraw_consent
from testamur_web.employers.facts import state_for_employers
from testamur_web.employers.models import Consent, Findable, Part, Purpose, SavedSearch
from testamur_web.employers.saved import mail_alert, post_alerts, save_search
from testamur_web.ops import outbox
from testamur_web.plans.figures import change_figures
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.profiles import create_profile
from testamur_web.plans.services import state_facts
from tests.web.conftest import join, person
from tests.web.employers.conftest import skill_called

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder(ada, prove, python):
    prove(ada, python, title="Python in practice")
    state_facts(ada, {"birth_year": 1987, "country": "AT", "region": "Tyrol"}, at=timezone.now())
    return ada


@pytest.fixture
def ask(sign_in, rita, employer):
    """The page of a search for Python at level 5."""

    def asked(**otherwise):
        told = {
            "s-TOTAL_FORMS": "1",
            "s-INITIAL_FORMS": "0",
            "s-0-skill": skill_called("python")[1],
            "s-0-level": "5",
        }
        return sign_in(rita).get(f"/o/{employer.slug}/talent/?{urlencode(told | otherwise)}")

    return asked


def test_a_blind_page_tells_nothing_of_who_it_is(coder, agree, ask, university):
    agree(coder)
    state_for_employers(coder, {"languages": ["de"], "country": "AT", "region": "Tyrol"})
    page = ask().content.decode()
    assert "Python in practice" in page
    assert "Project" in page
    assert "German" in page
    for secret in (coder.name, coder.email, str(coder.pk), coder.username, "1987"):
        assert f"{secret}" not in page.replace("Canada", ""), secret
    assert university.name not in page
    assert str(Findable.objects.get().draw) not in page


def test_a_page_says_that_figures_of_ones_own_do_not_count_here(coder, agree, ask, employer, rita):
    agree(coder)
    told = "not by those of your organisation"
    assert told not in ask().content.decode()
    change_figures(employer, {"enough": 0.5}, by=rita, at=timezone.now())
    assert told in ask().content.decode()


def test_a_name_is_seen_where_it_is_shown_and_asked_for(coder, agree, ask):
    agree(coder, parts=set(Part))
    assert "Ada" not in ask().content.decode()
    assert "Ada" in ask(named="on").content.decode()


def test_what_is_not_shown_is_not_on_the_page(coder, agree, ask):
    agree(coder, parts={Part.SKILLS})
    state_for_employers(coder, {"languages": ["de"], "country": "AT", "region": "Tyrol"})
    page = ask().content.decode()
    assert "Tyrol" not in page
    assert ">German</li>" not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"s-0-skill": ""},
        {"s-0-skill": "no such skill at all"},
        {"s-0-level": "99"},
        {"hours": "-1"},
        {"country": "123"},
        {"region": "x" * 5000},
        {"s-TOTAL_FORMS": "100000"},
        {"s-TOTAL_FORMS": "x"},
        {"page": "99999999999999999999"},
        {"page": "-1"},
        {"fresh_on": "tomorrow"},
        {"least": "12"},
        {"language": "tlh"},
        {"region": "a\0b"},
    ],
)
def test_hostile_filters_are_answered_with_a_page(coder, agree, ask, typed):
    agree(coder)
    assert ask(**typed).status_code == 200


def test_more_rows_ask_for_more_and_look_for_nobody(coder, agree, ask):
    agree(coder)
    page = ask(more="1").content.decode()
    assert "s-2-skill" in page
    assert "Python in practice" not in page


def test_a_search_is_kept_run_and_ended(coder, agree, sign_in, rita, employer, wants):
    agree(coder)
    client, place = sign_in(rita), f"/o/{employer.slug}/talent/searches/"
    content = json.dumps(wants.as_json())
    client.post(f"{place}new/", {"name": "Coders", "content": content})
    kept = SavedSearch.objects.get()
    assert kept.found == 1
    assert "Python in practice" in client.get(f"{place}{kept.pk}/").content.decode()
    client.post(f"{place}{kept.pk}/change/", {"alerts": "1"})
    assert SavedSearch.objects.get().alerts
    client.post(f"{place}{kept.pk}/change/", {"end": "1"})
    assert client.get(f"{place}{kept.pk}/").status_code == 404


def test_what_is_no_search_is_not_kept(sign_in, rita, employer):
    client = sign_in(rita)
    for content in ("", "{", "[]", '{"skills": []}', '{"person": "ada"}'):
        client.post(f"/o/{employer.slug}/talent/searches/new/", {"name": "x", "content": content})
    assert not SavedSearch.objects.exists()


def test_another_organisations_search_does_not_exist(sign_in, rita, college, wants, chen):
    kept = save_search(college, "Theirs", wants, by=chen, at=timezone.now())
    employer = rita.memberships.get().organisation
    client = sign_in(rita)
    assert client.get(f"/o/{employer.slug}/talent/searches/{kept.pk}/").status_code == 404
    assert client.get(f"/o/{college.slug}/talent/searches/{kept.pk}/").status_code == 404


def test_members_who_are_no_managers_find_nobody(sign_in, employer):
    helper = person("helper")
    join(helper, employer, "registrar")
    assert sign_in(helper).get(f"/o/{employer.slug}/talent/").status_code == 403


def test_so_many_searches_are_kept_each_with_a_name(employer, rita, wants, monkeypatch):
    monkeypatch.setattr(saved, "MOST_SAVED", 1)
    now = timezone.now()
    for name, code in ((" ", "value.missing"), ("x" * 121, "text.too-long")):
        with pytest.raises(Refused) as refused:
            save_search(employer, name, wants, by=rita, at=now)
        assert refused.value.problem.code == code
    save_search(employer, "One", wants, by=rita, at=now)
    with pytest.raises(Refused) as refused:
        save_search(employer, "Two", wants, by=rita, at=now)
    assert refused.value.problem.code == "search.too-many"


def test_a_letter_is_written_when_more_are_found_once_a_day(
    ada, prove, agree, employer, rita, wants
):
    now = timezone.now()
    kept = save_search(employer, "Coders", wants, alerts=True, by=rita, at=now)
    assert post_alerts(at=now) == 0
    tomorrow = now + timedelta(days=1, hours=1)
    assert post_alerts(at=tomorrow) == 1
    outbox.drain()
    assert not [one for one in mail.outbox if one.to == [rita.email]]
    prove(ada, wants.skills[0].skill)
    agree(ada)
    assert mail_alert(kept.pk, at=timezone.now())
    assert not mail_alert(kept.pk, at=timezone.now())
    [letter] = [one for one in mail.outbox if one.to == [rita.email]]
    assert "1" in letter.subject
    assert ada.name not in letter.body


def test_who_may_not_look_any_more_gets_no_letter(coder, agree, employer, rita, wants):
    kept = save_search(employer, "Coders", wants, alerts=True, by=rita, at=timezone.now())
    agree(coder)
    rita.memberships.all().delete()
    assert not mail_alert(kept.pk, at=timezone.now())


# ------------------------------------------------------------------------------- who is found


def test_ada_agrees_and_takes_it_back_on_one_page(sign_in, ada):
    client = sign_in(ada)
    assert "Nobody finds you" in client.get("/talent/").content.decode()
    client.post("/talent/consent/", {"purpose": "search", "parts": ["skills", "region"]})
    row = Consent.objects.get()
    assert (row.purpose, row.parts) == ("search", {Part.SKILLS, Part.REGION})
    assert "You agreed" in client.get("/talent/").content.decode()
    client.post("/talent/withdraw/", {"consent": str(row.pk)})
    assert not Consent.objects.filter(ended_at=None).exists()
    assert "What I agreed to, and when" in client.get("/talent/").content.decode()


def test_one_employer_sees_more_or_nothing(sign_in, ada, employer):
    client = sign_in(ada)
    told = {"purpose": "search", "parts": ["skills", "name"], "employer": employer.name.lower()}
    client.post("/talent/consent/", told)
    assert Consent.objects.get().organisation == employer
    client.post("/talent/block/", {"employer": employer.slug})
    assert "Finds nothing" in client.get("/talent/").content.decode()
    client.post("/talent/unblock/", {"employer": str(employer.pk)})
    assert "Finds nothing" not in client.get("/talent/").content.decode()
    client.post("/talent/withdraw/", {"all": "1"})
    assert not Consent.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize(
    ("place", "typed", "status"),
    [
        ("consent", {"purpose": "spam"}, 302),
        ("consent", {"purpose": "search", "parts": ["birth_year"]}, 302),
        ("consent", {"purpose": "search", "employer": "nobody at all"}, 302),
        ("withdraw", {"consent": "x"}, 404),
        ("withdraw", {"consent": "00000000-0000-0000-0000-000000000000"}, 404),
        ("block", {"employer": "\0"}, 302),
        ("unblock", {"employer": "x"}, 404),
    ],
)
def test_what_means_nothing_changes_nothing(sign_in, ada, place, typed, status):
    assert sign_in(ada).post(f"/talent/{place}/", typed).status_code == status
    assert not Consent.objects.exists()


def test_nobody_takes_back_what_another_agreed_to(sign_in, ada, eli):
    row = give_consent(ada, Purpose.SEARCH, parts={Part.SKILLS}, at=timezone.now())
    answer = sign_in(eli).post("/talent/withdraw/", {"consent": str(row.pk)})
    assert answer.status_code == 404
    assert Consent.objects.filter(ended_at=None).exists()


def test_facts_are_offered_from_fundings_kept_by_will_and_gone_with_consent(sign_in, coder):
    client = sign_in(coder)
    assert client.get("/talent/facts/").status_code == 302
    give_consent(coder, Purpose.SEARCH, parts=set(Part), at=timezone.now())
    assert 'value="Tyrol"' in client.get("/talent/facts/").content.decode()
    assert Findable.objects.get().region == ""
    typed = {"languages": ["de", "en"], "country": "at", "region": "Tyrol", "hours": "20"}
    client.post("/talent/facts/", typed)
    row = Findable.objects.get()
    assert (row.languages, row.country, row.hours) == (" de en ", "AT", 20)
    withdraw_consent(coder, Purpose.SEARCH, at=timezone.now())
    assert not Findable.objects.exists()


def test_ada_reads_who_saw_her(sign_in, coder, agree, ask, rita, employer):
    agree(coder)
    ask()
    page = sign_in(coder).get("/talent/seen/").content.decode()
    assert employer.name in page
    assert rita.name in page
    theirs = sign_in(rita).get(f"/o/{employer.slug}/talent/shown/").content.decode()
    assert coder.name not in theirs.replace("Canada", "")


@pytest.fixture
def job(employer, rita, python):
    needs = (Need(python, level=5), Need(skill_called("statistics")[0], importance=0.5))
    wanted = Wanted(needs, label="Coder")
    return create_profile(employer, wanted, by=rita, at=timezone.now())


def test_a_search_begins_with_what_a_role_requires(sign_in, rita, employer, job):
    rita_s = sign_in(rita)
    begun = f"/o/{employer.slug}/talent/?profile={job.pk}"
    assert begun in rita_s.get(f"/o/{employer.slug}/roles/{job.pk}/").content.decode()
    page = rita_s.get(begun)
    rows = [row.initial for row in page.context["rows"].initial_forms]
    assert [(row["skill"], row["level"]) for row in rows] == [(skill_called("python")[1], "5")]
    assert "look" not in page.context


def test_no_search_begins_with_a_role_of_somebody_else(sign_in, rita, employer, university, job):
    RoleProfile.objects.update(organisation=university)
    for asked in (job.pk, "x"):
        page = sign_in(rita).get(f"/o/{employer.slug}/talent/?profile={asked}")
        assert page.status_code == 404
