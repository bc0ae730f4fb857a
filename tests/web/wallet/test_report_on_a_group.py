"""A partner sees how far its own group has come, and prints cards to claim with."""

from __future__ import annotations

from datetime import date

import pytest

from testamur_web.learning import services
from testamur_web.learning.roster import Listed
from testamur_web.ops import outbox
from testamur_web.wallet.groups import FEWEST, cards_for, report_as_csv, report_of
from testamur_web.wallet.services import claim
from tests.web.conftest import NOW, organisation
from tests.web.learning.conftest import findings, publish

DAYS = services.Days(date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture
def cohort(university, bashir):
    return services.open_cohort(publish(university), name="Spring", by=bashir, at=NOW)


@pytest.fixture
def partnership(cohort, college, bashir):
    return services.let_partner_in(cohort, college, days=DAYS, by=bashir, at=NOW)


def enrol(partnership, chen, count):
    people = [Listed(f"Person {place}", number=str(place)) for place in range(count)]
    return services.enrol_group(partnership, people, by=chen, at=NOW).enrolled


def hand_in(partnership, enrolment, by):
    piece = services.Piece("note", text="Done.")
    services.add_for_group(partnership, enrolment, piece, by=by, at=NOW)
    services.hand_in_for_group(partnership, enrolment, by=by, at=NOW)


@pytest.fixture
def passed(partnership, chen, bashir):
    """Five people, of whom three handed in and two of those have passed."""
    group = enrol(partnership, chen, FEWEST)
    for one in group[:3]:
        hand_in(partnership, one, chen)
    for one in group[:2]:
        services.decide(one, by=bashir, findings=findings(), at=NOW)
    outbox.drain()
    return group


def test_it_counts_each_step(partnership, passed, ada):
    card = cards_for(partnership, at=NOW)[0]
    claim(card.code, person=ada, at=NOW)
    report = report_of(partnership)
    told = (report.enrolled, report.handed_in, report.passed, report.claimed)
    assert told == (5, 3, 2, 1)
    assert report_as_csv(partnership).splitlines() == [
        "step,people,percent",
        "enrolled,5,100",
        "handed-in,3,60",
        "passed,2,40",
        "claimed,1,20",
    ]


def test_of_fewer_than_five_no_share_is_told(partnership, chen):
    enrol(partnership, chen, FEWEST - 1)
    assert {one.percent for one in report_of(partnership).steps} == {None}
    assert report_as_csv(partnership).splitlines()[1] == "enrolled,4,"


def test_who_left_does_not_count(partnership, passed, bashir):
    services.withdraw(passed[4], by=bashir, at=NOW)
    assert report_of(partnership).enrolled == 4


def test_cards_are_of_the_own_group_and_end_with_the_claim(
    partnership, passed, cohort, bashir, ada
):
    other = organisation("town-library", "community")
    theirs = services.let_partner_in(cohort, other, days=DAYS, by=bashir, at=NOW)
    assert cards_for(theirs, at=NOW) == []
    cards = cards_for(partnership, at=NOW)
    assert [(one.name, one.number, one.title) for one in cards] == [
        ("Person 0", "0", "Survey design"),
        ("Person 1", "1", "Survey design"),
    ]
    claim(cards[0].code, person=ada, at=NOW)
    assert [one.name for one in cards_for(partnership, at=NOW)] == ["Person 1"]


def test_another_award_of_the_same_learner_is_no_card(partnership, passed, ada, bashir):
    elsewhere = services.open_cohort(
        publish(partnership.cohort.organisation, "Baking"), name="Theirs", by=bashir, at=NOW
    )
    own = services.enrol(elsewhere, person=ada, at=NOW)
    services.decide(own, by=bashir, findings=findings(), at=NOW)
    outbox.drain()
    assert {one.title for one in cards_for(partnership, at=NOW)} == {"Survey design"}
