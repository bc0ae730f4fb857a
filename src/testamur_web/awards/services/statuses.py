"""Revoking, suspending, reinstating: one row for each change, and nothing that is written over.

Whatever is asked twice, or of two people at once, is done once: the award's own row is locked, and
a second revocation is refused by the database itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from testamur_web.awards.models import Award, StatusChange
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.people.words import read_reason

__all__ = ["change_status", "reinstate", "revoke", "suspend"]

_CHUNK: Final = 500
_Verb = StatusChange.Verb


def revoke(awards: Iterable[Award], *, reason: str, by: Person | None, at: datetime) -> list[Award]:
    """End the awards for good; those that were changed. Raises `Refused` without a reason."""
    return change_status(awards, verb=_Verb.REVOKE, reason=reason, by=by, at=at)


def suspend(
    awards: Iterable[Award], *, reason: str, by: Person | None, at: datetime
) -> list[Award]:
    """Say that the awards do not hold for now; those that were changed."""
    return change_status(awards, verb=_Verb.SUSPEND, reason=reason, by=by, at=at)


def reinstate(
    awards: Iterable[Award], *, reason: str, by: Person | None, at: datetime
) -> list[Award]:
    """End the suspension of the awards; those that were changed."""
    return change_status(awards, verb=_Verb.REINSTATE, reason=reason, by=by, at=at)


@transaction.atomic
def change_status(
    awards: Iterable[Award], *, verb: str, reason: str, by: Person | None, at: datetime
) -> list[Award]:
    """Do `verb` to those of the awards it can be done to; those that were changed, in any order.

    What is revoked stays so, and what is not signed yet is left alone.
    """
    told = read_reason(reason, unsaid="a change of status has a reason")
    keys = sorted(award.pk for award in awards)
    changed: list[Award] = []
    for start in range(0, len(keys), _CHUNK):
        some = _changeable(keys[start : start + _CHUNK], verb)
        rows = [StatusChange(award=award, verb=verb, reason=told, by=by, at=at) for award in some]
        _post(StatusChange.objects.bulk_create(rows))
        kept = Award.objects.filter(pk__in=[award.pk for award in some])
        kept.update(**_columns(verb, at))
        changed += some
    _record(changed, verb=verb, reason=told, by=by, at=at)
    return changed


def _changeable(keys: Sequence[UUID], verb: str) -> list[Award]:
    """Those awards, locked, that are in the state which `verb` changes."""
    found = Award.objects.select_for_update().filter(pk__in=keys, revoked_at=None)
    match verb:
        case _Verb.REVOKE:
            found = found.exclude(credential="")
        case _Verb.SUSPEND:
            found = found.exclude(credential="").filter(suspended_at=None)
        case _:
            found = found.filter(suspended_at__isnull=False)
    return list(found.order_by("pk"))


def _columns(verb: str, at: datetime) -> dict[str, datetime | None]:
    match verb:
        case _Verb.REVOKE:
            return {"revoked_at": at}
        case _Verb.SUSPEND:
            return {"suspended_at": at}
    return {"suspended_at": None}


def _post(changes: Sequence[StatusChange]) -> None:
    """What others do about the changes, for many in one row: that is where nobody waits for it."""
    if changes:
        ids = [str(change.pk) for change in changes]
        outbox.post(
            "award.status-changed",
            {"changes": ids},
            key=f"award.status-changed:{ids[0]}",
            tenant=changes[0].award.organisation_id,
        )


def _record(
    awards: Sequence[Award], *, verb: str, reason: str, by: Person | None, at: datetime
) -> None:
    """One line in the trail for one award; for many, one for each organisation with how many."""
    if len(awards) == 1:
        [award] = awards
        trail.record(
            f"award.{verb}", award, by=by, tenant=award.organisation_id, at=at, reason=reason
        )
        return
    for organisation in {award.organisation for award in awards}:
        count = sum(award.organisation_id == organisation.pk for award in awards)
        trail.record(
            f"award.{verb}-many",
            organisation,
            by=by,
            tenant=organisation.pk,
            at=at,
            reason=reason,
            count=count,
        )
