"""Programs find people, write to them, and let themselves be found: blind, as the pages are."""

from __future__ import annotations

import json

import pytest

from testamur_web.employers.models import Consent, Findable, SavedSearch
from testamur_web.ops import outbox
from tests.web.api.conftest import is_problem, program

pytestmark = pytest.mark.django_db

__all__ = ["program"]


@pytest.fixture
def coder(ada, prove, python):
    prove(ada, python, title="Python in practice")
    return ada


@pytest.fixture
def recruiter(program, rita, employer):
    return program(rita, employer)


@pytest.fixture
def asked(wants):
    return {"skills": [{"skill": wants.skills[0].skill, "level": 5}]}


def test_the_whole_way_from_consent_to_a_name(program, coder, recruiter, asked, university):
    learner = program(coder)
    assert recruiter.post("/talent/search", asked).told["total"] == 0
    made = learner.post("/talent/consents", {"purpose": "search", "shows": ["skills", "region"]})
    assert made.status_code == 201
    learner.post("/talent/consents", {"purpose": "contact"})
    learner.put("/talent/facts", {"country": "AT", "region": "Tyrol", "languages": ["de"]})
    outbox.drain()

    answer = recruiter.post("/talent/search", asked)
    [found] = answer.told["items"]
    assert (found["region"], found["languages"], found["name"]) == (None, None, "")
    assert recruiter.post("/talent/search", asked | {"country": "AT"}).told["is_withheld"]
    [match] = found["matches"]
    assert (match["state"], match["title"]) == ("matched", "Python in practice")
    text = json.dumps(answer.told)
    keys = (str(coder.pk), str(Findable.objects.get().draw))
    for secret in (coder.name, coder.email, university.name, *keys):
        assert f'"{secret}' not in text
        assert secret not in text.replace("Canada", "")

    told = {"alias": found["alias"], "subject": "Work", "message": "Would you?"}
    sent = recruiter.post("/talent/contacts", told)
    assert (sent.status_code, sent.told["shared_name"]) == (201, "")
    assert is_problem(recruiter.post("/talent/contacts", told), 409, "contact.waiting")
    [message] = learner.get("/talent/requests").told["items"]
    yes = {"name": "Ada", "email": coder.email}
    assert learner.post(f"/talent/requests/{message['id']}/accept", yes).status_code == 200
    assert recruiter.get("/talent/contacts").told["items"][0]["shared_email"] == coder.email
    assert learner.get("/talent/disclosures").told["items"][0]["shown"] == ["skills"]
    assert recruiter.get("/talent/shown").told["items"][0]["alias"] == found["alias"]
    assert learner.post(f"/talent/requests/{message['id']}/stop").status_code == 204

    taken = learner.ask("DELETE", f"/talent/consents/{made.told['id']}")
    assert taken.status_code == 204
    assert recruiter.post("/talent/search", asked).told["total"] == 0
    assert is_problem(recruiter.post("/talent/contacts", told), 404, "http.not-found")
    assert len(learner.get("/talent/consents?ended=true").told) == 2
    assert len(learner.get("/talent/consents").told) == 1


def test_searches_are_kept_run_and_deleted(coder, agree, recruiter, asked):
    agree(coder)
    kept = recruiter.post("/talent/searches", {"name": "Coders", "search": asked}).told
    assert kept["found"] == 1
    assert [one["id"] for one in recruiter.get("/talent/searches").told] == [kept["id"]]
    page = recruiter.post(f"/talent/searches/{kept['id']}/people").told
    assert (page["total"], page["pages"], page["is_capped"]) == (1, 1, False)
    assert recruiter.ask("DELETE", f"/talent/searches/{kept['id']}").status_code == 204
    gone = recruiter.post(f"/talent/searches/{kept['id']}/people")
    assert is_problem(gone, 404, "http.not-found")


def test_blocks_and_what_is_taken_back(program, coder, agree, recruiter, asked, employer):
    agree(coder)
    learner = program(coder)
    assert learner.post("/talent/blocks", {"organisation": employer.slug}).status_code == 204
    assert learner.get("/talent/blocks").told == [employer.slug]
    assert recruiter.post("/talent/search", asked).told["total"] == 0
    assert learner.ask("DELETE", f"/talent/blocks/{employer.slug}").status_code == 204
    again = learner.ask("DELETE", f"/talent/blocks/{employer.slug}")
    assert is_problem(again, 404, "http.not-found")
    assert recruiter.post("/talent/search", asked).told["total"] == 1


def test_facts_are_not_kept_without_consent(program, ada):
    learner = program(ada)
    assert learner.get("/talent/facts").told == {"facts": None}
    assert is_problem(learner.put("/talent/facts", {"country": "AT"}), 409, "consent.missing")
    learner.post("/talent/consents", {"purpose": "search", "shows": []})
    assert is_problem(learner.put("/talent/facts", {"hours": 900}), 400, "value.out-of-range")
    assert learner.put("/talent/facts", {"hours": 20}).told["facts"]["hours"] == 20


def test_nobody_uses_what_is_anothers(program, coder, agree, recruiter, asked, chen):
    agree(coder)
    kept = recruiter.post("/talent/searches", {"name": "Coders", "search": asked}).told["id"]
    stranger = program(chen, chen.memberships.get().organisation)
    place = f"/talent/searches/{kept}"
    assert is_problem(stranger.post(f"{place}/people"), 404, "http.not-found")
    assert is_problem(stranger.ask("DELETE", place), 404, "http.not-found")
    alias = recruiter.post("/talent/search", asked).told["items"][0]["alias"]
    told = {"alias": alias, "subject": "Work", "message": "Would you?"}
    assert is_problem(stranger.post("/talent/contacts", told), 404, "http.not-found")
    mine = Consent.objects.get()
    taken = program(chen).ask("DELETE", f"/talent/consents/{mine.pk}")
    assert is_problem(taken, 404, "http.not-found")
    assert SavedSearch.objects.filter(ended_at=None).exists()
    assert recruiter.post("/talent/search", asked).told["total"] == 1


@pytest.mark.parametrize(
    ("otherwise", "status", "code"),
    [
        ({"skills": []}, 400, "search.empty"),
        ({"skills": [{"skill": "a:b", "level": 0}]}, 400, "value.out-of-range"),
        ({"skills": [{"skill": "x" * 400}]}, 422, "request.malformed"),
        ({"skills": [{"skill": f"a:{n}"} for n in range(1000)]}, 422, "request.malformed"),
        ({"confidence": 999}, 400, "value.out-of-range"),
        ({"languages": ["%"]}, 400, "value.wrong-kind"),
        ({"fresh_on": "soon"}, 400, "value.wrong-kind"),
        ({"page": 51}, 422, "request.malformed"),
        ({"person": "ada"}, 422, "request.malformed"),
        ({"region": "\0"}, 422, "request.malformed"),
    ],
)
def test_hostile_searches_are_one_clear_problem(recruiter, asked, otherwise, status, code):
    assert is_problem(recruiter.post("/talent/search", asked | otherwise), status, code)


def test_a_search_for_what_nobody_proves_finds_nobody(recruiter, coder, agree):
    agree(coder)
    unknown = {"skills": [{"skill": "https://nowhere.example/skill"}]}
    assert recruiter.post("/talent/search", unknown).told["total"] == 0
