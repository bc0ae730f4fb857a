"""The addresses of the pages about inflation."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import inflation

ALL: Final = "o/<slug:slug>/inflation/"

urlpatterns: Final[list[URLPattern]] = [
    path(ALL, inflation.read_own_inflation, name="issuer-read-inflation"),
    path(
        f"{ALL}thresholds/",
        inflation.set_inflation_thresholds,
        name="issuer-set-inflation-thresholds",
    ),
    path(
        f"{ALL}<slug:table>.csv", inflation.download_own_inflation, name="issuer-download-inflation"
    ),
    path(
        "o/<slug:slug>/achievements/<uuid:pk>/inflation/",
        inflation.show_achievement_inflation,
        name="issuer-show-inflation",
    ),
]
