"""The quality score of a version, signed by whoever issues it.

Made once by a worker, after the version was published, and kept: a later method says nothing else
about it. An organisation that has no key yet leaves it to the instance, which says so as issuer.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings

from testamur.credentials.issue import award_id, sign
from testamur.credentials.openbadges import Profile
from testamur.keys import SigningKey
from testamur.quality.statement import statement_of
from testamur_web.awards.publishing.issuers import issuer_id, issuer_profile, key_in_use
from testamur_web.awards.sealing import signer_of
from testamur_web.awards.services.keys import instance_signer
from testamur_web.catalogue.documents import version_url
from testamur_web.catalogue.models import QualityStatement, Version
from testamur_web.people.models import Organisation

__all__ = ["state_quality"]


def state_quality(version: UUID, *, at: datetime) -> QualityStatement | None:
    """Sign and keep the score of a version, once; None where it has none."""
    found = Version.objects.select_related("achievement__organisation").get(pk=version)
    kept = QualityStatement.objects.filter(version=found).first()
    if kept or not found.score_told:
        return kept
    issuer, signer = _signing(found.achievement.organisation, at=at)
    document = statement_of(
        found.score_told,
        about=version_url(found),
        id=f"urn:uuid:{award_id(str(found.pk), ['quality', found.score_told['method']])}",
        issuer=issuer,
        valid_from=at,
    )
    text = sign(document, signer=signer, at=at).text
    return QualityStatement.objects.create(version=found, credential=text, signed_at=at)


def _signing(organisation: Organisation, *, at: datetime) -> tuple[Profile, SigningKey]:
    key = key_in_use(organisation)
    if key is not None:
        return issuer_profile(organisation), signer_of(key)
    signer = instance_signer(at=at)
    return Profile(issuer_id(None), name=settings.INSTANCE_NAME), signer
