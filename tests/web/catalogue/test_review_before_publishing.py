"""Experts are asked by letter, say what they think of a draft, and publishing waits for them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.catalogue import reviewing, services
from testamur_web.catalogue.models import Review, ReviewRequest
from testamur_web.catalogue.reviewing import Answer, Check, Expert
from testamur_web.catalogue.reviews import (
    CHECKLIST,
    digest_of,
    find_by_token,
    requests_for,
    reviewed,
    standing_of,
    unreviewed,
)
from testamur_web.ops import outbox
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Identifier
from tests.web.catalogue.conftest import WHOLE, but

pytestmark = pytest.mark.django_db

INGRID = Expert("Ingrid Berg", "ingrid@data.example", "Data Guild")
YES = {item: Check("yes") for item in CHECKLIST}
SAID = Answer(
    verdict="signed-off",
    seen=digest_of(WHOLE),
    name="Ingrid Berg",
    role="Head of analysis",
    organisation="Data Guild",
    interest="None.",
    checklist=YES,
    comments={},
)


def ask(draft, bashir, expert=INGRID, *, at=None) -> str:
    """Ask an expert; the token of the link in their letter."""
    reviewing.ask_expert(draft, expert, by=bashir, at=at or timezone.now())
    outbox.drain()
    return token_in_letter()


def token_in_letter() -> str:
    return re.search(r"/review/([0-9a-f]{64})/", mail.outbox[-1].body)[1]


def answer(token, *, by=None, at=None, **said) -> Review:
    told = replace(SAID, **said)
    return reviewing.answer_review(token, told, at=at or timezone.now(), by=by)


def sign_off(draft, bashir, *, name="Ingrid Berg", email="ingrid@data.example", **said) -> Review:
    token = ask(draft, bashir, replace(INGRID, name=name, email=email))
    return answer(token, name=name, **said)


# ---------------------------------------------------------------------------------------- asking


def test_the_letter_carries_the_link_and_the_row_its_hash(draft, bashir):
    token = ask(draft, bashir)
    letter = mail.outbox[-1]
    assert letter.to == ["ingrid@data.example"]
    assert "Data analysis with Python" in letter.body
    [row] = requests_for(draft)
    assert token not in row.token_hash
    assert find_by_token(token) == row
    assert find_by_token("") is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "text.empty"),
        ({"email": "nobody"}, "email.malformed"),
        ({"kind": "friend"}, "value.unknown-choice"),
    ],
)
def test_who_is_asked_has_a_name_an_address_and_a_kind(draft, bashir, wrong, code):
    with pytest.raises(Refused) as refused:
        ask(draft, bashir, replace(INGRID, **wrong))
    assert refused.value.problem.code == code


def test_nobody_is_asked_twice_at_a_time(draft, bashir):
    ask(draft, bashir)
    with pytest.raises(Conflict) as refused:
        ask(draft, bashir, replace(INGRID, email="Ingrid@data.example"))
    assert refused.value.problem.code == "review.asked-already"


def test_members_do_not_review_for_their_organisation(draft, bashir):
    bashir.identifiers.create(
        kind=Identifier.Kind.EMAIL, value="b@home.example", verified_at=timezone.now()
    )
    for own in (bashir.email, "B@home.example"):
        with pytest.raises(Refused) as refused:
            ask(draft, bashir, replace(INGRID, email=own))
        assert refused.value.problem.code == "review.own-address"
    token = ask(draft, bashir)
    with pytest.raises(Refused) as refused:
        answer(token, by=bashir)
    assert refused.value.problem.code == "review.own-address"


def test_letters_to_one_address_are_few(draft, bashir):
    ask(draft, bashir)
    [row] = requests_for(draft)
    for _again in range(4):
        reviewing.remind_expert(row, by=bashir, at=timezone.now())
    with pytest.raises(Refused) as refused:
        reviewing.remind_expert(row, by=bashir, at=timezone.now())
    assert refused.value.problem.code == "review.too-many"


def test_nothing_is_asked_of_what_has_no_draft(offered, bashir):
    with pytest.raises(Conflict) as refused:
        ask(offered, bashir)
    assert refused.value.problem.code == "definition.no-draft"


def test_a_reminder_has_a_new_link_and_the_older_one_ends(draft, bashir):
    first = ask(draft, bashir)
    [row] = requests_for(draft)
    later = row.expires_at + timedelta(days=1)
    assert row.state_at(later) == ReviewRequest.State.EXPIRED
    reviewing.remind_expert(row, by=bashir, at=timezone.now())
    outbox.drain()
    assert find_by_token(first) is None
    assert find_by_token(token_in_letter()) == row


def test_what_is_withdrawn_or_over_takes_no_answer(draft, bashir):
    token = ask(draft, bashir)
    [row] = requests_for(draft)
    with pytest.raises(Conflict) as refused:
        answer(token, at=row.expires_at)
    assert refused.value.problem.code == "review.closed"
    reviewing.withdraw_review(row, by=bashir, at=timezone.now())
    reviewing.withdraw_review(row, by=bashir, at=timezone.now())
    with pytest.raises(Conflict) as refused:
        answer(token)
    assert refused.value.problem.code == "review.closed"
    assert TrailEntry.objects.filter(verb="review.withdraw").count() == 1


# ------------------------------------------------------------------------------------- answering


def test_an_answer_is_kept_word_for_word_and_both_are_told(draft, bashir):
    token = ask(draft, bashir)
    checks = YES | {"workload": Check("no", "Sixty hours, rather.")}
    comments = {"/components/1": "Too short.", "/title": ""}
    made = answer(token, verdict="changes", checklist=checks, comments=comments)
    assert made.checklist[2] == {
        "item": "workload",
        "answer": "no",
        "comment": "Sixty hours, rather.",
    }
    lines = standing_of(draft, WHOLE).given[0].checked
    assert [line.answer_label for line in lines] == ["Yes", "Yes", "No", "Yes", "Yes"]
    [said] = made.comments
    assert (said["pointer"], said["text"]) == ("/components/1", "Too short.")
    assert "Survey of your own" in said["seen"]
    outbox.drain()
    assert [letter.to for letter in mail.outbox[-2:]] == [[bashir.email], ["ingrid@data.example"]]
    assert all("Asks for changes" in letter.body for letter in mail.outbox[-2:])
    assert TrailEntry.objects.get(verb="review.answer").actor is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"interest": " "}, "value.missing"),
        ({"verdict": "perhaps"}, "value.unknown-choice"),
        ({"checklist": {}}, "review.reply-missing"),
        ({"checklist": YES | {"price": Check("yes")}}, "review.reply-missing"),
        ({"checklist": YES | {"skills": Check("maybe")}}, "value.unknown-choice"),
        ({"comments": {"/salary": "More."}}, "review.field-unknown"),
        ({"interest": "x" * 2_001}, "text.too-long"),
        ({"seen": "0" * 64}, "review.changed-meanwhile"),
    ],
)
def test_an_answer_that_lacks_something_is_not_kept(draft, bashir, wrong, code):
    token = ask(draft, bashir)
    with pytest.raises((Refused, Conflict)) as refused:
        answer(token, **wrong)
    assert refused.value.problem.code == code
    assert not Review.objects.exists()


def test_there_is_one_answer_a_round_and_a_next_round_counts_instead(draft, bashir):
    token = ask(draft, bashir)
    answer(token)
    with pytest.raises(Conflict) as refused:
        answer(token, verdict="changes")
    assert refused.value.problem.code == "review.answered"
    [row] = requests_for(draft)
    with pytest.raises(Conflict) as refused:
        reviewing.withdraw_review(row, by=bashir, at=timezone.now())
    assert refused.value.problem.code == "review.answered"
    assert standing_of(draft, WHOLE).counted == 1
    answer(ask(draft, bashir), verdict="changes")
    found = standing_of(draft, WHOLE)
    assert (found.counted, found.asking, Review.objects.count()) == (0, 1, 2)


def test_an_unknown_link_and_a_published_draft_take_no_answer(draft, bashir):
    token = ask(draft, bashir)
    with pytest.raises(Refused) as refused:
        answer("f" * 64)
    assert refused.value.problem.code == "review.unknown"
    services.publish(draft, by=bashir, at=timezone.now())
    with pytest.raises(Conflict) as refused:
        answer(token)
    assert refused.value.problem.code == "definition.no-draft"


# ------------------------------------------------------------------------------------ publishing


def test_below_the_least_nothing_is_published_and_at_it_it_is(draft, university, bashir):
    reviewing.change_least(university, 2, by=bashir, at=timezone.now())
    sign_off(draft, bashir)
    with pytest.raises(services.NotReady) as refused:
        services.publish(draft, by=bashir, at=timezone.now())
    [problem] = refused.value.problems
    assert problem.code == "definition.unreviewed"
    assert problem.detail == "1 signed off what would be published, and 2 must."
    sign_off(draft, bashir, name="Jonas", email="jonas@quality.example")
    version = services.publish(draft, by=bashir, at=timezone.now())
    assert reviewed(version).counted == 2


def test_a_sign_off_of_an_older_state_is_told_as_such_and_counts_not(draft, university, bashir):
    reviewing.change_least(university, 1, by=bashir, at=timezone.now())
    sign_off(draft, bashir)
    changed = but(summary="For all who count.")
    services.save_draft(draft, changed, by=bashir, at=timezone.now())
    [problem] = unreviewed(draft, changed)
    assert "Sign-offs of an older state: 1." in problem.detail
    services.save_draft(draft, WHOLE, by=bashir, at=timezone.now())
    assert unreviewed(draft, WHOLE) == []
    reviewing.change_least(university, 0, by=bashir, at=timezone.now())
    services.save_draft(draft, changed, by=bashir, at=timezone.now())
    [given] = reviewed(services.publish(draft, by=bashir, at=timezone.now())).sign_offs
    assert not given.is_of_this_state


def test_the_next_version_is_not_shown_with_what_was_said_of_the_one_before(draft, bashir):
    sign_off(draft, bashir)
    first = services.publish(draft, by=bashir, at=timezone.now())
    changed = but(summary="For all who count.")
    services.save_draft(draft, changed, by=bashir, at=timezone.now())
    assert standing_of(draft, changed).given == ()
    second = services.publish(draft, by=bashir, at=timezone.now())
    assert (len(reviewed(first).given), len(reviewed(second).given)) == (1, 0)


@pytest.mark.parametrize("least", [-1, 21])
def test_the_least_is_a_number_within_reason(university, bashir, least):
    with pytest.raises(Refused) as refused:
        reviewing.change_least(university, least, by=bashir, at=timezone.now())
    assert refused.value.problem.code == "value.out-of-range"


# ----------------------------------------------------------------------------------------- pages

FORM = {
    **{f"answer_{item}": "yes" for item in CHECKLIST},
    "verdict": "signed-off",
    "name": "Ingrid Berg",
    "role": "Head of analysis",
    "organisation": "Data Guild",
    "interest": "None.",
    "seen": digest_of(WHOLE),
}


@pytest.fixture
def link(draft, bashir) -> str:
    return f"/review/{ask(draft, bashir)}/"


def test_the_expert_reads_the_draft_as_a_learner_does_and_answers_without_an_account(link, draft):
    browser = Client()
    page = browser.get(link)
    assert page["Cache-Control"] == "private, no-store"
    for shown in (WHOLE.summary, "Weekly exercises", "The workload is true", digest_of(WHOLE)):
        assert shown in page.content.decode()
    for judged in ("How you are assessed", "Supervision", "How quality is kept"):
        assert judged in page.content.decode()
    assert not Review.objects.exists()
    said = FORM | {
        "answer_workload": "no",
        "comment_workload": "Too little.",
        "field/title": "Longer.",
    }
    done = browser.post(link, said, follow=True).content.decode()
    assert "Thank you, it is answered" in done
    assert "Too little." in done
    [kept] = Review.objects.all()
    assert (kept.digest, kept.comments[0]["pointer"]) == (digest_of(WHOLE), "/title")
    again = browser.post(link, FORM)
    assert (again.status_code, Review.objects.count()) == (409, 1)


@pytest.mark.parametrize("missing", ["answer_skills", "verdict", "name", "role", "interest"])
def test_an_answer_without_a_part_is_shown_again(link, missing):
    said = {name: value for name, value in FORM.items() if name != missing}
    assert Client().post(link, said).status_code == 422
    assert not Review.objects.exists()


def test_an_answer_to_what_was_changed_meanwhile_shows_what_is_there_now(link, draft, bashir):
    services.save_draft(draft, but(summary="For all who count."), by=bashir, at=timezone.now())
    page = Client().post(link, FORM)
    assert page.status_code == 422
    assert "The draft was changed after you opened it." in page.content.decode()
    assert digest_of(but(summary="For all who count.")) in page.content.decode()


def test_comments_stay_with_their_fields_where_the_draft_was_changed(link, draft, bashir):
    outcomes = (WHOLE.outcomes[1], *WHOLE.outcomes)
    services.save_draft(draft, but(tags=(), outcomes=outcomes), by=bashir, at=timezone.now())
    page = Client().post(link, FORM | {"field/hours": "More like 80."}).content.decode()
    assert re.search(r'name="field/hours"[^>]*>\s*More like 80\.', page)
    assert page.count("More like 80.") == 1
    assert '<details class="disclosure" open>' in page


def test_each_comment_leads_the_designer_to_its_field(client, draft, university, bashir):
    comments = {"/summary": "Longer.", "/outcomes/1": "Whose findings?"}
    sign_off(draft, bashir, verdict="changes", comments=comments)
    client.force_login(bashir)
    page = client.get(reverse("issuer-list-reviews", args=[university.slug, draft.pk]))
    for step, anchor in (("basics", "id_summary"), ("outcomes", "outcomes")):
        edit = reverse("issuer-edit-achievement", args=[university.slug, draft.pk, step])
        assert f'href="{edit}#{anchor}"' in page.content.decode()
    assert "Present findings to non-experts" in page.content.decode()


def test_a_member_who_opens_the_link_is_told_before_they_write(link, bashir, eli):
    told = "You are signed in as a member of"
    for somebody, is_told in ((bashir, True), (eli, False)):
        browser = Client()
        browser.force_login(somebody)
        assert (told in browser.get(link).content.decode()) is is_told


def test_once_it_is_published_what_was_said_is_found_and_nobody_is_reminded(
    client, draft, university, bashir
):
    sign_off(draft, bashir, comments={"/summary": "A little long."})
    ask(draft, bashir, replace(INGRID, name="Jonas", email="j@q.example"))
    services.publish(draft, by=bashir, at=timezone.now())
    client.force_login(bashir)
    there = reverse("issuer-list-reviews", args=[university.slug, draft.pk])
    own = reverse("issuer-show-achievement", args=[university.slug, draft.pk])
    assert f'href="{there}"' in client.get(own).content.decode()
    page = client.get(there).content.decode()
    assert "A little long." in page
    assert "Not answered" in page
    assert "Send the letter again" not in page
    assert "#id_summary" not in page


def test_a_link_that_leads_to_nothing_says_so(link, draft, bashir):
    assert Client().get("/review/none/").status_code == 404
    services.publish(draft, by=bashir, at=timezone.now())
    over = Client().get(link)
    assert over.status_code == 410
    assert "It is published already" in over.content.decode()


def test_the_designer_asks_reminds_and_withdraws_on_the_page(client, draft, university, bashir):
    client.force_login(bashir)
    page = reverse("issuer-list-reviews", args=[university.slug, draft.pk])
    who = {"name": "Ingrid", "email": "i@data.example", "organisation": "Guild"}
    assert client.post(page, who).status_code == 422
    asked = client.post(page, who | {"kind": "quality-body"}, follow=True).content.decode()
    assert "The letter goes to i@data.example." in asked
    assert "Quality body" in asked
    [row] = requests_for(draft)
    names = [university.slug, draft.pk, row.pk]
    again = client.post(reverse("issuer-remind-expert", args=names), follow=True)
    assert "The letter goes out again" in again.content.decode()
    ended = client.post(reverse("issuer-withdraw-review", args=names), follow=True)
    assert "the link shows nothing any more" in ended.content.decode()
    refused = client.post(reverse("issuer-remind-expert", args=names), follow=True)
    assert "No review is asked by this link any more." in refused.content.decode()


def test_the_review_step_tells_who_signed_off_and_offers_no_button_below_the_least(
    client, draft, university, bashir
):
    client.force_login(bashir)
    sign_off(draft, bashir, interest="I taught there in 2019.")
    page = reverse("issuer-review-achievement", args=[university.slug, draft.pk])
    publish = reverse("issuer-publish-achievement", args=[university.slug, draft.pk])
    told = client.get(page).content.decode()
    assert "I taught there in 2019." in told
    assert publish in told
    services.save_draft(draft, but(summary="For all who count."), by=bashir, at=timezone.now())
    assert "An older state: it was changed since" in client.get(page).content.decode()
    settings = reverse("issuer-set-reviews", args=[university.slug])
    client.post(settings, {"least": 1})
    told = client.get(page).content.decode()
    assert "0 of the 1 sign-offs" in told
    assert publish not in told


def test_the_public_page_shows_name_role_organisation_date_and_interest(client, draft, bashir):
    sign_off(draft, bashir, interest="I taught there in 2019.")
    sign_off(draft, bashir, name="Jonas", email="j@q.example", verdict="changes", interest="Mine.")
    services.publish(draft, by=bashir, at=timezone.now())
    page = client.get(reverse("public-read-achievement", args=[draft.pk])).content.decode()
    for shown in ("Ingrid Berg", "Head of analysis", "Data Guild", "I taught there in 2019."):
        assert shown in page
    assert "1 expert asked for changes" in page
    assert re.search(r"The workload is true:\s*<strong>Yes", page)
    for hidden in ("ingrid@data.example", "Jonas", "Mine."):
        assert hidden not in page
