"""A calendar as an answer that other programs read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify

from testamur_web.learning.calendar_file import calendar_of
from testamur_web.learning.models import Cohort
from testamur_web.learning.schedule import Week

__all__ = ["calendar_answer"]


def calendar_answer(
    cohort: Cohort, weeks: Iterable[Week], *, owner: str, at: datetime
) -> HttpResponse:
    """The file of these weeks, named after the cohort."""
    entries = [entry for week in weeks for entry in week.entries]
    host = urlsplit(settings.INSTANCE_URL).hostname or "localhost"
    text = calendar_of(entries, name=cohort.name, host=host, owner=owner, at=at)
    answer = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    name = slugify(cohort.name)[:60] or "cohort"
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer
