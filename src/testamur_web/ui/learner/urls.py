"""The addresses of these pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern

from testamur_web.ui.learner import learning_urls, qualification_urls, talent_urls

urlpatterns: Final[list[URLPattern]] = [
    *learning_urls.urlpatterns,
    *qualification_urls.urlpatterns,
    *talent_urls.urlpatterns,
]
