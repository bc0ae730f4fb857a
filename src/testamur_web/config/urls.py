"""Every route of the web project, in one list."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, URLResolver

urlpatterns: Final[list[URLPattern | URLResolver]] = []
