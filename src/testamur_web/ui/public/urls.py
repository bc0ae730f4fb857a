"""The addresses of these pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.public import catalogue, home

urlpatterns: Final[list[URLPattern]] = [
    path("", home.read_home, name="public-read-home"),
    path("catalogue/", catalogue.browse_catalogue, name="public-browse-catalogue"),
]
