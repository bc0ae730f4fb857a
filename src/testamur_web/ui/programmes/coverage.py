"""The heat map of a programme, one cell of it, and what can be taken away.

Nobody waits for wallets to be verified: what was counted is shown with its day, and what is being
counted says how far it is.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur_web.employers.coverage import LEAST, Coverage, TeamRow, coverage_of, progress_in
from testamur_web.employers.coverage_tables import coverage_as_csv, coverage_as_xlsx
from testamur_web.employers.leading import Scope
from testamur_web.employers.models import Programme
from testamur_web.employers.programme_figures import (
    cost_of_gap,
    money_of,
    nearest_to,
    times_to_skill,
)
from testamur_web.employers.standings import ask_for_all, ask_for_due
from testamur_web.ui.programmes.pictures import heat_of
from testamur_web.ui.programmes.scope import looks_after, programme_or_404
from testamur_web.ui.sending import secret

__all__ = ["count_anew", "download_coverage", "read_cell", "read_counting", "read_coverage"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@looks_after
def read_coverage(request: HttpRequest, scope: Scope, pk: UUID) -> HttpResponse:
    """Which skill is proven in which team, at the launch and now, and what it came to."""
    programme = programme_or_404(scope, pk)
    ask_for_due(programme, at=timezone.now())
    coverage = coverage_of(programme, teams=scope.teams)
    nearest, silent = nearest_to(programme, coverage, teams=scope.teams)
    shown = _counting(scope, programme) | {
        "coverage": coverage,
        "before": heat_of(coverage, is_before=True),
        "now": heat_of(coverage, is_before=False),
        "times": times_to_skill(programme, coverage),
        "cost": cost_of_gap(money_of(programme), coverage) if scope.is_whole else None,
        "nearest": nearest,
        "silent": silent,
        "least": LEAST,
    }
    return secret(render(request, "programmes/coverage.html", shown))


@require_safe
@looks_after
def read_counting(request: HttpRequest, scope: Scope, pk: UUID) -> HttpResponse:
    """How far the counting is, to be put into the page that shows it."""
    shown = _counting(scope, programme_or_404(scope, pk))
    return secret(render(request, "programmes/_counting.html", shown))


@require_POST
@looks_after
def count_anew(request: HttpRequest, scope: Scope, pk: UUID) -> HttpResponse:
    """Have everybody who shares counted anew."""
    programme = programme_or_404(scope, pk)
    if not ask_for_all(programme, at=timezone.now()):
        messages.info(request, _("Nobody shares yet, so there is nothing to count."))
    return redirect("employer-read-coverage", scope.organisation.slug, pk)


@require_safe
@looks_after
def read_cell(request: HttpRequest, scope: Scope, pk: UUID) -> HttpResponse:
    """Who of a team has proven a skill, of those who share; how many do not share."""
    programme = programme_or_404(scope, pk)
    coverage = coverage_of(programme, teams=scope.teams)
    row = _row(coverage, request.GET.get("team", ""))
    uri = request.GET.get("skill", "")
    skill = next((one for one in coverage.skills if one.uri == uri), None)
    if row is None or skill is None:
        raise Http404
    shown = {
        "organisation": scope.organisation,
        "programme": programme,
        "row": row,
        "skill": skill,
        "people": [
            (one.participant.person.name, skill.uri in one.before, skill.uri in one.now)
            for one in row.proofs
        ],
    }
    return secret(render(request, "programmes/cell.html", shown))


@require_safe
@looks_after
def download_coverage(request: HttpRequest, scope: Scope, pk: UUID, form: str) -> HttpResponse:
    """The table as CSV or a workbook, once everybody is counted who shares."""
    programme = programme_or_404(scope, pk)
    if form not in {"csv", "xlsx"}:
        raise Http404
    ask_for_due(programme, at=timezone.now())
    progress = progress_in(programme, teams=scope.teams)
    if progress.counted < progress.sharing:
        messages.info(request, _("It is still being counted. Take the table away afterwards."))
        return redirect("employer-read-coverage", scope.organisation.slug, pk)
    coverage = coverage_of(programme, teams=scope.teams)
    if form == "csv":
        body, kind = "".join(coverage_as_csv(coverage)).encode(), "text/csv; charset=utf-8"
    else:
        body, kind = coverage_as_xlsx(coverage), _XLSX
    answer = secret(HttpResponse(body, content_type=kind))
    answer["Content-Disposition"] = f'attachment; filename="coverage.{form}"'
    return answer


def _counting(scope: Scope, programme: Programme) -> dict[str, Any]:
    return {
        "organisation": scope.organisation,
        "scope": scope,
        "programme": programme,
        "progress": progress_in(programme, teams=scope.teams),
    }


def _row(coverage: Coverage, team: str) -> TeamRow | None:
    """The row of a team by its id; that of people in no team for nothing."""
    return next(
        (row for row in coverage.rows if (str(row.team.pk) if row.team else "") == team), None
    )
