"""Files of postings for tests: two years of them, in which some skills rise and others fall."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from testamur_web.labour.bringing import bring_file, say_mapping, start_load
from testamur_web.labour.jobs import count_figures, load_postings
from testamur_web.labour.models import Load
from testamur_web.ops.outbox import drain
from tests.web.conftest import NOW

PYTHON = "https://skills.example/python"
SQL = "https://skills.example/sql"
WELDING = "https://skills.example/welding"
MAPPING = {
    "version": 1,
    "made": "2026-05-01",
    "source": "Example jobs",
    "licence": "CC BY 4.0",
    "retrieved": "2026-04-30",
    "fields": {
        "id": {"column": "id"},
        "title": {"column": "title"},
        "posted": {"column": "posted"},
        "region": {"column": "region"},
        "occupation": {"column": "occupation"},
        "skills": {"column": "skills", "separator": ";"},
        "salary_from": {"column": "pay"},
        "period": {"value": "year"},
        "currency": {"value": "EUR"},
    },
}
HEAD = "id,title,posted,region,occupation,skills,pay\n"


def month_of(at: int) -> date:
    """The first day of a month, counted from May 2024."""
    return date(2024 + (at + 4) // 12, (at + 4) % 12 + 1, 1)


def postings(months: int = 24, each: int = 60) -> str:
    """A table: Python asked for ever more, welding ever less, SQL the same."""
    lines = [HEAD]
    for at in range(months):
        for one in range(each):
            share = one / each
            skills = [SQL] if one % 3 == 0 else []
            skills += [PYTHON] if share < 0.2 + 0.02 * at else []
            skills += [WELDING] if share > 0.4 + 0.02 * at else []
            day = month_of(at) + timedelta(days=one % 28)
            region = ("Vienna", "Tyrol", "Styria")[one % 3]
            work = ("analyst", "fitter")[one % 2]
            cells = [f"p{at}-{one}", f"{work} {one}", day, region, work, ";".join(skills), 30000]
            lines.append(",".join(map(str, cells)) + "\n")
    return "".join(lines)


def brought(text: str | bytes, name: str = "jobs.csv") -> Load:
    """A file that somebody brought."""
    data = text.encode() if isinstance(text, str) else text
    return bring_file(name, [data], by=None, at=NOW)


def loaded(text: str | None = None, *, mapping=MAPPING, **more) -> Load:
    """A file that is loaded, with figures counted from it."""
    load = brought(postings() if text is None else text)
    say_mapping(load, mapping, by=None, at=NOW, **more)
    start_load(load, by=None, at=NOW)
    load_postings.func(str(load.pk))
    count_figures.func()
    load.refresh_from_db()
    return load


def work() -> None:
    """Do what waits for a worker: load what is started, and count."""
    drain()
    for load in Load.objects.filter(state="waiting"):
        load_postings.func(str(load.pk))
    count_figures.func()


@pytest.fixture
def operator_browser(sign_in, fay):
    """A browser in which the operator is signed in."""
    return sign_in(fay)
