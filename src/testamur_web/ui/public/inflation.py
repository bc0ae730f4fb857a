"""Inflation for everybody: the catalogue with its index, and one micro-credential."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from testamur.quality.inflation import LEAST_WEIGHT, RULES, VERSION
from testamur_web.catalogue.queries import published
from testamur_web.labour.queries import figures_of_version
from testamur_web.trust.inflation import (
    count_of_achievement,
    count_of_catalogue,
    counted_achievements,
    near_of,
    pairs_in,
)
from testamur_web.ui.inflation_shown import TABLES, shown_of, table_answer

__all__ = ["METHOD", "download_inflation", "read_achievement_inflation", "read_inflation"]

_PAGE = 20

METHOD: dict[str, Any] = {"rules": RULES, "version": VERSION, "least_weight": LEAST_WEIGHT}
"""What every page with an index says of how it is reckoned."""


@require_safe
def read_inflation(request: HttpRequest) -> HttpResponse:
    """The whole catalogue: the index, what it is made of, near-duplicates, every achievement."""
    count = count_of_catalogue()
    told = METHOD | {
        "shown": shown_of(count),
        "page": Paginator(counted_achievements(), _PAGE).get_page(request.GET.get("page")),
        "pairs": pairs_in(count),
        "tables": TABLES,
    }
    return render(request, "public/inflation.html", told)


@require_safe
def download_inflation(_request: HttpRequest, table: str) -> HttpResponse:
    """A table of that page as CSV."""
    return table_answer(table, count_of_catalogue(), counted_achievements())


@require_safe
def read_achievement_inflation(request: HttpRequest, achievement: UUID) -> HttpResponse:
    """One micro-credential that is published."""
    version = get_object_or_404(published(), achievement=achievement)
    count = count_of_achievement(achievement)
    told = METHOD | {
        "version_shown": version,
        "shown": shown_of(count),
        "near": near_of(count) if count else [],
        "demand": figures_of_version(version),
    }
    return render(request, "public/achievement_inflation.html", told)
