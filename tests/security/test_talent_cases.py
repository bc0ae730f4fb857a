"""Attempts on the rooms in which employers look for people, ask for skills and read adverts.

PRI-004 names what employers must not find out; ADR 43 has the table of it.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur.talent.profile import profile_from, profile_of
from testamur_web.catalogue.models import Achievement
from testamur_web.employers import answering, contacts, looking, needs
from testamur_web.employers.consent import withdraw_all, withdraw_consent
from testamur_web.employers.facts import state_for_employers
from testamur_web.employers.models import (
    Alias,
    ContactRequest,
    Disclosure,
    Findable,
    NeedAnswer,
    ProvenSkill,
    Purpose,
    SavedSearch,
    SkillNeed,
)
from testamur_web.employers.needs import Stated
from testamur_web.employers.saved import save_search
from testamur_web.employers.staff_lists import RowState, judge, read_list
from testamur_web.people.models import Role
from tests.web.api.conftest import is_problem, program
from tests.web.catalogue.offers import offer
from tests.web.conftest import (
    ada,
    college,
    eli,
    instance_settings,
    join,
    person,
    sign_in,
    university,
)
from tests.web.employers.conftest import agree, employer, prove, python, rita, wants

__all__ = ["ada", "agree", "college", "eli", "employer", "instance_settings", "program", "prove"]
__all__ += ["python", "rita", "sign_in", "university", "wants"]

pytestmark = pytest.mark.django_db

MESSAGE = {"subject": "Work", "message": "Would you talk to us?"}
BOTH = (Purpose.SEARCH, Purpose.CONTACT)


@pytest.fixture
def coder(ada, prove, agree, python):
    prove(ada, python, title="Python in practice")
    agree(ada, *BOTH)
    state_for_employers(ada, {"country": "AT", "region": "Tyrol", "languages": ["de"]})
    return ada


@pytest.fixture
def recruiter(program, rita, employer):
    return program(rita, employer)


@pytest.fixture
def asked(wants):
    return {"skills": [{"skill": wants.skills[0].skill, "level": 5}]}


@pytest.fixture
def alias(coder, recruiter, asked) -> str:
    return recruiter.post("/talent/search", asked).told["items"][0]["alias"]


# ------------------------------------------------------------------------------ what is not shown


@pytest.mark.parametrize("narrow", [{"country": "AT"}, {"languages": ["de"]}, {"region": "Tyrol"}])
def test_pri_004_one_who_matches_is_answered_as_nobody_is(coder, recruiter, asked, narrow):
    one = recruiter.post("/talent/search", asked | narrow).told
    nobody = recruiter.post("/talent/search", asked | {"country": "ZZ"}).told
    assert one == nobody
    assert not Disclosure.objects.exists()


def test_pri_004_whoever_withdraws_is_gone_from_all_that_is_asked_next(
    coder, recruiter, asked, alias
):
    kept = recruiter.post("/talent/searches", {"name": "Coders", "search": asked}).told["id"]
    withdraw_all(coder, at=timezone.now())
    assert recruiter.post("/talent/search", asked).told["total"] == 0
    assert recruiter.post(f"/talent/searches/{kept}/people").told["items"] == []
    told = MESSAGE | {"alias": alias}
    assert is_problem(recruiter.post("/talent/contacts", told), 404, "http.not-found")
    for kept_rows in (Findable, ProvenSkill, Alias):
        assert not kept_rows.objects.exists()


def test_pri_004_withdrawn_between_the_question_and_the_answer_leaves_no_way_back(
    coder, employer, rita, wants, monkeypatch
):
    found = looking.search

    def withdrawing(*args, **named):
        page = found(*args, **named)
        withdraw_all(coder, at=timezone.now())
        return page

    monkeypatch.setattr(looking, "search", withdrawing)
    seen = looking.look(employer, wants, by=rita, at=timezone.now())
    for one in seen.people:
        assert looking.person_behind(employer, one.alias, at=timezone.now()) is None
        assert Disclosure.objects.filter(person=coder, alias=one.alias).exists()
    monkeypatch.undo()
    assert not looking.look(employer, wants, by=rita, at=timezone.now()).people


def test_pri_004_withdrawn_while_a_message_is_typed_it_reaches_nobody(coder, employer, rita, alias):
    who = looking.person_behind(employer, alias, at=timezone.now())
    withdraw_consent(coder, Purpose.CONTACT, at=timezone.now())
    with pytest.raises(Conflict) as refused:
        contacts.send_request(employer, who, alias=alias, **MESSAGE, by=rita, at=timezone.now())
    assert refused.value.problem.code == "consent.missing"
    assert not ContactRequest.objects.exists()


def test_pri_004_two_names_of_one_person_get_the_same_answers(coder, recruiter, asked, alias):
    kept = recruiter.post("/talent/searches", {"name": "Coders", "search": asked}).told["id"]
    other = recruiter.post(f"/talent/searches/{kept}/people").told["items"][0]["alias"]
    told = [recruiter.post("/talent/contacts", MESSAGE | {"alias": one}) for one in (alias, other)]
    assert [one.status_code for one in told] == [201, 201]
    for one in contacts.requests_to(coder):
        contacts.decline_contact(one, at=timezone.now())
    states = {one["state"] for one in recruiter.get("/talent/contacts").told["items"]}
    assert states == {"waiting"}
    taken = [recruiter.ask("DELETE", f"/talent/contacts/{one.told['id']}") for one in told]
    assert [one.status_code for one in taken] == [204, 204]
    assert len({one["alias"] for one in recruiter.get("/talent/shown").told["items"]}) == 2


def test_pri_004_every_page_that_is_looked_at_is_written_down_for_who_stands_on_it(
    coder, recruiter, asked, alias
):
    [row] = Disclosure.objects.filter(person=coder)
    assert (row.alias, row.shown) == (alias, ["skills"])
    for page in (0, -1, 51, 10**9, "x"):
        assert recruiter.post("/talent/search", asked | {"page": page}).status_code == 422


# ---------------------------------------------------------------------------- what is not theirs


FORGED = [
    "", "AAAAA-AAAAA", "aaaaa-aaaaa", "AAAAA-AAAAAA", "AAAAA-AAAA\0", "' OR 1=1 --", "%", "_____-_____",
    "../../talent", "\u0410AAAA-AAAAA", "A" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("name", FORGED, ids=range(len(FORGED)))
def test_idor_a_forged_name_is_nobodys(coder, recruiter, alias, name):
    answer = recruiter.post("/talent/contacts", MESSAGE | {"alias": name})
    assert answer.status_code in {404, 422}
    assert not ContactRequest.objects.exists()


def test_idor_a_name_drawn_for_another_organisation_is_nobodys(
    coder, program, alias, sign_in, college
):
    stranger = person("stranger")
    join(stranger, college, Role.MANAGER)
    told = MESSAGE | {"alias": alias}
    answer = program(stranger, college).post("/talent/contacts", told)
    assert is_problem(answer, 404, "http.not-found")
    page = sign_in(stranger).post(f"/o/{college.slug}/talent/write/{alias}/", MESSAGE)
    assert page.status_code == 404
    assert not ContactRequest.objects.exists()


def test_idor_a_search_that_another_organisation_keeps_is_not_there(
    program, employer, rita, wants, college, sign_in
):
    kept = save_search(employer, "Ours", wants, alerts=True, by=rita, at=timezone.now())
    stranger = person("stranger")
    join(stranger, college, Role.MANAGER)
    theirs = program(stranger, college)
    assert is_problem(theirs.post(f"/talent/searches/{kept.pk}/people"), 404, "http.not-found")
    assert theirs.ask("DELETE", f"/talent/searches/{kept.pk}").status_code == 404
    browser, place = sign_in(stranger), f"/o/{college.slug}/talent/searches/{kept.pk}/"
    assert browser.get(place).status_code == 404
    assert browser.post(f"{place}change/", {"end": "1"}).status_code == 404
    assert SavedSearch.objects.get().ended_at is None


def test_idor_a_message_is_answered_by_nobody_else_and_not_after_it_ended(
    coder, recruiter, alias, eli, sign_in
):
    recruiter.post("/talent/contacts", MESSAGE | {"alias": alias})
    sent = ContactRequest.objects.get()
    yes = {"name": "Eli", "email": eli.email}
    for place in ("", "decline/", "stop/"):
        assert sign_in(eli).post(f"/talent/messages/{sent.pk}/{place}", yes).status_code == 404
    withdraw_consent(coder, Purpose.CONTACT, at=timezone.now())
    sign_in(coder).post(f"/talent/messages/{sent.pk}/", {"name": "Ada", "email": coder.email})
    sent.refresh_from_db()
    assert (sent.shared_name, sent.shared_email) == ("", "")


@pytest.fixture
def need(employer, rita) -> SkillNeed:
    asked = profile_of(Goal((Need("https://skills.example/solder"),), label="Solderers"))
    now = timezone.now()
    stated = Stated(people=3, ends_on=now.date() + timedelta(days=9))
    return needs.publish_need(employer, asked, stated, by=rita, at=now)


def test_idor_a_need_is_closed_by_nobody_else_and_with_no_answer_to_another(
    need, employer, rita, college, university, sign_in
):
    stranger = person("stranger")
    join(stranger, college, Role.MANAGER)
    browser = sign_in(stranger)
    for whose in (college, employer):
        for verb in ("close", "withdraw"):
            place = f"/o/{whose.slug}/roles/needs/{need.pk}/{verb}/"
            assert browser.post(place).status_code == 404
    other = needs.publish_need(
        employer,
        profile_from(need.content),
        Stated(people=1, ends_on=need.ends_on),
        by=rita,
        at=timezone.now(),
    )
    version = offer(university, "Soldering")
    given = answering.answer_need(other, version.achievement, by=rita, at=timezone.now()).answer
    with pytest.raises(Refused) as refused:
        needs.close_need(need, given, by=rita, at=timezone.now())
    assert refused.value.problem.code == "value.unknown-choice"
    assert need.state_at(timezone.now()) == "open"


def test_idor_a_need_is_answered_with_ones_own_definitions_alone(
    need, university, college, sign_in, program
):
    theirs = Achievement.objects.create(organisation=college, title="Theirs", draft={"title": "T"})
    designer = person("dilys")
    join(designer, university, Role.DESIGNER)
    place = f"/o/{university.slug}/answers/new/?need={need.pk}"
    page = sign_in(designer).post(place, {"achievement": str(theirs.pk)})
    assert page.status_code == 200
    told = {"achievement": str(theirs.pk), "need": str(need.pk)}
    answer = program(designer, university).post("/organisation/answers", told)
    assert is_problem(answer, 404, "http.not-found")
    assert not NeedAnswer.objects.exists()


# ------------------------------------------------------------------------------------- documents


def posting(**said) -> str:
    return json.dumps({"@context": "https://schema.org", "@type": "JobPosting"} | said)


def test_html_of_a_posting_is_words_on_every_page(sign_in, rita, employer, ada):
    evil = posting(
        title='<img src=x onerror="alert(1)">Clerk"><script>alert(2)</script>',
        description="<script>alert(3)</script><p onclick='alert(4)'>You know statistics.</p>"
        "&lt;iframe src=javascript:alert(5)&gt;<svg/onload=alert(6)>",
    )
    for somebody, place in (
        (rita, f"/o/{employer.slug}/roles/new/advert/"),
        (ada, "/goal/advert/"),
    ):
        page = sign_in(somebody).post(place, {"text": evil})
        assert page.status_code == 200
        for live in ("<img src=x", "<script>alert", "onclick='", "<iframe", "<svg/onload"):
            assert live not in page.text, live


FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("name", FORMULAS)
def test_csv_a_formula_in_a_list_of_staff_is_a_name_or_refused(employer, name):
    cell = name.replace('"', '""')
    rows = read_list(f'name,email,team\n"{cell}",eve@people.example,"{cell}"\n')
    [told] = judge(employer, rows)
    assert told.state in {RowState.NEW, RowState.WRONG}
    assert told.row.name == name.strip()


LISTS = [b"", b"\0\0\0", b"\xff\xfe", b"PK\x03\x04not a workbook", b"name\n" * 3_000]


@pytest.mark.parametrize("data", LISTS, ids=range(len(LISTS)))
def test_csv_what_is_no_list_of_staff_is_refused_whole(data):
    with pytest.raises(Refused):
        read_list(data)
