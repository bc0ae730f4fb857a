"""Who may ask, and how SCIM is answered: its media type, its errors, and nothing by cookie.

A token of an administrator opens their organisation and no other (RFC 7644 §2). What went wrong is
told as RFC 7644 §3.12 writes it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from testamur.encoding import compact_json, parse_object
from testamur.errors import Conflict, Refused, TestamurError
from testamur_web.people.models import Role
from testamur_web.people.queries import Bearer
from testamur_web.people.services import use_token

__all__ = ["BASE", "ScimError", "answered", "body_of", "listed", "scim"]

log: Final = logging.getLogger(__name__)

BASE: Final = "/scim/v2"
_ERROR: Final = "urn:ietf:params:scim:api:messages:2.0:Error"
_LIST: Final = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_LONGEST: Final = 200
_TAKEN: Final = frozenset({"staff.known", "team.exists"})

View = Callable[..., HttpResponse]


class ScimError(Exception):
    """What is answered instead: a status, a `scimType` where there is one, and a sentence."""

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind


def scim(**views: View) -> View:
    """One address: a view for each method, by name; all others are told which there are."""

    @csrf_exempt
    @wraps(next(iter(views.values())))
    def checked(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            bearer = _bearer(request)
            view: View = views.get(str(request.method).lower(), _unspoken)
            return view(request, bearer, **named)
        except (ScimError, TestamurError, SuspiciousOperation) as error:
            return _error_answer(_told(error))

    return checked


def _unspoken(request: HttpRequest, _bearer: Bearer, **_named: Any) -> HttpResponse:
    raise ScimError(405, f"{str(request.method)[:20]} is not spoken here")


def answered(
    resource: Mapping[str, Any] | None, *, status: int = 200, request: HttpRequest | None = None
) -> HttpResponse:
    """A resource, with its address; None is an answer without content."""
    if resource is None:
        return HttpResponse(status=204)
    answer = HttpResponse(
        compact_json(dict(resource)), status=status, content_type="application/scim+json"
    )
    answer["Cache-Control"] = "private, no-store"
    meta = resource.get("meta")
    if isinstance(meta, Mapping) and request is not None:
        answer["Location"] = str(meta["location"])
    return answer


def listed(resources: list[dict[str, Any]], *, total: int, start: int = 1) -> HttpResponse:
    """A page of resources (RFC 7644 §3.4.2)."""
    return answered(
        {
            "schemas": [_LIST],
            "totalResults": total,
            "startIndex": start,
            "itemsPerPage": len(resources),
            "Resources": resources,
        }
    )


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; raises `ScimError` or `Refused`."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in {"application/scim+json", "application/json"}:
        raise ScimError(415, "send application/scim+json")
    return dict(parse_object(request.body))


def _bearer(request: HttpRequest) -> Bearer:
    """Who asks: an administrator, by a token for the organisation."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    is_sent = scheme.lower() == "bearer" and secret and len(secret) <= _LONGEST
    bearer = use_token(secret, at=timezone.now()) if is_sent else None
    if bearer is None:
        raise ScimError(401, "send Authorization: Bearer with an access token")
    if bearer.organisation is None or Role.ADMIN not in bearer.roles:
        raise ScimError(403, "the token is of no organisation, or of no administrator of it")
    return bearer


def _told(error: Exception) -> ScimError:
    """What is said of a problem of ours."""
    match error:
        case ScimError():
            return error
        case Conflict():
            kind = "uniqueness" if error.problem.code in _TAKEN else "mutability"
            return ScimError(409, error.problem.detail, kind)
        case Refused() if error.problem.code == "json.too-large":
            return ScimError(413, error.problem.detail)
        case Refused():
            is_json = error.problem.code.startswith("json.")
            return ScimError(
                400, error.problem.detail, "invalidSyntax" if is_json else "invalidValue"
            )
        case SuspiciousOperation():
            return ScimError(413, "the body is longer than is read")
    log.error("a request of SCIM failed", exc_info=error)
    return ScimError(500, "it failed")


def _error_answer(error: ScimError) -> HttpResponse:
    told: dict[str, Any] = {"schemas": [_ERROR], "status": str(error.status)}
    told |= {"scimType": error.kind} if error.kind else {}
    answer = answered(told | {"detail": error.detail[:300]}, status=error.status)
    if error.status == 401:
        answer["WWW-Authenticate"] = f'Bearer realm="{settings.INSTANCE_NAME}"'
    return answer
