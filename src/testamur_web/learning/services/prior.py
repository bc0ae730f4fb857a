"""Prior learning is claimed row by row: what can be done, how it came about, what shows it.

A claim is the learner's own until it is handed in. An assessor decides about it against the same
criteria as about everybody else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from testamur.errors import Refused
from testamur_web.learning.attested import claimable_in
from testamur_web.learning.models import AttestationRequest, Enrolment, PriorClaim
from testamur_web.learning.services.attesting import Row, Subject, Supervisor, ask_supervisor
from testamur_web.learning.services.enrolments import record_about
from testamur_web.learning.services.evidence import lock_in_progress
from testamur_web.people import words
from testamur_web.people.models import Person

__all__ = ["ask_about_claims", "claim_row", "remove_claim"]


@transaction.atomic
def claim_row(
    enrolment: Enrolment,
    row: str,
    *,
    account: str,
    evidence: Collection[UUID],
    by: Person,
    at: datetime,
) -> PriorClaim:
    """Claim one outcome or criterion, or say anew how it is shown.

    Raises `Refused` with `prior.not-open`, `prior.row-unknown`, `prior.no-account` or
    `prior.no-evidence`, `Conflict` with `enrolment.not-in-progress`.
    """
    kept = _open(enrolment)
    wanted = next((one for one in claimable_in(kept.cohort) if one.id == row), None)
    if wanted is None:
        raise Refused.because("prior.row-unknown", f"nothing is called {row!r:.60} here", "/row")
    told = words.read_prose(account, "/account")
    if not told:
        raise Refused.because(
            "prior.no-account", "nothing is said of how it came about", "/account"
        )
    pieces = list(kept.evidence.filter(pk__in=evidence))
    if not pieces or len(pieces) != len(set(evidence)):
        raise Refused.because("prior.no-evidence", "choose evidence of this enrolment", "/evidence")
    claim, _is_new = PriorClaim.objects.update_or_create(
        enrolment=kept,
        row=row,
        defaults={"text": wanted.text, "account": told, "claimed_at": at},
    )
    claim.evidence.set(pieces)
    _record("prior.claim", kept, row, by=by, at=at)
    return claim


@transaction.atomic
def remove_claim(claim: PriorClaim, *, by: Person, at: datetime) -> None:
    """Claim it no longer; raises `Conflict` with `enrolment.not-in-progress`."""
    kept = _open(claim.enrolment)
    row = claim.row
    claim.delete()
    _record("prior.remove", kept, row, by=by, at=at)


@transaction.atomic
def ask_about_claims(
    enrolment: Enrolment,
    rows: Sequence[str],
    *,
    supervisor: Supervisor,
    by: Person,
    at: datetime,
) -> AttestationRequest:
    """Ask a supervisor about claims of an enrolment, those that `rows` name; see `ask_supervisor`.

    A claim that waits for a decision can still be attested.
    """
    _require_prior(enrolment)
    claims = {one.row: one for one in enrolment.prior_claims.all()}
    if unknown := [row for row in rows if row not in claims]:
        raise Refused.because("prior.row-unknown", f"{unknown[0]!r:.60} is not claimed", "/rows")
    asked = [Row(row, claims[row].text, claims[row].account) for row in dict.fromkeys(rows)]
    subject = Subject.of(AttestationRequest.About.PRIOR_LEARNING, enrolment)
    return ask_supervisor(by, subject, asked, supervisor=supervisor, at=at)


def _open(enrolment: Enrolment) -> Enrolment:
    kept = lock_in_progress(enrolment)
    _require_prior(kept)
    return kept


def _require_prior(enrolment: Enrolment) -> None:
    if not enrolment.cohort.is_prior_learning:
        raise Refused.because("prior.not-open", f"{enrolment.cohort.name} is taught")


def _record(verb: str, enrolment: Enrolment, row: str, *, by: Person, at: datetime) -> None:
    record_about(verb, enrolment, by=by, at=at, row=row)
