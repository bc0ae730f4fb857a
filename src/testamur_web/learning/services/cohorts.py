"""A cohort is opened, changed and closed.

Closing ends the entry, not the learning: whoever is in goes on.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from testamur.errors import Refused
from testamur_web.catalogue.models import Version
from testamur_web.learning.models import Cohort
from testamur_web.learning.services.programme import take_components
from testamur_web.ops import trail
from testamur_web.people.models import Person

__all__ = ["Terms", "change_cohort", "close_cohort", "open_cohort"]

# What is read aloud and typed by hand: without 0 O 1 I L, about 39 bits.
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """From when until when people may enrol, and how many; None where there is no bound."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    places: int | None = None


@transaction.atomic
def open_cohort(  # noqa: PLR0913 -- what a cohort consists of
    version: Version,
    *,
    name: str,
    by: Person,
    at: datetime,
    entry: str = Cohort.Entry.OPEN,
    terms: Terms | None = None,
    is_prior_learning: bool = False,
) -> Cohort:
    """Open a cohort of a published version; a code is made where entry is by code.

    The components of the version become its activities, still without dates. Whether it is for
    prior learning is settled here: nobody in it is taught, everybody claims.

    Raises `Refused` with `cohort.version-withdrawn` or `cohort.dates-reversed`.
    """
    if version.achievement.withdrawn_at:
        told = f"{version.title} has been withdrawn"
        raise Refused.because("cohort.version-withdrawn", told, "/version")
    cohort = Cohort(
        organisation=version.achievement.organisation,
        version=version,
        name=name.strip(),
        is_prior_learning=is_prior_learning,
        created_at=at,
    )
    _set_entry(cohort, entry, terms or Terms())
    cohort.save()
    _record("cohort.open", cohort, by=by, at=at)
    take_components(cohort, by=by, at=at)
    return cohort


@transaction.atomic
def change_cohort(
    cohort: Cohort, *, name: str, entry: str, terms: Terms, by: Person, at: datetime
) -> Cohort:
    """State anew what a cohort is called and who may enrol until when.

    Raises `Refused` with `cohort.dates-reversed`, or `cohort.places-taken` where more people are
    in than there would be places.
    """
    kept = Cohort.objects.select_for_update().get(pk=cohort.pk)
    kept.name = name.strip()
    _set_entry(kept, entry, terms)
    taken = kept.enrolments.exclude(state="withdrawn").count()
    if kept.places is not None and taken > kept.places:
        told = f"{taken} people are in this cohort already"
        raise Refused.because("cohort.places-taken", told, "/places")
    kept.save()
    _record("cohort.change", kept, by=by, at=at)
    return kept


@transaction.atomic
def close_cohort(cohort: Cohort, *, by: Person, at: datetime) -> Cohort:
    """From now on nobody enrols; closing what is closed changes nothing."""
    kept = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if kept.closes_at and kept.closes_at <= at:
        return kept
    kept.closes_at = at
    if kept.opens_at and kept.opens_at > at:
        kept.opens_at = None
    kept.save(update_fields=["opens_at", "closes_at"])
    _record("cohort.close", kept, by=by, at=at)
    return kept


def _set_entry(cohort: Cohort, entry: str, terms: Terms) -> None:
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        told = "the last day to enrol is before the first"
        raise Refused.because("cohort.dates-reversed", told, "/closes_at")
    cohort.entry = entry
    if entry != Cohort.Entry.CODE:
        cohort.code = ""
    elif not cohort.code:
        cohort.code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    cohort.opens_at, cohort.closes_at = terms.opens_at, terms.closes_at
    cohort.places = terms.places


def _record(verb: str, cohort: Cohort, *, by: Person, at: datetime) -> None:
    trail.record(verb, cohort, by=by, tenant=cohort.organisation_id, at=at, name=cohort.name)
