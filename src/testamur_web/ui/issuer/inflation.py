"""Inflation for an organisation: its own index, its achievements, its alerts and thresholds."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from testamur_web.people.models import Organisation, Role
from testamur_web.trust.inflation import (
    count_of_achievement,
    count_of_organisation,
    counted_achievements,
    near_of,
    pairs_in,
)
from testamur_web.trust.inflation_alerting import alerts_in, change_thresholds, thresholds_of
from testamur_web.ui.access import member, person_of
from testamur_web.ui.inflation_shown import TABLES, shown_of, table_answer
from testamur_web.ui.issuer.inflation_forms import Periods, ThresholdsForm
from testamur_web.ui.public.inflation import METHOD

__all__ = [
    "download_own_inflation",
    "read_own_inflation",
    "set_inflation_thresholds",
    "show_achievement_inflation",
]


@require_safe
@member()
def read_own_inflation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What is alerted, the index of the organisation, and its achievements."""
    count = count_of_organisation(organisation)
    by = Periods.chosen(request.GET, among=("quarter", "month"))
    told = METHOD | {
        "organisation": organisation,
        "alerts": alerts_in(organisation),
        "shown": shown_of(count, by=by.value),
        "periods": by,
        "page": counted_achievements(organisation),
        "pairs": pairs_in(count),
        "tables": TABLES,
    }
    return render(request, "issuer/inflation.html", told)


@require_safe
@member()
def download_own_inflation(
    _request: HttpRequest, organisation: Organisation, table: str
) -> HttpResponse:
    """A table of that page as CSV."""
    count = count_of_organisation(organisation)
    return table_answer(table, count, counted_achievements(organisation))


@require_safe
@member()
def show_achievement_inflation(
    request: HttpRequest, organisation: Organisation, pk: UUID
) -> HttpResponse:
    """One achievement, by quarter, month or cohort."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    count = count_of_achievement(achievement.pk)
    by = Periods.chosen(request.GET)
    told = METHOD | {
        "organisation": organisation,
        "achievement": achievement,
        "alerts": alerts_in(organisation).filter(achievement=achievement),
        "shown": shown_of(count, by=by.value),
        "periods": by,
        "near": near_of(count) if count else [],
    }
    return render(request, "issuer/achievement_inflation.html", told)


@member(Role.ADMIN)
def set_inflation_thresholds(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """From which figures on the organisation is told."""
    form = ThresholdsForm(request.POST or None, thresholds=thresholds_of(organisation))
    if form.is_valid():
        change_thresholds(organisation, form.stated, by=person_of(request), at=timezone.now())
        messages.success(request, _("Saved. They hold from the next count on, tomorrow."))
        return redirect("issuer-read-inflation", slug=organisation.slug)
    told = {"organisation": organisation, "form": form}
    return render(request, "issuer/inflation_thresholds.html", told)
