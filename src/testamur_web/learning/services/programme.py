"""The programme of a cohort is made: activities, resources, announcements, and the late rule.

The components of the definition become the first activities when a cohort opens; what they weigh
there they weigh here until somebody states otherwise. An announcement is kept as it was said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.queries import definition_of
from testamur_web.catalogue.vocabulary import ComponentKind
from testamur_web.learning.models import Activity, Announcement, Cohort, LateRule, Resource
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person

__all__ = [
    "ActivityTerms",
    "Source",
    "add_activity",
    "add_resource",
    "announce",
    "change_activity",
    "remove_activity",
    "remove_resource",
    "state_late_rule",
    "take_components",
]

MAX_ACTIVITIES: Final = 100
MAX_RESOURCES: Final = 300
MAX_GRACE_DAYS: Final = 90

_KINDS: Final = {kind.value: str(kind.label) for kind in ComponentKind}
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class ActivityTerms:
    """What an activity is, when it opens and is due, and what it weighs in percent."""

    title: str
    kind: str = ""
    hours: int | None = None
    weight: int | None = None
    opens_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Something to learn from: a title, and an address, a place or a note."""

    title: str
    url: str = ""
    place: str = ""
    note: str = ""


@transaction.atomic
def take_components(cohort: Cohort, *, by: Person, at: datetime) -> list[Activity]:
    """Make the components of the definition activities, where the cohort has none yet.

    Raises `Conflict` with `programme.begun`.
    """
    kept = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if kept.activities.exists():
        raise Conflict.because("programme.begun", f"{kept.name} has activities already")
    found = definition_of(kept.version).components
    made = Activity.objects.bulk_create(
        Activity(
            cohort=kept,
            position=place,
            kind=one.kind,
            title=one.title or _KINDS.get(one.kind, str(place + 1)),
            hours=one.hours,
            weight=one.weight,
        )
        for place, one in enumerate(found)
    )
    if made:
        _record("programme.begin", kept, by=by, at=at, count=len(made))
    return made


@transaction.atomic
def add_activity(cohort: Cohort, terms: ActivityTerms, *, by: Person, at: datetime) -> Activity:
    """Add an activity after those that are there.

    Raises `Refused` with `activity.dates-reversed`, `activity.untitled` or `programme.too-much`.
    """
    kept = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if kept.activities.count() >= MAX_ACTIVITIES:
        raise Refused.because("programme.too-much", f"{MAX_ACTIVITIES} activities are there")
    last = kept.activities.last()
    activity = Activity(cohort=kept, position=last.position + 1 if last else 0)
    _state(activity, terms)
    _record("activity.add", kept, by=by, at=at, title=activity.title)
    return activity


@transaction.atomic
def change_activity(
    activity: Activity, terms: ActivityTerms, *, by: Person, at: datetime
) -> Activity:
    """State an activity anew; extensions that were given stay. Raises like `add_activity`."""
    kept = Activity.objects.select_for_update(of=("self",)).select_related("cohort")
    found = kept.get(pk=activity.pk)
    before = found.due_at
    _state(found, terms)
    told = {"due": _iso(before)} if before != found.due_at else {}
    _record("activity.change", found.cohort, by=by, at=at, title=found.title, **told)
    return found


@transaction.atomic
def remove_activity(activity: Activity, *, by: Person, at: datetime) -> None:
    """Remove an activity nothing hangs on; raises `Conflict` with `activity.in-use`."""
    found = Activity.objects.select_for_update().filter(pk=activity.pk).first()
    if found is None:
        return
    hanging = (found.evidence, found.results, found.extensions)
    if any(rows.exists() for rows in hanging):
        told = "evidence, a result or an extension belongs to it"
        raise Conflict.because("activity.in-use", told)
    _record("activity.remove", activity.cohort, by=by, at=at, title=found.title)
    found.delete()


@transaction.atomic
def add_resource(
    cohort: Cohort, source: Source, *, by: Person, at: datetime, activity: Activity | None = None
) -> Resource:
    """Add something to learn from, for one activity or for all.

    Raises `Refused` with `resource.empty`, `resource.address-refused` or `programme.too-much`.
    """
    if cohort.resources.count() >= MAX_RESOURCES:
        raise Refused.because("programme.too-much", f"{MAX_RESOURCES} resources are there")
    title, url = source.title.strip(), source.url.strip()
    if not title or not (url or source.place.strip() or source.note.strip()):
        told = "a title, and an address, a place or a note are needed"
        raise Refused.because("resource.empty", told, "" if title else "/title")
    _require_address(url)
    resource = Resource.objects.create(
        cohort=cohort,
        activity=activity,
        title=title,
        url=url,
        place=source.place.strip(),
        note=source.note.strip(),
        added_at=at,
    )
    _record("resource.add", cohort, by=by, at=at, title=title)
    return resource


@transaction.atomic
def remove_resource(resource: Resource, *, by: Person, at: datetime) -> None:
    """Take a resource out of the programme."""
    _record("resource.remove", resource.cohort, by=by, at=at, title=resource.title)
    resource.delete()


@transaction.atomic
def announce(cohort: Cohort, *, title: str, text: str, by: Person, at: datetime) -> Announcement:
    """Say something to everybody who takes part, on their page and by letter, once each.

    Raises `Refused` with `announcement.empty`.
    """
    plain = {"title": title.strip(), "text": text.strip()}
    for name, value in plain.items():
        if not value:
            raise Refused.because("announcement.empty", "nothing is written", f"/{name}")
    said = Announcement.objects.create(cohort=cohort, author=by, posted_at=at, **plain)
    _record("announcement.post", cohort, by=by, at=at, title=said.title)
    outbox.post(
        "announcement.post",
        {"announcement": str(said.pk)},
        key=f"announcement.post:{said.pk}",
        tenant=cohort.organisation_id,
    )
    return said


@transaction.atomic
def state_late_rule(
    cohort: Cohort, *, late: str, grace_days: int, by: Person, at: datetime
) -> LateRule:
    """State what becomes of evidence after its day, and how many days are still in time.

    Raises `Refused` with `late-rule.refused`. What was handed in before stays as it was judged.
    """
    if late not in LateRule.Late.values or not 0 <= grace_days <= MAX_GRACE_DAYS:
        told = f"accept or refuse, with 0 to {MAX_GRACE_DAYS} days of grace"
        raise Refused.because("late-rule.refused", told, "/grace_days")
    rule, _is_new = LateRule.objects.update_or_create(
        cohort=cohort, defaults={"late": late, "grace_days": grace_days}
    )
    _record("late-rule.state", cohort, by=by, at=at, late=late, grace_days=grace_days)
    return rule


def _state(activity: Activity, terms: ActivityTerms) -> None:
    if not terms.title.strip():
        raise Refused.because("activity.untitled", "it has no title", "/title")
    if terms.opens_at and terms.due_at and terms.due_at <= terms.opens_at:
        raise Refused.because("activity.dates-reversed", "it is due before it opens", "/due_at")
    activity.title, activity.kind = terms.title.strip(), terms.kind
    activity.hours, activity.weight = terms.hours, terms.weight
    activity.opens_at, activity.due_at = terms.opens_at, terms.due_at
    activity.save()


def _require_address(url: str) -> None:
    if not url:
        return
    try:
        _is_address(url)
        is_plain = "@" not in urlsplit(url).netloc
    except (ValidationError, ValueError):
        is_plain = False
    if not is_plain:
        raise Refused.because("resource.address-refused", f"{url!r:.80} cannot be used", "/url")


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _record(verb: str, cohort: Cohort, *, by: Person, at: datetime, **told: object) -> None:
    trail.record(
        verb, cohort, by=by, tenant=cohort.organisation_id, at=at, name=cohort.name, **told
    )
