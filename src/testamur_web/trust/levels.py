"""How well an issuer is known here: what was checked of it, how, when and by whom.

An operator writes down what they checked; nobody climbs from one level to the next, each stands
for itself. The fourth, accredited, follows from what quality bodies signed and still verifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur.keys import PublicKey
from testamur_web.awards.queries import did_web_id, keys_of
from testamur_web.ops import trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person
from testamur_web.trust.models import IssuerCheck
from testamur_web.trust.models.checks import MAX_HOW

__all__ = ["Checked", "Found", "checks_of", "end_check", "identifiers_of", "write_check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked: `how` says in which way, `source` is the page where anybody can look."""

    level: str
    how: str
    checked_on: date
    source: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One check as it stands on a day."""

    row: IssuerCheck
    day: date

    @property
    def holds(self) -> bool:
        """Whether nobody ended it, and its time is not over."""
        is_over = self.row.ends_on is not None and self.row.ends_on < self.day
        return self.row.ended_at is None and not is_over


@transaction.atomic
def write_check(
    organisation: Organisation, said: Checked, *, by: Person, at: datetime
) -> IssuerCheck:
    """Write down what an operator checked; raises `Refused` (`value.*`, `text.*`, `iri.*`)."""
    if said.level not in IssuerCheck.Level.values:
        told = f"it is not among {', '.join(IssuerCheck.Level.values)}"
        raise Refused.because("value.unknown-choice", told, "/level")
    if said.checked_on > at.date():
        raise Refused.because("value.contradiction", "that day is to come", "/checked_on")
    if said.ends_on is not None and said.ends_on < said.checked_on:
        raise Refused.because("value.contradiction", "it would end before it begins", "/ends_on")
    row = IssuerCheck.objects.create(
        organisation=organisation,
        level=said.level,
        how=words.read_name(said.how, "/how", at_most=MAX_HOW),
        source=words.read_url(said.source.strip(), "/source"),
        checked_on=said.checked_on,
        checked_by=by,
        ends_on=said.ends_on,
        written_at=at,
    )
    _record("issuer-check.write", row, by=by, at=at)
    return row


@transaction.atomic
def end_check(row: IssuerCheck, *, reason: str, by: Person, at: datetime) -> None:
    """It holds no more; raises `Refused` without a reason, `Conflict` (`issuer-check.ended`)."""
    told = words.read_reason(reason, unsaid="who ends a check says why")
    found = IssuerCheck.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if found.ended_at is not None:
        raise Conflict.because("issuer-check.ended", "it was ended before")
    found.ended_at, found.ended_by, found.reason = at, by, told
    found.save(update_fields=["ended_at", "ended_by", "reason"])
    _record("issuer-check.end", found, by=by, at=at, reason=told)


def checks_of(organisation: Organisation, *, at: datetime) -> list[Found]:
    """Everything that was ever checked of an issuer, what holds first."""
    rows = IssuerCheck.objects.filter(organisation=organisation).select_related("checked_by")
    found = [Found(row, at.date()) for row in rows]
    return sorted(found, key=lambda one: not one.holds)


def identifiers_of(organisation: Organisation) -> list[str]:
    """What an issuer is called where it signs: its address, and each key that was never lost."""
    own = [did_web_id(organisation)] if settings.IS_SECURE else []
    keys = [key for key in keys_of(organisation) if key.compromised_at is None]
    return own + [PublicKey.from_multikey(key.multikey).did_key for key in keys]


def _record(verb: str, row: IssuerCheck, *, by: Person, at: datetime, **more: str) -> None:
    trail.record(verb, row, by=by, tenant=row.organisation_id, at=at, level=row.level, **more)
