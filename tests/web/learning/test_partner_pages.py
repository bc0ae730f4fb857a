"""An organisation lets another one in; its staff enrol, add, hand in and print, and see no more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from testamur_web.learning import partners, services
from testamur_web.learning.models import Decision, Partnership
from testamur_web.learning.paper import BY_HAND
from testamur_web.learning.roster import Listed
from testamur_web.ops import outbox
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Role
from tests.web.conftest import join, person
from tests.web.learning.conftest import findings
from tests.web.learning.rubrics import marked_with, rubric_of


@pytest.fixture
def today():
    return timezone.now()


@pytest.fixture
def partnership(cohort, college, bashir, today):
    days = services.Days(today.date(), today.date() + timedelta(30))
    return services.let_partner_in(cohort, college, days=days, by=bashir, at=today)


@pytest.fixture
def grace(partnership, chen, today):
    rows = [Listed("Grace Hopper", number="4711")]
    return services.enrol_group(partnership, rows, by=chen, at=today).enrolled[0]


def path(partnership, more=""):
    return f"/o/{partnership.partner.slug}/groups/{partnership.pk}/{more}"


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_organisation_is_let_in_and_withdrawn(cohort, college, bashir, sign_in, today):
    browser = sign_in(bashir)
    address = f"/o/example-university/cohorts/{cohort.pk}/partners/"
    days = {"first_day": today.date().isoformat(), "last_day": today.date().isoformat()}
    assert "no organisation of this name" in text_of(
        browser.post(address, {"partner": "nobody", **days})
    )
    assert browser.post(address, {"partner": college.slug, **days}).status_code == 302
    assert "works here" in text_of(browser.get(address))
    made = Partnership.objects.get()
    assert browser.post(f"{address}{made.pk}/withdraw/").status_code == 302
    assert "withdrawn" in text_of(browser.get(address))


def test_a_refusal_stands_beside_its_field(cohort, university, bashir, sign_in, today):
    day = today.date().isoformat()
    sent = {"partner": university.slug, "first_day": day, "last_day": day}
    address = f"/o/example-university/cohorts/{cohort.pk}/partners/"
    assert "no partner of its own" in text_of(sign_in(bashir).post(address, sent))


def test_people_come_in_by_name_and_number(partnership, chen, sign_in):
    browser = sign_in(chen)
    sent = {"pasted": "Grace Hopper,4711\nMarie Curie,4712\n"}
    assert browser.post(path(partnership, "enrol/"), sent).status_code == 302
    shown = text_of(browser.get(path(partnership)))
    assert "Grace Hopper" in shown
    assert "Shares are shown from 5 people on" in shown


def test_a_large_group_has_pages(partnership, chen, sign_in, today):
    rows = [Listed(f"Person {number:03}", number=str(number)) for number in range(101)]
    services.enrol_group(partnership, rows, by=chen, at=today)
    shown = text_of(sign_in(chen).get(path(partnership)))
    assert "Person 099" in shown
    assert "Person 100" not in shown
    assert "Person 100" in text_of(sign_in(chen).get(path(partnership, "?page=2")))


def test_rows_that_did_not_come_in_stay(partnership, grace, chen, sign_in):
    sent = {"pasted": "Name,Student number\nGrace Hopper,4711\nMarie Curie,4712\n"}
    shown = text_of(sign_in(chen).post(path(partnership, "enrol/"), sent))
    assert "One row did not come in" in shown
    assert "Grace Hopper,4711" in shown
    assert partners.group_of(partnership).count() == 2


def test_somebody_else_of_the_cohort_is_not_there(
    partnership, enrolment, grace, chen, bashir, sign_in
):
    shown = text_of(sign_in(chen).get(path(partnership)))
    assert "Grace" in shown
    assert "Ada" not in shown
    for more in ("", "hand-in/", "add/note/"):
        address = path(partnership, f"people/{enrolment.pk}/{more}")
        assert sign_in(chen).post(address, {"text": "Hers"}).status_code in {404, 405}
        assert sign_in(chen).get(address).status_code in {404, 405}
    shown = text_of(sign_in(bashir).get(f"/o/example-university/cohorts/{partnership.cohort_id}/"))
    assert "Grace" in shown


def test_the_partner_sees_no_page_of_the_issuer(partnership, chen, sign_in):
    address = f"/o/example-university/cohorts/{partnership.cohort_id}/"
    for more in ("", "partners/", "export/", "enrol/", "programme/"):
        assert sign_in(chen).get(f"{address}{more}").status_code == 404


def test_evidence_is_added_and_handed_in(partnership, grace, chen, sign_in):
    browser = sign_in(chen)
    address = path(partnership, f"people/{grace.pk}/")
    assert (
        browser.post(f"{address}add/note/", {"text": "She asked forty people."}).status_code == 302
    )
    assert "She asked forty people." in text_of(browser.get(address))
    assert browser.post(f"{address}hand-in/").status_code == 302
    assert "Waiting for a decision" in text_of(browser.get(address))


def test_a_card_is_printed_for_whoever_has_passed(
    partnership, grace, assessor, chen, sign_in, today
):
    browser = sign_in(chen)
    assert "No award waits" in text_of(browser.get(path(partnership, "cards/")))
    services.decide(grace, by=assessor, findings=findings(), at=today)
    outbox.drain()
    assert "One award waits" in text_of(browser.get(path(partnership, "cards/")))
    assert not TrailEntry.objects.filter(verb="partner.print-cards").exists()
    shown = text_of(browser.post(path(partnership, "cards/")))
    assert TrailEntry.objects.filter(verb="partner.print-cards").count() == 1
    assert "Grace Hopper" in shown
    assert "<svg" in shown


def test_the_report_is_a_table(partnership, grace, chen, sign_in):
    told = sign_in(chen).get(path(partnership, "report.csv")).content.decode("utf-8-sig")
    assert told.splitlines() == [
        "step,people,percent",
        "enrolled,1,",
        "handed-in,0,",
        "passed,0,",
        "claimed,0,",
    ]


def test_an_assessor_of_the_partner_is_no_staff_of_it(partnership, college, chen, sign_in):
    somebody = person("otto")
    join(somebody, college, Role.ASSESSOR)
    assert sign_in(somebody).get(path(partnership)).status_code == 403


def test_what_is_withdrawn_is_not_there(partnership, bashir, chen, sign_in, today):
    services.withdraw_partner(partnership, by=bashir, at=today)
    assert sign_in(chen).get(path(partnership)).status_code == 404
    assert "You work in no cohort" in text_of(sign_in(chen).get("/o/other-college/groups/"))


def test_the_list_of_cohorts_leads_to_the_groups(partnership, chen, bashir, sign_in):
    assert "/o/other-college/groups/" in text_of(sign_in(chen).get("/o/other-college/cohorts/"))
    shown = text_of(sign_in(bashir).get("/o/example-university/cohorts/"))
    assert "groups/" not in shown


def paper(row, number, *marks):
    """A row as it is typed: its number, and a mark for each criterion."""
    return {f"{row}-number": number} | {f"{row}-{at}": mark for at, mark in enumerate(marks)}


def test_a_sheet_is_printed_typed_in_and_settled(partnership, grace, assessor, chen, sign_in):
    staff = sign_in(chen)
    assert staff.post(path(partnership, "sheets/new/")).status_code == 302
    sheet = partners.sheets_of(partnership).get()
    printed = text_of(staff.get(path(partnership, f"sheets/{sheet.pk}/")))
    assert sheet.code in printed
    assert "Plans a survey" in printed
    assert printed.count("☐") == 3 * (1 + BY_HAND)
    address = path(partnership, f"sheets/{sheet.pk}/enter/")
    sent = paper(1, "4711", "met", "met", "not-met") | paper(2, "99", "met", "met", "met")
    assert staff.post(address, sent).status_code == 302
    shown = text_of(staff.get(address))
    assert "Waiting for an assessor" in shown
    assert "is not the number of row 2" in shown
    address = f"/o/example-university/cohorts/{partnership.cohort_id}/sheets/{sheet.pk}/"
    assert "Chen" in text_of(sign_in(assessor).get(address))
    assert sign_in(assessor).post(address).status_code == 302
    grace.refresh_from_db()
    assert grace.state == "passed"
    assert sheet.rows.get(row=2).found == {"plan": "met", "report": "met", "talk": "met"}


def test_who_does_not_assess_sees_no_way_to_settle(partnership, cohort, registrar, sign_in, sheet):
    shown = text_of(sign_in(registrar).get(f"/o/example-university/cohorts/{cohort.pk}/partners/"))
    assert sheet.code in shown
    assert f"sheets/{sheet.pk}/" not in shown


def test_nothing_chosen_changes_nothing(partnership, grace, chen, sign_in, today):
    sheet = services.make_sheet(partnership, by=chen, at=today)
    address = path(partnership, f"sheets/{sheet.pk}/enter/")
    assert (
        "No row was filled in"
        in sign_in(chen).post(address, paper(1, "4711"), follow=True).content.decode()
    )
    assert sheet.rows.get().state == "printed"


def test_without_people_a_sheet_is_not_made(partnership, chen, sign_in):
    answer = sign_in(chen).post(path(partnership, "sheets/new/"), follow=True)
    assert "Nobody of the group can be decided about" in text_of(answer)


MET = {"plan": "met", "report": "met", "talk": "met"}


@pytest.fixture
def sheet(partnership, grace, chen, today):
    return services.make_sheet(partnership, by=chen, at=today)


@pytest.fixture
def settling(partnership, sheet):
    return f"/o/example-university/cohorts/{partnership.cohort_id}/sheets/{sheet.pk}/"


def type_in(partnership, sheet, chen, **found):
    row = services.Written(1, "4711", MET | found)
    services.enter_sheet(partnership, sheet, [row], by=chen, at=timezone.now())


def test_what_somebody_typed_meanwhile_is_told(partnership, sheet, chen, sign_in):
    address = path(partnership, f"sheets/{sheet.pk}/enter/")
    empty = partners.version_of(None)
    type_in(partnership, sheet, chen)
    sent = paper(1, "4711", "met", "met", "not-met") | {"1-seen": empty}
    shown = text_of(sign_in(chen).post(address, sent, follow=True))
    assert "Row 1: Somebody else typed in this row meanwhile" in shown
    assert "typed by Chen" in shown
    assert sheet.rows.get().found == MET


def test_a_sheet_leaves_as_csv_and_comes_back_filled_in(partnership, sheet, chen, sign_in):
    browser = sign_in(chen)
    answer = browser.get(path(partnership, f"sheets/{sheet.pk}/sheet.csv"))
    table = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert f"{sheet.code},1,Grace Hopper,4711,,,,printed," in table
    filled = table.replace("4711,,,", "4711,x,x,x").replace("2,,,,,", "2,,99,x,x,x")
    address = path(partnership, f"sheets/{sheet.pk}/file/")
    file = SimpleUploadedFile("sheet.csv", filled.encode())
    answer = browser.post(address, {"file": file})
    tried = text_of(answer)
    assert "2 rows were read" in tried
    assert "is not the number of row 2" in tried
    assert sheet.rows.get().state == "printed"
    sent = {key: answer.context[name] for key, name in (("pasted", "text"), ("seen", "seen"))}
    shown = text_of(browser.post(address, sent | {"take": "1"}, follow=True))
    assert "1 row is fine." in shown
    assert [row.state for row in sheet.rows.all()] == ["entered", "conflict"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"pasted": " "}, "Choose a file, or paste the cells"),
        ({"pasted": "row,A\n1,x\n"}, "cannot be read as this sheet"),
        ({"pasted": "row,number,A\n1,4711,\n"}, "No row of the file was filled in"),
    ],
)
def test_a_file_that_says_nothing_is_told(partnership, sheet, chen, sign_in, sent, said):
    address = path(partnership, f"sheets/{sheet.pk}/file/")
    assert said in text_of(sign_in(chen).post(address, sent))


def test_an_assessor_leaves_a_row_as_it_is(partnership, sheet, settling, assessor, chen, sign_in):
    browser = sign_in(assessor)
    type_in(partnership, sheet, chen)
    shown = text_of(browser.post(f"{settling}rows/1/leave/", follow=True))
    assert "Row 1 is left as it is." in shown
    assert "Left as it is</span>" in shown
    assert "Decide by this sheet" not in shown
    assert not Decision.objects.exists()
    shown = text_of(browser.post(f"{settling}rows/7/leave/", follow=True))
    assert "A sheet has no such row" in shown


def test_an_assessor_looks_again_at_what_changed(
    partnership, sheet, settling, assessor, chen, sign_in
):
    browser = sign_in(assessor)
    type_in(partnership, sheet, chen)
    seen = browser.get(settling).context["seen"]
    type_in(partnership, sheet, chen, talk="not-met")
    shown = text_of(browser.post(settling, {"seen": seen}, follow=True))
    assert "since you looked at it" in shown
    assert not Decision.objects.exists()
    assert "not met" in shown


def test_a_cohort_with_a_rubric_says_that_it_has_no_sheets(
    partnership, grace, cohort, bashir, chen, sign_in
):
    marked_with(cohort, rubric_of(cohort.organisation, by=bashir), by=bashir)
    shown = text_of(sign_in(chen).get(path(partnership)))
    assert "There are no sheets here" in shown
    assert "Make a sheet" not in shown


def test_what_was_decided_stands_beside_the_evidence(partnership, grace, assessor, chen, sign_in):
    services.decide_against(
        grace, by=assessor, findings=findings(plan="not-met"), at=timezone.now()
    )
    shown = text_of(sign_in(chen).get(path(partnership, f"people/{grace.pk}/")))
    assert "Not passed yet" in shown
    assert "about plan" in shown


def test_groups_stand_under_cohorts_in_the_bar(partnership, chen, sign_in):
    shown = text_of(sign_in(chen).get(path(partnership)))
    assert re.search(r'/o/other-college/cohorts/"[^>]*aria-current', shown)


def test_what_was_added_by_mistake_is_removed_until_it_is_handed_in(
    partnership, grace, chen, sign_in, today
):
    browser = sign_in(chen)
    piece = services.Piece("note", "Wrong person", text="Of somebody else")
    added = services.add_for_group(partnership, grace, piece, by=chen, at=today)
    place = path(partnership, f"people/{grace.pk}/")
    assert "Remove" in text_of(browser.get(place))
    answer = browser.post(f"{place}evidence/{added.pk}/remove/", follow=True)
    assert "“Wrong person” was removed" in text_of(answer)
    assert not grace.evidence.exists()
    kept = services.add_for_group(partnership, grace, piece, by=chen, at=today)
    services.hand_in_for_group(partnership, grace, by=chen, at=today)
    assert "Remove" not in text_of(browser.get(place))
    assert browser.post(f"{place}evidence/{kept.pk}/remove/").status_code == 409
    assert grace.evidence.exists()
