"""When somebody used at work what they learnt, as confidence counts it.

A use of a credential counts for the skills that its holder named, and where they named none for all
of it. It counts as confirmed from the moment at which a supervisor confirmed it; what is only
stated counts by `Figures.events["statedUse"]`, which is nothing unless an organisation says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from testamur.pathways.held import digest_of
from testamur.pathways.uses import Use
from testamur_web.people.models import Person
from testamur_web.wallet.models import Use as Noted
from testamur_web.wallet.uses import uses_by, was_confirmed

__all__ = ["uses_of"]


def uses_of(person: Person, *, at: datetime) -> tuple[Use, ...]:
    """Every use that somebody noted, and whether it was confirmed by `at`."""
    return tuple(use for noted in uses_by(person) for use in _counted(noted, at))


def _counted(noted: Noted, at: datetime) -> Iterator[Use]:
    moment = datetime.combine(noted.used_on, time.min, UTC)
    is_confirmed, digest = was_confirmed(noted, at=at), digest_of(noted.item.credential)
    for skill in noted.skills or [""]:
        yield Use(moment, skill=skill, digest=digest, is_confirmed=is_confirmed)
