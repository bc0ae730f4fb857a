"""The addresses of surveys and of reviews of definitions."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import review_asking, surveying

ALL: Final = "o/<slug:slug>/reviews/"

urlpatterns: Final[list[URLPattern]] = [
    path(
        "o/<slug:slug>/achievements/<uuid:pk>/survey/",
        surveying.read_survey,
        name="issuer-read-survey",
    ),
    path(
        "o/<slug:slug>/achievements/<uuid:pk>/survey/review/",
        review_asking.ask_for_review,
        name="issuer-ask-for-review",
    ),
    path(f"{ALL}terms/", review_asking.state_terms, name="issuer-state-review-terms"),
    path(ALL, surveying.list_reviews, name="issuer-list-definition-reviews"),
    path(
        f"{ALL}<uuid:pk>/assign/", surveying.assign_review, name="issuer-assign-definition-review"
    ),
    path(f"{ALL}<uuid:pk>/close/", surveying.close_review, name="issuer-close-definition-review"),
]
