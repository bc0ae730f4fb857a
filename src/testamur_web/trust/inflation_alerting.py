"""Alerts of an organisation: from which figures on, since when, and what is alerted now.

An alert is a row as long as its figure stays at its threshold or above, and is ended, not deleted,
when it no longer does. A figure that is no longer known ends it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from testamur.quality.inflation import Index
from testamur.quality.inflation_alerts import DEFAULTS, Alert, alerts_of
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person
from testamur_web.trust.models import InflationAlert, InflationThresholds

__all__ = ["alert_about", "alerts_in", "change_thresholds", "thresholds_of"]


def thresholds_of(organisation: Organisation) -> dict[str, Decimal | None]:
    """From which values an organisation is told; the defaults where it changed nothing."""
    row = InflationThresholds.objects.filter(organisation=organisation).first()
    return _with_defaults(row.content if row else {})


@transaction.atomic
def change_thresholds(
    organisation: Organisation,
    thresholds: Mapping[str, Decimal | None],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Be told from these on; they hold from the next count, and the trail says what changed."""
    before = thresholds_of(organisation)
    after = {name: thresholds.get(name, default) for name, default in DEFAULTS.items()}
    own = {
        name: None if value is None else str(value)
        for name, value in after.items()
        if value != DEFAULTS[name]
    }
    InflationThresholds.objects.update_or_create(
        organisation=organisation, defaults={"content": own, "changed_at": at}
    )
    changed = [
        f"{name}: {before[name]} → {after[name]}" for name in after if _differs(name, before, after)
    ]
    if changed:
        tenant = organisation.pk
        told = {"thresholds": changed}
        trail.record("inflation.thresholds", organisation, by=by, tenant=tenant, at=at, **told)


def alerts_in(organisation: Organisation) -> QuerySet[InflationAlert]:
    """What is alerted in an organisation now, the newest first."""
    open_ = InflationAlert.objects.filter(ended_at=None, achievement__organisation=organisation)
    shown = open_.filter(achievement__withdrawn_at=None).select_related("achievement")
    return shown.order_by("-since", "achievement__title", "name")


def alert_about(indexes: Mapping[UUID, tuple[UUID, Index]], *, at: datetime) -> None:
    """Open, go on with and end the alerts of achievements, by what their organisations want."""
    wanted = {
        row.organisation_id: _with_defaults(row.content)
        for row in InflationThresholds.objects.all()
    }
    found: dict[tuple[UUID, str], Alert] = {
        (pk, alert.name): alert
        for pk, (house, index) in indexes.items()
        for alert in alerts_of(index, wanted.get(house, DEFAULTS))
    }
    going_on = []
    for row in InflationAlert.objects.filter(ended_at=None):
        alert = found.pop((row.achievement_id, row.name), None)
        if alert is None:
            row.ended_at = at
        else:
            row.value, row.threshold = alert.value, alert.threshold
        going_on.append(row)
    InflationAlert.objects.bulk_update(going_on, ["value", "threshold", "ended_at"], batch_size=500)
    InflationAlert.objects.bulk_create(
        [
            InflationAlert(
                achievement_id=pk, name=name, value=one.value, threshold=one.threshold, since=at
            )
            for (pk, name), one in found.items()
        ],
        batch_size=500,
    )


def _with_defaults(own: Mapping[str, str | None]) -> dict[str, Decimal | None]:
    changed = {name: None if value is None else Decimal(value) for name, value in own.items()}
    return {
        name: changed.get(name, default) if name in changed else default
        for name, default in DEFAULTS.items()
    }


def _differs(
    name: str, before: Mapping[str, Decimal | None], after: Mapping[str, Decimal | None]
) -> bool:
    return before[name] != after[name]
