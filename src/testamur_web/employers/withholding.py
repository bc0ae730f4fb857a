"""What a search keeps to itself, so that nobody stands out by what they state of themselves.

Where somebody lives, what they speak and when they can work is easily known of them elsewhere. So:

- a search that asks about it is answered where `FEWEST` people or more match, and where that many
  match each of its skills, if not all are needed: or one rare skill, asked for beside a common one,
  would show where its only holder lives;
- a blind row repeats of it what was asked, which is the same in every row that is found. All that
  somebody lets be seen stands beside their name, where they show that too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from testamur_web.employers.criteria import Criteria
from testamur_web.employers.facts import Stated, stated_in
from testamur_web.employers.models import Findable, Part
from testamur_web.employers.searching import count_found
from testamur_web.people.models import Organisation

__all__ = ["FEWEST", "count_told", "facts_told", "is_withheld"]

FEWEST: Final = 5


def is_withheld(
    organisation: Organisation, criteria: Criteria, count: int, *, at: datetime
) -> bool:
    """Whether so many are too few to be told of; `count` is how many match."""
    if not criteria.parts_asked:
        return False
    if count < FEWEST:
        return True
    if criteria.needed == len(criteria.skills):
        return False
    each = (replace(criteria, skills=(one,), least=0) for one in criteria.skills)
    return any(count_found(organisation, one, most=FEWEST, at=at) < FEWEST for one in each)


def count_told(organisation: Organisation, criteria: Criteria, *, at: datetime) -> int:
    """How many match, as it may be told: 0 where they are too few."""
    count = count_found(organisation, criteria, at=at)
    return 0 if is_withheld(organisation, criteria, count, at=at) else count


def facts_told(
    row: Findable, criteria: Criteria, *, parts: frozenset[Part], is_named: bool
) -> Stated:
    """What is shown of what somebody states, of those `parts` that they let be seen."""
    if not is_named:
        return Stated(
            criteria.languages,
            country=criteria.country,
            region=criteria.region,
            available_from=criteria.available_by,
            hours=criteria.hours,
        )
    own = stated_in(row)
    where = Part.REGION in parts
    when = Part.AVAILABILITY in parts
    return Stated(
        own.languages if Part.LANGUAGES in parts else (),
        country=own.country if where else "",
        region=own.region if where else "",
        available_from=own.available_from if when else None,
        hours=own.hours if when else None,
    )
