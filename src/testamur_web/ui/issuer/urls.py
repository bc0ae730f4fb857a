"""The addresses of these pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern

from testamur_web.ui.issuer import (
    award_urls,
    cohort_urls,
    inflation_urls,
    qualification_urls,
    role_urls,
    rubric_urls,
    skill_urls,
    stack_urls,
    survey_urls,
)
from testamur_web.ui.issuer.editor import urls as editor_urls

urlpatterns: Final[list[URLPattern]] = [
    *award_urls.urlpatterns,
    *editor_urls.urlpatterns,
    *cohort_urls.urlpatterns,
    *rubric_urls.urlpatterns,
    *stack_urls.urlpatterns,
    *role_urls.urlpatterns,
    *skill_urls.urlpatterns,
    *qualification_urls.urlpatterns,
    *inflation_urls.urlpatterns,
    *survey_urls.urlpatterns,
]
