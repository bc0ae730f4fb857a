"""The heat map of a programme: only who shares counts, five at least, and an award changes it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from testamur_web.awards.services import revoke
from testamur_web.employers import programmes
from testamur_web.employers.coverage import coverage_of
from testamur_web.employers.models import KeptStanding
from testamur_web.employers.programme_figures import (
    cost_of_gap,
    money_of,
    nearest_to,
    times_to_skill,
)
from testamur_web.employers.programmes import Spent
from testamur_web.employers.standings import ask_for_all, count_due
from testamur_web.people.models import Person
from testamur_web.people.services import remove_member
from testamur_web.plans import proposing
from testamur_web.plans.services import set_goal
from tests.web.programmes.conftest import LAUNCH, SOLDER, TODAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def counted(programme):
    """The map once the workers are done."""
    ask_for_all(programme, at=TODAY)
    KeptStanding.objects.update(counted_at=None)
    count_due(at=TODAY)
    return coverage_of(programme)


def cell(programme, team="Field", skill=SOLDER):
    coverage = counted(programme)
    [row] = [row for row in coverage.rows if row.team.name == team]
    return next(one for one in row.cells if one.skill.uri == skill)


def proposal_of(programme, username):
    return programme.participants.get(person__username=username).proposal


def test_an_award_changes_the_map(running, earn):
    programme = running(Field=(6, 5))
    assert (cell(programme).before, cell(programme).now) == (0, 0)
    earn("field-0", at=LAUNCH + 10 * DAY)
    assert (cell(programme).before, cell(programme).now) == (0, 1)
    assert cell(programme).percent_now == 20


def test_what_was_earned_before_counts_at_the_launch(running, earn):
    programme = running(Field=(5, 5))
    earn("field-0", at=LAUNCH - 10 * DAY)
    assert (cell(programme).before, cell(programme).now) == (1, 1)


def test_a_revoked_award_counts_neither_then_nor_now(running, earn, bashir):
    programme = running(Field=(5, 5))
    award = earn("field-0", at=LAUNCH - 10 * DAY)
    revoke([award], reason="It was not their work", by=bashir, at=TODAY - DAY)
    assert (cell(programme).before, cell(programme).now) == (0, 0)


def test_under_five_nothing_is_told(running, earn):
    programme = running(Field=(9, 4))
    earn("field-0", at=LAUNCH + DAY)
    assert (cell(programme).before, cell(programme).now) == (None, None)
    coverage = counted(programme)
    assert coverage.rows[0].ready is None
    assert not coverage.counted
    assert cost_of_gap(money_of(programme), coverage) is None


def test_who_does_not_share_counts_nowhere(running, earn):
    programme = running(Field=(7, 5))
    earn("field-6", at=LAUNCH + DAY)
    assert cell(programme).now == 0
    assert counted(programme).rows[0].silent == 2


def test_what_is_taken_back_is_gone_at_the_next_look(running, earn):
    programme = running(Field=(6, 6))
    earn("field-0", at=LAUNCH + DAY)
    assert (cell(programme).sharing, cell(programme).now) == (6, 1)
    proposing.share_progress(proposal_of(programme, "field-0"), is_shared=False, at=TODAY)
    [left] = coverage_of(programme).rows
    assert (len(left.proofs), left.silent, left.cells[0].now) == (5, 1, 0), "before any worker"
    proposing.share_progress(proposal_of(programme, "field-1"), is_shared=False, at=TODAY)
    assert coverage_of(programme).rows[0].cells[0].now is None


def test_another_goal_or_leaving_ends_it_too(running, works, head):
    programme = running(Field=(7, 7))
    leaver, other = (Person.objects.get(username=name) for name in ("field-0", "field-1"))
    remove_member(works, person=leaver, by=head, at=TODAY)
    wanted = programmes.Wanted((programmes.Need("https://skills.example/x"),), label="Other")
    set_goal(other, wanted, at=TODAY)
    assert cell(programme).sharing == 5


def test_totals_leave_out_who_could_be_found_as_the_difference(running):
    programme = running(Field=(5, 5), Office=(3, 2))
    coverage = counted(programme)
    assert {one.participant.team.name for one in coverage.counted} == {"Field"}


def test_small_teams_count_together_where_they_are_five(running):
    programme = running(North=(3, 3), South=(3, 3))
    assert len(counted(programme).counted) == 6


def test_days_to_a_skill_are_a_median_over_five(running, earn):
    programme = running(Field=(6, 6))
    for at, days in enumerate((10, 20, 30, 40)):
        earn(f"field-{at}", at=LAUNCH + days * DAY)
    [solder, _wire] = times_to_skill(programme, counted(programme))
    assert (solder.days, solder.people) == (None, None)
    earn("field-4", at=LAUNCH + 50 * DAY)
    [solder, wire] = times_to_skill(programme, counted(programme))
    assert (solder.days, solder.people) == (30.0, 5)
    assert wire.days is None


def test_what_a_closed_gap_cost(running, earn, mara):
    programme = running(Field=(5, 5))
    programmes.spend(programme, Spent(Decimal(1000), "Courses", LAUNCH.date()), by=mara, at=LAUNCH)
    assert cost_of_gap(money_of(programme), counted(programme)) is None
    for at in range(3):
        earn(f"field-{at}", at=LAUNCH + DAY)
    assert cost_of_gap(money_of(programme), counted(programme)) == Decimal("333.33")


def test_who_is_nearest_is_told_of_those_who_share(running, earn):
    programme = running(Field=(4, 3))
    proposing.accept(proposal_of(programme, "field-3"), shares_progress=False, at=LAUNCH)
    earn("field-1", at=LAUNCH + DAY)
    earn("field-3", at=LAUNCH + DAY)
    nearest, silent = nearest_to(programme, counted(programme))
    assert [one.name for one in nearest] == ["Field-1", "Field-0", "Field-2"]
    assert silent == 1


def test_a_cell_names_who_shares_and_counts_the_others(running, mara, sign_in):
    programme = running(Field=(3, 2))
    team = programme.participants.first().team
    counted(programme)
    page = sign_in(mara).get(
        f"/o/brightworks/programmes/{programme.pk}/coverage/cell/",
        {"team": str(team.pk), "skill": SOLDER},
    )
    assert "Field-0" in page.text
    assert "Field-2" not in page.text
    assert "1 person of the team does not share" in page.text


def test_a_cell_that_is_not_there(running, mara, sign_in):
    programme = running(Field=(3, 2))
    address = f"/o/brightworks/programmes/{programme.pk}/coverage/cell/"
    assert sign_in(mara).get(address, {"team": "x", "skill": SOLDER}).status_code == 404
    assert sign_in(mara).get(address, {"skill": "x"}).status_code == 404


def test_the_page_draws_it_and_says_the_same_in_a_table(running, earn, mara, sign_in):
    programme = running(Field=(6, 5), Office=(6, 2))
    earn("field-0", at=LAUNCH + DAY)
    counted(programme)
    page = sign_in(mara).get(f"/o/brightworks/programmes/{programme.pk}/coverage/").text
    assert page.count("<svg") == 2
    assert "heat-none" in page
    assert "1 / 5" in page
    assert "2 of 6 people share" in page


def test_it_is_taken_away_as_csv_and_as_a_workbook(running, earn, mara, sign_in):
    programme = running(Field=(5, 5), Office=(3, 1))
    earn("field-0", at=LAUNCH + DAY)
    counted(programme)
    browser, address = sign_in(mara), f"/o/brightworks/programmes/{programme.pk}/coverage"
    lines = browser.get(f"{address}.csv").content.decode("utf-8-sig").splitlines()
    assert "Field,solder joints,5,5,0,1" in lines
    assert "Office,solder joints,3,1,," in lines
    book = CalamineWorkbook.from_filelike(BytesIO(browser.get(f"{address}.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["Field", "solder joints"]
    assert browser.get(f"{address}.pdf").status_code == 404
