"""The heat map of a programme, one cell of it, and what can be taken away."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.employers.coverage import LEAST, Coverage, TeamRow, coverage_of
from testamur_web.employers.coverage_tables import coverage_as_csv, coverage_as_xlsx
from testamur_web.employers.programme_figures import (
    cost_of_gap,
    money_of,
    nearest_to,
    times_to_skill,
)
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member
from testamur_web.ui.programmes.pictures import heat_of
from testamur_web.ui.programmes.programmes import programme_or_404
from testamur_web.ui.sending import secret

__all__ = ["download_coverage", "read_cell", "read_coverage"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@member(Role.MANAGER)
def read_coverage(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Which skill is proven in which team, at the launch and now, and what it came to."""
    programme, now = programme_or_404(organisation, pk), timezone.now()
    coverage = coverage_of(programme, at=now)
    nearest, silent = nearest_to(programme, coverage, at=now)
    shown = {
        "organisation": organisation,
        "programme": programme,
        "coverage": coverage,
        "before": heat_of(coverage, is_before=True),
        "now": heat_of(coverage, is_before=False),
        "times": times_to_skill(programme, coverage),
        "cost": cost_of_gap(money_of(programme), coverage),
        "nearest": nearest,
        "silent": silent,
        "least": LEAST,
    }
    return secret(render(request, "programmes/coverage.html", shown))


@require_safe
@member(Role.MANAGER)
def read_cell(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Who of a team has proven a skill, of those who share; how many do not share."""
    programme = programme_or_404(organisation, pk)
    coverage = coverage_of(programme, at=timezone.now())
    row = _row(coverage, request.GET.get("team", ""))
    uri = request.GET.get("skill", "")
    skill = next((one for one in coverage.skills if one.uri == uri), None)
    if row is None or skill is None:
        raise Http404
    shown = {
        "organisation": organisation,
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
@member(Role.MANAGER)
def download_coverage(
    request: HttpRequest, organisation: Organisation, pk: UUID, form: str
) -> HttpResponse:
    """The table as CSV or a workbook."""
    del request
    programme = programme_or_404(organisation, pk)
    coverage = coverage_of(programme, at=timezone.now())
    match form:
        case "csv":
            body, kind = "".join(coverage_as_csv(coverage)).encode(), "text/csv; charset=utf-8"
        case "xlsx":
            body, kind = coverage_as_xlsx(coverage), _XLSX
        case _:
            raise Http404
    answer = secret(HttpResponse(body, content_type=kind))
    answer["Content-Disposition"] = f'attachment; filename="coverage.{form}"'
    return answer


def _row(coverage: Coverage, team: str) -> TeamRow | None:
    """The row of a team by its id; that of people in no team for nothing."""
    return next(
        (row for row in coverage.rows if (str(row.team.pk) if row.team else "") == team), None
    )
