"""A partner is let into a cohort, and works there for its own group alone.

Its people have a name and a number and no address. A number is never looked up among the accounts
of the cohort's organisation: a partner could else reach, or learn of, somebody who is not theirs.
Whatever it does stands in the trail of the cohort's organisation, with the partner's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.learning.models import Cohort, Enrolment, Evidence, GroupPlace, Partnership
from testamur_web.learning.partners import group_of, holds
from testamur_web.learning.roster import MAX_ROWS, Listed, RowProblem
from testamur_web.learning.services.enrolments import lock_cohort
from testamur_web.learning.services.evidence import (
    Piece,
    add_evidence,
    hand_in,
    remove_evidence,
)
from testamur_web.learning.services.listed import Listing
from testamur_web.ops import trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person

__all__ = [
    "Days",
    "add_for_group",
    "enrol_group",
    "hand_in_for_group",
    "let_partner_in",
    "lock_partnership",
    "record_of_partner",
    "withdraw_partner",
]

_MAX_NUMBER: Final = 80


@dataclass(frozen=True, slots=True)
class Days:
    """From which day until which a partner may work; both belong to it, in UTC."""

    first: date
    last: date


@transaction.atomic
def let_partner_in(
    cohort: Cohort, partner: Organisation, *, days: Days, by: Person, at: datetime
) -> Partnership:
    """Let another organisation work in a cohort from day to day.

    Raises `Refused` with `partner.own` or `partner.days-wrong`, `Conflict` with `partner.exists`.
    """
    kept = lock_cohort(cohort)
    if partner.pk == kept.organisation_id:
        raise Refused.because("partner.own", "this is its own cohort", "/partner")
    if days.last < days.first or days.last < at.date():
        told = "the last day is over, or before the first"
        raise Refused.because("partner.days-wrong", told, "/last_day")
    if kept.partnerships.filter(partner=partner, withdrawn_at=None).exists():
        told = f"{partner.name} was let in already; withdraw that first"
        raise Conflict.because("partner.exists", told, "/partner")
    partnership = kept.partnerships.create(
        partner=partner, first_day=days.first, last_day=days.last, agreed_by=by, agreed_at=at
    )
    told_days = {"first_day": days.first.isoformat(), "last_day": days.last.isoformat()}
    record_of_partner("partner.let-in", partnership, by=by, at=at, **told_days)
    return partnership


@transaction.atomic
def withdraw_partner(partnership: Partnership, *, by: Person, at: datetime) -> Partnership:
    """Let a partner in no more, from now on; its group stays in the cohort."""
    kept = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if kept.withdrawn_at is None:
        kept.withdrawn_at = at
        kept.save(update_fields=["withdrawn_at"])
        record_of_partner("partner.withdraw", kept, by=by, at=at)
    return kept


@transaction.atomic
def enrol_group(
    partnership: Partnership, rows: Iterable[Listed], *, by: Person, at: datetime
) -> Listing:
    """Enrol people by name and number; a row that cannot come in is told with its reason.

    Raises `Conflict` with `partner.over`, `Refused` with `recipients.too-many`.
    """
    cohort = lock_cohort(partnership.cohort)
    kept = lock_partnership(partnership, at=at)
    wanted = list(rows)
    if len(wanted) > MAX_ROWS:
        raise Refused.because("recipients.too-many", f"{len(wanted)} rows; {MAX_ROWS} are taken")
    enrolled: list[Enrolment] = []
    problems: list[RowProblem] = []
    numbers = _numbers_in(cohort, kept)
    left = _places_left(cohort)
    for row in wanted:
        is_full = left is not None and len(enrolled) >= left
        try:
            enrolled.append(_read(kept, row, numbers, is_full=is_full, at=at))
        except (Refused, Conflict) as error:
            problems.append(RowProblem(row, error.problem))
    Enrolment.objects.bulk_create(enrolled)
    GroupPlace.objects.bulk_create(
        GroupPlace(enrolment=one, partnership=kept, added_by=by, added_at=at) for one in enrolled
    )
    if enrolled:
        record_of_partner("partner.enrol", kept, by=by, at=at, count=len(enrolled))
    return Listing(tuple(enrolled), tuple(problems))


@transaction.atomic
def add_for_group(
    partnership: Partnership, enrolment: Enrolment, piece: Piece, *, by: Person, at: datetime
) -> Evidence:
    """Add evidence for somebody of the group; see `add_evidence`.

    Raises `Conflict` with `partner.over`, `Refused` with `partner.not-of-group` as well.
    """
    kept = _lock_for(partnership, enrolment, at=at)
    added = add_evidence(enrolment, piece, by=by, at=at)
    told = {"name": enrolment.name, "sha256": added.sha256}
    record_of_partner("partner.add-evidence", kept, by=by, at=at, **told)
    return added


@transaction.atomic
def remove_for_group(
    partnership: Partnership, enrolment: Enrolment, evidence: Evidence, *, by: Person, at: datetime
) -> None:
    """Remove evidence of somebody of the group that is not handed in; see `remove_evidence`.

    Raises `Conflict` with `partner.over`, `Refused` with `partner.not-of-group` as well.
    """
    kept = _lock_for(partnership, enrolment, at=at)
    remove_evidence(evidence, by=by, at=at)
    told = {"name": enrolment.name, "sha256": evidence.sha256}
    record_of_partner("partner.remove-evidence", kept, by=by, at=at, **told)


@transaction.atomic
def hand_in_for_group(
    partnership: Partnership, enrolment: Enrolment, *, by: Person, at: datetime
) -> Enrolment:
    """Put the evidence of somebody of the group before an assessor; see `hand_in`.

    Raises `Conflict` with `partner.over`, `Refused` with `partner.not-of-group` as well.
    """
    kept = _lock_for(partnership, enrolment, at=at)
    handed = hand_in(enrolment, by=by, at=at)
    record_of_partner("partner.hand-in", kept, by=by, at=at, name=enrolment.name)
    return handed


def lock_partnership(partnership: Partnership, *, at: datetime) -> Partnership:
    """The row, held; raises `Conflict` (`partner.over`) where the partner may not work now."""
    kept = (
        Partnership.objects.select_for_update(of=("self",))
        .select_related("cohort__version", "cohort__organisation", "partner")
        .get(pk=partnership.pk)
    )
    if not holds(kept, at=at):
        told = f"{kept.partner.name} may not work in this cohort today"
        raise Conflict.because("partner.over", told)
    return kept


def record_of_partner(
    verb: str, partnership: Partnership, *, by: Person, at: datetime, **told: Any
) -> None:
    """Write in the trail of the cohort's organisation who of which partner did what."""
    cohort = partnership.cohort
    trail.record(
        verb,
        partnership,
        by=by,
        tenant=cohort.organisation_id,
        at=at,
        partner=partnership.partner.name,
        cohort=cohort.name,
        **told,
    )


def _lock_for(partnership: Partnership, enrolment: Enrolment, *, at: datetime) -> Partnership:
    kept = lock_partnership(partnership, at=at)
    if not group_of(kept).filter(pk=enrolment.pk).exists():
        raise Refused.because("partner.not-of-group", "this person is not of your group")
    return kept


def _numbers_in(cohort: Cohort, partnership: Partnership) -> dict[str, bool]:
    """The numbers that are taken in a cohort, and whether that is by this group."""
    own = set(group_of(partnership).values_list("pk", flat=True))
    there = cohort.enrolments.exclude(number="").values_list("pk", "number")
    return {number.casefold(): pk in own for pk, number in there}


def _places_left(cohort: Cohort) -> int | None:
    if cohort.places is None:
        return None
    taken = cohort.enrolments.exclude(state=Enrolment.State.WITHDRAWN).count()
    return max(cohort.places - taken, 0)


def _read(
    partnership: Partnership,
    row: Listed,
    numbers: dict[str, bool],
    *,
    is_full: bool,
    at: datetime,
) -> Enrolment:
    """Whom a row brings in; of who is not of the group nothing but the number is told."""
    number = " ".join(row.number.split())
    if not row.name.strip() or not number or row.email:
        told = "give a name and a number, and no e-mail address"
        raise Refused.because("partner.row-wrong", told)
    name = words.read_name(row.name)
    if len(number) > _MAX_NUMBER or not number.isprintable():
        raise Refused.because("row.too-long", f"a number has at most {_MAX_NUMBER} characters")
    is_own = numbers.get(number.casefold())
    if is_own is not None:
        code = "enrolment.exists" if is_own else "partner.number-taken"
        raise Conflict.because(code, f"the number {number} is taken in this cohort")
    if is_full:
        raise Conflict.because("cohort.full", "no place is left in this cohort")
    numbers[number.casefold()] = True
    return Enrolment(cohort_id=partnership.cohort_id, name=name, number=number, enrolled_at=at)
