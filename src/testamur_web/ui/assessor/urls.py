"""The addresses of these pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.assessor import appeals, assess, exemptions, marks, samples

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/assess/", assess.list_queue, name="assessor-list-queue"),
    path("o/<slug:slug>/assess/<uuid:pk>/", assess.decide, name="assessor-decide"),
    path("o/<slug:slug>/assess/<uuid:pk>/mark/", marks.mark, name="assessor-mark"),
    path(
        "o/<slug:slug>/assess/<uuid:pk>/evidence/<uuid:evidence>/",
        assess.download_evidence,
        name="assessor-download-evidence",
    ),
    path("o/<slug:slug>/cohorts/appeals/", appeals.list_appeals, name="assessor-list-appeals"),
    path(
        "o/<slug:slug>/cohorts/appeals/terms/",
        appeals.state_terms,
        name="assessor-state-appeal-terms",
    ),
    path(
        "o/<slug:slug>/cohorts/appeals/about/<uuid:decision>/",
        appeals.write_down_appeal,
        name="assessor-write-down-appeal",
    ),
    path(
        "o/<slug:slug>/cohorts/appeals/<uuid:pk>/",
        appeals.read_appeal,
        name="assessor-read-appeal",
    ),
    path(
        "o/<slug:slug>/rubrics/<uuid:pk>/samples/",
        samples.show_samples,
        name="assessor-show-samples",
    ),
    path(
        "o/<slug:slug>/rubrics/<uuid:pk>/samples/add/",
        samples.add_sample,
        name="issuer-add-sample",
    ),
    path("o/<slug:slug>/samples/<uuid:pk>/", samples.try_sample, name="assessor-try-sample"),
    path(
        "o/<slug:slug>/exemptions/", exemptions.list_applications, name="assessor-list-applications"
    ),
    path(
        "o/<slug:slug>/exemptions/<uuid:pk>/",
        exemptions.read_application,
        name="assessor-read-application",
    ),
    path(
        "o/<slug:slug>/exemptions/<uuid:pk>/decide/",
        exemptions.decide_application,
        name="assessor-decide-application",
    ),
    path(
        "o/<slug:slug>/exemptions/<uuid:pk>/withdraw/",
        exemptions.withdraw_decision,
        name="assessor-withdraw-decision",
    ),
    path(
        "o/<slug:slug>/qualifications/<uuid:pk>/learners/",
        exemptions.list_learners,
        name="assessor-list-learners",
    ),
    path(
        "o/<slug:slug>/qualifications/<uuid:pk>/learners/export/",
        exemptions.export_learners,
        name="assessor-export-learners",
    ),
]
