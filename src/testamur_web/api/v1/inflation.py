"""Figures of inflation: of the catalogue and of what is in it for everybody, more for issuers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Said
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Role
from testamur_web.trust.inflation import (
    count_of_achievement,
    count_of_catalogue,
    count_of_organisation,
    counted_achievements,
    public_content,
)
from testamur_web.trust.inflation_alerting import alerts_in, change_thresholds, thresholds_of
from testamur_web.trust.models import InflationAlert, InflationCount

__all__ = ["router"]

router = Router(tags=["inflation"])
State = Literal["known", "withheld", "too-few", "unknown"]


class FigureOut(Schema):
    """A figure; `value` and `people` are null where it is not known, or withheld."""

    state: State
    value: float | None
    people: int | None


class InflationPartOut(FigureOut):
    """One part of the index."""

    name: str
    weight: int
    none_at: float
    full_at: float
    share: float | None
    points: float | None


class RatesOut(Schema):
    """One period: its pass rate, its award rate, and to how many people it was given."""

    name: str
    pass_rate: FigureOut
    award_rate: FigureOut
    given: FigureOut


class ShiftOut(Schema):
    """What was earlier, what is later, and the interval of 95 % around the difference."""

    earlier: float
    later: float
    difference: float
    low: float
    high: float


class DriftOut(Schema):
    """Whether later people reach higher marks on the same evidence."""

    level: FigureOut
    passing: ShiftOut | None
    marks: ShiftOut | None
    evidence: list[float] | None


class TimeToEarnOut(Schema):
    """Days that people took, the hours that fit into them, and the hours that are stated."""

    days: FigureOut
    possible_hours: float | None
    stated_hours: int | None
    shortfall: FigureOut


class HoldingOut(FigureOut):
    """How many people hold so many credentials."""

    credentials: int


class SpreadOut(Schema):
    """People by how many credentials they hold, and the mean."""

    holding: list[HoldingOut]
    mean: FigureOut


class DuplicateOut(Schema):
    """A near-duplicate."""

    id: UUID
    overlap: float


class DuplicatePairOut(Schema):
    """Two achievements that are near-duplicates."""

    one: UUID
    other: UUID
    overlap: float


class CountOut(Schema):
    """All figures of one subject, as they were counted last."""

    index: float | None
    version: str
    known_weight: int
    counted_at: str
    parts: list[InflationPartOut]
    drift: DriftOut
    time: TimeToEarnOut
    spread: SpreadOut
    near: list[DuplicateOut] = Field(description="Of an achievement: what is most like it.")
    pairs: list[DuplicatePairOut] = Field(description="Of many: which of them are alike.")
    rates: dict[str, list[RatesOut]] = Field(description="By quarter; for issuers in more ways.")


class LineOut(Schema):
    """One achievement and its index."""

    id: UUID
    title: str
    issuer: str
    index: float | None
    known_weight: int


class AlertOut(Schema):
    """A figure that has reached its threshold, and since when."""

    achievement: UUID
    title: str
    name: str
    value: float
    threshold: float
    since: str


class Thresholds(Said):
    """From which values on an organisation is told; null is never, the default where not named."""

    overlap: Decimal | None = Field(Decimal("0.8"), ge=0, le=1)
    nothing_new: Decimal | None = Field(Decimal("0.3"), ge=0, le=1)
    passing: Decimal | None = Field(Decimal("0.98"), ge=0, le=1)
    drift: Decimal | None = Field(Decimal("0.1"), ge=0, le=1)
    shortfall: Decimal | None = Field(Decimal("0.5"), ge=0, le=1)
    per_person: Decimal | None = Field(Decimal(8), ge=0, le=100)
    saturation: Decimal | None = Field(Decimal(2), ge=0, le=100)
    index: Decimal | None = Field(Decimal(50), ge=0, le=100)


@router.get(
    "/inflation", response=CountOut, auth=None, summary="Read the inflation of the catalogue"
)
def read_inflation(request: HttpRequest) -> dict[str, Any]:
    """Counted once a day; not found before the first count."""
    del request
    return _public(count_of_catalogue())


@router.get(
    "/inflation/achievements",
    response=Page[LineOut],
    auth=None,
    summary="List achievements by their inflation",
)
def list_inflation(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The highest index first, those of which too little is known last."""
    del request
    return page_of(counted_achievements(), wanted, _line)


@router.get(
    "/inflation/achievements/{uuid:achievement}",
    response=CountOut,
    auth=None,
    summary="Read the inflation of an achievement",
)
def read_achievement_inflation(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """One that is in the catalogue."""
    del request
    get_object_or_404(published(), achievement=achievement)
    return _public(count_of_achievement(achievement))


@router.get(
    "/organisation/inflation",
    response=CountOut,
    summary="Read the inflation of your organisation",
    openapi_extra=needs(),
)
def read_own_inflation(request: HttpRequest) -> dict[str, Any]:
    """With rates by quarter, and by month."""
    organisation, _person = acting(request)
    return _whole(count_of_organisation(organisation))


@router.get(
    "/organisation/inflation/achievements/{uuid:achievement}",
    response=CountOut,
    summary="Read the inflation of an achievement of yours",
    openapi_extra=needs(),
)
def read_inflation_of_own(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """With rates by quarter, by month and by cohort."""
    organisation, _person = acting(request)
    found = get_object_or_404(organisation.achievements, pk=achievement)
    return _whole(count_of_achievement(found.pk))


@router.get(
    "/organisation/inflation/alerts",
    response=Page[AlertOut],
    summary="List alerts of inflation",
    openapi_extra=needs(),
)
def list_inflation_alerts(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those that stand now, the newest first."""
    organisation, _person = acting(request)
    return page_of(alerts_in(organisation), wanted, _alert)


@router.get(
    "/organisation/inflation/thresholds",
    response=dict[str, float | None],
    summary="Read the thresholds of inflation",
    openapi_extra=needs(),
)
def read_inflation_thresholds(request: HttpRequest) -> dict[str, Any]:
    """The defaults where nothing was changed."""
    organisation, _person = acting(request)
    return dict(thresholds_of(organisation))


@router.put(
    "/organisation/inflation/thresholds",
    response=dict[str, float | None],
    summary="Change the thresholds of inflation",
    openapi_extra=needs(Role.ADMIN),
)
def change_inflation_thresholds(request: HttpRequest, body: Thresholds) -> dict[str, Any]:
    """They hold from the next count on; what is not named is the default."""
    organisation, person = acting(request, Role.ADMIN)
    change_thresholds(organisation, body.dict(), by=person, at=timezone.now())
    return dict(thresholds_of(organisation))


def _public(count: InflationCount | None) -> dict[str, Any]:
    if count is None:
        raise Http404
    return _whole(count) | {"rates": public_content(count)["rates"]}


def _whole(count: InflationCount | None) -> dict[str, Any]:
    if count is None:
        raise Http404
    return {**count.content, "counted_at": count.counted_at.isoformat()}


def _line(count: InflationCount) -> dict[str, Any]:
    achievement = count.achievement
    if achievement is None:
        raise Http404
    return {
        "id": achievement.pk,
        "title": achievement.title,
        "issuer": achievement.organisation.name,
        "index": count.index,
        "known_weight": count.content["known_weight"],
    }


def _alert(alert: InflationAlert) -> dict[str, Any]:
    return {
        "achievement": alert.achievement_id,
        "title": alert.achievement.title,
        "name": alert.name,
        "value": alert.value,
        "threshold": alert.threshold,
        "since": alert.since.isoformat(),
    }
