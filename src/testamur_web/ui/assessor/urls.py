"""The addresses of these pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.assessor import assess

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/assess/", assess.list_queue, name="assessor-list-queue"),
    path("o/<slug:slug>/assess/<uuid:pk>/", assess.decide, name="assessor-decide"),
    path(
        "o/<slug:slug>/assess/<uuid:pk>/evidence/<uuid:evidence>/",
        assess.download_evidence,
        name="assessor-download-evidence",
    ),
]
