"""Entries of a list of staff and teams, as SCIM writes users and groups (RFC 7643 §4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from testamur.encoding import format_timestamp
from testamur_web.api.scim.answers import BASE
from testamur_web.employers.models import StaffEntry, Team

__all__ = ["GROUP", "USER", "as_group", "as_user", "location"]

USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP: Final = "urn:ietf:params:scim:schemas:core:2.0:Group"


def location(kind: str, pk: object) -> str:
    """The address of a resource; `kind` is `Users`, `Groups` and the like."""
    return f"{settings.INSTANCE_URL}{BASE}/{kind}/{pk}"


def as_user(entry: StaffEntry) -> dict[str, Any]:
    """What is said of somebody, and the teams that they are in."""
    told: dict[str, Any] = {
        "schemas": [USER],
        "id": str(entry.pk),
        "userName": entry.email,
        "name": {"formatted": entry.name},
        "displayName": entry.name,
        "active": entry.is_active,
        "emails": [{"value": entry.email, "type": "work", "primary": True}],
        "groups": [
            {
                "value": str(place.team_id),
                "display": place.team.name,
                "$ref": location("Groups", place.team_id),
                "type": "direct",
            }
            for place in entry.places.all()
        ],
        "meta": _meta("User", "Users", entry.pk, entry.created_at, entry.changed_at),
    }
    return told | ({"externalId": entry.external_id} if entry.external_id else {})


def as_group(team: Team, people: Iterable[StaffEntry] | None) -> dict[str, Any]:
    """A team and who is in it; without members for None."""
    told: dict[str, Any] = {
        "schemas": [GROUP],
        "id": str(team.pk),
        "displayName": team.name,
        "meta": _meta("Group", "Groups", team.pk, team.created_at, team.changed_at),
    }
    told |= {"externalId": team.external_id} if team.external_id else {}
    if people is None:
        return told
    members = [
        {
            "value": str(entry.pk),
            "display": entry.name,
            "$ref": location("Users", entry.pk),
            "type": "User",
        }
        for entry in people
    ]
    return told | {"members": members}


def _meta(kind: str, path: str, pk: object, made: datetime, changed: datetime) -> dict[str, str]:
    return {
        "resourceType": kind,
        "created": format_timestamp(made),
        "lastModified": format_timestamp(changed),
        "location": location(path, pk),
    }
