"""An employer asks in public for skills, an issuer answers, and the need is closed with a link."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import Need
from testamur.talent.profile import profile_of
from testamur_web.catalogue.models import Achievement, ReviewRequest
from testamur_web.employers import answering, asked, needs
from testamur_web.employers.models import NeedAnswer, SkillNeed
from testamur_web.employers.needs import Stated
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Role
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import join, organisation, person
from tests.web.plans.conftest import SOLDER, WIRE, course

pytestmark = pytest.mark.django_db

__all__ = ["course", "program"]

PAGE = "/o/example-employer/roles/needs/"
NAMES = {SOLDER: "solder joints", WIRE: "wire cabinets"}
WANTED = Wanted((Need(SOLDER, level=4), Need(WIRE)), label="Panel builders", names=NAMES)


@pytest.fixture
def employer(db):
    return organisation("example-employer", "employer")


@pytest.fixture
def dara(employer):
    somebody = person("dara")
    join(somebody, employer, Role.MANAGER)
    return somebody


@pytest.fixture
def designer(university):
    somebody = person("dilys")
    join(somebody, university, Role.DESIGNER)
    return somebody


@pytest.fixture
def need(employer, dara) -> SkillNeed:
    now = timezone.now()
    stated = Stated(people=12, ends_on=now.date() + timedelta(days=30), region="Huelva")
    return needs.publish_need(employer, profile_of(WANTED), stated, by=dara, at=now)


def draft_of(university) -> Achievement:
    outcomes = [{"verb": "solder", "skill": "joints", "skill_uri": SOLDER, "level": "foundation"}]
    draft = {"title": "Soldering", "outcomes": outcomes, "assessment_method": ["project"]}
    return Achievement.objects.create(organisation=university, title="Soldering", draft=draft)


def answer(need, achievement, by, **more):
    return answering.answer_need(need, achievement, by=by, at=timezone.now(), **more)


def sent(**more: str) -> dict[str, str]:
    now = timezone.now().date()
    row = {"needs-0-skill": "statistics", "needs-0-weight": "essential", "needs-0-level": "5"}
    return {
        "title": "People who count",
        "people": "12",
        "ends_on": (now + timedelta(days=9)).isoformat(),
        "needs-TOTAL_FORMS": "1",
        "needs-INITIAL_FORMS": "0",
        **row,
        **more,
    }


def test_a_manager_publishes_and_everybody_reads_it(sign_in, dara, client):
    browser = sign_in(dara)
    assert "No need is published yet" in browser.get(PAGE).text
    page = browser.post(f"{PAGE}new/", sent(words="<b>Solar</b> parks"), follow=True).text
    assert "“People who count” is published." in page
    need = SkillNeed.objects.get()
    page = client.get(f"/needs/{need.pk}/").text
    for told in ("People who count", "Example Employer", "EQF level 5", "&lt;b&gt;Solar"):
        assert told in page
    assert "People who count" in client.get("/needs/").text
    assert "People who count" in browser.get(PAGE).text
    assert TrailEntry.objects.filter(verb="need.publish", actor_name="Dara").exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "\u202eevil"}, "invisible"),
        ({"people": "0"}, "greater than or equal to 1"),
        ({"ends_on": "2020-01-01"}, "outside what may stand here"),
        ({"ends_on": "2999-01-01"}, "outside what may stand here"),
        ({"needed_by": "2020-01-01"}, "outside what may stand here"),
        ({"mode": "telepathy"}, "Select a valid choice"),
        ({"region": "a\u200bb"}, "invisible"),
        ({"words": "x" * 4_001}, "at most 4000 characters"),
        ({"needs-0-skill": ""}, "Name at least one skill."),
    ],
)
def test_what_cannot_stand_is_told_and_not_published(sign_in, dara, more, told):
    assert told in sign_in(dara).post(f"{PAGE}new/", sent(**more)).text
    assert not SkillNeed.objects.exists()


def test_the_board_is_narrowed(client, need):
    for query in (f"skill={SOLDER}", "region=huel", "mode=online", f"skill={SOLDER}&region=Hu"):
        assert "Panel builders" in client.get(f"/needs/?{query}").text
    assert "No open need is like that" in client.get("/needs/?region=Porto").text
    for nonsense in ("skill=x", "skill=%00", "mode=zzz", "page=99", "region=%00"):
        assert client.get(f"/needs/?{nonsense}").status_code == 200


def test_a_published_definition_answers_it_and_closes_it(
    sign_in, dara, designer, need, course, client
):
    version = course("Soldering and wiring", SOLDER, WIRE)
    browser = sign_in(designer)
    assert "Answer for Example University" in browser.get(f"/needs/{need.pk}/").text
    address = f"/o/example-university/answers/new/?need={need.pk}"
    told = {"achievement": version.achievement_id, "note": "It runs in May"}
    assert "is written to" in browser.post(address, told, follow=True).text
    drain()
    [letter] = mail.outbox
    assert letter.to == [dara.email]
    assert "Soldering and wiring" in letter.body
    assert "It runs in May" in letter.body
    public = client.get(f"/needs/{need.pk}/").text
    assert "Covers 100 of 100 points" in public
    own = sign_in(dara)
    found = NeedAnswer.objects.get()
    page = own.post(f"{PAGE}{need.pk}/close/", {"answer": found.pk}, follow=True).text
    assert "You closed the need with this answer." in page
    page = client.get(f"/needs/{need.pk}/").text
    assert f"/catalogue/{version.achievement_id}/" in page
    assert "closed this need with" in page
    assert "Panel builders" not in client.get("/needs/").text
    mail.outbox.clear()
    drain()
    assert {one.to[0] for one in mail.outbox} == {dara.email, designer.email}
    assert all("closed the need" in one.body for one in mail.outbox)


def test_a_draft_is_written_together_with_the_employer(
    sign_in, dara, designer, need, university, client
):
    draft = draft_of(university)
    made = answer(need, draft, designer)
    assert made.review.email == dara.email
    request = ReviewRequest.objects.get()
    assert (request.achievement, request.organisation_name) == (draft, "Example Employer")
    drain()
    assert {one.to[0] for one in mail.outbox} == {dara.email}
    assert sum("/review/" in one.body for one in mail.outbox) == 1
    page = client.get(f"/needs/{need.pk}/").text
    assert "1 answer is being drafted." in page
    assert "Soldering" not in page
    page = sign_in(dara).get(f"{PAGE}{need.pk}/").text
    assert "Soldering" in page
    assert "foundation" not in page
    with pytest.raises(Conflict) as caught:
        needs.close_need(need, made.answer, by=dara, at=timezone.now())
    assert caught.value.problem.code == "need.answer-unpublished"


def test_how_far_it_covers_is_told_skill_by_skill(need, university, designer, course):
    answer(need, draft_of(university), designer)
    answer(need, course("Wiring", WIRE).achievement, designer)
    best, other = asked.offered_to(need, at=timezone.now())
    assert [row.percent for row in best.rows] == [0, 100]
    assert best.match.points == 50
    assert 0 < other.rows[0].percent < 100  # at a level below the one that is asked for
    assert other.version is None


def test_a_definition_that_says_nothing_yet_has_no_figure(
    need, university, designer, sign_in, dara
):
    empty = Achievement.objects.create(organisation=university, title="Later", draft={})
    answer(need, empty, designer)
    [offer] = asked.offered_to(need, at=timezone.now())
    assert offer.percent == 0
    assert sign_in(dara).get(f"{PAGE}{need.pk}/").status_code == 200


def test_it_is_withdrawn_and_those_who_answered_are_told(
    sign_in, dara, designer, need, course, client
):
    answer(need, course("Wiring", WIRE).achievement, designer)
    drain()
    mail.outbox.clear()
    assert "is withdrawn" in sign_in(dara).post(f"{PAGE}{need.pk}/withdraw/", follow=True).text
    drain()
    assert [one.to for one in mail.outbox] == [[designer.email]]
    assert "withdrew the need" in mail.outbox[0].body
    assert client.get(f"/needs/{need.pk}/").status_code == 404
    assert need.pk not in [one.pk for one in asked.open_needs(asked.Wanted(), at=timezone.now())]


def test_its_time_is_over_and_both_are_told(dara, designer, need, course):
    answer(need, course("Wiring", WIRE).achievement, designer)
    row = OutboxRow.objects.get(payload__about="expired")
    assert row.due_at.date() == need.ends_on + timedelta(days=1)
    drain()
    mail.outbox.clear()
    yesterday = timezone.now().date() - timedelta(days=1)
    SkillNeed.objects.update(ends_on=yesterday)
    OutboxRow.objects.filter(pk=row.pk).update(due_at=timezone.now())
    drain()
    assert {one.to[0] for one in mail.outbox} == {dara.email, designer.email}
    need.refresh_from_db()
    assert need.state_at(timezone.now()) == "expired"
    with pytest.raises(Conflict) as caught:
        answer(need, course("Soldering", SOLDER).achievement, designer)
    assert caught.value.problem.code == "need.closed"


def test_what_was_closed_is_not_said_to_be_over(dara, designer, need, course):
    made = answer(need, course("Wiring", WIRE).achievement, designer)
    needs.close_need(need, made.answer, by=dara, at=timezone.now())
    SkillNeed.objects.update(ends_on=timezone.now().date() - timedelta(days=1))
    OutboxRow.objects.filter(payload__about="expired").update(due_at=timezone.now())
    drain()
    assert not any("time of" in one.body for one in mail.outbox)


def refused(why):
    with pytest.raises((Conflict, Refused)) as caught:
        why()
    return caught.value.problem.code


def test_what_is_no_answer_is_refused(need, designer, dara, course, university, monkeypatch):
    wiring = course("Wiring", WIRE).achievement
    made = answer(need, wiring, designer).answer
    assert refused(lambda: answer(need, wiring, designer)) == "need.answered-already"
    own = Achievement.objects.create(organisation=need.organisation, title="Ours", draft={})
    assert refused(lambda: answer(need, own, dara)) == "need.own"
    gone = Achievement.objects.create(
        organisation=university, title="Gone", draft={}, withdrawn_at=timezone.now()
    )
    assert refused(lambda: answer(need, gone, designer)) == "definition.withdrawn"
    long = "x" * 4_001
    other = course("Other", WIRE).achievement
    assert refused(lambda: answer(need, other, designer, note=long)) == "text.too-long"
    monkeypatch.setattr(answering, "MOST_ANSWERS", 1)
    assert refused(lambda: answer(need, other, designer)) == "need.too-many-answers"
    answering.take_back_answer(made, by=designer, at=timezone.now())
    answering.take_back_answer(made, by=designer, at=timezone.now())
    again = answer(need, wiring, designer).answer
    needs.close_need(need, again, by=dara, at=timezone.now())
    for late in (
        lambda: needs.close_need(need, again, by=dara, at=timezone.now()),
        lambda: needs.withdraw_need(need, by=dara, at=timezone.now()),
        lambda: answering.take_back_answer(again, by=designer, at=timezone.now()),
        lambda: answer(need, other, designer),
    ):
        assert refused(late) == "need.closed"


def test_an_answer_to_another_need_closes_nothing(sign_in, need, dara, designer, employer, course):
    now = timezone.now()
    stated = Stated(people=1, ends_on=now.date())
    other = needs.publish_need(employer, profile_of(WANTED), stated, by=dara, at=now)
    made = answer(other, course("Wiring", WIRE).achievement, designer).answer
    assert refused(lambda: needs.close_need(need, made, by=dara, at=now)) == "value.unknown-choice"
    browser = sign_in(dara)
    for sent_answer in (made.pk, "x", ""):
        told = {"answer": sent_answer}
        page = browser.post(f"{PAGE}{need.pk}/close/", told, follow=True).text
        assert "A value is not among those that may stand here." in page
    need.refresh_from_db()
    assert need.answered_at is None


def test_so_many_are_open_at_once(need, employer, dara, monkeypatch):
    monkeypatch.setattr(needs, "MOST_OPEN", 1)
    now = timezone.now()
    stated = Stated(people=1, ends_on=now.date())
    again = lambda: needs.publish_need(employer, profile_of(WANTED), stated, by=dara, at=now)  # noqa: E731 -- asked once
    assert refused(again) == "need.too-many"


def test_nobody_answers_with_what_is_not_theirs(sign_in, designer, need, college):
    foreign = Achievement.objects.create(organisation=college, title="Theirs", draft={})
    address = f"/o/example-university/answers/new/?need={need.pk}"
    page = sign_in(designer).post(address, {"achievement": foreign.pk}).text
    assert "Select a valid choice" in page
    assert not NeedAnswer.objects.exists()


def test_whoever_only_designs_closes_nothing_and_whoever_only_manages_answers_nothing(
    sign_in, designer, dara, employer, need
):
    join(designer, employer, Role.DESIGNER)
    browser = sign_in(designer)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}{need.pk}/withdraw/").status_code == 403
    address = f"/o/example-employer/answers/new/?need={need.pk}"
    assert sign_in(dara).get(address).status_code == 403


def test_programs_do_the_same(program, dara, employer, designer, university, course):
    office, school, anybody = program(dara, employer), program(designer, university), program()
    body = {
        "profile": profile_of(WANTED).as_json(),
        "people": 12,
        "ends_on": (timezone.now().date() + timedelta(days=9)).isoformat(),
    }
    made = office.post("/organisation/needs", body).told
    address = f"/organisation/needs/{made['id']}"
    [line] = anybody.get(f"/needs?skill={SOLDER}").told["items"]
    assert (line["title"], line["state"]) == ("Panel builders", "open")
    wiring = course("Wiring", WIRE).achievement
    answers = "/organisation/answers"
    said = {"need": made["id"], "achievement": str(wiring.pk), "words": "In May"}
    given = school.post(answers, said).told
    assert given["is_published"] is True
    drafted = {"need": made["id"], "achievement": str(draft_of(university).pk)}
    draft = school.post(answers, drafted).told
    public = anybody.get(f"/needs/{made['id']}").told
    assert [one["title"] for one in public["offers"]] == ["Wiring"]
    assert (public["drafts"], public["offers"][0]["points"]) == (1, 50.0)
    assert "Soldering" not in json.dumps(public)
    assert len(office.get(address).told["offers"]) == 2
    assert is_problem(
        office.post(f"{address}/close", {"answer": draft["id"]}), 409, "need.answer-unpublished"
    )
    assert school.ask("DELETE", f"{answers}/{draft['id']}").status_code == 204
    assert len(school.get(answers).told["items"]) == 1
    closed = office.post(f"{address}/close", {"answer": given["id"]}).told
    assert (closed["state"], closed["answered_by"]) == ("answered", given["id"])
    assert is_problem(school.post(answers, said), 409, "need.closed")
    assert is_problem(office.ask("DELETE", address), 409, "need.closed")
    assert is_problem(school.get(address), 403, "http.forbidden")
    assert is_problem(
        office.post("/organisation/needs", body | {"people": 0}), 400, "value.out-of-range"
    )
    bad = body | {"profile": {"needs": []}}
    assert is_problem(office.post("/organisation/needs", bad), 400, "gap.goal-malformed")
    assert [one["title"] for one in office.get("/organisation/needs").told["items"]]
