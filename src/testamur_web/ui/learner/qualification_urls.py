"""The addresses of a learner's way through a qualification."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.learner import qualifications

__all__ = ["urlpatterns"]

_ONE: Final = "qualifications/<uuid:pk>/"

urlpatterns: Final[list[URLPattern]] = [
    path(f"{_ONE}progress/", qualifications.read_progress, name="learner-read-progress"),
    path(f"{_ONE}follow/", qualifications.follow_qualification, name="learner-follow"),
    path(f"{_ONE}leave/", qualifications.leave_qualification, name="learner-leave-qualification"),
    path(f"{_ONE}goal/", qualifications.aim_at_qualification, name="learner-aim-at-qualification"),
    path(
        f"{_ONE}units/<uuid:unit>/apply/",
        qualifications.apply_for_exemption,
        name="learner-apply-for-exemption",
    ),
    path(
        "exemptions/<uuid:pk>/take-back/",
        qualifications.take_back_application,
        name="learner-take-back-application",
    ),
]
