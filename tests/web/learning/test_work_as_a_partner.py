"""A partner works in a cohort of another organisation, for its own group, within its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.learning import partners, services
from testamur_web.learning.roster import Listed
from testamur_web.ops.models import TrailEntry
from tests.web.conftest import NOW, organisation

DAYS = services.Days(date(2026, 5, 1), date(2026, 5, 31))
GRACE, MARIE = Listed("Grace Hopper", number="4711"), Listed("Marie Curie", number="4712")


@pytest.fixture
def partnership(cohort, college, bashir):
    """The college works in a cohort of the university, in May."""
    return services.let_partner_in(cohort, college, days=DAYS, by=bashir, at=NOW)


@pytest.fixture
def group(partnership, chen):
    return services.enrol_group(partnership, [GRACE, MARIE], by=chen, at=NOW).enrolled


def enrol(partnership, chen, *rows, at=NOW):
    listing = services.enrol_group(partnership, rows, by=chen, at=at)
    return [one.problem.code for one in listing.problems]


def test_it_enrols_people_by_name_and_number(partnership, group):
    assert [
        (one.name, one.email, one.number, one.state) for one in partners.group_of(partnership)
    ] == [
        ("Grace Hopper", "", "4711", "active"),
        ("Marie Curie", "", "4712", "active"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Listed("Grace", number=""), "partner.row-wrong"),
        (Listed("", number="1"), "partner.row-wrong"),
        (Listed("Grace", "grace@people.example", "1"), "partner.row-wrong"),
        (Listed("Grace", number="1" * 81), "row.too-long"),
        (Listed("Gr\u0430ce", number="1"), "name.confusable"),
    ],
)
def test_a_row_that_does_not_do_is_named(partnership, chen, row, code):
    assert enrol(partnership, chen, row) == [code]
    assert not partners.group_of(partnership).exists()


def test_the_same_list_again_enrols_nobody_twice(partnership, group, chen):
    assert enrol(partnership, chen, GRACE, MARIE) == ["enrolment.exists"] * 2


def test_of_whom_it_did_not_enrol_it_learns_nothing_but_that_a_number_is_taken(
    partnership, cohort, bashir, chen, ada
):
    others = [Listed("Ada Lovelace", number="7")]
    services.enrol_listed(cohort, others, by=bashir, at=NOW)
    listing = services.enrol_group(partnership, [Listed("Eve", number="7")], by=chen, at=NOW)
    assert [one.problem.code for one in listing.problems] == ["partner.number-taken"]
    assert "Ada" not in listing.problems[0].problem.detail
    assert not partners.group_of(partnership).exists()


def test_a_number_reaches_no_account_of_the_cohorts_organisation(
    partnership, university, chen, ada
):
    ada.identifiers.create(kind="student-number", value="4711", given_by=university)
    enrolled = services.enrol_group(partnership, [GRACE], by=chen, at=NOW).enrolled
    assert enrolled[0].person is None


def test_it_works_for_nobody_else_of_the_cohort(partnership, enrolment, chen):
    piece = services.Piece("note", text="Not hers to add.")
    with pytest.raises(Refused) as refused:
        services.add_for_group(partnership, enrolment, piece, by=chen, at=NOW)
    assert refused.value.problem.code == "partner.not-of-group"
    with pytest.raises(Refused):
        services.hand_in_for_group(partnership, enrolment, by=chen, at=NOW)
    assert not enrolment.evidence.exists()


def test_it_hands_in_for_its_group_and_the_trail_says_who_did(
    partnership, group, chen, university, college
):
    piece = services.Piece("note", text="She asked forty people.")
    services.add_for_group(partnership, group[0], piece, by=chen, at=NOW)
    assert services.hand_in_for_group(partnership, group[0], by=chen, at=NOW).state == "submitted"
    told = TrailEntry.objects.filter(tenant=university.pk, verb__startswith="partner.")
    assert {(one.verb, one.actor_name, one.detail["partner"]) for one in told} == {
        ("partner.let-in", "Bashir", college.name),
        ("partner.enrol", "Chen", college.name),
        ("partner.add-evidence", "Chen", college.name),
        ("partner.hand-in", "Chen", college.name),
    }


@pytest.mark.parametrize(
    ("days_later", "is_there"), [(-1, False), (0, True), (30, True), (31, False)]
)
def test_it_works_within_its_days_alone(partnership, college, chen, days_later, is_there):
    at = NOW + timedelta(days=days_later)
    assert partners.working_for(college, at=at).exists() is is_there
    if is_there:
        assert enrol(partnership, chen, GRACE, at=at) == []
        return
    with pytest.raises(Conflict) as over:
        enrol(partnership, chen, GRACE, at=at)
    assert over.value.problem.code == "partner.over"


def test_who_is_withdrawn_works_no_more_and_the_group_stays(
    partnership, group, cohort, college, bashir, chen
):
    services.withdraw_partner(partnership, by=bashir, at=NOW)
    services.withdraw_partner(partnership, by=bashir, at=NOW)
    assert not partners.working_for(college, at=NOW).exists()
    with pytest.raises(Conflict) as over:
        enrol(partnership, chen, Listed("Eve", number="9"))
    assert over.value.problem.code == "partner.over"
    assert [one.people for one in partners.partners_of(cohort)] == [2]
    again = services.let_partner_in(cohort, college, days=DAYS, by=bashir, at=NOW)
    assert set(partners.group_of(again)) == set(group)


def test_two_partners_see_each_their_own_group(partnership, group, cohort, bashir):
    other = organisation("town-library", "community")
    theirs = services.let_partner_in(cohort, other, days=DAYS, by=bashir, at=NOW)
    assert not partners.group_of(theirs).exists()
    assert [one.partner for one in partners.working_for(other, at=NOW)] == [other]


def test_nobody_is_let_in_twice_or_into_their_own(cohort, university, college, bashir, partnership):
    for partner, code in ((university, "partner.own"), (college, "partner.exists")):
        with pytest.raises((Refused, Conflict)) as error:
            services.let_partner_in(cohort, partner, days=DAYS, by=bashir, at=NOW)
        assert error.value.problem.code == code


@pytest.mark.parametrize(
    "days", [replace(DAYS, first=date(2026, 6, 1)), services.Days(*[date(2026, 4, 30)] * 2)]
)
def test_the_days_are_in_order_and_to_come(cohort, college, bashir, days):
    with pytest.raises(Refused) as refused:
        services.let_partner_in(cohort, college, days=days, by=bashir, at=NOW)
    assert refused.value.problem.code == "partner.days-wrong"


def test_places_are_kept_to(version, college, bashir, chen):
    terms = services.Terms(places=1)
    small = services.open_cohort(version, name="Small", by=bashir, at=NOW, terms=terms)
    partnership = services.let_partner_in(small, college, days=DAYS, by=bashir, at=NOW)
    assert enrol(partnership, chen, GRACE, MARIE) == ["cohort.full"]
