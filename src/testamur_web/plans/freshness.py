"""How sure credentials make one of skills: by one of them, by a whole wallet, and what fades soon.

A credential that is shown to others is reckoned by itself, with the default figures: what else its
holder has, and when they used it, is theirs to tell. Their own pages count both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.core.cache import caches

import testamur as tm
from testamur.errors import Refused, TestamurError
from testamur.pathways.certainty import SkillShown, skills_shown
from testamur.pathways.gap import SkillGap, answer
from testamur.pathways.held import Held, digest_of, held_of
from testamur.pathways.question import Question
from testamur.pathways.uses import Use
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.people.models import Person
from testamur_web.plans.queries import Standing, goal_of, held_by, standing_of
from testamur_web.plans.uses import uses_of
from testamur_web.wallet.queries import Shown, State
from testamur_web.wallet.renewals import NEAR

__all__ = ["Fading", "fading_in", "fading_of", "skills_in", "skills_of"]

_DAY: Final = timedelta(days=1)
_KEPT_FOR: Final = 300
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Fading:
    """A skill of somebody's goal that counts in full now, and on `day` does not any more."""

    row: SkillGap
    day: date
    enough: Decimal


def skills_in(
    shown: Shown, *, at: datetime, holder: Person | None = None
) -> tuple[SkillShown, ...]:
    """The skills that one credential shows; none where it was just judged not to hold.

    With the `holder` who looks at their own, when they used the skills counts.
    """
    verified = _verified(shown.subject.credential, at=at) if shown.state is State.VALID else None
    uses = uses_of(holder, at=at) if holder else ()
    return _shown([verified], at=at, uses=uses) if verified else ()


def skills_of(
    person: Person, *, at: datetime, now: datetime, level: int | None = None
) -> tuple[SkillShown, ...]:
    """The skills that a wallet shows at a moment: by what is valid now and was awarded by then."""
    held = held_by(person, at=now)
    return _shown(held, at=at, uses=uses_of(person, at=at), level=level)


def fading_of(person: Person, *, at: datetime) -> list[Fading]:
    """What of somebody's goal counts in full now and will not within `NEAR`, the first first.

    What expires is among the renewals, and not told again.
    """
    goal = goal_of(person)
    return fading_in(standing_of(goal, at=at), at=at) if goal else []


def fading_in(standing: Standing, *, at: datetime) -> list[Fading]:
    """The same, where it is known how far the goal is."""
    question, rows = standing.gap.question, [one.row for one in standing.closed]
    enough = question.figures.enough
    found = [Fading(row, day, enough) for row in rows if (day := _day_of(row, question, at=at))]
    return sorted(found, key=lambda one: (one.day, one.row.name.casefold()))


def _shown(
    verified: Iterable[tm.VerifiedCredential],
    *,
    at: datetime,
    uses: Iterable[Use],
    level: int | None = None,
) -> tuple[SkillShown, ...]:
    held = [one for one in _facts(verified) if one.awarded is None or one.awarded <= at]
    return skills_shown(held, at=at, level=level, lists=graph_in_use(), uses=uses)


def _verified(credential: str, *, at: datetime) -> tm.VerifiedCredential | None:
    """A credential whose state is known, verified some minutes ago at most.

    What others issued is not asked for again with each look at a page.
    """
    key = f"plans.verified.{digest_of(credential)}"
    kept: tm.VerifiedCredential | None = caches["local"].get(key)
    if kept is None:
        try:
            kept = tm.verify(credential, resolver=InstanceResolver(at=at), at=at)
        except TestamurError:
            return None
        caches["local"].set(key, kept, _KEPT_FOR)
    return kept


def _facts(verified: Iterable[tm.VerifiedCredential]) -> Iterator[Held]:
    """The facts of what awards an achievement; nothing else shows a skill."""
    for one in verified:
        with suppress(Refused):
            yield held_of(one)


def _day_of(row: SkillGap, question: Question, *, at: datetime) -> date | None:
    """The first day on which a skill does not count in full any more; None where none is near."""
    alone = replace(question, goal=replace(question.goal, needs=(row.need,)))

    def is_full_after(days: int) -> bool:
        return answer(replace(alone, at=question.at + days * _DAY)).rows[0].covered >= 1

    full, short = 0, NEAR.days
    if is_full_after(short):
        return None
    while short - full > 1:
        middle = (full + short) // 2
        full, short = (middle, short) if is_full_after(middle) else (full, middle)
    return (at + short * _DAY).date()
