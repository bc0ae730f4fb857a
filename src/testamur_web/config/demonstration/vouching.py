"""Who vouches for whom in the demonstration: asked, given, accredited, and one withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation, Person
from testamur_web.trust import asking, giving
from testamur_web.trust.giving import Word
from testamur_web.trust.subjects import Subject

__all__ = ["vouch"]

DAY = timedelta(days=1)


@transaction.atomic
def vouch(
    people: Mapping[str, Person],
    organisations: Mapping[str, Organisation],
    *,
    version: Version,
    held: Award,
    at: datetime,
) -> None:
    """Eli's quality body and Dara's employer speak; Gil's guild has changed its mind."""
    board, employer = organisations["openquality"], organisations["brightworks"]
    northgate = organisations["northgate"]
    giving.give(
        Subject(issuer=northgate),
        Word(
            "All short courses in computing: outcomes, assessment and identity checks were "
            "reviewed on site by two experts from outside the university.",
            is_accreditation=True,
            valid_until=at + 540 * DAY,
        ),
        organisation=board,
        by=people["eli"],
        at=at - 60 * DAY,
    )
    asked = asking.ask(
        Subject(version=version), whom=board.name, by=people["bashir"], at=at - 50 * DAY
    )
    giving.give_as_asked(
        asked,
        Word(
            "The project is marked against published criteria, and every mark that we drew at "
            "random could be explained from the evidence.",
            "Northgate paid for the review.",
        ),
        organisation=board,
        by=people["eli"],
        at=at - 40 * DAY,
    )
    _change_of_mind(people, organisations, version, at=at)
    asked = asking.ask(
        Subject(award=held),
        whom=employer.name,
        note="I did the readings of your roof systems with it last summer.",
        by=people["ada"],
        at=at - 20 * DAY,
    )
    giving.give_as_asked(
        asked,
        Word(
            "Ada cleaned a summer of our production readings on her own, and her report is what "
            "we still use."
        ),
        organisation=employer,
        by=people["dara"],
        at=at - 15 * DAY,
    )
    asking.ask(Subject(version=version), whom=employer.name, by=people["bashir"], at=at - 3 * DAY)


def _change_of_mind(
    people: Mapping[str, Person],
    organisations: Mapping[str, Organisation],
    version: Version,
    *,
    at: datetime,
) -> None:
    """Said in spring, withdrawn in autumn."""
    gil = people["gil"]
    given = giving.give(
        Subject(version=version),
        Word("Our apprentices who took it needed no more teaching in it."),
        organisation=organisations["harbour"],
        by=gil,
        at=at - 200 * DAY,
    )
    reason = "We know the course as it was before its project changed"
    giving.withdraw(given, reason=reason, by=gil, at=at - 30 * DAY)
