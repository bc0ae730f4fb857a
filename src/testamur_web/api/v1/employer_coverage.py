"""What is proven in the teams of a programme, counted by workers; and reminding those in it.

For whoever manages the organisation, and of their own teams for whoever is named manager of one.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from testamur_web.api.v1.bearers import looking_after, needs
from testamur_web.api.v1.employer_programmes import programme_or_404
from testamur_web.api.v1.training_shapes import (
    CountingOut,
    CoverageCount,
    CoverageOut,
    counting_told,
    teams_told,
)
from testamur_web.employers import reminding
from testamur_web.employers.coverage import coverage_of, progress_in
from testamur_web.employers.programme_figures import cost_of_gap, money_of, times_to_skill
from testamur_web.employers.standings import ask_for_all, ask_for_due
from testamur_web.people.models import Role

__all__ = ["router"]

router = Router(tags=["programmes"])


@router.get(
    "/training-programmes/{uuid:programme}/coverage",
    response=CoverageOut,
    summary="Read the coverage of a programme",
    openapi_extra=needs(Role.MANAGER),
)
def read_coverage(request: HttpRequest, programme: UUID) -> dict[str, Any]:
    """Only who shares counts; nothing is told of fewer than five people.

    It answers at once: ask again while its state is `counting`.
    """
    scope, _person = looking_after(request)
    found = programme_or_404(scope, programme)
    ask_for_due(found, at=timezone.now())
    coverage = coverage_of(found, teams=scope.teams)
    return counting_told(progress_in(found, teams=scope.teams)) | {
        "teams": teams_told(coverage),
        "times": [
            {"skill": one.skill.uri, "days": one.days, "people": one.people}
            for one in times_to_skill(found, coverage)
        ],
        "cost_of_gap": cost_of_gap(money_of(found), coverage) if scope.is_whole else None,
    }


@router.post(
    "/training-programmes/{uuid:programme}/coverage",
    response={202: CountingOut},
    summary="Have the coverage counted anew",
    openapi_extra=needs(Role.MANAGER),
)
def count_coverage(request: HttpRequest, programme: UUID) -> Status[dict[str, Any]]:
    """Workers verify the wallet of everybody who shares; what stands is told meanwhile."""
    scope, _person = looking_after(request)
    found = programme_or_404(scope, programme)
    ask_for_all(found, at=timezone.now())
    return Status(202, counting_told(progress_in(found, teams=scope.teams)))


@router.post(
    "/training-programmes/{uuid:programme}/remind",
    response=CoverageCount,
    summary="Remind those in a programme",
    openapi_extra=needs(Role.MANAGER),
)
def remind_programme_people(request: HttpRequest, programme: UUID) -> dict[str, int]:
    """How many letters go out: to who has something to do, once a day at most."""
    scope, person = looking_after(request)
    found = programme_or_404(scope, programme)
    left = reminding.remind(found, teams=scope.teams, by=person, at=timezone.now())
    return {"count": left}
