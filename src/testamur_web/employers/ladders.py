"""Ladders are made and changed here: two rungs or more, each a role of the organisation, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.employers.models import Ladder, Rung
from testamur_web.ops import trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.models import RoleProfile

__all__ = ["LEAST_RUNGS", "MOST_RUNGS", "create_ladder", "edit_ladder", "withdraw_ladder"]

LEAST_RUNGS: Final = 2
MOST_RUNGS: Final = 20


@transaction.atomic
def create_ladder(
    organisation: Organisation, title: str, profiles: Sequence[UUID], *, by: Person, at: datetime
) -> Ladder:
    """Put roles one above the other, the lowest first.

    Raises `Refused` (`text.*`, `value.out-of-range`, `value.repeated`, `value.unknown-choice`).
    """
    ladder = Ladder(organisation=organisation, title=words.read_name(title, "/title"))
    ladder.created_at = at
    rungs = _read_rungs(organisation, profiles)
    ladder.save(force_insert=True)
    _put(ladder, rungs)
    _record("ladder.create", ladder, by=by, at=at)
    return ladder


@transaction.atomic
def edit_ladder(
    ladder: Ladder, title: str, profiles: Sequence[UUID], *, by: Person, at: datetime
) -> Ladder:
    """Say anew what it is called and what stands on it; raises what `create_ladder` does.

    Raises `Conflict` (`ladder.withdrawn`). A role that was withdrawn stays where it stands.
    """
    locked = _lock(ladder)
    stands = [rung.profile_id for rung in locked.rungs.all()]
    locked.title = words.read_name(title, "/title")
    rungs = _read_rungs(locked.organisation, profiles, stands=stands)
    locked.save(update_fields=["title"])
    locked.rungs.all().delete()
    _put(locked, rungs)
    _record("ladder.edit", locked, by=by, at=at)
    return locked


@transaction.atomic
def withdraw_ladder(ladder: Ladder, *, by: Person, at: datetime) -> None:
    """Show it to nobody any more; its roles stay. Raises `Conflict` (`ladder.withdrawn`)."""
    locked = _lock(ladder)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    _record("ladder.withdraw", locked, by=by, at=at)


def _lock(ladder: Ladder) -> Ladder:
    locked = Ladder.objects.select_for_update().get(pk=ladder.pk)
    if locked.withdrawn_at is not None:
        raise Conflict.because("ladder.withdrawn", f"{locked.title} was withdrawn")
    return locked


def _read_rungs(
    organisation: Organisation, profiles: Sequence[UUID], *, stands: Sequence[UUID] = ()
) -> list[UUID]:
    if not LEAST_RUNGS <= len(profiles) <= MOST_RUNGS:
        told = f"{len(profiles)} rungs; from {LEAST_RUNGS} to {MOST_RUNGS} make a ladder"
        raise Refused.because("value.out-of-range", told, "/rungs")
    if len(set(profiles)) < len(profiles):
        raise Refused.because("value.repeated", "a role stands on it twice", "/rungs")
    own = RoleProfile.objects.filter(organisation=organisation, pk__in=profiles)
    known = {row.pk for row in own if row.withdrawn_at is None or row.pk in stands}
    unknown = next((one for one in profiles if one not in known), None)
    if unknown is not None:
        raise Refused.because("value.unknown-choice", f"{unknown} is no role in use", "/rungs")
    return list(profiles)


def _put(ladder: Ladder, profiles: Sequence[UUID]) -> None:
    Rung.objects.bulk_create(
        Rung(ladder=ladder, profile_id=profile, place=place)
        for place, profile in enumerate(profiles, 1)
    )


def _record(verb: str, ladder: Ladder, *, by: Person, at: datetime) -> None:
    trail.record(verb, ladder, by=by, tenant=ladder.organisation_id, at=at, title=ladder.title)
