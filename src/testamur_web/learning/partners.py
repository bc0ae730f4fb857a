"""What is known of partners: who works in which cohort, their groups, and their sheets.

A partner reaches what is theirs through `working_for` alone: what is over or withdrawn, or another
organisation's, is not there for them.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from django.db.models import Count, Q, QuerySet

from testamur_web.learning.models import Cohort, Enrolment, Partnership, Sheet, SheetRow
from testamur_web.people.models import Organisation

__all__ = [
    "group_of",
    "holds",
    "partners_of",
    "rows_of",
    "sheets_for",
    "sheets_of",
    "state_of",
    "version_of",
    "working_for",
]


def holds(partnership: Partnership, *, at: datetime) -> bool:
    """Whether the partner may work there at that moment; days begin and end in UTC."""
    day = at.astimezone(UTC).date()
    is_in_time = partnership.first_day <= day <= partnership.last_day
    return is_in_time and partnership.withdrawn_at is None


def working_for(partner: Organisation, *, at: datetime) -> QuerySet[Partnership]:
    """The cohorts that an organisation may work in as a partner now."""
    day = at.astimezone(UTC).date()
    return partner.partnerships.filter(
        first_day__lte=day, last_day__gte=day, withdrawn_at=None
    ).select_related("cohort__version", "cohort__organisation", "partner")


def partners_of(cohort: Cohort) -> QuerySet[Partnership]:
    """Who was let into a cohort, the newest first, each with how many `people` are of its group."""
    return (
        cohort.partnerships.select_related("partner", "agreed_by")
        .annotate(people=Count("places"))
        .order_by("-agreed_at", "pk")
    )


def group_of(partnership: Partnership) -> QuerySet[Enrolment]:
    """The people whom this partner enrolled there, by name, and nobody else of the cohort.

    A partner that was let in again finds the group it had before.
    """
    return (
        Enrolment.objects.filter(
            cohort=partnership.cohort_id,
            group_place__partnership__partner=partnership.partner_id,
        )
        .select_related("cohort__version", "cohort__organisation", "group_place__added_by")
        .order_by("name", "pk")
    )


def sheets_of(partnership: Partnership) -> QuerySet[Sheet]:
    """The sheets a partner printed for a cohort, the newest first, each with its counts."""
    own = Sheet.objects.filter(
        partnership__cohort=partnership.cohort_id, partnership__partner=partnership.partner_id
    )
    return _counted(own)


def sheets_for(cohort: Cohort) -> QuerySet[Sheet]:
    """Every sheet that was printed for a cohort, for the assessors of its organisation."""
    return _counted(Sheet.objects.filter(partnership__cohort=cohort))


def rows_of(sheet: Sheet) -> QuerySet[SheetRow]:
    """The rows of a sheet in the order of the paper, with who stands there and who typed them."""
    return sheet.rows.select_related("enrolment", "entered_by").order_by("row")


def version_of(row: SheetRow | None) -> str:
    """What stands in a row, in short; it is another one as soon as something else is typed."""
    typed = (row.number, row.found, row.grade) if row and row.entered_at else ()
    return _digest(typed)[:12]


def state_of(sheet: Sheet) -> str:
    """What was typed in a sheet and is not settled, in short: whoever settles saw this."""
    found = sheet.rows.filter(state__in=(SheetRow.State.ENTERED, SheetRow.State.CONFLICT))
    return _digest(list(found.order_by("row").values_list("row", "number", "found", "grade")))


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _counted(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    state = SheetRow.State
    return (
        sheets.select_related("partnership__partner", "partnership__cohort__version")
        .annotate(
            waiting=Count("rows", filter=Q(rows__state=state.ENTERED)),
            conflicts=Count("rows", filter=Q(rows__state=state.CONFLICT)),
            settled=Count("rows", filter=Q(rows__decision__isnull=False)),
            left=Count("rows", filter=Q(rows__state=state.SETTLED, rows__decision=None)),
        )
        .order_by("-made_at", "pk")
    )
