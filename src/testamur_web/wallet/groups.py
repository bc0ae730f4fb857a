"""How far a partner's group has come, up to what was claimed, and the cards to claim with.

Shares are told of a group of five or more alone: of fewer, a share says who it was.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award
from testamur_web.learning.models import Enrolment, Partnership
from testamur_web.learning.partners import group_of
from testamur_web.learning.services.partners import lock_partnership, record_of_partner
from testamur_web.people.models import Person
from testamur_web.wallet import secrets
from testamur_web.wallet.addresses import claim_address
from testamur_web.wallet.models import Claim
from testamur_web.wallet.services import make_claim

__all__ = [
    "FEWEST",
    "Card",
    "GroupReport",
    "Step",
    "cards_for",
    "count_cards",
    "print_cards",
    "report_as_csv",
    "report_of",
]

FEWEST: Final = 5
"""Of fewer people no share is told."""

Text = str | Promise
_State = Enrolment.State
_STEPS: Final[dict[str, Text]] = {
    "enrolled": _("Enrolled"),
    "handed-in": _("Handed in"),
    "passed": _("Passed"),
    "claimed": _("Claimed"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way, how many got there, and what part of the group; None is not told."""

    name: str
    label: Text
    count: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class GroupReport:
    """How many are in the group, and how many of them got how far; who left does not count."""

    enrolled: int
    handed_in: int
    passed: int
    claimed: int

    @property
    def has_shares(self) -> bool:
        """Whether the group is large enough to tell shares of."""
        return self.enrolled >= FEWEST

    def percent_of(self, count: int) -> int | None:
        """What part of the group that is, in percent; None where it is not told."""
        return round(100 * count / self.enrolled) if self.has_shares else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in the order of a person's way."""
        counts = (self.enrolled, self.handed_in, self.passed, self.claimed)
        return tuple(
            Step(name, label, count, self.percent_of(count))
            for (name, label), count in zip(_STEPS.items(), counts, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody claims their award with: whose it is, the address, and the code to type."""

    name: str
    number: str
    title: str
    issuer: str
    address: str
    code: str


def report_of(partnership: Partnership) -> GroupReport:
    """How far the group of a partner has come."""
    there = group_of(partnership).exclude(state=_State.WITHDRAWN)
    claimed = _awards_of(partnership).filter(
        Exists(Claim.objects.filter(award=OuterRef("pk"), claimed_at__isnull=False))
    )
    return GroupReport(
        enrolled=there.count(),
        handed_in=there.exclude(submitted_at=None).count(),
        passed=there.filter(state=_State.PASSED).count(),
        claimed=claimed.values("enrolment").distinct().count(),
    )


def report_as_csv(partnership: Partnership) -> str:
    """The same as CSV: a row for each step, its count, and its share in percent where told."""
    told = io.StringIO()
    sheet = csv.writer(told)
    sheet.writerow(["step", "people", "percent"])
    for step in report_of(partnership).steps:
        sheet.writerow([step.name, step.count, "" if step.percent is None else step.percent])
    return told.getvalue()


def cards_for(partnership: Partnership, *, at: datetime) -> list[Card]:
    """A card for each award of the group that is signed, holds, and nobody has claimed, by name."""
    waiting = _waiting(partnership).select_related("version", "organisation", "claim")
    return [_card(one, at=at) for one in waiting.order_by("recipient_name", "pk")]


def count_cards(partnership: Partnership) -> int:
    """For how many awards `cards_for` makes a card."""
    return _waiting(partnership).count()


@transaction.atomic
def print_cards(partnership: Partnership, *, by: Person, at: datetime) -> list[Card]:
    """The cards of `cards_for`; that somebody had them stands in the trail of the issuer.

    Raises `Conflict` with `partner.over`.
    """
    kept = lock_partnership(partnership, at=at)
    cards = cards_for(kept, at=at)
    if cards:
        record_of_partner("partner.print-cards", kept, by=by, at=at, cards=len(cards))
    return cards


def _awards_of(partnership: Partnership) -> QuerySet[Award]:
    return Award.objects.filter(
        enrolment__in=group_of(partnership).values("pk"),
        issued_at__isnull=False,
        revoked_at=None,
    )


def _waiting(partnership: Partnership) -> QuerySet[Award]:
    taken = Claim.objects.filter(award=OuterRef("pk"), claimed_at__isnull=False)
    return _awards_of(partnership).filter(~Exists(taken), holder=None)


def _card(award: Award, *, at: datetime) -> Card:
    claim, token = make_claim(award, at=at)
    return Card(
        name=award.recipient_name,
        number=award.recipient_number,
        title=award.version.title,
        issuer=award.organisation.name,
        address=claim_address(token),
        code=secrets.shown_code(claim.code),
    )
