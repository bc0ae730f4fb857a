"""The addresses of cohorts and the people in them."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import cohort_people, cohorts

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
]
