"""Rita writes to somebody whom she knows by a drawn name; Ada decides whether she learns more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.employers import contacts
from testamur_web.employers.consent import withdraw_consent
from testamur_web.employers.looking import look
from testamur_web.employers.models import Block, ContactRequest, Purpose
from testamur_web.ops import outbox
from testamur_web.ops.models import TrailEntry
from tests.web.conftest import join, person

pytestmark = pytest.mark.django_db

MESSAGE = {"subject": "Brewing software", "message": "Would you like to talk to us?"}


@pytest.fixture
def alias(ada, prove, agree, employer, rita, wants) -> str:
    """What Ada is called in a search of the brewery."""
    prove(ada, wants.skills[0].skill)
    agree(ada, Purpose.SEARCH, Purpose.CONTACT)
    return look(employer, wants, by=rita, at=timezone.now()).people[0].alias


@pytest.fixture
def write(ada, employer, rita, alias):
    def written(*, to=None, at=None, **otherwise) -> ContactRequest:
        told = MESSAGE | {"alias": alias} | otherwise
        return contacts.send_request(employer, to or ada, **told, by=rita, at=at or timezone.now())

    return written


def code_of(error) -> str:
    return error.value.problem.code


def test_a_yes_shows_what_was_chosen_and_nothing_before(sign_in, ada, rita, employer, alias, agree):
    recruiter, learner = sign_in(rita), sign_in(ada)
    place = f"/o/{employer.slug}/talent/"
    recruiter.post(f"{place}write/{alias}/", MESSAGE)
    sent = ContactRequest.objects.get()
    before = recruiter.get(f"{place}messages/").content.decode()
    assert alias in before
    assert ada.name not in before
    assert ada.email not in before
    outbox.drain()
    [letter] = [one for one in mail.outbox if one.to == [ada.email] and "found you" in one.body]
    assert MESSAGE["message"] not in letter.body

    assert "found you by your skills" in learner.get("/home/").content.decode()
    read = learner.get(f"/talent/messages/{sent.pk}/").content.decode()
    assert MESSAGE["message"] in read
    learner.post(f"/talent/messages/{sent.pk}/", {"name": "Ada L.", "email": ada.email})
    after = recruiter.get(f"{place}messages/").content.decode()
    assert "Ada L." in after
    assert ada.email in after
    outbox.drain()
    [told] = [one for one in mail.outbox if one.to == [rita.email]]
    assert ada.email not in told.body
    assert "Ada" not in told.body

    learner.post(f"/talent/messages/{sent.pk}/stop/")
    assert ada.email not in recruiter.get(f"{place}messages/").content.decode()


def test_a_no_tells_nothing_and_can_block(sign_in, ada, employer, write):
    sent = write()
    sign_in(ada).post(f"/talent/messages/{sent.pk}/decline/", {"block": "1"})
    sent.refresh_from_db()
    assert (sent.state, sent.shared_name) == ("declined", "")
    assert Block.objects.get().organisation == employer


def test_the_trail_of_the_organisation_names_nobody_it_wrote_to(write, employer, ada):
    contacts.accept_contact(write(), name="Ada", email=ada.email, at=timezone.now())
    for row in TrailEntry.objects.filter(tenant=employer.pk):
        assert ada.name not in f"{row.actor_name} {row.detail}"
        assert str(ada.pk) not in f"{row.actor} {row.subject} {row.detail}"


def test_nobody_is_written_to_who_did_not_agree_to_that(write, ada):
    withdraw_consent(ada, Purpose.CONTACT, at=timezone.now())
    with pytest.raises(Conflict) as refused:
        write()
    assert code_of(refused) == "consent.missing"


def test_consent_withdrawn_answers_what_waits(write, ada):
    sent = write()
    withdraw_consent(ada, Purpose.CONTACT, at=timezone.now())
    sent.refresh_from_db()
    assert sent.state == "declined"


def test_one_message_waits_at_a_time_for_a_name_until_it_expires(write):
    write()
    with pytest.raises(Conflict) as refused:
        write()
    assert code_of(refused) == "contact.waiting"
    later = timezone.now() + contacts.EXPIRES_AFTER
    assert write(at=later).state == "waiting"
    assert ContactRequest.objects.filter(state="expired").count() == 1


def test_after_a_no_there_is_quiet_for_whoever_said_it(write, ada):
    now = timezone.now()
    contacts.decline_contact(write(), at=now)
    later = now + contacts.EXPIRES_AFTER + timedelta(seconds=1)
    held = write(at=later)
    assert held.told_at(later) == "waiting"
    assert held not in contacts.requests_to(ada)
    assert not contacts.mail_request(held.pk, at=later)
    assert write(alias="another", at=now + timedelta(days=91)) in contacts.requests_to(ada)


def test_a_message_to_another_name_of_whoever_has_one_already_reaches_nobody(write, ada):
    first, second = write(), write(alias="another")
    assert list(contacts.requests_to(ada)) == [first]
    later = timezone.now() + contacts.EXPIRES_AFTER
    assert second.told_at(timezone.now()) == "waiting"
    assert first.told_at(later) == second.told_at(later) == "expired"


def test_a_no_cannot_be_found_out_by_taking_the_message_back(write, rita, ada):
    sent = write()
    contacts.decline_contact(sent, at=timezone.now())
    contacts.withdraw_request(sent, by=rita, at=timezone.now())
    sent.refresh_from_db()
    assert sent.told_at(timezone.now()) == "withdrawn"
    again = write()
    assert again.told_at(timezone.now()) == "waiting"
    assert again not in contacts.requests_to(ada)


def test_an_organisation_writes_so_often_a_day(write, agree, monkeypatch):
    monkeypatch.setattr(contacts, "MOST_A_DAY", 1)
    write()
    bert = person("bert")
    agree(bert, Purpose.SEARCH, Purpose.CONTACT)
    with pytest.raises(Conflict) as refused:
        write(to=bert, alias="another")
    assert code_of(refused) == "contact.too-many"


def test_what_is_over_cannot_be_answered(write, ada, rita):
    sent = write()
    contacts.withdraw_request(sent, by=rita, at=timezone.now())
    for answer in (
        lambda: contacts.decline_contact(sent, at=timezone.now()),
        lambda: contacts.accept_contact(sent, name="A", email=ada.email, at=timezone.now()),
        lambda: contacts.withdraw_request(sent, by=rita, at=timezone.now()),
        lambda: contacts.stop_showing(sent, at=timezone.now()),
    ):
        with pytest.raises(Conflict) as refused:
            answer()
        assert code_of(refused) == "contact.closed"


@pytest.mark.parametrize(
    ("otherwise", "code"),
    [
        ({"subject": " "}, "value.missing"),
        ({"message": ""}, "value.missing"),
        ({"message": "x" * 4001}, "text.too-long"),
        ({"subject": "x" * 121}, "text.too-long"),
    ],
)
def test_an_empty_or_endless_message_is_refused(write, otherwise, code):
    with pytest.raises(Refused) as refused:
        write(**otherwise)
    assert code_of(refused) == code


def test_nobody_shows_an_address_that_is_not_theirs(write):
    with pytest.raises(Refused) as refused:
        contacts.accept_contact(write(), name="Ada", email="x@evil.example", at=timezone.now())
    assert code_of(refused) == "contact.foreign-address"


@pytest.mark.parametrize("guess", ["AAAAA-AAAAA", "ada", "1", "abcde-fghjk", "A" * 200])
def test_guessed_aliases_lead_to_nobody(sign_in, rita, employer, alias, guess):
    assert sign_in(rita).get(f"/o/{employer.slug}/talent/write/{guess}/").status_code == 404


def test_an_alias_is_worth_nothing_elsewhere(sign_in, rita, college, alias):
    join(rita, college, "manager")
    assert sign_in(rita).get(f"/o/{college.slug}/talent/write/{alias}/").status_code == 404
