"""What this service can do, told to programs (RFC 7643 §5 to §7): no more than it does."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from testamur_web.api.scim.answers import ScimError, answered, listed, scim
from testamur_web.api.scim.asked import MOST
from testamur_web.api.scim.resources import GROUP, USER, location
from testamur_web.people.queries import Bearer

__all__ = ["config", "nothing", "resource_type", "resource_types", "schema", "schemas"]

_SPC: Final = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
_TYPE: Final = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
_SCHEMA: Final = "urn:ietf:params:scim:schemas:core:2.0:Schema"


def _attribute(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    told = {
        "name": name,
        "type": kind,
        "multiValued": False,
        "required": False,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
    }
    return told | more


_USER_ATTRIBUTES: Final = [
    _attribute("userName", required=True, uniqueness="server"),
    _attribute("externalId", caseExact=True),
    _attribute("displayName"),
    _attribute("name", "complex", subAttributes=[_attribute("formatted")]),
    _attribute("active", "boolean"),
    _attribute(
        "emails",
        "complex",
        multiValued=True,
        mutability="readOnly",
        subAttributes=[_attribute("value", mutability="readOnly")],
    ),
    _attribute(
        "groups",
        "complex",
        multiValued=True,
        mutability="readOnly",
        subAttributes=[_attribute("value", mutability="readOnly")],
    ),
]
_GROUP_ATTRIBUTES: Final = [
    _attribute("displayName", required=True, uniqueness="server"),
    _attribute("externalId", caseExact=True),
    _attribute(
        "members",
        "complex",
        multiValued=True,
        subAttributes=[_attribute("value", mutability="immutable")],
    ),
]


def _schema(pk: str, name: str, attributes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schemas": [_SCHEMA],
        "id": pk,
        "name": name,
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": location("Schemas", pk)},
    }


def _type(name: str, path: str, schema: str) -> dict[str, Any]:
    return {
        "schemas": [_TYPE],
        "id": name,
        "name": name,
        "endpoint": f"/{path}",
        "schema": schema,
        "meta": {"resourceType": "ResourceType", "location": location("ResourceTypes", name)},
    }


def _all_schemas() -> dict[str, dict[str, Any]]:
    return {
        USER: _schema(USER, "User", _USER_ATTRIBUTES),
        GROUP: _schema(GROUP, "Group", _GROUP_ATTRIBUTES),
    }


def _all_types() -> dict[str, dict[str, Any]]:
    return {"User": _type("User", "Users", USER), "Group": _type("Group", "Groups", GROUP)}


def read_config(request: HttpRequest, _bearer: Bearer) -> HttpResponse:
    """What is supported."""
    no = {"supported": False}
    told = {
        "schemas": [_SPC],
        "patch": {"supported": True},
        "bulk": no | {"maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Access token",
                "description": "A token that an administrator made for the organisation.",
                "primary": True,
            }
        ],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": location("ServiceProviderConfig", "").rstrip("/"),
        },
    }
    return answered(told, request=request)


def list_types(_request: HttpRequest, _bearer: Bearer) -> HttpResponse:
    """Users and groups."""
    found = list(_all_types().values())
    return listed(found, total=len(found))


def read_type(request: HttpRequest, _bearer: Bearer, name: str) -> HttpResponse:
    """One of them."""
    return answered(_one(_all_types(), name), request=request)


def list_schemas(_request: HttpRequest, _bearer: Bearer) -> HttpResponse:
    """What users and groups are made of."""
    found = list(_all_schemas().values())
    return listed(found, total=len(found))


def read_schema(request: HttpRequest, _bearer: Bearer, name: str) -> HttpResponse:
    """One of them."""
    return answered(_one(_all_schemas(), name), request=request)


def read_nothing(_request: HttpRequest, _bearer: Bearer, rest: str) -> HttpResponse:
    """What is at any other address."""
    raise ScimError(404, f"there is no {rest[:80]}")


config = scim(get=read_config)
resource_types = scim(get=list_types)
resource_type = scim(get=read_type)
schemas = scim(get=list_schemas)
schema = scim(get=read_schema)
nothing = scim(**dict.fromkeys(("get", "post", "put", "patch", "delete"), read_nothing))


def _one(among: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    if name not in among:
        raise ScimError(404, f"there is no {name[:80]}")
    return among[name]
