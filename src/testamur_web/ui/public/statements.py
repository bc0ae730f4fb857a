"""A version as its credentials carry it, and its signed quality score: files for anybody."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from testamur_web.catalogue.documents import achievement_of
from testamur_web.catalogue.scores import statement_about
from testamur_web.catalogue.shown import find_shown

__all__ = ["read_document", "read_statement"]

# It never changes, as the version and the method it was made by.
_HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Access-Control-Allow-Origin": "*",
}


@require_safe
def read_document(_request: HttpRequest, achievement: UUID, number: int) -> HttpResponse:
    """The Open Badges achievement of one version, from which its score is reckoned."""
    shown = find_shown(achievement, number=number)
    if shown is None:
        raise Http404
    document = achievement_of(shown.version).as_json()
    return JsonResponse(document, headers={"Access-Control-Allow-Origin": "*"})


@require_safe
def read_statement(_request: HttpRequest, achievement: UUID, number: int) -> HttpResponse:
    """The statement about one version; 404 until it is signed."""
    shown = find_shown(achievement, number=number)
    found = statement_about(shown.version) if shown else None
    if found is None:
        raise Http404
    response = HttpResponse(found.credential, content_type="application/vc", headers=_HEADERS)
    name = f"quality-{achievement}-v{number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
