"""The files by which anybody checks what is issued here: DID documents and status lists.

They may be kept by caches and read by pages of any origin, and never hold a person's data.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from testamur.encoding import compact_json
from testamur.errors import Unreachable
from testamur_web.awards.models import StatusList
from testamur_web.awards.queries import did_document, status_list_text
from testamur_web.people.models import Organisation

__all__ = ["read_instance_did", "read_organisation_did", "read_status_list"]

_DID_SECONDS: Final = 300
_LIST_SECONDS: Final = 5
"""A revocation is seen in the public list within ten seconds, whatever stands between."""


@require_safe
def read_instance_did(request: HttpRequest) -> HttpResponseBase:
    """The keys of the instance itself."""
    return _did(request, None)


@require_safe
def read_organisation_did(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The keys of one organisation."""
    return _did(request, get_object_or_404(Organisation, slug=slug))


@require_safe
def read_status_list(request: HttpRequest, status_list: UUID) -> HttpResponseBase:
    """A signed status list; 410 where its issuer can sign it no more."""
    found = get_object_or_404(StatusList.objects.select_related("organisation"), pk=status_list)
    try:
        text = status_list_text(found, at=timezone.now())
    except Unreachable as failure:
        if failure.problem.code != "status.list-unreachable":
            raise
        return HttpResponse(status=410)
    return _file(request, text, media_type="application/vc", seconds=_LIST_SECONDS)


def _did(request: HttpRequest, organisation: Organisation | None) -> HttpResponseBase:
    document = did_document(organisation)
    if document is None:
        raise Http404
    text = compact_json(document)
    return _file(request, text, media_type="application/did+json", seconds=_DID_SECONDS)


def _file(request: HttpRequest, text: str, *, media_type: str, seconds: int) -> HttpResponseBase:
    etag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type=media_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=response) or response
