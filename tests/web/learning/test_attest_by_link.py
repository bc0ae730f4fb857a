"""A supervisor without an account is asked by letter, sees what is claimed, and answers once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.attested import claims_of, find_by_token
from testamur_web.learning.models import Attestation, AttestationRequest
from testamur_web.learning.services import Reply, Supervisor
from testamur_web.learning.services.attesting import MOST_A_DAY
from testamur_web.ops import outbox
from testamur_web.ops.models import TrailEntry
from testamur_web.people.asked import VALID_FOR
from tests.web.conftest import NOW
from tests.web.learning.conftest import MARIA, link_in_letter

pytestmark = pytest.mark.django_db

YES = {"answer_0": "yes", "comment_0": "She did it alone.", "name": "Maria Lang", "stated": "on"}


def ask(prior, ada, *, at=None, **other):
    told = {"name": "Maria", "email": "maria@town.example", "organisation": "Hall"}
    supervisor = Supervisor(**told | {"relation": "manager"} | other)
    return services.ask_about_claims(
        prior, ["criterion-plan"], supervisor=supervisor, by=ada, at=at or timezone.now()
    )


def token_in(link: str) -> str:
    return link.strip("/").rpartition("/")[2]


def test_the_letter_carries_the_link_and_the_row_its_hash(link, asked):
    letter = mail.outbox[-1]
    assert letter.to == ["maria@town.example"]
    asked.refresh_from_db()
    assert token_in(link) not in asked.token_hash
    assert find_by_token(token_in(link)) == asked


def test_she_sees_what_is_claimed_and_nothing_else(link, ada, proof):
    answer = Client().get(link)
    page = answer.content.decode()
    assert "Plans a survey" in page
    assert "I planned the survey of the town." in page
    for hidden in (ada.email, proof.title, proof.text, "Reports the results"):
        assert hidden not in page
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_looking_answers_nothing(link):
    for method in ("get", "head"):
        getattr(Client(), method)(link, YES)
    assert not Attestation.objects.exists()


def test_she_confirms_once_and_both_are_told(link, asked, ada):
    browser = Client()
    answer = browser.post(link, YES, follow=True)
    assert "Thank you, it is answered" in answer.content.decode()
    kept = Attestation.objects.get()
    assert kept.answers == [
        {"row": "criterion-plan", "confirmed": True, "comment": "She did it alone."}
    ]
    assert kept.signed_name == "Maria Lang"
    assert "I am Maria Lang of Town of Hall" in kept.statement
    outbox.drain()
    told = {letter.to[0]: letter.body for letter in mail.outbox[-2:]}
    assert set(told) == {"ada@people.example", "maria@town.example"}
    assert all("Plans a survey: confirmed. She did it alone." in body for body in told.values())
    entry = TrailEntry.objects.get(verb="attestation.answer")
    assert entry.actor is None
    assert entry.tenant == asked.enrolment.cohort.organisation_id


def test_a_second_answer_is_told_that_there_is_one(link):
    Client().post(link, YES)
    again = Client().post(link, YES | {"answer_0": "no"})
    assert again.status_code == 409
    assert "It is answered already" in again.content.decode()
    assert Attestation.objects.get().confirmed == 1


def test_she_may_say_no(link, prior):
    Client().post(link, YES | {"answer_0": "no", "comment_0": ""})
    [claimed, *_others] = claims_of(prior, at=timezone.now())
    assert claimed.words[0].is_confirmed is False


@pytest.mark.parametrize("missing", ["answer_0", "name", "stated"])
def test_an_answer_without_a_part_is_not_kept(link, missing):
    answer = Client().post(link, {key: value for key, value in YES.items() if key != missing})
    assert answer.status_code == 422
    assert not Attestation.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"answer_0": "maybe"}, {"name": "M\u0000aria"}, {"name": "x" * 300}]
)
def test_hostile_words_are_refused_on_the_page(link, wrong):
    assert Client().post(link, YES | wrong).status_code == 422
    assert not Attestation.objects.exists()


def test_marks_of_html_are_shown_as_they_were_typed(link, asked, ada, sign_in):
    Client().post(link, YES | {"comment_0": "<script>alert(1)</script>"})
    page = sign_in(ada).get(f"/attestations/{asked.pk}/").content.decode()
    assert "&lt;script&gt;" in page


def test_guessing_finds_nothing_and_is_slowed(asked):
    outbox.drain()
    browser = Client()
    for place in range(20):
        assert browser.get(f"/attest/{place:064x}/").status_code == 404
    assert browser.get(f"/attest/{21:064x}/").status_code == 429


def test_an_unwritten_letter_has_no_link(asked):
    assert asked.token_hash == ""
    assert find_by_token("") is None


def test_a_withdrawn_request_shows_nothing(link, asked, ada):
    services.withdraw_request(asked, by=ada, at=timezone.now())
    services.withdraw_request(asked, by=ada, at=timezone.now())
    for answer in (Client().get(link), Client().post(link, YES)):
        assert answer.status_code == 410
        assert "Plans a survey" not in answer.content.decode()
    assert not Attestation.objects.exists()


def test_an_answer_is_not_withdrawn(link, asked, ada):
    Client().post(link, YES)
    with pytest.raises(Conflict) as refused:
        services.withdraw_request(asked, by=ada, at=timezone.now())
    assert refused.value.problem.code == "attestation.answered"


def test_a_request_ends_by_itself_and_can_be_sent_again(link, asked, ada):
    AttestationRequest.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert Client().get(link).status_code == 410
    with pytest.raises(Conflict) as refused:
        services.answer_request(
            token_in(link),
            [Reply("criterion-plan", True)],
            signed_name="Maria",
            is_stated=True,
            at=timezone.now(),
        )
    assert refused.value.problem.code == "attestation.closed"
    services.remind_supervisor(asked, by=ada, at=timezone.now())
    newer = link_in_letter()
    assert newer != link
    assert Client().get(link).status_code == 404
    assert Client().post(newer, YES).status_code == 302
    asked.refresh_from_db()
    assert asked.expires_at > timezone.now() + VALID_FOR - timedelta(minutes=5)


@pytest.mark.parametrize("email", ["ada@people.example", "ADA@people.example"])
def test_nobody_attests_to_themselves_by_address(prior, claim, ada, email):
    with pytest.raises(Refused) as refused:
        ask(prior, ada, email=email)
    assert refused.value.problem.code == "attestation.own-address"


def test_nor_signed_in_as_whoever_asks(link, ada, sign_in):
    assert "leave this to your supervisor" in sign_in(ada).get(link).content.decode()
    assert sign_in(ada).post(link, YES).status_code == 422
    assert not Attestation.objects.exists()


def test_letters_are_bounded_in_a_day(prior, claim, ada):
    for place in range(MOST_A_DAY):
        ask(prior, ada, email=f"maria{place}@town.example")
    with pytest.raises(Refused) as refused:
        ask(prior, ada, email="another@town.example")
    assert refused.value.problem.code == "attestation.too-many"
    assert ask(prior, ada, at=timezone.now() + timedelta(days=2))


def test_one_address_gets_few_letters(prior, claim, ada):
    for _time in range(5):
        ask(prior, ada)
    with pytest.raises(Refused) as refused:
        ask(prior, ada)
    assert refused.value.problem.code == "attestation.too-many"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"relation": "cousin"}, "attestation.relation-unknown"),
        ({"email": "maria@town.example\nBcc: all@town.example"}, "email.malformed"),
        ({"name": "Maria\r\nBcc: all@town.example"}, "text.unsafe"),
        ({"organisation": " "}, "text.empty"),
    ],
)
def test_a_supervisor_is_named_plainly(prior, claim, ada, wrong, code):
    with pytest.raises(Refused) as refused:
        ask(prior, ada, **wrong)
    assert refused.value.problem.code == code
    assert not AttestationRequest.objects.exists()


def test_nothing_is_asked_about_nothing(prior, claim, ada):
    with pytest.raises(Refused) as refused:
        services.ask_about_claims(prior, [], supervisor=MARIA, by=ada, at=NOW)
    assert refused.value.problem.code == "attestation.nothing-asked"


def test_every_row_is_answered_and_no_other(link):
    for replies in ([], [Reply("criterion-plan", True), Reply("criterion-talk", True)]):
        with pytest.raises(Refused) as refused:
            services.answer_request(
                token_in(link), replies, signed_name="Maria", is_stated=True, at=timezone.now()
            )
        assert refused.value.problem.code == "attestation.reply-missing"


def test_an_answer_without_the_statement_is_refused(link):
    with pytest.raises(Refused) as refused:
        services.answer_request(
            token_in(link),
            [Reply("criterion-plan", True)],
            signed_name="Maria",
            is_stated=False,
            at=timezone.now(),
        )
    assert refused.value.problem.code == "attestation.statement-missing"


def test_an_unknown_secret_is_refused(asked):
    with pytest.raises(Refused) as refused:
        services.answer_request("", [], signed_name="Maria", is_stated=True, at=NOW)
    assert refused.value.problem.code == "attestation.unknown"


def test_the_asker_reads_withdraws_and_reminds_by_page(asked, ada, sign_in):
    browser = sign_in(ada)
    assert "Maria Lang" in browser.get("/attestations/").content.decode()
    address = f"/attestations/{asked.pk}/"
    assert "Plans a survey" in browser.get(address).content.decode()
    assert browser.post(f"{address}remind/").url == address
    assert browser.post(f"{address}withdraw/").url == address
    assert "Withdrawn" in browser.get(address).content.decode()
