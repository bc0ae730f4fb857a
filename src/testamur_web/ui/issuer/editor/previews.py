"""A draft as others would see it: a learner, an employer, a verifier; and its picture."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur.credentials.eu_elements import find_elements
from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur_web.awards.queries.samples import sample_document
from testamur_web.catalogue.illustration import picture_of_draft, thumbnail_of_draft
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of, version_of_draft
from testamur_web.people.models import Organisation
from testamur_web.ui.access import member
from testamur_web.ui.wholes import made_for

__all__ = ["preview", "show_picture"]

VIEWS: Final = ("learner", "employer", "signed")
_DESIGN: Final = ("shape", "colour", "icon", "text")
# A picture from a draft is never a page: it may neither run nor load anything.
_PICTURE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cache-Control": "private, no-cache",
}


@require_safe
@member()
def preview(request: HttpRequest, organisation: Organisation, pk: UUID, view: str) -> HttpResponse:
    """The draft as a learner or an employer reads it, or the document that would be signed."""
    if view not in VIEWS:
        raise Http404
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    version = version_of_draft(achievement)
    told: dict[str, Any] = {
        "organisation": organisation,
        "achievement": achievement,
        "view": view,
        "version": version,
        "definition": definition_of(version),
        "made": made_for(version) if view == "learner" else None,
    }
    if view != "learner":
        told |= _signed(version)
    return render(request, f"issuer/editor/preview_{view}.html", told)


def _signed(version: Version) -> dict[str, Any]:
    """The document, as text and with the elements it says; or why there is none yet."""
    try:
        document: JsonObject = sample_document(version, at=timezone.now())
    except Refused as error:
        return {"problem": error.problem}
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return {"document": text, "elements": find_elements(document)}


@require_safe
@member()
def show_picture(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The picture of the draft; a query says another design to try, or that a list shows it."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    if "small" in request.GET:
        small = thumbnail_of_draft(achievement)
        return HttpResponse(small, content_type="image/webp", headers=_PICTURE)
    tried = {name: request.GET[name] for name in _DESIGN if name in request.GET}
    picture = picture_of_draft(achievement, tried=tried)
    return HttpResponse(picture.data, content_type=picture.media_type, headers=_PICTURE)
