"""The addresses of the pages of operators."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.operator import (
    checks,
    crosswalks,
    frameworks,
    instance,
    list_uploads,
    people,
    registries,
)

urlpatterns: Final[list[URLPattern]] = [
    path("operator/", instance.read_instance, name="operator-read-instance"),
    path(
        "operator/outbox/<uuid:pk>/again/",
        instance.try_row_again,
        name="operator-try-row-again",
    ),
    path(
        "operator/organisations/",
        instance.list_organisations,
        name="operator-list-organisations",
    ),
    path(
        "operator/organisations/<slug:slug>/checks/",
        checks.list_checks,
        name="operator-list-checks",
    ),
    path("operator/checks/<uuid:pk>/end/", checks.end_issuer_check, name="operator-end-check"),
    path("operator/registries/", registries.list_registries, name="operator-list-registries"),
    path(
        "operator/registries/<uuid:pk>/",
        registries.read_registry,
        name="operator-read-registry",
    ),
    path("operator/frameworks/", frameworks.list_frameworks, name="operator-list-frameworks"),
    path(
        "operator/frameworks/<uuid:pk>/",
        frameworks.read_framework,
        name="operator-read-framework",
    ),
    path(
        "operator/frameworks/<uuid:pk>/adopt/",
        frameworks.adopt,
        name="operator-adopt-framework",
    ),
    path(
        "operator/frameworks/<uuid:pk>/withdraw/",
        frameworks.withdraw,
        name="operator-withdraw-framework",
    ),
    path(
        "operator/frameworks/uploads/<uuid:pk>/",
        list_uploads.read_upload,
        name="operator-read-upload",
    ),
    path(
        "operator/frameworks/uploads/<uuid:pk>/progress/",
        list_uploads.read_progress,
        name="operator-read-upload-progress",
    ),
    path(
        "operator/frameworks/uploads/<uuid:pk>/again/",
        list_uploads.resume,
        name="operator-resume-upload",
    ),
    path(
        "operator/crosswalks/<uuid:pk>/",
        crosswalks.read_crosswalk,
        name="operator-read-crosswalk",
    ),
    path(
        "operator/crosswalks/<uuid:pk>/adopt/",
        crosswalks.adopt_crosswalk,
        name="operator-adopt-crosswalk",
    ),
    path(
        "operator/crosswalks/<uuid:pk>/withdraw/",
        crosswalks.withdraw_crosswalk,
        name="operator-withdraw-crosswalk",
    ),
    path("operator/trail/", instance.read_trail, name="operator-read-trail"),
    path("operator/people/", people.list_people, name="operator-list-people"),
    path("operator/people/<uuid:pk>/", people.read_person, name="operator-read-person"),
    path("operator/people/<uuid:pk>/close/", people.close, name="operator-close-account"),
    path("operator/people/<uuid:pk>/reopen/", people.reopen, name="operator-reopen-account"),
    path("operator/people/<uuid:pk>/link/", people.make_link, name="operator-make-link"),
]
