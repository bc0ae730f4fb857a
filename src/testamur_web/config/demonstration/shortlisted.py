"""The shortlist of the demonstration: what applicants sent to Dara, who hires for Brightworks.

Most of it holds. One was revoked, one has expired, one was altered by whoever sent it, one is of an
issuer whom nobody here knows, and one is a letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from testamur.credentials.issue import sign
from testamur.credentials.openbadges import (
    Achievement,
    Identity,
    Issuer,
    credential_document,
)
from testamur.keys import SigningKey
from testamur_web.awards.models import Award
from testamur_web.people.models import Person
from testamur_web.verifying.shortlists import check_rows, make_shortlist
from testamur_web.verifying.sources import Handed

__all__ = ["of_nobody_known", "shortlist_applicants"]

_DAY: Final = timedelta(days=1)
_GOOD: Final = 9
_NAME: Final = "Technician, solar park Huelva"
_LETTER: Final = "Dear Ms Nowak, I learn fast and would be glad to hear from you."


def shortlist_applicants(dara: Person, *, at: datetime) -> None:
    """Hand over a ZIP of what applicants sent, and check it."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in _applications(at):
            archive.writestr(name, text)
    handed = [Handed("applications.zip", packed.getvalue())]
    made = make_shortlist(handed, name=_NAME, by=dara, at=at)
    check_rows.func(str(made.pk), 1, made.rows.count())


def _applications(at: datetime) -> Iterator[tuple[str, str]]:
    signed = Award.objects.exclude(credential="").exclude(recipient_name="").order_by("award_key")
    good = signed.filter(revoked_at=None, suspended_at=None).exclude(valid_until__lte=at)
    names: set[str] = set()
    for award in good.iterator():
        if len(names) == _GOOD + 1:
            break
        if award.recipient_name in names:
            continue
        names.add(award.recipient_name)
        is_altered = len(names) == _GOOD + 1
        yield _named(award), _altered(award) if is_altered else award.credential
    for ended in (signed.exclude(revoked_at=None), signed.filter(valid_until__lte=at)):
        for award in ended[:1]:
            yield _named(award), award.credential
    yield "jo-varga.json", of_nobody_known(at)
    yield "letter.txt", _LETTER


def _named(award: Award) -> str:
    return f"{award.recipient_name.casefold().replace(' ', '-')}.json"


def _altered(award: Award) -> str:
    """The credential of somebody else, with one's own name written over theirs."""
    return award.credential.replace(award.recipient_name, "Max Sorel")


def of_nobody_known(at: datetime) -> str:
    """A genuine credential of an issuer who sells them, and has no account here."""
    key = SigningKey.generate()
    document = credential_document(
        Achievement(
            "https://quick-certs.example/solar",
            name="Certified solar expert",
            criteria="Pay the fee.",
        ),
        id="urn:uuid:5e1c7a52-6d1a-4f0e-9f5e-0d9b3a1c2f44",
        to="mailto:jo.varga@people.example",
        issuer=Issuer(key.public.did_key, name="Quick Certs"),
        valid_from=at - 3 * _DAY,
        identities=[Identity.name("Jo Varga")],
    )
    return sign(document, signer=key, at=at - 3 * _DAY).text
