"""A corrected award: a new one that names the old, which is revoked in the same step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.awards.models import Award
from testamur_web.awards.services.giving import Recipient, give_award
from testamur_web.awards.services.signing import sign_awards
from testamur_web.awards.services.statuses import revoke
from testamur_web.ops import trail
from testamur_web.people.models import Person

__all__ = ["CORRECTABLE", "reissue"]

CORRECTABLE: Final = ("name", "email", "number", "awarded_at", "grade")
"""What a reissue can change; whatever else was wrong is another award."""


@transaction.atomic
def reissue(
    award: Award, *, changes: Mapping[str, Any], reason: str, by: Person | None, at: datetime
) -> Award:
    """The award again with `changes` (of `CORRECTABLE`), signed; the old one is revoked.

    Raises `Refused`, and `Conflict` (`award.replaced`) the second time: one award replaces one.
    """
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.replaced_by.exists():
        raise Conflict.because("award.replaced", "the award was replaced before")
    unknown = sorted(set(changes) - set(CORRECTABLE))
    if unknown:
        told = f"{unknown[0][:40]!r} cannot be corrected"
        raise Refused.because("value.unknown-choice", told, "/changes")
    facts = dict(award.facts)
    if "grade" in changes:
        facts["grade"] = changes["grade"]
    given = give_award(
        award.version,
        recipient=Recipient(
            changes.get("name", award.recipient_name),
            changes.get("email", award.recipient_email),
            changes.get("number", award.recipient_number),
            award.holder,
        ),
        awarded_at=changes.get("awarded_at", award.awarded_at),
        award_key=f"reissue:{award.pk}",
        by=by,
        at=at,
        enrolment=award.enrolment,
        facts=facts,
        valid_until=award.valid_until if "awarded_at" not in changes else None,
        replaces=award,
    )
    [signed] = sign_awards([given], at=at)
    revoke([award], reason=reason, by=by, at=at)
    trail.record(
        "award.reissue",
        award,
        by=by,
        tenant=award.organisation_id,
        at=at,
        reason=reason,
        replacement=str(signed.pk),
    )
    return signed
