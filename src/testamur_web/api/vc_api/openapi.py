"""What VC-API takes and gives, as OpenAPI 3.1 tells it to programs."""

from __future__ import annotations

from typing import Final

from testamur import __version__
from testamur.encoding import JsonObject
from testamur_web.api.vc_api.mechanisms import MECHANISMS

__all__ = ["description"]

_DOCUMENT: Final[JsonObject] = {"type": "object"}
_SECURED: Final[JsonObject] = {"oneOf": [{"type": "object"}, {"type": "string"}]}
_TEXT: Final[JsonObject] = {"type": "string"}
_TEXTS: Final[JsonObject] = {"type": "array", "items": _TEXT}
_PROBLEM: Final[JsonObject] = {
    "type": "object",
    "description": "RFC 9457, with the code of Testamur's catalogue",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": _TEXT,
        "pointer": _TEXT,
        "spec": _TEXT,
        "verified": {"const": False},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
_JUDGED: Final[JsonObject] = {
    "type": "object",
    "required": ["verified", "verdict", "checks", "warnings", "errors"],
    "properties": {
        "verified": {"const": True},
        "verdict": {"const": "valid"},
        "checks": _TEXTS,
        "warnings": {"type": "array", "items": {"type": "object"}},
        "errors": {"type": "array", "maxItems": 0},
    },
}
_ASKED: Final[JsonObject] = {"checks": _TEXTS, "challenge": _TEXT, "domain": _TEXT}


def description(url: str) -> JsonObject:
    """The description of the service at `url`."""
    mechanism = {
        "name": "mechanism",
        "in": "path",
        "required": True,
        "description": "How it is secured; without it, eddsa-rdfc-2022.",
        "schema": {"enum": [path for path in MECHANISMS if path]},
    }
    paths = {
        f"/{{mechanism}}{path}": {"parameters": [mechanism], method: operation}
        for path, (method, operation) in _operations().items()
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Testamur VC-API", "version": __version__},
        "servers": [{"url": url}],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}},
    }


def _operations() -> dict[str, tuple[str, JsonObject]]:
    issue = {"credential": _DOCUMENT, "options": _object({"mandatoryPointers": _TEXTS})}
    verify = {"verifiableCredential": _SECURED, "options": _object(_ASKED)}
    derived = {"verifiableCredential": _DOCUMENT, "options": _object({"selectivePointers": _TEXTS})}
    present = {"presentation": _DOCUMENT, "options": _object({"challenge": _TEXT, "domain": _TEXT})}
    judge = {"verifiablePresentation": _SECURED, "options": _object(_ASKED)}
    status = {
        "credentialId": _TEXT,
        "credentialStatus": _DOCUMENT,
        "status": {"type": "boolean", "default": True},
    }
    credential, presentation = (
        _object({name: _DOCUMENT}) for name in ("verifiableCredential", "verifiablePresentation")
    )
    return {
        "/credentials/issue": _post("Issue a credential", issue, {"201": credential}),
        "/credentials/verify": _post("Verify a credential", verify, {"200": _JUDGED}),
        "/credentials/derive": _post("Show a part of a credential", derived, {"201": credential}),
        "/credentials/status": _post("Set a status", status, {"200": _DOCUMENT}),
        "/presentations": _post("Make a presentation", present, {"201": presentation}),
        "/presentations/verify": _post("Verify a presentation", judge, {"200": _JUDGED}),
        "/list": ("get", _operation("The status list", {"200": _DOCUMENT})),
    }


def _post(summary: str, members: JsonObject, given: JsonObject) -> tuple[str, JsonObject]:
    first = next(iter(members))
    schema = _object(members) | {"required": [first]}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return "post", _operation(summary, given) | {"requestBody": body}


def _operation(summary: str, given: JsonObject) -> JsonObject:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses: JsonObject = {
        status: {"description": "Done", "content": {"application/json": {"schema": schema}}}
        for status, schema in given.items()
    }
    responses["4XX"] = {"description": "Refused, or not valid", "content": problem}
    return {"summary": summary, "responses": responses}


def _object(members: JsonObject) -> JsonObject:
    return {"type": "object", "properties": members}
