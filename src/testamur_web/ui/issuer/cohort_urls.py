"""The addresses of cohorts and the people in them."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import arrangements, cohort_people, cohorts, partners, programme

__all__ = ["urlpatterns"]

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/cohorts/", cohorts.list_cohorts, name="issuer-list-cohorts"),
    path("o/<slug:slug>/cohorts/new/", cohorts.open_cohort, name="issuer-open-cohort"),
    path("o/<slug:slug>/cohorts/<uuid:pk>/", cohorts.read_cohort, name="issuer-read-cohort"),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/change/",
        cohorts.change_cohort,
        name="issuer-change-cohort",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/close/", cohorts.close_cohort, name="issuer-close-cohort"
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/export/",
        cohorts.export_cohort,
        name="issuer-export-cohort",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/enrol/",
        cohort_people.enrol_listed,
        name="issuer-enrol-listed",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/",
        cohort_people.read_learner,
        name="issuer-read-learner",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/invite/",
        cohort_people.invite_learner,
        name="issuer-invite-learner",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/withdraw/",
        cohort_people.withdraw_learner,
        name="issuer-withdraw-learner",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/readmit/",
        cohort_people.readmit_learner,
        name="issuer-readmit-learner",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/partners/",
        partners.let_partner_in,
        name="issuer-let-partner-in",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/partners/<uuid:partnership>/withdraw/",
        partners.withdraw_partner,
        name="issuer-withdraw-partner",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/",
        programme.read_programme,
        name="issuer-read-programme",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/calendar.ics",
        programme.export_calendar,
        name="issuer-export-calendar",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/components/",
        programme.take_components,
        name="issuer-take-components",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/activities/new/",
        programme.add_activity,
        name="issuer-add-activity",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/activities/<uuid:activity>/",
        programme.change_activity,
        name="issuer-change-activity",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/activities/<uuid:activity>/remove/",
        programme.remove_activity,
        name="issuer-remove-activity",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/activities/<uuid:activity>/results/",
        programme.enter_results,
        name="issuer-enter-results",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/resources/new/",
        programme.add_resource,
        name="issuer-add-resource",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/resources/<uuid:resource>/remove/",
        programme.remove_resource,
        name="issuer-remove-resource",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/announce/",
        programme.announce,
        name="issuer-announce",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/programme/late/",
        programme.state_late_rule,
        name="issuer-state-late-rule",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/extension/",
        arrangements.give_extension,
        name="issuer-give-extension",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/accommodation/",
        arrangements.note_accommodation,
        name="issuer-note-accommodation",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/accommodation/<uuid:accommodation>/end/",
        arrangements.end_accommodation,
        name="issuer-end-accommodation",
    ),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/people/<uuid:enrolment>/results/",
        arrangements.state_results,
        name="issuer-state-results",
    ),
]
