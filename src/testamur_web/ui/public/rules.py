"""The rules of what is made of others, as files that anybody reads, and the schema of all rules.

The id of a rule is the address of the file: without a version it is the rule of today, and
`?version=` asks for that of another. The text is the canonical form that its digest is of.
"""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from testamur.pathways.rules import rule_schema
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.shown import find_shown

__all__ = ["read_rule", "read_rule_schema"]

_DAY: Final = 86_400
_MINUTES: Final = 300


@require_safe
def read_rule_schema(_request: HttpRequest) -> HttpResponse:
    """The JSON Schema of rules."""
    text = json.dumps(rule_schema(), indent=2)
    return _file(text, media_type="application/schema+json", seconds=_DAY)


@require_safe
def read_rule(request: HttpRequest, achievement: UUID) -> HttpResponseBase:
    """The rule of the current version, or of the one that is asked for."""
    asked = request.GET.get("version", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 7):
        raise Http404
    shown = find_shown(achievement, number=int(asked) if asked else None)
    rule = rule_of(shown.version) if shown else None
    if rule is None:
        raise Http404
    response = _file(rule.text, media_type="application/json", seconds=_MINUTES)
    response["ETag"] = etag = f'"{rule.digest}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _file(text: str, *, media_type: str, seconds: int) -> HttpResponse:
    response = HttpResponse(text, content_type=media_type)
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
