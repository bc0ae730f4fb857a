"""What one needs to begin and what one pays, told to whoever looks: what they hold, who pays.

To somebody without an account it is what the definition says. Nothing is asked of the wallet or of
the facts of a person where the definition names nothing that they could meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from testamur.pathways.plan import Held
from testamur.pathways.plan.funding import NetPrice
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.funding import FundingOffer
from testamur_web.catalogue.requirements import Required
from testamur_web.catalogue.skills import entry_of
from testamur_web.people.models import Person
from testamur_web.plans.having import facts_stated, having_of, net_price_for
from testamur_web.plans.locking import Opening, opening_of
from testamur_web.ui.access import person_of

__all__ = ["Funded", "Terms", "Wanted", "terms_for"]

_NOTHING: Final = Held()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A node of what is required: where one reads of it, whether it is met, what is below it."""

    required: Required
    href: str
    is_met: bool
    parts: Sequence[Wanted]


@dataclass(frozen=True, slots=True)
class Funded:
    """One funding; `is_open` says whether whoever looks may have it, None where nobody can say."""

    offer: FundingOffer
    is_open: bool | None
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What the page says of prerequisites, funding and dates; `net` is for whoever looks."""

    wanted: Wanted | None
    is_known: bool
    fundings: Sequence[Funded]
    net: NetPrice | None
    has_facts: bool
    starts: Sequence[date]
    has_begun: bool


def terms_for(definition: Definition, request: HttpRequest, *, at: datetime) -> Terms:
    """What a definition asks and offers at a moment, and how whoever looks stands to it."""
    person = person_of(request) if request.user.is_authenticated else None
    requires, today = definition.requires, at.date()
    having = having_of(person, at=at) if person and requires else _NOTHING
    starts = [day for day in definition.starts if day >= today]
    return Terms(
        _wanted(opening_of(requires, having=having)) if requires else None,
        is_known=person is not None,
        fundings=_funded(definition, person, at=at),
        net=net_price_for(person, definition, at=at) if person else None,
        has_facts=bool(person and definition.funding and facts_stated(person, at=at).as_json()),
        starts=starts,
        has_begun=bool(definition.starts) and not starts,
    )


def _funded(definition: Definition, person: Person | None, *, at: datetime) -> list[Funded]:
    if not definition.funding:
        return []
    facts = facts_stated(person, at=at).on(at.date()) if person else {}
    return [
        Funded(
            one,
            is_open=one.as_funding().is_open_to(facts) if person else None,
            has_ended=not one.is_open(at.date()),
        )
        for one in definition.funding
    ]


def _wanted(opening: Opening) -> Wanted:
    required = opening.required
    return Wanted(
        required, _href(required), opening.is_met, [_wanted(one) for one in opening.parts]
    )


def _href(required: Required) -> str:
    """The page of an achievement; of a skill the one here, where a framework in use has it."""
    for key in required.named_here() if not required.parts else ():
        return reverse("public-read-achievement", args=[key])
    if required.skill and entry_of(required.skill):
        return f"{reverse('public-read-skill')}?{urlencode({'uri': required.skill})}"
    return required.achievement or required.skill
