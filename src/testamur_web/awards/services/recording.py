"""A whole and its parts in one credential: the CLR 2.0 of an award, signed by its issuer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from testamur import Credential
from testamur.credentials.identifiers import id_of, subjects_of
from testamur.credentials.issue import award_id, sign
from testamur.errors import Refused
from testamur.pathways.record import record_of
from testamur_web.awards.models import Award
from testamur_web.awards.publishing.issuers import issuer_profile, key_in_use
from testamur_web.awards.sealing import signer_of

__all__ = ["sign_record"]


def sign_record(award: Award, parts: Sequence[str], *, at: datetime) -> str:
    """The signed record of a whole that holds, with the texts of its parts.

    It has no status of its own: each credential in it speaks for itself. Raises `Refused`
    (`award.no-key`, `composite.*`).
    """
    organisation = award.organisation
    key = key_in_use(organisation)
    if key is None:
        raise Refused.because("award.no-key", f"{organisation.name} has no key to sign with")
    whole = Credential(award.credential)
    subject = next(iter(subjects_of(whole.document)), None)
    digest = sha256("\n".join([award.credential, *parts]).encode()).hexdigest()
    document = record_of(
        whole,
        [Credential(part) for part in parts],
        id=f"urn:uuid:{award_id(str(organisation.pk), ['record', str(award.pk), digest])}",
        to=id_of(subject) or f"urn:uuid:{award.holder_id}",
        issuer=issuer_profile(organisation),
        valid_from=award.awarded_at,
    )
    return sign(document, signer=signer_of(key), at=at).text
