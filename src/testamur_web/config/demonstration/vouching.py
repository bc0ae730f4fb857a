"""Who vouches for whom in the demonstration: asked, given, accredited, accepted, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

import testamur as tm
from testamur.credentials.issue import sign
from testamur.credentials.openbadges import CONTEXTS, Profile
from testamur.encoding import format_timestamp
from testamur_web.awards.models import Award
from testamur_web.catalogue.addresses import achievement_url
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation, Person
from testamur_web.trust import asking, giving, recognising
from testamur_web.trust.giving import Word
from testamur_web.trust.levels import Checked, identifiers_of, write_check
from testamur_web.trust.recognising import Acceptance
from testamur_web.trust.registries import Brought, load_registry
from testamur_web.trust.subjects import Subject

__all__ = ["check_issuer", "vouch"]

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
    _accept(people, organisations, version, at=at)


def _accept(
    people: Mapping[str, Person],
    organisations: Mapping[str, Organisation],
    version: Version,
    *,
    at: datetime,
) -> None:
    """An employer asks for it of applicants; a guild took it for credit and has given notice."""
    address, day = achievement_url(version.achievement), at.date()
    recognising.recognise(
        organisations["brightworks"],
        Acceptance(
            address, "hiring", "Analysts of roof systems need no test in Python", day - 90 * DAY
        ),
        by=people["dara"],
        at=at - 90 * DAY,
    )
    ending = recognising.recognise(
        organisations["harbour"],
        Acceptance(address, "credit", "2 credits of the second year", day - 300 * DAY),
        by=people["gil"],
        at=at - 300 * DAY,
    )
    reason = "The second year is written anew"
    recognising.withdraw(ending, on=day + 120 * DAY, reason=reason, by=people["gil"], at=at)
    recognising.recognise(
        organisations["harbour"],
        Acceptance(
            "https://badges.example/first-aid",
            "exemption",
            "Unit 4, safety at work",
            day - 30 * DAY,
            day + 700 * DAY,
            title="First aid at work",
        ),
        by=people["gil"],
        at=at - 30 * DAY,
    )


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


@transaction.atomic
def check_issuer(operator: Person, university: Organisation, *, at: datetime) -> None:
    """Who runs the instance looked at who they are: a check that holds, one that is over."""
    day = at.date()
    write_check(
        university,
        Checked(
            "domain",
            "A file that we asked for stood at their address the same day",
            day - 80 * DAY,
            "https://northgate.example/.well-known/testamur.txt",
        ),
        by=operator,
        at=at,
    )
    write_check(
        university,
        Checked(
            "legal",
            "Their charter was compared with the entry in the register of universities",
            day - 500 * DAY,
            ends_on=day - 135 * DAY,
        ),
        by=operator,
        at=at,
    )
    _load_list(operator, university, at=at)


def _load_list(operator: Person, university: Organisation, *, at: datetime) -> None:
    """A ministry's list of issuers, signed for the demonstration by a key that nobody keeps."""
    key, [identifier, *_] = tm.SigningKey.generate(), identifiers_of(university)
    named = Profile(identifier, name=university.name, description="University, chartered 1974.")
    abroad = Profile("did:web:coast.example", name="Coast Academy", description="College.")
    document = {
        "@context": list(CONTEXTS),
        "id": "https://register.example/issuers.json",
        "type": ["VerifiableCredential"],
        "name": "Register of recognised institutions",
        "issuer": Profile(key.public.did_key, name="Ministry of Learning").as_json(),
        "validFrom": format_timestamp(at - 20 * DAY),
        "validUntil": format_timestamp(at + 345 * DAY),
        "credentialSubject": [named.as_json(), abroad.as_json()],
    }
    text = sign(document, signer=key, at=at - 20 * DAY).text
    load_registry(Brought(text.encode(), "ministry-issuers.json"), by=operator, at=at)
