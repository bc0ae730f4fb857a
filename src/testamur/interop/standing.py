"""One credential as a row of a table: whose it is, what it shows, at which level, how fresh.

    report, row = look_at(data, resolver=web, at=now)
    row.person, row.claim, row.level, row.freshness

Rules kept here:

- what a document says of itself is repeated where it can be read; `is_proven` says whether its
  issuer signed it, and level and freshness stand there alone;
- freshness is the recency of the skill that has faded most (see `confidence`), and of what is not
  valid now there is none.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final

from testamur.credentials import verify as verification
from testamur.credentials.bundle import open_bundle
from testamur.credentials.document import Credential, name_of
from testamur.credentials.identifiers import id_of, listed, subjects_of
from testamur.credentials.presentations import Asked
from testamur.credentials.resolution import Bounded, Resolver
from testamur.credentials.verify import STRICT, Policy, VerifiedCredential
from testamur.encoding import Json, JsonObject, format_timestamp
from testamur.errors import NotVerified, TestamurError
from testamur.interop.intake import MAX_FETCHES_OF_ALL, Form, examine, take_in
from testamur.pathways.certainty import skills_shown
from testamur.pathways.confidence import Shown, confidence_in
from testamur.pathways.held import Held, held_of, level_stated
from testamur.pathways.kinds import Lists
from testamur.problems import Outcome, Report

__all__ = ["Row", "look_at"]

_MAX_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says; what is not stated is "" or None.

    `freshness` is a share from 0 to 1: 1 on the day of the award. `skills` are named.
    """

    digest: str
    person: str = ""
    claim: str = ""
    issuer: str = ""
    issuer_name: str = ""
    is_proven: bool = False
    level: int | None = None
    freshness: Decimal | None = None
    awarded: datetime | None = None
    expires: datetime | None = None
    skills: tuple[str, ...] = ()

    def as_json(self) -> JsonObject:
        """The row as `testamur verify --json` prints it beside the report."""
        return {
            "sha256": self.digest,
            "person": self.person,
            "claim": self.claim,
            "issuer": self.issuer,
            "issuerName": self.issuer_name,
            "isProven": self.is_proven,
            "level": self.level,
            "freshness": None if self.freshness is None else float(self.freshness),
            "awarded": format_timestamp(self.awarded) if self.awarded else None,
            "expires": format_timestamp(self.expires) if self.expires else None,
            "skills": list(self.skills),
        }


def look_at(
    data: bytes,
    *,
    resolver: Resolver,
    at: datetime,
    policy: Policy = STRICT,
    asked: Asked | None = None,
    lists: Lists | None = None,
) -> tuple[Report, Row]:
    """The report on whatever was handed over, and its row; never raises for its content."""
    bounded = Bounded(resolver, most=MAX_FETCHES_OF_ALL)
    credential, form = _credential_in(data)
    digest = sha256(data).hexdigest()
    if credential is None or form is not Form.CREDENTIAL:
        report = examine(data, resolver=bounded, at=at, policy=policy, asked=asked)
        return report, _row_of(digest, credential, report)
    verified, report = _verified(credential, resolver=bounded, at=at, policy=policy)
    row = _row_of(digest, credential, report)
    return report, _with_facts(row, verified, at=at, lists=lists) if verified else row


def _verified(
    credential: Credential, *, resolver: Resolver, at: datetime, policy: Policy
) -> tuple[VerifiedCredential | None, Report]:
    try:
        verified = verification.verify(credential, resolver=resolver, at=at, policy=policy)
    except NotVerified as error:
        report: Report = error.report
        return None, report if report.kind else replace(report, kind=Form.CREDENTIAL.value)
    return verified, verified.report


def _credential_in(data: bytes) -> tuple[Credential | None, Form | None]:
    """The one credential in it, as far as there is one, and what it came in."""
    try:
        taken = take_in(data)
        if taken.form is Form.BUNDLE:
            return open_bundle(taken.text).credential, taken.form
    except TestamurError:
        return None, None
    is_one = taken.form in {Form.CREDENTIAL, Form.OPEN_BADGES_2}
    return (Credential(taken.text) if is_one else None), taken.form


def _row_of(digest: str, credential: Credential | None, report: Report) -> Row:
    try:
        document = credential.document if credential else {}
    except TestamurError:
        document = {}
    subjects = [one for one in subjects_of(document) if isinstance(one, dict)]
    subject = subjects[0] if len(subjects) == 1 else {}
    achievement = _object(subject.get("achievement")) or _object(document.get("badge"))
    issuer = document.get("issuer") or achievement.get("issuer")
    is_proven = report.outcome_of("issuer") is Outcome.PASSED
    return Row(
        digest,
        person=_person_in(subject)[:_MAX_SHOWN],
        claim=(name_of(achievement) or name_of(document))[:_MAX_SHOWN],
        issuer=(id_of(issuer) or "")[:_MAX_SHOWN],
        issuer_name=name_of(issuer)[:_MAX_SHOWN],
        is_proven=is_proven,
        level=level_stated(achievement, subject) if is_proven else None,
    )


def _with_facts(
    row: Row, verified: VerifiedCredential, *, at: datetime, lists: Lists | None
) -> Row:
    with suppress(TestamurError):
        held = held_of(verified)
        return replace(
            row,
            freshness=_freshness(held, at=at, lists=lists),
            awarded=held.awarded,
            expires=held.expires,
            skills=tuple(one.name or one.uri for one in held.skills),
        )
    return row


def _freshness(held: Held, *, at: datetime, lists: Lists | None) -> Decimal | None:
    shown = [one.confidence for one in skills_shown([held], at=at, lists=lists)]
    if not shown:
        shown = [confidence_in(Shown(None, awarded=held.awarded), level=None, at=at)]
    recent = (factor for one in shown for factor in one.factors if factor.name == "recency")
    return min((factor.value for factor in recent), default=None)


def _person_in(subject: JsonObject) -> str:
    for entry in listed(subject.get("identifier")):
        if isinstance(entry, dict) and entry.get("identityType") == "name":
            said = entry.get("identityHash")
            if entry.get("hashed") is False and isinstance(said, str):
                return " ".join(said.split())
    return name_of(subject)


def _object(value: Json) -> JsonObject:
    first = next(iter(listed(value)), None)
    return first if isinstance(first, dict) else {}
