"""A manager launches a programme; each person answers, and is reminded; money is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.models import Version
from testamur_web.employers import programmes
from testamur_web.employers.models import Expense, Programme
from testamur_web.employers.programme_figures import lines_of_programme, money_of
from testamur_web.employers.programmes import Joining, Spent
from testamur_web.employers.reminding import mail_reminder
from testamur_web.employers.standings import ask_for_all, count_due
from testamur_web.ops.models import OutboxRow
from testamur_web.people.models import Person
from testamur_web.people.services import remove_member
from testamur_web.plans import proposing
from testamur_web.plans.models import GoalProposal
from testamur_web.plans.profiles import create_profile
from testamur_web.plans.queries import goal_of
from tests.web.conftest import person
from tests.web.programmes.conftest import LAUNCH, TODAY, answer

pytestmark = pytest.mark.django_db

PAGES = "/o/brightworks/programmes/"


def reminder(programme, username, *, days=30):
    one = programme.participants.get(person__username=username)
    return {"participant": str(one.pk), "ends": f"{programme.ends}", "days": days}


def test_a_manager_prepares_and_launches_it(mara, role, crew, sign_in):
    crew("Field", 2)
    browser = sign_in(mara)
    assert "There is no programme yet" in browser.get(PAGES).text
    sent = {"title": "Panels", "profile": role.pk, "begins": "2026-06-01", "ends": "2027-01-31"}
    sent |= {"reminders": "30, 7", "currency": "EUR", "budget": "5000"}
    page = browser.post(f"{PAGES}new/", sent, follow=True).text
    assert "5000.00 EUR" in page
    made = Programme.objects.get()
    team = made.organisation.teams.get()
    page = browser.post(f"{PAGES}{made.pk}/people/", {"teams": team.pk}, follow=True).text
    assert "2 people were added." in page
    assert not GoalProposal.objects.exists()
    page = browser.post(f"{PAGES}{made.pk}/state/", {"launch": "1"}, follow=True).text
    assert "2 people are asked." in page
    assert GoalProposal.objects.filter(state="waiting").count() == 2
    assert "For the programme “Panels”" in GoalProposal.objects.first().note


def test_launching_sets_nobody_a_goal(running):
    programme = running(Field=(1, 0))
    assert goal_of(programme.participants.get().person) is None


def test_it_is_not_launched_for_nobody(programme, mara):
    with pytest.raises(Refused) as told:
        programmes.launch(programme, by=mara, at=LAUNCH)
    assert told.value.problem.code == "programme.nobody"


def test_it_ends_after_it_began(works, stated, mara):
    wrong = replace(stated, ends=stated.begins)
    with pytest.raises(Refused) as told:
        programmes.make_programme(works, wrong, by=mara, at=LAUNCH)
    assert told.value.problem.code == "programme.dates"


@pytest.mark.parametrize("days", [(0,), (366,), (1, 2, 3, 4, 5, 6, 7)])
def test_reminders_are_few_and_within_a_year(works, stated, mara, days):
    with pytest.raises(Refused) as told:
        programmes.make_programme(works, replace(stated, reminders=days), by=mara, at=LAUNCH)
    assert told.value.problem.code == "programme.reminders"


def test_who_is_no_member_takes_no_part(programme, mara):
    with pytest.raises(Refused) as told:
        programmes.add_people(programme, [Joining(person("max"))], by=mara, at=LAUNCH)
    assert told.value.problem.code == "member.unknown"


def test_who_has_another_question_open_is_asked_later(running, role, mara, works):
    programme = running(Field=(1, 0))
    [one] = programme.participants.all()
    other = programmes.make_programme(
        works,
        programmes.ProgrammeStated("Other", role, programme.begins, programme.ends),
        by=mara,
        at=LAUNCH,
    )
    programmes.add_people(other, [Joining(one.person)], by=mara, at=LAUNCH)
    assert programmes.launch(other, by=mara, at=LAUNCH) == 0
    proposing.decline(one.proposal, at=LAUNCH)
    assert programmes.launch(other, by=mara, at=LAUNCH) == 1


def test_a_goal_they_pursue_already_is_not_asked_for_again(running, role, mara, works):
    programme = running(Field=(1, 1))
    [one] = programme.participants.all()
    other = programmes.make_programme(
        works,
        programmes.ProgrammeStated("Other", role, programme.begins, programme.ends),
        by=mara,
        at=LAUNCH,
    )
    programmes.add_people(other, [Joining(one.person)], by=mara, at=LAUNCH)
    programmes.launch(other, by=mara, at=LAUNCH)
    assert other.participants.get().proposal == one.proposal


def test_what_is_not_shared_is_not_shown(running, mara, sign_in):
    programme = running(Field=(2, 1))
    answer(programme, "field-1", shares=False)
    assert [line.percent for line in lines_of_programme(programme)] == [None, None]
    ask_for_all(programme, at=TODAY)
    count_due(at=TODAY)
    lines = lines_of_programme(programme)
    assert [line.percent for line in lines] == [0, None]
    page = sign_in(mara).get(f"{PAGES}{programme.pk}/").text
    assert "0 % is proven" in page
    assert "not shown" in page


def test_money_is_kept_to_the_cent(running, mara, sign_in):
    programme = running(Field=(1, 0))
    [one] = programme.participants.all()
    browser, address = sign_in(mara), f"{PAGES}{programme.pk}/spent/"
    for amount in ("0.10", "0.20"):
        sent = {"amount": amount, "note": "Course", "on": "2026-06-02", "participant": one.pk}
        browser.post(address, sent)
    browser.post(address, {"amount": "-0.05", "note": "Back", "on": "2026-06-03"})
    money = money_of(programme)
    assert money.spent == Decimal("0.25")
    assert money.by_participant == {one.pk: Decimal("0.30"), None: Decimal("-0.05")}


def test_an_amount_of_nothing_is_refused(programme, mara):
    spent = Spent(Decimal(0), "Nothing", programme.begins)
    with pytest.raises(Refused) as told:
        programmes.spend(programme, spent, by=mara, at=LAUNCH)
    assert told.value.problem.code == "value.out-of-range"
    assert not Expense.objects.exists()


def test_reminders_wait_for_their_day(running):
    programme = running(Field=(2, 0))
    rows = OutboxRow.objects.filter(kind=programmes.REMINDER)
    days = {(programme.ends - row.due_at.date()).days for row in rows}
    assert rows.count() == 4
    assert days == {30, 7}


def test_a_reminder_goes_to_who_has_something_to_do(running):
    programme = running(Field=(3, 1))
    proposing.decline(programme.participants.get(person__username="field-2").proposal, at=LAUNCH)
    for username in ("field-0", "field-1", "field-2"):
        mail_reminder(reminder(programme, username), at=TODAY)
    waiting, pursuing = mail.outbox[1], mail.outbox[0]
    assert len(mail.outbox) == 2
    assert "what is still open" in pursuing.body
    assert "not answered yet" in waiting.body


def test_no_reminder_of_another_day_or_of_a_closed_programme(running, mara):
    programme = running(Field=(1, 0))
    told = reminder(programme, "field-0")
    assert not mail_reminder(told | {"ends": "2030-01-01"}, at=TODAY)
    assert not mail_reminder(told | {"days": 29}, at=TODAY)
    programmes.close_programme(programme, by=mara, at=TODAY)
    assert not mail_reminder(told, at=TODAY)


def test_who_left_the_organisation_is_not_written_to(running, head, works):
    programme = running(Field=(1, 0))
    remove_member(works, person=Person.objects.get(username="field-0"), by=head, at=TODAY)
    assert not mail_reminder(reminder(programme, "field-0"), at=TODAY)


def test_a_closed_programme_takes_nobody(running, mara):
    programme = running(Field=(1, 0))
    programmes.close_programme(programme, by=mara, at=TODAY)
    with pytest.raises(Conflict) as told:
        programmes.add_people(programme, [], by=mara, at=TODAY)
    assert told.value.problem.code == "programme.state"


def test_the_role_stays_once_people_were_asked(running, stated, works, mara):
    programme = running(Field=(1, 0))
    other = create_profile(
        works,
        programmes.Wanted((programmes.Need("https://skills.example/weld"),), label="Welder"),
        by=mara,
        at=LAUNCH,
    )
    with pytest.raises(Conflict):
        programmes.edit_programme(programme, replace(stated, profile=other), by=mara, at=TODAY)


def test_a_stack_becomes_a_role(works, course, mara):
    made = programmes.profile_of_stack(works, course, by=mara, at=LAUNCH)
    assert made.title == "Soldering"


def test_a_stack_without_skills_becomes_none(works, course, mara):
    course.skills.all().delete()
    with pytest.raises(Refused) as told:
        programmes.profile_of_stack(works, Version.objects.get(pk=course.pk), by=mara, at=LAUNCH)
    assert told.value.problem.code == "programme.no-skills"


def test_a_learner_sees_the_next_step_and_who_sees_what(running, course, sign_in):
    programme = running(Field=(1, 0))
    [one] = programme.participants.all()
    browser, address = sign_in(one.person), f"/programmes/{one.pk}/"
    assert "Panels 2026" in browser.get("/home/").text
    assert "Decide whether you take the role" in browser.get(address).text
    answer(programme, "field-0")
    page = browser.get(address).text
    assert "Soldering" in page
    assert "While you share" in page
    assert browser.get("/programmes/").text.count("Panels 2026") == 1


def test_a_cohort_and_offers_are_linked(running, course, mara, sign_in):
    programme = running(Field=(1, 0))
    sent = {"offers": course.achievement_id}
    page = sign_in(mara).post(f"{PAGES}{programme.pk}/help/", sent, follow=True).text
    assert "What helps is saved." in page
    assert programme.offers.get() == course.achievement


def test_a_programme_of_others_is_not_there(running, chen, sign_in):
    programme = running(Field=(1, 0))
    assert sign_in(chen).get(f"{PAGES}{programme.pk}/").status_code == 404
    assert sign_in(chen).get(f"/o/other-college/programmes/{programme.pk}/").status_code == 404


def test_dates_move_with_the_reminders(running, stated, mara):
    programme = running(Field=(1, 0))
    later = replace(stated, ends=stated.ends + timedelta(days=30))
    programmes.edit_programme(programme, later, by=mara, at=TODAY)
    rows = OutboxRow.objects.filter(kind=programmes.REMINDER, payload__ends=f"{later.ends}")
    assert rows.count() == 2


def test_a_draft_is_closed_and_nobody_ever_hears_of_it(programme, crew, mara, sign_in):
    team = crew("Field", 1)
    people = [Joining(place.entry.person, team) for place in team.places.all()]
    programmes.add_people(programme, people, by=mara, at=LAUNCH)
    page = sign_in(mara).post(f"{PAGES}{programme.pk}/state/", {"close": "1"}, follow=True).text
    assert "The programme is closed." in page
    assert "Heat map" not in page
    assert "Closed" in sign_in(mara).get(PAGES).text
    assert "Panels 2026" not in sign_in(people[0].person).get("/programmes/").text
