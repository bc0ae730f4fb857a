"""Searches that an organisation keeps, how many they find, and the letters when they find more.

A letter says a number and nothing of anybody; it is sent once a day at most, to whoever saved the
search, while they may still look.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from testamur.errors import Refused
from testamur_web.employers.criteria import Criteria, read_criteria
from testamur_web.employers.models import SavedSearch
from testamur_web.employers.withholding import count_told
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.people.queries import roles_of

__all__ = [
    "ALERT",
    "criteria_of",
    "end_search",
    "find_search",
    "mail_alert",
    "note_look",
    "post_alerts",
    "save_search",
    "searches_of",
    "set_alerts",
]

ALERT: Final = "talent.alert"
EVERY: Final = timedelta(days=1)
MOST_SAVED: Final = 50
_MAX_NAME: Final = 120
_LOOKERS: Final = {Role.MANAGER, Role.ADMIN}
_AT_ONCE: Final = 500


def searches_of(organisation: Organisation) -> QuerySet[SavedSearch]:
    """The searches that an organisation keeps, by name."""
    return SavedSearch.objects.filter(organisation=organisation, ended_at=None)


def find_search(organisation: Organisation, pk: UUID) -> SavedSearch | None:
    """One of them."""
    return searches_of(organisation).filter(pk=pk).first()


def criteria_of(saved: SavedSearch) -> Criteria:
    """What it looks for."""
    return read_criteria(saved.content)


@transaction.atomic
def save_search(
    organisation: Organisation,
    name: str,
    criteria: Criteria,
    *,
    alerts: bool = False,
    by: Person,
    at: datetime,
) -> SavedSearch:
    """Keep a search; raises `Refused` (`value.missing`, `text.too-long`, `search.too-many`)."""
    name = " ".join(name.split())
    if not name:
        raise Refused.because("value.missing", "give the search a name", "/name")
    if len(name) > _MAX_NAME:
        told = f"{len(name)} characters; at most {_MAX_NAME} may stand here"
        raise Refused.because("text.too-long", told, "/name")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if searches_of(organisation).count() >= MOST_SAVED:
        raise Refused.because("search.too-many", f"an organisation keeps {MOST_SAVED} at most")
    made = SavedSearch.objects.create(
        organisation=organisation,
        name=name,
        content=criteria.as_json(),
        alerts=alerts,
        saved_by=by,
        saved_at=at,
        found=count_told(organisation, criteria, at=at),
        looked_at=at,
    )
    _say("search.save", made, by=by, at=at)
    return made


@transaction.atomic
def end_search(saved: SavedSearch, *, by: Person, at: datetime) -> None:
    """Keep it no longer."""
    saved.ended_at = at
    saved.save(update_fields=["ended_at"])
    _say("search.end", saved, by=by, at=at)


@transaction.atomic
def set_alerts(saved: SavedSearch, *, alerts: bool, by: Person, at: datetime) -> None:
    """Write letters when it finds more people, or write none; they go to whoever said so."""
    saved.alerts, saved.saved_by = alerts, by if alerts else saved.saved_by
    saved.save(update_fields=["alerts", "saved_by"])
    _say("search.alert", saved, by=by, at=at, alerts=alerts)


def note_look(saved: SavedSearch, count: int, *, at: datetime) -> None:
    """Keep what was found when somebody looked: letters are about more than that."""
    SavedSearch.objects.filter(pk=saved.pk).update(found=count, looked_at=at)


def post_alerts(*, at: datetime) -> int:
    """Leave word for each search that nobody looked at or wrote about for a day; how many."""
    due = SavedSearch.objects.filter(alerts=True, ended_at=None, looked_at__lt=at - EVERY)
    keys = list(due.order_by("looked_at").values_list("pk", flat=True)[:_AT_ONCE])
    rows = {f"{ALERT}:{at:%Y-%m-%d}:{one}": {"search": str(one)} for one in keys}
    if rows:
        outbox.post_many(ALERT, rows)
    return len(rows)


def mail_alert(pk: UUID, *, at: datetime) -> bool:
    """Look again, and write where more is found than before; False where nothing is written."""
    saved = SavedSearch.objects.select_related("organisation", "saved_by").filter(
        pk=pk, ended_at=None, alerts=True
    )
    row = saved.first()
    if row is None:
        return False
    before, count = row.found, count_told(row.organisation, criteria_of(row), at=at)
    note_look(row, count, at=at)
    reader = row.saved_by
    if count <= before or reader is None or not reader.email:
        return False
    if not _LOOKERS & set(roles_of(reader, row.organisation)):
        return False
    _write(row, reader, count, before)
    return True


def _write(saved: SavedSearch, reader: Person, count: int, before: int) -> None:
    place = reverse("employer-run-search", args=[saved.organisation.slug, saved.pk])
    told: dict[str, Any] = {
        "saved": saved,
        "count": count,
        "more": count - before,
        "address": settings.INSTANCE_URL + place,
        "instance_name": settings.INSTANCE_NAME,
    }
    with override(reader.language):
        more = count - before
        subject = ngettext(
            "%(number)d more person for “%(name)s”", "%(number)d more people for “%(name)s”", more
        ) % {"number": more, "name": saved.name}
        text = render_to_string("employers/search.txt", told)
    send_mail(subject, text, None, [reader.email])


def _say(verb: str, saved: SavedSearch, *, by: Person, at: datetime, **more: bool) -> None:
    tenant = saved.organisation_id
    trail.record(verb, saved, by=by, tenant=tenant, at=at, name=saved.name, **more)
