"""What was decided on paper comes back row by row: conflicts are shown, nothing is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.learning import partners, services
from testamur_web.learning.models import Decision
from testamur_web.learning.roster import Listed
from testamur_web.learning.services import Written
from testamur_web.ops import outbox
from testamur_web.ops.models import TrailEntry
from tests.web.conftest import NOW, organisation
from tests.web.learning.conftest import CRITERIA, findings
from tests.web.learning.rubrics import marked_with, rubric_of

MET = {one.id: "met" for one in CRITERIA}
NOT_MET = MET | {"report": "not-met"}
PEOPLE = [Listed(name, number=number) for name, number in (("Ann", "1"), ("Ben", "2"), ("Cy", "3"))]


@pytest.fixture
def partnership(cohort, college, bashir):
    days = services.Days(date(2026, 5, 1), date(2026, 5, 31))
    return services.let_partner_in(cohort, college, days=days, by=bashir, at=NOW)


@pytest.fixture
def group(partnership, chen):
    return services.enrol_group(partnership, PEOPLE, by=chen, at=NOW).enrolled


@pytest.fixture
def sheet(partnership, group, chen):
    return services.make_sheet(partnership, by=chen, at=NOW)


def enter(sheet, chen, *written):
    """The state and the code of the problem of each row."""
    entered = services.enter_sheet(sheet.partnership, sheet, written, by=chen, at=NOW)
    return [(one.state, one.problem.code if one.problem else "") for one in entered]


def settle(sheet, assessor):
    settled = services.settle_sheet(sheet, by=assessor, at=NOW)
    return [(one.row, one.state, one.problem.code if one.problem else "") for one in settled]


def test_a_sheet_lists_the_group_and_who_is_decided_is_not_on_it(
    partnership, group, sheet, chen, bashir
):
    assert [(one.row, one.enrolment.number) for one in sheet.rows.all()] == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]
    services.withdraw(group[0], by=bashir, at=NOW)
    again = services.make_sheet(partnership, by=chen, at=NOW)
    assert [one.enrolment.number for one in again.rows.all()] == ["2", "3"]
    assert again.code != sheet.code


def test_a_longer_sheet_takes_no_more_queries(
    partnership, group, chen, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as few:
        services.make_sheet(partnership, by=chen, at=NOW)
    more = [Listed(f"Person {number}", number=str(number)) for number in range(10, 30)]
    services.enrol_group(partnership, more, by=chen, at=NOW)
    with django_assert_max_num_queries(len(few)):
        services.make_sheet(partnership, by=chen, at=NOW)


def test_rows_become_decisions_of_the_assessor_and_awards(sheet, group, chen, assessor):
    assert enter(sheet, chen, Written(1, "1", MET), Written(2, "2", NOT_MET)) == [
        ("entered", ""),
        ("entered", ""),
    ]
    assert not Decision.objects.exists()
    assert settle(sheet, assessor) == [(1, "settled", ""), (2, "settled", "")]
    decided = Decision.objects.order_by("enrolment__number")
    assert [(one.enrolment.name, one.passed, one.assessor, one.note) for one in decided] == [
        ("Ann", True, assessor, f"{sheet.code}-1"),
        ("Ben", False, assessor, f"{sheet.code}-2"),
    ]
    outbox.drain()
    assert [one.recipient_name for one in group[0].cohort.organisation.awards.all()] == ["Ann"]


def test_entering_and_settling_again_changes_nothing(sheet, chen, assessor):
    row = Written(1, "1", MET)
    enter(sheet, chen, row)
    settle(sheet, assessor)
    assert enter(sheet, chen, row) == [("settled", "")]
    assert settle(sheet, assessor) == []
    assert Decision.objects.count() == 1


def test_a_settled_row_that_is_typed_otherwise_is_told_and_stays(sheet, chen, assessor):
    enter(sheet, chen, Written(1, "1", MET))
    settle(sheet, assessor)
    assert enter(sheet, chen, Written(1, "1", NOT_MET)) == [("settled", "sheet.row-settled")]
    assert sheet.rows.get(row=1).found == MET
    assert Decision.objects.get().passed


def test_what_happened_meanwhile_is_a_conflict_and_the_row_is_kept(
    sheet, partnership, group, chen, assessor, bashir
):
    ann, ben, cy = group
    rows = [Written(1, "1", MET), Written(2, "2", MET), Written(3, "3", MET)]
    assert enter(sheet, chen, *rows) == [("entered", "")] * 3
    services.decide(ann, by=assessor, findings=findings(), at=NOW)
    services.withdraw(ben, by=bashir, at=NOW)
    piece = services.Piece("note", text="Found later.")
    services.add_for_group(partnership, cy, piece, by=chen, at=NOW)
    services.hand_in_for_group(partnership, cy, by=chen, at=NOW)
    assert settle(sheet, assessor) == [
        (1, "conflict", "decision.passed-already"),
        (2, "conflict", "enrolment.withdrawn"),
        (3, "conflict", "decision.evidence-changed"),
    ]
    assert [one.found for one in sheet.rows.all()] == [MET] * 3
    services.readmit(ben, by=bashir, at=NOW)
    assert settle(sheet, assessor)[1] == (2, "settled", "")


def test_an_unknown_number_waits_until_it_is_enrolled(sheet, partnership, chen, assessor):
    added = Written(4, "44", MET)
    assert (
        enter(sheet, chen, Written(1, "2", MET), added)
        == [("conflict", "sheet.number-unknown")] * 2
    )
    services.enrol_group(partnership, [Listed("Dee", number="44")], by=chen, at=NOW)
    assert enter(sheet, chen, Written(1, "1", MET), added) == [("entered", "")] * 2
    assert settle(sheet, assessor) == [(1, "settled", ""), (4, "settled", "")]


def test_a_row_by_hand_finds_nobody_outside_the_group(sheet, cohort, bashir, chen):
    services.enrol_listed(cohort, [Listed("Ada", number="99")], by=bashir, at=NOW)
    assert enter(sheet, chen, Written(4, "99", MET)) == [("conflict", "sheet.number-unknown")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (Written(0, "1", MET), "sheet.row-unknown"),
        (Written(1, "1", {"plan": "met"}), "decision.finding-missing"),
        (Written(1, "1", MET | {"plan": "perhaps"}), "decision.finding-missing"),
        (Written(1, "1", MET | {"dance": "met"}), "decision.finding-unknown"),
    ],
)
def test_what_cannot_be_read_is_named_and_settles_nothing(sheet, chen, assessor, written, code):
    assert enter(sheet, chen, written) == [("conflict", code)]
    settle(sheet, assessor)
    assert not Decision.objects.exists()


def test_nobody_settles_what_is_their_own(sheet, group, chen, assessor):
    group[0].person = assessor
    group[0].save()
    enter(sheet, chen, Written(1, "1", MET))
    assert settle(sheet, assessor) == [(1, "conflict", "decision.own-enrolment")]


def test_without_people_there_is_no_sheet(partnership, chen):
    with pytest.raises(Refused) as refused:
        services.make_sheet(partnership, by=chen, at=NOW)
    assert refused.value.problem.code == "sheet.empty"


def test_a_cohort_with_a_rubric_has_no_sheet(partnership, group, cohort, university, bashir, chen):
    marked_with(cohort, rubric_of(university, by=bashir), by=bashir)
    with pytest.raises(Conflict) as refused:
        services.make_sheet(partnership, by=chen, at=NOW)
    assert refused.value.problem.code == "decision.marks-missing"


def test_sheets_are_found_with_how_far_they_are(sheet, partnership, cohort, chen, assessor):
    enter(sheet, chen, Written(1, "1", MET), Written(2, "9", MET))
    for found in (partners.sheets_of(partnership).get(), partners.sheets_for(cohort).get()):
        assert (found.waiting, found.conflicts, found.settled) == (1, 1, 0)


def test_trying_a_sheet_keeps_nothing(sheet, partnership, chen):
    rows = [Written(1, "1", MET), Written(2, "9", MET)]
    tried = services.try_sheet(partnership, sheet, rows, by=chen, at=NOW)
    assert [one.state for one in tried] == ["entered", "conflict"]
    assert {one.state for one in sheet.rows.all()} == {"printed"}
    assert not TrailEntry.objects.filter(verb="sheet.enter").exists()


def test_what_somebody_typed_since_stays(sheet, partnership, chen, bashir):
    empty = partners.version_of(sheet.rows.get(row=1))
    enter(sheet, chen, Written(1, "1", MET, seen=empty))
    otherwise = Written(1, "1", NOT_MET, seen=empty)
    assert enter(sheet, chen, otherwise) == [("entered", "sheet.row-overtaken")]
    assert sheet.rows.get(row=1).found == MET
    assert enter(sheet, chen, Written(1, "1", MET, seen=empty)) == [("entered", "")]
    now = partners.version_of(sheet.rows.get(row=1))
    assert enter(sheet, chen, replace(otherwise, seen=now)) == [("entered", "")]
    assert sheet.rows.get(row=1).found == NOT_MET


def test_an_assessor_settles_what_they_saw(sheet, chen, assessor):
    enter(sheet, chen, Written(1, "1", MET))
    seen = partners.state_of(sheet)
    enter(sheet, chen, Written(2, "2", MET))
    with pytest.raises(Conflict) as changed:
        services.settle_sheet(sheet, by=assessor, at=NOW, seen=seen)
    assert changed.value.problem.code == "sheet.changed"
    assert not Decision.objects.exists()
    seen = partners.state_of(sheet)
    assert len(services.settle_sheet(sheet, by=assessor, at=NOW, seen=seen)) == 2


def test_a_row_is_left_as_it_is(sheet, group, chen, assessor):
    enter(sheet, chen, Written(1, "1", MET), Written(2, "2", MET))
    services.decide(group[0], by=assessor, findings=findings(), at=NOW)
    settle(sheet, assessor)
    for _again in range(2):
        assert services.leave_row(sheet, 1, by=assessor, at=NOW).state == "settled"
    assert TrailEntry.objects.filter(verb="sheet.leave").count() == 1
    assert settle(sheet, assessor) == []
    assert enter(sheet, chen, Written(1, "1", NOT_MET)) == [("settled", "sheet.row-settled")]
    row = sheet.rows.get(row=1)
    assert (row.found, row.decision, row.problem) == (MET, None, "decision.passed-already")
    found = partners.sheets_of(sheet.partnership).get()
    assert (found.conflicts, found.settled, found.left) == (0, 1, 1)


@pytest.mark.parametrize(
    ("row", "code"), [(3, "sheet.row-unknown"), (9, "sheet.row-unknown"), (1, "sheet.row-settled")]
)
def test_what_was_not_typed_or_is_decided_is_not_left(sheet, chen, assessor, row, code):
    enter(sheet, chen, Written(1, "1", MET))
    settle(sheet, assessor)
    with pytest.raises((Refused, Conflict)) as error:
        services.leave_row(sheet, row, by=assessor, at=NOW)
    assert error.value.problem.code == code


def test_a_partner_types_in_its_own_sheets_within_its_days(
    sheet, partnership, cohort, bashir, chen
):
    other = organisation("town-library", "community")
    days = services.Days(date(2026, 5, 1), date(2026, 5, 31))
    theirs = services.let_partner_in(cohort, other, days=days, by=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        services.enter_sheet(theirs, sheet, [Written(1, "1", MET)], by=chen, at=NOW)
    assert refused.value.problem.code == "partner.not-of-group"
    services.withdraw_partner(partnership, by=bashir, at=NOW)
    with pytest.raises(Conflict) as over:
        enter(sheet, chen, Written(1, "1", MET))
    assert over.value.problem.code == "partner.over"
    again = services.let_partner_in(cohort, partnership.partner, days=days, by=bashir, at=NOW)
    (entered,) = services.enter_sheet(again, sheet, [Written(1, "1", MET)], by=chen, at=NOW)
    assert entered.state == "entered"


def test_a_row_by_hand_is_nobody_who_stands_in_another_row(sheet, chen):
    assert enter(sheet, chen, Written(4, "1", MET)) == [("conflict", "sheet.number-unknown")]


def test_of_a_large_group_those_come_first_who_wait_on_no_sheet(
    partnership, sheet, chen, monkeypatch
):
    monkeypatch.setattr("testamur_web.learning.services.sheets._MOST_PEOPLE", 2)
    services.enrol_group(partnership, [Listed("Zoe", number="4")], by=chen, at=NOW)
    again = services.make_sheet(partnership, by=chen, at=NOW)
    assert [one.enrolment.name for one in again.rows.all()] == ["Ann", "Zoe"]
