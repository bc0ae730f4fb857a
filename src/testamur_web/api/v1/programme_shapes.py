"""What is said and answered about the programme of a cohort."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from testamur_web.api.v1.words import Line, Moment, Prose, Said, Word

__all__ = [
    "AccommodationOut",
    "ActivityIn",
    "ActivityOut",
    "AnnouncementOut",
    "EnteredOut",
    "ExtensionOut",
    "LateRuleOut",
    "ListedResult",
    "ListedResults",
    "NewAccommodation",
    "NewAnnouncement",
    "NewExtension",
    "NewLateRule",
    "NewResource",
    "NewResults",
    "OwnActivityOut",
    "OwnProgrammeOut",
    "ProgrammeOut",
    "ResourceOut",
    "ResultIn",
    "TotalOut",
]

_Kind = Literal["", "course-work", "practical-assignment", "project", "exam", "work-placement"]


class ResourceOut(Schema):
    """Something to learn from."""

    id: UUID
    activity: UUID | None
    title: str
    url: str
    place: str
    note: str


class ActivityOut(Schema):
    """One part of the work; `due_at` is the first moment that is too late."""

    id: UUID
    title: str
    kind: str
    hours: int | None
    weight: int | None
    opens_at: str | None
    due_at: str | None
    resources: list[ResourceOut] = Field(default_factory=list)


class OwnActivityOut(ActivityOut):
    """The same with one learner's dates and what they reached in percent."""

    is_extended: bool
    has_extra_time: bool
    percent: Decimal | None


class AnnouncementOut(Schema):
    """What everybody was told."""

    id: UUID
    title: str
    text: str
    posted_at: str


class LateRuleOut(Schema):
    """What becomes of what is late: `accept` or `refuse`, after so many days of grace."""

    late: str
    grace_days: int


class ProgrammeOut(Schema):
    """What a cohort does."""

    activities: list[ActivityOut]
    resources: list[ResourceOut]
    announcements: list[AnnouncementOut]
    late_rule: LateRuleOut


class ExtensionOut(Schema):
    """A later day for one learner."""

    activity: UUID
    due_at: str
    reason: str


class AccommodationOut(Schema):
    """What was agreed with one learner."""

    id: UUID
    what: str
    agreed_by: str
    extra_percent: int
    ended_at: str | None


class TotalOut(Schema):
    """The weighted mean, how it is reckoned, and whether every weight has a result."""

    percent: Decimal
    formula: str
    is_whole: bool


class OwnProgrammeOut(Schema):
    """The programme as one learner has it."""

    activities: list[OwnActivityOut]
    resources: list[ResourceOut]
    announcements: list[AnnouncementOut]
    late_rule: LateRuleOut
    extensions: list[ExtensionOut]
    accommodations: list[AccommodationOut]
    total: TotalOut | None


class ActivityIn(Said):
    """An activity as it should be."""

    title: Line = Field(min_length=1, max_length=200)
    kind: _Kind = ""
    hours: int | None = Field(None, ge=0, le=10_000)
    weight: int | None = Field(None, ge=0, le=100)
    opens_at: Moment | None = None
    due_at: Moment | None = None


class NewResource(Said):
    """A title, and an address, a place or a note; of one activity, or of all."""

    title: Line = Field(min_length=1, max_length=200)
    url: Line = Field("", max_length=2_000)
    place: Line = Field("", max_length=200)
    note: Prose = Field("", max_length=2_000)
    activity: UUID | None = None


class NewAnnouncement(Said):
    """What to tell everybody who takes part."""

    title: Line = Field(min_length=1, max_length=200)
    text: Prose = Field(min_length=1, max_length=10_000)


class NewLateRule(Said):
    """What becomes of what is late from now on."""

    late: Literal["accept", "refuse"]
    grace_days: int = Field(0, ge=0, le=90)


class NewExtension(Said):
    """Until when, and why."""

    activity: UUID
    due_at: Moment
    reason: Prose = Field(min_length=1, max_length=2_000)


class NewAccommodation(Said):
    """What was agreed and with whom; extra time moves every due date."""

    what: Prose = Field(min_length=1, max_length=2_000)
    agreed_by: Line = Field(min_length=1, max_length=200)
    extra_percent: int = Field(0, ge=0, le=300)


class ResultIn(Said):
    """What one learner reached in one activity, in percent."""

    activity: UUID
    percent: Decimal = Field(ge=0, le=100, max_digits=5, decimal_places=2)


class NewResults(Said):
    """What one learner reached."""

    results: list[ResultIn] = Field(min_length=1, max_length=100)


class ListedResult(Said):
    """A learner by number or e-mail address, and what they reached in percent."""

    number: Line = Field(min_length=1)
    percent: Word = Field(min_length=1)


class ListedResults(Said):
    """Results of one activity."""

    results: list[ListedResult] = Field(min_length=1, max_length=5_000)


class EnteredOut(Schema):
    """How many were entered, and the rows that were not, counted from 1."""

    entered: int
    problems: list[dict[str, Any]]
