"""Whether an organisation ranks people: off, until an administrator switches it on and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from testamur.errors import Conflict, Refused
from testamur_web.employers.finding import agreeing
from testamur_web.employers.models import Findable, Part, Purpose, RankingSwitch
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person

__all__ = [
    "AGREED",
    "RankingShown",
    "count_agreed",
    "is_ranking",
    "rankable",
    "ranking_of",
    "refuse_unranked",
    "said",
    "switch_ranking",
]

AGREED: Final = 1_000
"""So many are counted who agreed; of more it is said that they are as many or more."""

_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class RankingShown:
    """Whether people are ranked, the newest switches first, and how many have agreed to it.

    `agreed` is `AGREED` where there are as many or more.
    """

    is_on: bool
    switches: Sequence[RankingSwitch]
    agreed: int


def switches_of(organisation: Organisation) -> QuerySet[RankingSwitch]:
    """Each time it was switched, the newest first."""
    return RankingSwitch.objects.filter(organisation=organisation).select_related("by")


def ranking_of(organisation: Organisation, *, at: datetime) -> RankingShown:
    """Whether people are ranked there, who said so, and how many could be."""
    switches = list(switches_of(organisation)[:_MOST])
    agreed = count_agreed(rankable(organisation, at=at))
    return RankingShown(is_ranking(organisation), switches, agreed)


def rankable(organisation: Organisation, *, at: datetime) -> QuerySet[Findable]:
    """Those who agreed to be ranked by an organisation, and to show what they prove."""
    return agreeing(organisation, Purpose.RANKING, at=at, showing={Part.SKILLS})


def count_agreed(people: QuerySet[Findable]) -> int:
    """How many they are, `AGREED` where there are as many or more."""
    return people.order_by()[:AGREED].count()


def is_ranking(organisation: Organisation) -> bool:
    """Whether people may be ranked, and ranks may be shown, now."""
    newest = switches_of(organisation).first()
    return newest is not None and newest.is_on


def refuse_unranked(organisation: Organisation) -> None:
    """Raise `Conflict` (`ranking.off`) where ranking is off."""
    if not is_ranking(organisation):
        raise Conflict.because("ranking.off", f"{organisation} does not rank people")


@transaction.atomic
def switch_ranking(
    organisation: Organisation, *, is_on: bool, reason: str, by: Person, at: datetime
) -> RankingSwitch:
    """Switch it; what is so already stays as it is. Raises `Refused` (`value.missing`)."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    newest = switches_of(organisation).first()
    if newest is not None and newest.is_on == is_on:
        return newest
    made = RankingSwitch.objects.create(
        organisation=organisation, is_on=is_on, reason=said(reason, "/reason"), by=by, at=at
    )
    verb = "ranking.on" if is_on else "ranking.off"
    trail.record(verb, made, by=by, tenant=organisation.pk, at=at, reason=made.reason[:200])
    return made


def said(words: str, pointer: str) -> str:
    """What somebody wrote, without blanks around it; raises `Refused` (`value.missing`)."""
    if not words.strip():
        raise Refused.because("value.missing", "a reason is said in words", pointer)
    return words.strip()
