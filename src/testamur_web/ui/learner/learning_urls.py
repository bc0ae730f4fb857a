"""The addresses of enrolling, learning and handing in."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.learner import (
    adverts,
    appeals,
    attesting,
    cohorts,
    facts,
    goal,
    kept_plan,
    learning,
    proposals,
    stacks,
)

__all__ = ["urlpatterns"]

urlpatterns: Final[list[URLPattern]] = [
    path("goal/", goal.read_goal, name="learner-read-goal"),
    path("goal/advert/", adverts.read_advert, name="learner-read-advert"),
    path("goal/facts/", facts.state_facts, name="learner-state-facts"),
    path("goal/facts/delete/", facts.forget_facts, name="learner-forget-facts"),
    path("goal/plan/", kept_plan.plan_goal, name="learner-plan-goal"),
    path("goal/plan/keep/", kept_plan.keep_plan, name="learner-keep-plan"),
    path("goal/plan/stay/", kept_plan.stay_with_plan, name="learner-stay-with-plan"),
    path("goal/plan/letters/", kept_plan.say_letters, name="learner-say-plan-letters"),
    path(
        "goal/recommendations/", kept_plan.list_recommendations, name="learner-list-recommendations"
    ),
    path("goal/set/", goal.set_goal, name="learner-set-goal"),
    path("goal/leave/", goal.leave_goal, name="learner-leave-goal"),
    path("goal/proposals/<uuid:pk>/", proposals.read_proposal, name="learner-read-proposal"),
    path(
        "goal/proposals/<uuid:pk>/answer/",
        proposals.answer_proposal,
        name="learner-answer-proposal",
    ),
    path(
        "goal/proposals/<uuid:pk>/show/",
        proposals.share_progress,
        name="learner-share-progress",
    ),
    path("goal/levels/", goal.say_levels, name="learner-say-levels"),
    path("stacks/", stacks.list_stacks, name="learner-list-stacks"),
    path("stacks/<uuid:achievement>/", stacks.read_stack, name="learner-read-stack"),
    path("stacks/<uuid:achievement>/map.svg", stacks.draw_stack, name="learner-draw-stack"),
    path("stacks/<uuid:achievement>/follow/", stacks.follow_stack, name="learner-follow-stack"),
    path("stacks/<uuid:achievement>/leave/", stacks.leave_stack, name="learner-leave-stack"),
    path("stacks/<uuid:achievement>/accept/", stacks.accept_stack, name="learner-accept-stack"),
    path("learning/", learning.list_learning, name="learner-list-learning"),
    path("learning/cohorts/<uuid:pk>/", cohorts.read_cohort, name="learner-read-cohort"),
    path("learning/cohorts/<uuid:pk>/enrol/", cohorts.enrol, name="learner-enrol"),
    path(
        "learning/invitations/<uuid:pk>/accept/",
        cohorts.accept_invitation,
        name="learner-accept-invitation",
    ),
    path("learning/<uuid:pk>/", learning.read_enrolment, name="learner-read-enrolment"),
    path(
        "learning/<uuid:pk>/evidence/add/<slug:kind>/",
        learning.add_evidence,
        name="learner-add-evidence",
    ),
    path(
        "learning/<uuid:pk>/evidence/<uuid:evidence>/",
        learning.download_evidence,
        name="learner-download-evidence",
    ),
    path(
        "learning/<uuid:pk>/evidence/<uuid:evidence>/remove/",
        learning.remove_evidence,
        name="learner-remove-evidence",
    ),
    path(
        "learning/<uuid:pk>/claims/ask/",
        attesting.ask_about_claims,
        name="learner-ask-about-claims",
    ),
    path("learning/<uuid:pk>/claims/<slug:row>/", attesting.claim_row, name="learner-claim-row"),
    path(
        "learning/<uuid:pk>/claims/<slug:row>/remove/",
        attesting.remove_claim,
        name="learner-remove-claim",
    ),
    path("learning/<uuid:pk>/placement/", attesting.log_hours, name="learner-log-hours"),
    path(
        "learning/<uuid:pk>/placement/ask/",
        attesting.ask_about_hours,
        name="learner-ask-about-hours",
    ),
    path(
        "learning/<uuid:pk>/placement/<uuid:entry>/remove/",
        attesting.remove_hours,
        name="learner-remove-hours",
    ),
    path("attestations/", attesting.list_attestations, name="learner-list-attestations"),
    path("attestations/<uuid:pk>/", attesting.read_attestation, name="learner-read-attestation"),
    path(
        "attestations/<uuid:pk>/remind/",
        attesting.remind_supervisor,
        name="learner-remind-supervisor",
    ),
    path(
        "attestations/<uuid:pk>/withdraw/",
        attesting.withdraw_attestation,
        name="learner-withdraw-attestation",
    ),
    path(
        "learning/<uuid:pk>/calendar.ics",
        learning.export_calendar,
        name="learner-export-calendar",
    ),
    path("learning/<uuid:pk>/hand-in/", learning.hand_in, name="learner-hand-in"),
    path("learning/<uuid:pk>/take-back/", learning.take_back, name="learner-take-back"),
    path(
        "learning/<uuid:pk>/decisions/<uuid:decision>/contest/",
        appeals.contest_decision,
        name="learner-contest-decision",
    ),
    path(
        "learning/appeals/<uuid:pk>/withdraw/",
        appeals.withdraw_appeal,
        name="learner-withdraw-appeal",
    ),
    path("learning/<uuid:pk>/leave/", learning.leave_cohort, name="learner-leave-cohort"),
    path("enrol/", cohorts.enter_code, name="learner-enter-code"),
    path("enrol/<slug:code>/", cohorts.read_cohort_by_code, name="learner-read-cohort-by-code"),
    path("enrol/invitation/<slug:token>/", cohorts.open_invitation, name="learner-open-invitation"),
]
