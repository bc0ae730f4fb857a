"""Ada keeps a plan; when something changes she is told what and why, and decides."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from testamur.pathways.goal import goal_from
from testamur.pathways.plan import Objective
from testamur_web.awards.services import revoke
from testamur_web.ops.models import TrailEntry
from testamur_web.plans import keeping, services
from testamur_web.plans.models import KeptPlan
from testamur_web.plans.planning import Asked
from tests.web.api.conftest import is_problem, program
from tests.web.plans.conftest import SOLDER, WIRE, goal_content

pytestmark = pytest.mark.django_db

__all__ = ["program"]

PAGE = "/goal/plan/"


@pytest.fixture
def browser(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def courses(course):
    return course("Soldering", SOLDER), course("Wiring", WIRE, price="220")


@pytest.fixture
def kept(goal, courses) -> KeptPlan:
    return keeping.keep_plan(goal, Asked(), at=timezone.now())


def withdraw(version):
    version.achievement.withdrawn_at = timezone.now()
    version.achievement.save()


def changes(browser):
    return [(one.kind.value, one.told) for one in browser.get(PAGE).context["compared"].changes]


def test_a_plan_is_kept_with_what_was_asked(browser, goal, courses):
    page = browser.get(PAGE, {"budget": "400"}).text
    assert "Keep this plan" in page
    assert '<input type="hidden" name="budget" value="400" />' in page
    told = browser.post("/goal/plan/keep/", {"budget": "400", "hours_per_week": "10"}, follow=True)
    assert "Your plan is kept." in told.text
    [kept] = KeptPlan.objects.all()
    assert kept.asked["budget"] == "400"
    assert {step.offer.title for step in keeping.plan_in(kept).steps} == {"Soldering", "Wiring"}
    assert told.context["form"].data["budget"] == "400"
    assert "It is still the same today." in told.text
    assert TrailEntry.objects.filter(verb="plan.keep", subject=str(kept.pk)).exists()


def test_a_price_that_changed_is_told_with_both_figures(browser, kept, courses, reprice):
    reprice(courses[1], price=180)
    page = browser.get(PAGE)
    assert "The price of “Wiring” went from 220 to 180 EUR." in page.text
    assert "What is left costs €40 less than it did." in page.text
    assert "Keep the new plan" in page.text
    assert "The plan you kept on" in page.text


def test_hours_that_changed_are_told(browser, kept, courses, reprice):
    reprice(courses[0], hours=30)
    assert changes(browser) == [("resized", "“Soldering” takes 30 hours instead of 20.")]


def test_what_is_withdrawn_and_what_is_new_are_told(browser, kept, courses, course):
    withdraw(courses[1])
    course("Cabinets", WIRE, price="90")
    told = dict(changes(browser))
    assert told["gone"] == "“Wiring” is not offered any more."
    assert told["new"].startswith("New in the plan: “Cabinets”, for wire cabinets")


def test_what_was_published_since_is_new_in_the_catalogue(browser, kept, courses, course):
    version = course("Cabinets", WIRE, price="90")
    type(version).objects.filter(pk=version.pk).update(published_at=timezone.now())
    told = dict(changes(browser))
    assert told["new"].startswith("New in the catalogue and in the plan: “Cabinets”")
    assert told["replaced"] == "Instead of “Wiring” another choice is better now."


def test_a_step_that_became_dearer_says_why_it_is_replaced(browser, kept, courses, course, reprice):
    course("Cabinets", WIRE, price="250")
    reprice(courses[1], price=300)
    told = dict(changes(browser))
    why = "The price of “Wiring” went from 220 to 300 EUR. Another choice is better now."
    assert told["replaced"] == why


def test_a_step_without_a_price_is_told(browser, kept, courses, course, reprice):
    reprice(courses[1], price=None)
    told = dict(changes(browser))
    assert told["unstated"] == "“Wiring” states no price or hours any more."
    assert told["opened"] == "Nothing closes these now: wire cabinets."


def test_what_is_earned_is_kept_and_never_dropped(browser, kept, courses, earn):
    earn(courses[0])
    page = browser.get(PAGE)
    assert "You have earned “Soldering”." in page.text
    assert page.context["compared"].earned == {str(courses[0].achievement_id): "Soldering"}
    browser.post("/goal/plan/keep/", page.context["asked"])
    page = browser.get(PAGE)
    assert "It is still the same today." in page.text
    assert "Earned already" in page.text
    assert [step.offer.title for step in page.context["shown"].plan.steps] == ["Wiring"]


def test_what_is_taken_back_counts_no_more(browser, kept, courses, earn, bashir):
    award = earn(courses[0])
    browser.post("/goal/plan/keep/", {"objective": "cheapest"})
    revoke([award], reason="A mistake", by=bashir, at=timezone.now())
    told = dict(changes(browser))
    assert told["lost"] == "“Soldering” counts no more: it was taken back or has ended."
    assert "“Soldering”, for solder joints" in told["new"]


def test_what_is_proven_otherwise_is_not_needed_any_more(browser, kept, course, earn):
    earn(course("Soldering elsewhere", SOLDER, price=None))
    told = dict(changes(browser))
    assert told["proven"] == "solder joints is proven now."
    assert told["not needed"] == "“Soldering” is not needed any more."


def test_staying_with_the_old_one_settles_it_until_something_else_changes(
    browser, kept, courses, reprice
):
    reprice(courses[1], price=180)
    mark = browser.get(PAGE).context["compared"].mark
    page = browser.post("/goal/plan/stay/", {"mark": mark}, follow=True)
    assert "You stay with the plan you kept on" in page.text
    assert page.context["shown"].is_kept
    assert "€320" in page.text
    assert "Proven when you kept it" in page.text
    reprice(courses[0].__class__.objects.get(pk=courses[0].pk), price=50)
    assert "What is different from the plan you kept" in browser.get(PAGE).text


def test_keeping_the_new_plan_ends_the_old_one_which_stays(browser, kept, courses, reprice):
    reprice(courses[1], price=180)
    browser.post("/goal/plan/keep/", {"objective": "cheapest"})
    kept.refresh_from_db()
    assert kept.ended_at is not None
    assert keeping.plan_in(kept).cents == 32000
    assert keeping.plan_in(KeptPlan.objects.get(ended_at=None)).cents == 28000


def test_another_goal_is_compared_with_the_plan_for_the_one_before(browser, ada, kept):
    wanted = goal_from(goal_content(WIRE) | {"label": "Electrician"}, "")
    services.set_goal(ada, wanted, at=timezone.now() + timedelta(seconds=1))
    told = dict(changes(browser))
    assert told["goal"] == "Your goal is Electrician now; the plan was for Panel builder."
    assert told["not needed"] == "“Soldering” is not needed any more."
    browser.post("/goal/plan/keep/", {})
    assert [one.goal.label for one in KeptPlan.objects.filter(ended_at=None)] == ["Electrician"]


def test_other_limits_are_named_as_the_reason(browser, kept):
    told = browser.get(PAGE, {"budget": "150"}).context["compared"].changes
    assert [one.told for one in told] == [
        "You ask for other limits than those the plan was kept with.",
        "“Wiring” does not fit your limits.",
        "Open within your limits: wire cabinets.",
    ]


def test_what_became_too_dear_says_so(browser, goal, courses, reprice):
    keeping.keep_plan(goal, Asked(budget=Decimal(320)), at=timezone.now())
    reprice(courses[1], price=300)
    why = "The price of “Wiring” went from 220 to 300 EUR. It does not fit your limits."
    assert dict(changes(browser))["does not fit"] == why


def test_what_takes_longer_and_is_replaced_says_so(browser, goal, course, reprice):
    quick = course("Soldering", SOLDER, hours=10)
    course("Slow soldering", SOLDER, hours=15)
    course("Wiring", WIRE)
    keeping.keep_plan(goal, Asked(Objective.SHORTEST), at=timezone.now())
    reprice(quick, hours=30)
    why = "“Soldering” takes 30 hours instead of 10. Another choice is better now."
    assert dict(changes(browser))["replaced"] == why


def test_there_is_something_now_for_what_nothing_closed(browser, goal, course):
    course("Soldering", SOLDER)
    keeping.keep_plan(goal, Asked(), at=timezone.now())
    course("Wiring", WIRE)
    assert dict(changes(browser))["closed"] == "There is something for these now: wire cabinets."


def test_a_last_day_that_has_passed_still_shows_the_page(browser, kept):
    KeptPlan.objects.update(asked={"objective": "cheapest", "by": "2020-01-01"})
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert "Choose a day that has not passed." in page.text


def test_what_cannot_be_planned_is_not_kept(browser, goal):
    page = browser.post("/goal/plan/keep/", {"budget": "-3"}, follow=True)
    assert "That could not be planned." in page.text
    assert not KeptPlan.objects.exists()


def test_without_a_goal_or_a_plan_nothing_is_kept_or_stayed_with(browser, ada):
    for path in ("keep", "stay"):
        assert browser.post(f"/goal/plan/{path}/", {"mark": "\0" * 9}).status_code == 302
    assert not KeptPlan.objects.exists()


def test_the_hours_a_week_that_are_assumed_are_said(browser, goal, courses, program, ada):
    assert "Without hours a week, 40 are assumed." in browser.get(PAGE).text
    assert "You did not say how many hours" not in browser.get(PAGE).text
    asked = {"objective": "fastest"}
    assert "You did not say how many hours a week you have: 40 are" in browser.get(PAGE, asked).text
    told = program(ada).get("/goal/plan?by=2090-01-01").told
    assert told["assumed_hours_per_week"] == 40
    assert "assumed_hours_per_week" not in program(ada).get("/goal/plan?hours_per_week=8").told


def test_a_place_is_a_limit_where_courses_state_places(browser, goal, course):
    course("Here", SOLDER, WIRE, price="300", mode="onsite", place="Lisbon")
    course("There", SOLDER, WIRE, price="200", mode="onsite", place="Porto")
    page = browser.get(PAGE, {"place": "Lisbon"})
    assert [step.offer.title for step in page.context["shown"].plan.steps] == ["Here"]
    assert '<option value="Porto">' in page.text
    assert "field-error" in browser.get(PAGE, {"place": "Atlantis"}).text


def test_nobody_is_asked_for_a_place_where_there_is_none_to_choose(browser, goal, courses):
    assert 'name="place"' not in browser.get(PAGE).text


def test_a_program_keeps_reads_compares_and_stays(program, ada, goal, courses, reprice):
    asked = program(ada)
    assert is_problem(asked.get("/goal/plan/kept"), 404, "http.not-found")
    kept = asked.put("/goal/plan/kept", {"budget": "400.00"}).told
    assert kept["asked"]["budget"] == "400.00"
    assert asked.get("/goal/plan/kept").told == kept
    assert asked.get("/goal/plan/kept/diff").told["changes"] == []
    newer = reprice(courses[1], price=180)
    told = asked.get("/goal/plan/kept/diff").told
    assert told["diff"]["repriced"] == [str(newer.achievement_id)]
    assert [one["kind"] for one in told["changes"]] == ["repriced"]
    assert asked.post("/goal/plan/kept/stay", {"mark": told["mark"]}).status_code == 204
    assert asked.get("/goal/plan/kept/diff").told["is_declined"]


@pytest.mark.parametrize(
    "body", [{"budget": "x"}, {"currency": "euro"}, {"place": "\0"}, {"hours": 0}, {"odd": 1}]
)
def test_a_program_that_asks_for_nonsense_is_told(program, ada, goal, body):
    assert is_problem(program(ada).put("/goal/plan/kept", body), 422, "request.malformed")
    stayed = program(ada).post("/goal/plan/kept/stay", {"mark": "\0"})
    assert is_problem(stayed, 422, "request.malformed")
