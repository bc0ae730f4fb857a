"""GET /healthz: 200 when the instance can answer, 503 when it cannot."""

from __future__ import annotations

from dataclasses import asdict

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from testamur_web.ops.health import health

__all__ = ["healthz"]


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Whether it is ready, and how much waits for a worker."""
    try:
        found = health(at=timezone.now())
    except Error:
        return JsonResponse({"is_ready": False}, status=503)
    return JsonResponse(asdict(found), status=200 if found.is_ready else 503)
