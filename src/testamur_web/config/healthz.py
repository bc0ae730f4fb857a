"""GET /healthz: 200 when the instance can answer; 503 when it cannot, and why."""

from __future__ import annotations

from dataclasses import asdict

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from testamur.problems import Problem
from testamur_web.awards.queries import problem_of_keys
from testamur_web.ops.health import health

__all__ = ["healthz"]


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Whether it is ready, how much waits for a worker, and how many workers live."""
    try:
        found = health(at=timezone.now())
        closed = problem_of_keys(most=1) if found.is_ready else None
    except Error:
        return _not_ready(Problem("service.database-refused", "the database does not answer"))
    if not found.is_ready:
        return _not_ready(Problem("service.database-behind", "its tables are of another version"))
    return _not_ready(closed) if closed else JsonResponse(asdict(found))


def _not_ready(problem: Problem) -> JsonResponse:
    told = {"code": problem.code, "detail": problem.detail, "remedy": problem.meaning.remedy}
    return JsonResponse({"is_ready": False, "problems": [told]}, status=503)
