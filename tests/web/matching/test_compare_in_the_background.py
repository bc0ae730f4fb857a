"""A worker compares: a page answers at once, who withdraws meanwhile is left out, nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur.errors import Conflict
from testamur_web.employers import comparing
from testamur_web.employers.comparing import compare, compare_people, run_match, tend_runs
from testamur_web.employers.consent import give_consent, withdraw_consent
from testamur_web.employers.match_decisions import decide, write_to_invited
from testamur_web.employers.matching import read_run, trace_of_run
from testamur_web.employers.models import ContactRequest, MatchRun, Purpose
from testamur_web.employers.ranking import switch_ranking
from testamur_web.ops.models import OutboxRow
from testamur_web.people.models import Organisation
from testamur_web.plans import profiles

pytestmark = pytest.mark.django_db
HERE = "/o/example-employer/matches/"


@pytest.fixture
def asked(ranking, role, people, dara) -> MatchRun:
    """A comparison that no worker has begun."""
    return run_match(profiles.newest_of(role), by=dara, at=timezone.now())


def refreshed(run):
    return MatchRun.objects.get(pk=run.pk)


def test_nothing_is_verified_within_the_request(asked, people):
    assert not asked.people.exists()
    assert not read_run(asked, at=timezone.now()).rows
    with pytest.raises(Conflict) as told:
        trace_of_run(asked, at=timezone.now())
    assert told.value.problem.code == "match.running"
    compare_people.func(str(asked.pk))
    assert {one.person for one in asked.people.all()} == {people["ada"], people["bea"]}
    assert refreshed(asked).expected == 2
    assert refreshed(asked).finished_at is not None
    assert OutboxRow.objects.filter(kind=comparing.RANKED).count() == 2


def test_nobody_is_seen_before_all_are_compared(asked, people, monkeypatch):
    real = comparing._gap

    def killed(person, *more):
        if asked.people.exists():
            raise SystemExit
        return real(person, *more)

    monkeypatch.setattr(comparing, "_gap", killed)
    with pytest.raises(SystemExit):
        compare(asked.pk, at=timezone.now())
    assert asked.people.count() == 1
    assert not read_run(refreshed(asked), at=timezone.now()).rows
    monkeypatch.undo()
    assert not tend_runs(at=timezone.now()), "a worker may have it still"
    assert tend_runs(at=timezone.now() + timedelta(minutes=3)) == 1
    assert compare(asked.pk, at=timezone.now()) == 1, "the other stays as it is"
    assert len(read_run(refreshed(asked), at=timezone.now()).rows) == 2
    assert not compare(asked.pk, at=timezone.now())


def test_a_wallet_that_cannot_be_read_keeps_nobody_waiting(asked, people, monkeypatch, caplog):
    real = comparing._gap

    def broken(person, *more):
        if person == people["ada"]:
            raise ValueError
        return real(person, *more)

    monkeypatch.setattr(comparing, "_gap", broken)
    assert compare(asked.pk, at=timezone.now()) == 1
    assert refreshed(asked).finished_at
    assert [one.person for one in asked.people.all()] == [people["bea"]]
    assert str(asked.pk) in caplog.text
    assert people["ada"].name not in caplog.text


def test_who_withdraws_before_their_turn_is_not_compared(asked, people):
    withdraw_consent(people["ada"], Purpose.RANKING, at=timezone.now())
    compare(asked.pk, at=timezone.now())
    assert [one.person for one in asked.people.all()] == [people["bea"]]


def test_ranking_switched_off_ends_it(asked, employer, dara):
    switch_ranking(employer, is_on=False, reason="No.", by=dara, at=timezone.now())
    compare(asked.pk, at=timezone.now())
    assert not asked.people.exists()
    assert refreshed(asked).finished_at


def test_the_page_says_how_far_it_is(asked, mara, sign_in):
    browser = sign_in(mara)
    assert "is being looked for" in browser.get(f"{HERE}{asked.pk}/").text
    assert "being compared" in browser.get(HERE).text
    MatchRun.objects.update(expected=2)
    part = browser.get(f"{HERE}{asked.pk}/progress/").text
    assert "0 of 2 people are compared" in part
    compare(asked.pk, at=timezone.now())
    assert 'data-state="done"' in browser.get(f"{HERE}{asked.pk}/progress/").text
    assert "refresh" not in browser.get(f"{HERE}{asked.pk}/").text


# ------------------------------------------------------------------- from an invitation to a letter


def row_of(run, somebody):
    return run.people.get(person=somebody)


def invite(run, somebody, by, choice="invite"):
    decide(row_of(run, somebody), choice, reason="Knows our tools.", by=by, at=timezone.now())


MESSAGE = {"subject": "A place with us", "message": "We would like to talk to you."}


def test_from_an_invitation_to_a_message_by_one_link(run, people, mara, sign_in):
    browser, bea = sign_in(mara), people["bea"]
    give_consent(bea, Purpose.CONTACT, at=timezone.now())
    invite(run, bea, mara)
    alias = row_of(run, bea).alias
    address = f"{HERE}{run.pk}/{alias}/write/"
    assert address in browser.get(f"{HERE}{run.pk}/").text
    assert address in browser.get(f"{HERE}{run.pk}/{alias}/").text
    page = browser.get(address)
    assert "Bea" not in page.text
    page = browser.post(address, MESSAGE, follow=True)
    assert alias in page.text
    assert "Bea" not in page.text
    sent = ContactRequest.objects.get()
    assert (sent.person, sent.alias, sent.organisation_id) == (bea, alias, run.organisation_id)


def test_who_does_not_agree_to_be_written_to_is_not(run, people, mara, sign_in):
    browser, bea = sign_in(mara), people["bea"]
    invite(run, bea, mara)
    alias = row_of(run, bea).alias
    told = "and not to be written to"
    assert told in browser.get(f"{HERE}{run.pk}/{alias}/").text
    page = browser.post(f"{HERE}{run.pk}/{alias}/write/", MESSAGE)
    assert told in page.text
    assert not ContactRequest.objects.exists()
    only = Organisation.objects.exclude(pk=run.organisation_id).first()
    give_consent(bea, Purpose.CONTACT, organisation=only, at=timezone.now())
    assert told in browser.get(f"{HERE}{run.pk}/{alias}/").text, "it is for another employer"


def test_the_newest_decision_counts(run, people, mara, sign_in):
    bea = people["bea"]
    give_consent(bea, Purpose.CONTACT, at=timezone.now())
    invite(run, bea, mara)
    invite(run, bea, mara, choice="no")
    with pytest.raises(Conflict) as told:
        write_to_invited(row_of(run, bea), **MESSAGE, by=mara, at=timezone.now())
    assert told.value.problem.code == "match.not-invited"
    address = f"{HERE}{run.pk}/{row_of(run, bea).alias}/write/"
    assert "Nobody decided to invite" in sign_in(mara).get(address).text
    withdraw_consent(bea, Purpose.RANKING, at=timezone.now())
    assert sign_in(mara).get(address).status_code == 404
