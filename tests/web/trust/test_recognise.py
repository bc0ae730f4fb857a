"""An organisation accepts a credential as something: signed, dated, announced, never removed."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core import mail

import testamur as tm
from testamur.errors import Conflict, Refused
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.awards.services import revoke
from testamur_web.catalogue.addresses import achievement_url, version_url
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.trust import recognising
from testamur_web.trust.jobs import end_announced
from testamur_web.trust.models import Recognition
from testamur_web.trust.recognised import (
    Recognised,
    recognised_as,
    recognitions_of,
    search_register,
)
from testamur_web.trust.recognising import Acceptance
from tests.web.conftest import NOW
from tests.web.trust.conftest import recognise
from tests.web.wallet.conftest import publish

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = NOW.date()
ELSEWHERE = "https://uni.example/a/py"


def judged(row, at=NOW):
    return tm.examine(row.credential, resolver=InstanceResolver(at=at), at=at)


def state_on(row, day):
    row.refresh_from_db()
    return Recognised(row, day).state


def test_it_is_signed_by_whoever_accepts_and_says_what_as_what(version, dara, employer):
    row = recognise(version, by=dara, organisation=employer, ends_on=TODAY + 30 * DAY)
    document = json.loads(row.credential)
    assert document["name"] == "Recognition"
    assert document["issuer"]["name"] == employer.name
    assert document["credentialSubject"]["id"] == achievement_url(version.achievement)
    assert document["credentialSubject"]["endorsementComment"] == (
        "Example Employer accepts “Python basics” as fulfilling a hiring requirement: "
        "Junior analysts"
    )
    assert judged(row).verdict is tm.Verdict.VALID
    assert judged(row, NOW + 30 * DAY).verdict is tm.Verdict.VALID, "its last day is included"
    assert judged(row, NOW + 31 * DAY).verdict is tm.Verdict.INVALID
    assert TrailEntry.objects.filter(verb="recognition.give", tenant=employer.pk).exists()


def test_what_another_system_defines_is_accepted_by_its_id(dara, employer):
    row = recognise(ELSEWHERE, by=dara, organisation=employer, title="Python")
    assert (row.achievement, row.address, row.title) == (None, ELSEWHERE, "Python")
    [found] = recognitions_of(ELSEWHERE, at=NOW)
    assert (found.row, found.address, found.state) == (row, ELSEWHERE, "holds")


def test_the_address_of_a_version_leads_to_the_achievement(version, dara, employer):
    row = recognise(version_url(version), by=dara, organisation=employer)
    assert row.achievement == version.achievement
    assert recognitions_of(version_url(version), at=NOW)[0].row == row


def test_it_holds_from_its_first_day_to_its_last(version, dara, employer):
    first, last = TODAY + 5 * DAY, TODAY + 9 * DAY
    row = recognise(version, by=dara, organisation=employer, begins_on=first, ends_on=last)
    told = {first - DAY: "announced", first: "holds", last: "holds", last + DAY: "ended"}
    for day, state in told.items():
        assert state_on(row, day) == state
        found = search_register(at=NOW + (day - TODAY))
        assert list(found) == ([row] if state == "holds" else [])
    assert list(search_register()) == [row], "history is found too"


def test_withdrawn_with_notice_it_holds_until_the_day_and_then_no_more(version, dara, employer):
    row = recognise(version, by=dara, organisation=employer)
    on = TODAY + 60 * DAY
    recognising.withdraw(row, on=on, reason="The syllabus changes", by=dara, at=NOW)
    assert state_on(row, on - DAY) == "ending"
    assert judged(row).verdict is tm.Verdict.VALID
    [later] = OutboxRow.objects.filter(kind=recognising.END)
    assert later.due_at.date() == on
    recognising.end_recognition(row.pk, at=NOW)
    assert judged(row).verdict is tm.Verdict.VALID, "a worker that is too early ends nothing"
    recognising.end_recognition(row.pk, at=NOW + 60 * DAY)
    assert state_on(row, on) == "withdrawn"
    assert not search_register(at=NOW + 60 * DAY)
    after = judged(row, NOW + 60 * DAY)
    assert "status.revoked" in {problem.code for problem in after.problems}
    assert row.reason == "The syllabus changes"


def test_a_worker_ends_it_on_its_day(version, dara, employer):
    row = recognise(version, by=dara, organisation=employer)
    Recognition.objects.filter(pk=row.pk).update(withdrawn_on=TODAY, withdrawn_at=NOW)
    end_announced({"recognition": str(row.pk)})
    row.place.refresh_from_db()
    assert row.place.set_at is not None


def test_withdrawn_for_today_it_ends_at_once_and_once(version, dara, employer):
    row = recognise(version, by=dara, organisation=employer)
    recognising.withdraw(row, on=TODAY, reason="A mistake", by=dara, at=NOW)
    assert judged(row).verdict is tm.Verdict.INVALID
    with pytest.raises(Conflict) as again:
        recognising.withdraw(row, on=TODAY, reason="Again", by=dara, at=NOW)
    assert again.value.problem.code == "recognition.withdrawn"
    assert recognise(version, by=dara, organisation=employer), "it can be accepted anew"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"on": TODAY, "reason": " "}, "text.empty"),
        ({"on": TODAY - DAY, "reason": "Late"}, "value.contradiction"),
        ({"on": TODAY + 10 * DAY, "reason": "It ends before"}, "value.contradiction"),
    ],
)
def test_withdrawing_needs_a_reason_and_a_day_to_come(more, code, version, dara, employer):
    row = recognise(version, by=dara, organisation=employer, ends_on=TODAY + 9 * DAY)
    with pytest.raises(Refused) as refused:
        recognising.withdraw(row, **more, by=dara, at=NOW)
    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("more", "code", "pointer"),
    [
        ({"accepted_as": "friend"}, "value.unknown-choice", "/accepted_as"),
        ({"terms": ""}, "text.empty", "/terms"),
        ({"ends_on": date(2020, 1, 1)}, "value.contradiction", "/ends_on"),
        ({"address": "python"}, "document.relative-iri", "/address"),
        ({"address": "mailto:a@b.example"}, "iri.scheme", "/address"),
        ({"address": "https://e.example/" + "x" * 600}, "text.too-long", "/address"),
        ({"address": ELSEWHERE}, "text.empty", "/title"),
        ({"accepted_as": "equivalent"}, "value.missing", "/equal_to"),
    ],
)
def test_what_makes_no_sense_is_refused(more, code, pointer, version, dara, employer):
    said = {"address": achievement_url(version.achievement), "accepted_as": "hiring"}
    said |= {"terms": "Junior analysts", "begins_on": TODAY}
    with pytest.raises(Refused) as refused:
        recognising.recognise(employer, Acceptance(**said | more), by=dara, at=NOW)
    problem = refused.value.problem
    assert (problem.code, problem.pointer) == (code, pointer)


def test_what_was_never_published_here_is_not_accepted(version, dara, employer):
    achievement = version.achievement
    achievement.current = None
    achievement.save()
    with pytest.raises(Refused) as refused:
        recognise(version, by=dara, organisation=employer)
    assert refused.value.problem.code == "recognition.unpublished"


def test_the_same_is_said_once_for_any_day(version, dara, employer):
    recognise(version, by=dara, organisation=employer, ends_on=TODAY + 9 * DAY)
    with pytest.raises(Conflict) as again:
        recognise(version, by=dara, organisation=employer, begins_on=TODAY + 9 * DAY)
    assert again.value.problem.code == "recognition.given-already"
    assert recognise(version, by=dara, organisation=employer, begins_on=TODAY + 10 * DAY)
    assert recognise(version, by=dara, organisation=employer, terms="Senior analysts")


def test_what_counts_as_an_achievement_is_said_by_its_issuer(version, college, university, chen):
    own = publish(college, "Programming one")
    as_own = {"accepted_as": "equivalent", "equal_to": own.achievement}
    here = recognise(version, by=chen, organisation=college, **as_own)
    recognise(ELSEWHERE, by=chen, organisation=college, title="Python", **as_own)
    address = achievement_url(own.achievement)
    both = (achievement_url(version.achievement), ELSEWHERE)
    assert recognised_as(address, at=NOW) == tuple(sorted(both))
    assert recognised_as(version_url(own), at=NOW) == tuple(sorted(both))
    assert recognised_as(both[0], at=NOW) == (), "it is not so the other way round"
    assert recognised_as(ELSEWHERE, at=NOW) == ()
    assert recognised_as(address, at=NOW - DAY) == ()
    recognising.withdraw(here, on=TODAY + 7 * DAY, reason="Too short", by=chen, at=NOW)
    assert recognised_as(address, at=NOW + 6 * DAY) == tuple(sorted(both))
    assert recognised_as(address, at=NOW + 7 * DAY) == (ELSEWHERE,)


def test_nobody_says_what_counts_as_what_others_issue(version, college, chen):
    for equal_to in (version.achievement, publish(college).achievement):
        accepted = publish(college) if equal_to == version.achievement else equal_to.current
        with pytest.raises(Refused) as refused:
            recognise(
                accepted,
                by=chen,
                organisation=college,
                accepted_as="equivalent",
                equal_to=equal_to,
            )
        assert refused.value.problem.code == "value.contradiction"


def test_the_register_is_searched_by_words_kind_and_who_accepts(
    version, dara, employer, college, chen
):
    hired = recognise(version, by=dara, organisation=employer)
    credited = recognise(
        version, by=chen, organisation=college, accepted_as="credit", terms="3 ECTS of Computing"
    )
    assert set(search_register("python")) == {hired, credited}
    assert list(search_register("python ects")) == [credited]
    assert list(search_register("example employer")) == [hired]
    assert list(search_register(accepted_as="credit")) == [credited]
    assert list(search_register(organisation=employer)) == [hired]
    assert not search_register("welding")


def test_what_holds_is_told_before_what_is_over(version, dara, employer, college, chen):
    past = recognise(version, by=dara, organisation=employer)
    recognising.withdraw(past, on=TODAY, reason="A mistake", by=dara, at=NOW)
    now = recognise(version, by=chen, organisation=college, begins_on=TODAY - 90 * DAY)
    address = achievement_url(version.achievement)
    assert [one.row for one in recognitions_of(address, at=NOW)] == [now, past]


def test_the_issuer_is_told_when_it_is_withdrawn_and_nobody_of_ones_own(
    version, dara, employer, bashir, university
):
    row = recognise(version, by=dara, organisation=employer)
    own = recognise(version, by=bashir, organisation=university)
    recognising.withdraw(row, on=TODAY + 60 * DAY, reason="A new syllabus", by=dara, at=NOW)
    recognising.withdraw(own, on=TODAY + 60 * DAY, reason="Another", by=bashir, at=NOW)
    drain()
    [letter] = [one for one in mail.outbox if "no more" in one.subject]
    assert letter.to == [bashir.email]
    assert "from 30 June 2026" in letter.body
    assert "A new syllabus" in letter.body


def told_of(person):
    return [one for one in mail.outbox if one.to == [person.email]]


def test_whoever_holds_it_is_told_once(version, award, item, ada, dara, employer):
    row = recognise(version, by=dara, organisation=employer)
    recognising.withdraw(row, on=TODAY + 60 * DAY, reason="A new syllabus", by=dara, at=NOW)
    drain()
    recognising.tell_holders(row.pk)
    drain()
    [letter] = [one for one in told_of(ada) if "no more" in one.subject]
    assert "from 30 June 2026" in letter.body
    assert "Your credential stays valid" in letter.body


def test_whose_award_was_revoked_is_not_told(version, award, item, ada, dara, employer):
    revoke([award], reason="A mistake", by=dara, at=NOW)
    row = recognise(version, by=dara, organisation=employer)
    recognising.withdraw(row, on=TODAY + 60 * DAY, reason="A new syllabus", by=dara, at=NOW)
    drain()
    assert not any("no more" in one.subject for one in told_of(ada))
