"""The addresses of the editor, below the achievements of an organisation, and of its rules."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import quality_settings
from testamur_web.ui.issuer.editor import achievements, previews, reviews, views
from testamur_web.ui.issuer.editor.rule import pages

ALL: Final = "o/<slug:slug>/achievements/"
ONE: Final = f"{ALL}<uuid:pk>/"

urlpatterns: Final[list[URLPattern]] = [
    path(
        "o/<slug:slug>/settings/quality/",
        quality_settings.set_threshold,
        name="issuer-set-threshold",
    ),
    path("o/<slug:slug>/settings/reviews/", reviews.set_reviews, name="issuer-set-reviews"),
    path(ALL, achievements.list_all, name="issuer-list-achievements"),
    path(f"{ALL}new/", achievements.create_achievement, name="issuer-create-achievement"),
    path(ONE, achievements.show_achievement, name="issuer-show-achievement"),
    path(f"{ONE}edit/<slug:step>/", views.edit_step, name="issuer-edit-achievement"),
    path(f"{ONE}check/<slug:step>/", views.check_step, name="issuer-check-achievement"),
    path(f"{ONE}rule/", pages.edit_rule, name="issuer-edit-rule"),
    path(f"{ONE}rule.json", pages.download_rule, name="issuer-download-rule"),
    path(f"{ONE}review/", achievements.review, name="issuer-review-achievement"),
    path(f"{ONE}reviews/", reviews.list_reviews, name="issuer-list-reviews"),
    path(f"{ONE}reviews/<uuid:asked>/remind/", reviews.remind, name="issuer-remind-expert"),
    path(
        f"{ONE}reviews/<uuid:asked>/withdraw/",
        reviews.withdraw_request,
        name="issuer-withdraw-review",
    ),
    path(f"{ONE}publish/", achievements.publish, name="issuer-publish-achievement"),
    path(f"{ONE}discard/", achievements.discard_draft, name="issuer-discard-draft"),
    path(f"{ONE}withdraw/", achievements.withdraw, name="issuer-withdraw-achievement"),
    path(f"{ONE}bring-back/", achievements.bring_back, name="issuer-bring-back-achievement"),
    path(f"{ONE}preview/<slug:view>/", previews.preview, name="issuer-preview-achievement"),
    path(f"{ONE}picture/", previews.show_picture, name="issuer-show-picture"),
    path(f"{ONE}v/<int:number>/", achievements.compare_version, name="issuer-compare-version"),
]
