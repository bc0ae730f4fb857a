"""What is known of a cohort's programme: for everybody in it, and with the dates of one learner.

An accommodation is read by the learner it is about and by those who read the cohort's people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from testamur_web.learning.models import (
    Accommodation,
    Activity,
    ActivityResult,
    Announcement,
    Cohort,
    Enrolment,
    Extension,
    LateRule,
    Resource,
)
from testamur_web.learning.queries import definition_for
from testamur_web.learning.schedule import (
    Dates,
    Entry,
    Total,
    Week,
    Weighed,
    last_moment,
    own_dates,
    total_of,
    weeks_of,
)

__all__ = [
    "OwnActivity",
    "OwnProgramme",
    "Programme",
    "activities_of",
    "components_left",
    "dates_for",
    "late_rule_of",
    "own_programme",
    "programme_of",
    "results_in",
]


@dataclass(frozen=True, slots=True)
class Programme:
    """What a cohort does: its activities, what belongs to all, and the calendar of everybody."""

    activities: list[Activity]
    resources: list[Resource]
    announcements: list[Announcement]
    late_rule: LateRule
    weeks: list[Week]
    weight: int


@dataclass(frozen=True, slots=True)
class OwnActivity:
    """An activity with one learner's dates, and what they reached; `last` is the moment to show."""

    activity: Activity
    dates: Dates
    last: datetime | None
    percent: Any


@dataclass(frozen=True, slots=True)
class OwnProgramme:
    """The programme as one learner has it."""

    activities: list[OwnActivity]
    resources: list[Resource]
    announcements: list[Announcement]
    late_rule: LateRule
    weeks: list[Week]
    accommodations: list[Accommodation]
    extensions: list[Extension]
    total: Total | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show of it."""
        shown = (self.activities, self.resources, self.announcements, self.accommodations)
        return not any(shown)


def activities_of(cohort: Cohort) -> QuerySet[Activity]:
    """The activities of a cohort in order, each with its resources."""
    return cohort.activities.prefetch_related(
        Prefetch("resources", queryset=Resource.objects.order_by("added_at"))
    )


def components_left(cohort: Cohort) -> int:
    """How many components of the definition could still be taken over: all, or none."""
    return 0 if cohort.activities.exists() else len(definition_for(cohort).components)


def late_rule_of(cohort: Cohort) -> LateRule:
    """What becomes of what is late; accepted and marked where nothing was stated."""
    return LateRule.objects.filter(cohort=cohort).first() or LateRule(cohort=cohort)


def programme_of(cohort: Cohort) -> Programme:
    """The programme of a cohort, with the dates that hold where nothing else was agreed."""
    activities = list(activities_of(cohort))
    dated = [(one, Dates(one.opens_at, one.due_at)) for one in activities]
    return Programme(
        activities=activities,
        resources=list(cohort.resources.filter(activity=None)),
        announcements=list(cohort.announcements.select_related("author")),
        late_rule=late_rule_of(cohort),
        weeks=weeks_of(_entries(dated)),
        weight=sum(one.weight or 0 for one in activities),
    )


def own_programme(enrolment: Enrolment) -> OwnProgramme:
    """The programme of one learner: their own dates, what was agreed, what they reached."""
    cohort = enrolment.cohort
    extensions = list(enrolment.extensions.select_related("activity", "given_by"))
    accommodations = list(enrolment.accommodations.select_related("noted_by"))
    extra, until = _extra_of(accommodations), {one.activity_id: one.due_at for one in extensions}
    percents = dict(enrolment.results.values_list("activity", "percent"))
    activities = list(activities_of(cohort))
    dated = [(one, _own(one, extra, until.get(one.pk))) for one in activities]
    return OwnProgramme(
        activities=[
            OwnActivity(one, dates, _shown(dates), percents.get(one.pk)) for one, dates in dated
        ],
        resources=list(cohort.resources.filter(activity=None)),
        announcements=list(cohort.announcements.select_related("author")),
        late_rule=late_rule_of(cohort),
        weeks=weeks_of(_entries(dated)),
        accommodations=accommodations,
        extensions=extensions,
        total=total_of(Weighed(one.weight or 0, percents.get(one.pk)) for one in activities),
    )


def dates_for(activity: Activity, enrolment: Enrolment) -> Dates:
    """When an activity opens and is due for one learner."""
    given = enrolment.extensions.filter(activity=activity).first()
    extra = _extra_of(enrolment.accommodations.all())
    return _own(activity, extra, given.due_at if given else None)


def results_in(activity: Activity) -> list[tuple[Enrolment, ActivityResult | None]]:
    """Everybody in the cohort who has not left, by name, and what they reached."""
    reached = {one.enrolment_id: one for one in activity.results.select_related("entered_by")}
    people = activity.cohort.enrolments.exclude(state=Enrolment.State.WITHDRAWN)
    return [(one, reached.get(one.pk)) for one in people.order_by("name", "pk")]


def _own(activity: Activity, extra: int, until: datetime | None) -> Dates:
    return own_dates(activity.opens_at, activity.due_at, extra_percent=extra, extended_to=until)


def _extra_of(accommodations: Iterable[Accommodation]) -> int:
    """The most extra time of those that hold; several do not add up."""
    holding = (one.extra_percent for one in accommodations if one.ended_at is None)
    return max(holding, default=0)


def _shown(dates: Dates) -> datetime | None:
    return last_moment(dates.due_at) if dates.due_at else None


def _entries(dated: Iterable[tuple[Activity, Dates]]) -> Iterator[Entry]:
    for activity, dates in dated:
        key, title = str(activity.pk), activity.title
        if dates.opens_at:
            yield Entry(dates.opens_at, "opens", title, key)
        if dates.due_at:
            is_own = dates.is_extended or dates.has_extra_time
            yield Entry(last_moment(dates.due_at), "due", title, key, is_own)
