"""An award file once it is understood: everything a credential needs but the person and the key."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from testamur.credentials.members import stated
from testamur.credentials.openbadges import (
    Achievement,
    Evidence,
    Profile,
    Result,
    credential_document,
)
from testamur.credentials.recipients import DateForm, Recipient, RowProblem, read_recipients
from testamur.encoding import JsonObject
from testamur.errors import Refused

__all__ = ["PROOFS", "AwardPlan", "Period"]

PROOFS: Final = (
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "ecdsa-rdfc-2019",
    "ecdsa-jcs-2019",
    "ecdsa-sd-2023",
    "jwt",
)
"""The ways of signing that an award file can ask for."""

NO_ISSUER_YET: Final = "urn:testamur:key-not-chosen"
"""Stands as the issuer's id where the file leaves it to the key."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long an award holds, in calendar months and days."""

    months: int = 0
    days: int = 0

    def after(self, moment: datetime) -> datetime:
        """The moment this long after `moment`; the 31st becomes the last day of a shorter month."""
        year, month = divmod(moment.year * 12 + moment.month - 1 + self.months, 12)
        try:
            last = calendar.monthrange(year, month + 1)[1]
            moved = moment.replace(year=year, month=month + 1, day=min(moment.day, last))
            return moved + timedelta(days=self.days)
        except (ValueError, OverflowError, IndexError):
            told = "the award would end after the year 9999"
            raise Refused.because("date.impossible", told, "/award/valid_for") from None


@dataclass(frozen=True, slots=True)
class AwardPlan:
    """What an award file says. What it leaves open is None.

    `awarded` is the date for people whose row has none. `image_file` is a picture to bake the
    credential into, by its path beside the award file. `status_url` is where status lists will be
    published: for revocation, and for suspension where the award `is_suspendable`. Without `proof`
    the key decides. At most one of `valid_for` and `valid_until` is stated.
    """

    achievement: Achievement
    _: KW_ONLY
    issuer: Profile
    awarded: datetime | None = None
    valid_for: Period | None = None
    valid_until: datetime | None = None
    proof: str | None = None
    status_url: str | None = None
    is_suspendable: bool = False
    image_file: str | None = None
    evidence_name: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: DateForm = field(default_factory=DateForm)

    @property
    def issuer_id(self) -> str | None:
        """The issuer's id as the file states it; None leaves it to the key's controller."""
        return None if self.issuer.id == NO_ISSUER_YET else self.issuer.id

    def issuer_for(self, controller: str) -> Profile:
        """The issuer under its own id, or under the `controller` of the key that signs."""
        return self.issuer if self.issuer_id else replace(self.issuer, id=controller)

    def recipients(self, data: bytes | str) -> Iterator[Recipient | RowProblem]:
        """The rows of a list of people, read as the file says its columns and dates are."""
        return read_recipients(data, columns=self.columns, dates=self.dates)

    def ends(self, valid_from: datetime) -> datetime | None:
        """When an award that begins at `valid_from` ends, or None where it does not."""
        return self.valid_for.after(valid_from) if self.valid_for else self.valid_until

    def document_for(
        self,
        recipient: Recipient,
        *,
        id: str,  # noqa: A002 -- the specification's name
        issuer: Profile,
        at: datetime,
        status: JsonObject | Sequence[JsonObject] | None = None,
    ) -> JsonObject:
        """The unsigned credential of one person, valid from the row's date, the plan's, or `at`."""
        valid_from = recipient.awarded or self.awarded or at
        return credential_document(
            self.achievement,
            id=id,
            to=recipient.subject_id,
            issuer=issuer,
            valid_from=valid_from,
            valid_until=recipient.expires or self.ends(valid_from),
            identities=recipient.identities,
            results=self.results_of(recipient),
            evidence=self.evidence_of(recipient),
            status=status,
        )

    def results_of(self, recipient: Recipient) -> tuple[Result, ...]:
        """The grade as a result of the achievement's first result description, if it has one."""
        if recipient.grade is None:
            return ()
        described = self.achievement.result_description
        return (Result(recipient.grade, result_description=described[0].id if described else None),)

    def evidence_of(self, recipient: Recipient) -> tuple[Evidence, ...]:
        """The row's evidence, each under the name the file gives to evidence."""
        return tuple(Evidence(url, name=self.evidence_name) for url in recipient.evidence)

    def as_json(self) -> JsonObject:
        """The plan in short, as a person would want it confirmed before a thousand awards."""
        return stated(
            {
                "achievement": self.achievement.name,
                "issuer": self.issuer.name,
                "issuerId": self.issuer_id,
                "proof": self.proof,
                "awarded": self.awarded.isoformat() if self.awarded else None,
                "validUntil": self.valid_until.isoformat() if self.valid_until else None,
                "validForMonths": self.valid_for.months if self.valid_for else None,
                "validForDays": self.valid_for.days if self.valid_for else None,
                "statusUrl": self.status_url,
                "imageFile": self.image_file,
            }
        )
