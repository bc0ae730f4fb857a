"""The credential that a version would give, to be looked at before anybody has it."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from testamur import Issuer
from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur_web.awards.content import achievement_of
from testamur_web.awards.documents import document_of
from testamur_web.awards.models import Award
from testamur_web.awards.publishing.issuers import issuer_profile, profile_as
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation

__all__ = ["sample_document"]

_NOBODY: Final = UUID(int=0)


def sample_document(version: Version, *, at: datetime) -> JsonObject:
    """What would be signed for an award of `version`, saved or not, to somebody made up.

    Its id and recipient are made up, and it has no place in a status list; all else is as it would
    be. Raises `Refused` where no credential can be made.
    """
    organisation = version.achievement.organisation
    award = Award(
        id=_NOBODY,
        organisation=organisation,
        version=version,
        recipient_name="Ada Example",
        recipient_email="ada@example.org",
        awarded_at=at,
    )
    return document_of(award, achievement=achievement_of(version), issuer=_issuer(organisation))


def _issuer(organisation: Organisation) -> Issuer:
    """The issuer as it is, or by its name where it has no key to be known by yet."""
    try:
        return issuer_profile(organisation)
    except Refused:
        return profile_as(f"urn:uuid:{organisation.pk}", organisation)
