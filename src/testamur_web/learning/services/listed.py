"""Many people are enrolled from a list: each row comes in, or is named with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction

from testamur.problems import Problem
from testamur_web.learning.models import Cohort, Enrolment
from testamur_web.learning.roster import Listed, RowProblem
from testamur_web.learning.services.enrolments import lock_cohort
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Identifier, Person

__all__ = ["Listing", "enrol_listed"]

# An invitation is a mail of its own: a worker takes them from the list in portions.
_PORTION: Final = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """What became of a list: who came in, and the rows that did not, with their reasons."""

    enrolled: tuple[Enrolment, ...]
    problems: tuple[RowProblem, ...]


@dataclass(slots=True)
class _Present:
    """Who is in the cohort, by address, by number and by account."""

    emails: dict[str, Enrolment] = field(default_factory=dict)
    numbers: dict[str, Enrolment] = field(default_factory=dict)
    people: dict[object, Enrolment] = field(default_factory=dict)

    def add(self, enrolment: Enrolment) -> None:
        if enrolment.email:
            self.emails[enrolment.email.lower()] = enrolment
        if enrolment.number:
            self.numbers[enrolment.number.lower()] = enrolment
        if enrolment.person_id:
            self.people[enrolment.person_id] = enrolment

    def find(self, row: Listed, person: Person | None) -> Enrolment | None:
        return (
            self.emails.get(row.email.lower())
            or self.numbers.get(row.number.lower())
            or (self.people.get(person.pk) if person else None)
        )


@transaction.atomic
def enrol_listed(
    cohort: Cohort, rows: Iterable[Listed], *, by: Person, at: datetime, mail: bool = True
) -> Listing:
    """Enrol everybody on a list; who is in already, or has no place left, is told by row.

    With `mail`, whoever has an address and no account that is known by a number of this
    organisation is invited; without, everybody takes part at once and no mail is sent.
    """
    kept = lock_cohort(cohort)
    wanted = list(rows)
    present = _Present()
    for enrolment in kept.enrolments.all():
        present.add(enrolment)
    left = _places_left(kept)
    accounts = _accounts(kept, wanted)
    enrolled: list[Enrolment] = []
    problems: list[RowProblem] = []
    for row in wanted:
        person = accounts.get(row.number.lower())
        found = present.find(row, person)
        if found or (left is not None and len(enrolled) >= left):
            problems.append(RowProblem(row, _why_not(found, kept)))
            continue
        is_invited = mail and bool(row.email) and person is None
        enrolment = Enrolment(
            cohort=kept,
            person=person,
            name=row.name or row.email,
            email=row.email,
            number=row.number,
            state=Enrolment.State.INVITED if is_invited else Enrolment.State.ACTIVE,
            enrolled_at=at,
        )
        present.add(enrolment)
        enrolled.append(enrolment)
    Enrolment.objects.bulk_create(enrolled)
    _post_invitations(kept, enrolled)
    if enrolled:
        trail.record(
            "cohort.enrol-listed",
            kept,
            by=by,
            tenant=kept.organisation_id,
            at=at,
            count=len(enrolled),
        )
    return Listing(tuple(enrolled), tuple(problems))


def _places_left(cohort: Cohort) -> int | None:
    if cohort.places is None:
        return None
    taken = cohort.enrolments.exclude(state=Enrolment.State.WITHDRAWN).count()
    return max(cohort.places - taken, 0)


def _accounts(cohort: Cohort, rows: Iterable[Listed]) -> dict[str, Person]:
    """The people whom this organisation gave the numbers of the list."""
    numbers = {row.number.lower() for row in rows if row.number}
    if not numbers:
        return {}
    given = Identifier.objects.filter(
        given_by=cohort.organisation_id, kind=Identifier.Kind.STUDENT_NUMBER, ended_at=None
    ).select_related("person")
    return {one.value.lower(): one.person for one in given if one.value.lower() in numbers}


def _why_not(found: Enrolment | None, cohort: Cohort) -> Problem:
    if found is None:
        return Problem("cohort.full", f"all {cohort.places} places are taken")
    if found.state == Enrolment.State.WITHDRAWN:
        told = f"{found.name} was withdrawn; let them back in on their own line"
        return Problem("enrolment.withdrawn", told)
    return Problem("enrolment.exists", f"{found.name} is in this cohort already")


def _post_invitations(cohort: Cohort, enrolled: list[Enrolment]) -> None:
    invited = [str(one.pk) for one in enrolled if one.state == Enrolment.State.INVITED]
    for portion in _portions(invited):
        outbox.post(
            "cohort.invite",
            {"enrolments": portion},
            key=f"cohort.invite:{cohort.pk}:{uuid4().hex}",
            tenant=cohort.organisation_id,
        )


def _portions(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _PORTION):
        yield ids[start : start + _PORTION]
