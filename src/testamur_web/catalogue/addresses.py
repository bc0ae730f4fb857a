"""The addresses that micro-credentials have for good, and which of them an address names.

They stand in credentials and rules, so they never change. A rule may name a part by the address of
the micro-credential or of one version of it: both lead to the same.
"""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.conf import settings

from testamur_web.catalogue.models import Achievement, Version

__all__ = ["achievement_at", "achievement_url", "rule_url", "url_of", "version_url"]

_PATH: Final = re.compile(r"/catalogue/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?:v/\d+/)?")


def url_of(pk: UUID) -> str:
    """The address of the micro-credential of this id, whatever its version."""
    return f"{settings.INSTANCE_URL}/catalogue/{pk}/"


def achievement_url(achievement: Achievement) -> str:
    """The address of a micro-credential, whatever its version."""
    return url_of(achievement.pk)


def version_url(version: Version) -> str:
    """The address of one version, which is the id of the achievement in credentials."""
    return f"{url_of(version.achievement_id)}v/{version.number}/"


def rule_url(achievement: Achievement) -> str:
    """The address of the rule of a micro-credential made of others, and the id of that rule."""
    return f"{achievement_url(achievement)}rule"


def achievement_at(address: str) -> UUID | None:
    """The id of the micro-credential of this instance that an address names; None for any other."""
    if not address.startswith(settings.INSTANCE_URL):
        return None
    found = _PATH.fullmatch(address.removeprefix(settings.INSTANCE_URL))
    return UUID(found[1]) if found else None
