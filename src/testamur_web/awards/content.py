"""What an award needs to know of the version it is of, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from testamur import Achievement
from testamur_web.catalogue.models import Version

__all__ = ["Described", "achievement_of", "described"]

_UNNAMED: Final = ""


@dataclass(frozen=True, slots=True)
class Described:
    """The words of a version that a sentence about one of its awards needs."""

    outcome: str
    level: str
    method: str
    valid_months: int | None


def described(version: Version) -> Described:
    """What the content of `version` says; "" where it says nothing."""
    content: dict[str, Any] = version.content
    outcomes = content.get("outcomes") or [{}]
    first = outcomes[0] if isinstance(outcomes[0], dict) else {}
    words = [str(first.get(part) or "") for part in ("verb", "skill")]
    level = str(first.get("level") or "")
    if not level and version.eqf_level:
        level = _("EQF level %(level)s") % {"level": version.eqf_level}
    months = content.get("valid_months")
    return Described(
        " ".join(filter(None, words)),
        level,
        str(content.get("assessment_method") or ""),
        int(months) if months else None,
    )


def achievement_of(version: Version) -> Achievement:
    """The achievement as credentials carry it."""
    content: dict[str, Any] = version.content
    criteria = [str(one.get("text", "")) for one in content.get("criteria") or []]
    return Achievement(
        f"{settings.INSTANCE_URL}/catalogue/{version.achievement_id}/v/{version.number}/",
        name=version.title,
        description=version.summary or None,
        criteria="\n".join(f"- {one}" for one in criteria) or version.title,
        achievement_type="MicroCredential",
        in_language=version.language or None,
        version=str(version.number),
    )
