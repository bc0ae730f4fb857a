"""The addresses of rubrics, and of how a cohort is marked."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import rubrics

__all__ = ["urlpatterns"]

ALL: Final = "o/<slug:slug>/rubrics/"
ONE: Final = f"{ALL}<uuid:pk>/"

urlpatterns: Final[list[URLPattern]] = [
    path(ALL, rubrics.list_rubrics, name="issuer-list-rubrics"),
    path(f"{ALL}new/", rubrics.add_rubric, name="issuer-add-rubric"),
    path(ONE, rubrics.read_rubric, name="issuer-read-rubric"),
    path(f"{ONE}change/", rubrics.change_rubric, name="issuer-change-rubric"),
    path(f"{ONE}agreement/", rubrics.read_agreement, name="issuer-read-agreement"),
    path(f"{ONE}retire/", rubrics.retire_rubric, name="issuer-retire-rubric"),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/marking/", rubrics.set_marking, name="issuer-set-marking"
    ),
]
