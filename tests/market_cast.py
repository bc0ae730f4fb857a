"""Postings for tests: files of a few rows, their mapping, and a market of many with known figures."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from testamur.market import FileMapping, Loaded, Store, load, mapping_of

__all__ = ["AT", "FIELDS", "MAPPING", "fill", "mapped", "mapping_text", "market_rows", "write_csv"]

AT: Final = datetime(2026, 5, 1, 12, tzinfo=UTC)
FIELDS: Final = {
    "id": {"column": "id"},
    "title": {"column": "title"},
    "text": {"column": "text"},
    "skills": {"column": "skills", "separator": ";"},
    "occupation": {"column": "occupation"},
    "region": {"column": "region"},
    "employer": {"column": "employer"},
    "posted": {"column": "posted"},
    "salary_from": {"column": "from"},
    "salary_to": {"column": "to"},
    "period": {"column": "period"},
    "currency": {"column": "currency"},
}
MAPPING: Final[Mapping[str, Any]] = {
    "version": 1,
    "made": "2026-05-01",
    "source": "Generated postings",
    "licence": "CC0-1.0",
    "attribution": "Made up for a test",
    "retrieved": "2026-05-01",
    "fields": FIELDS,
    "year": {"hour": 2000},
}


def mapped(**changed: Any) -> FileMapping:
    """The mapping of these tests, some members changed."""
    return mapping_of({**MAPPING, **changed})


def write_csv(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """A file with the columns of the mapping; what a row does not state is empty."""
    names = [one["column"] for one in FIELDS.values()]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, names, restval="")
        table.writeheader()
        table.writerows(rows)
    return path


def fill(
    folder: Path, rows: Iterable[Mapping[str, object]], **changed: Any
) -> tuple[Store, Loaded]:
    """A store with these rows in it."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(folder / "market")
    path = write_csv(folder / "postings.csv", rows)
    return store, load(path, mapping=mapped(**changed), store=store, at=AT)


def market_rows() -> list[dict[str, str]]:
    """Thirty months of a hundred postings, in two regions and two occupations.

    `urn:sql` is in ten of each month of the first eighteen, then in twenty; in December in ten more
    each year. `urn:fax` is in thirty of each month before, then in six. `urn:rust` comes with the
    nineteenth month, in eight. `urn:rare` is in one posting of every seventh month, from the first.
    """
    rows = []
    for at in range(30):
        month = date(2023 + at // 12, at % 12 + 1, 1)
        rows += [_row(month, at, number) for number in range(100)]
    return rows


def _row(month: date, at: int, number: int) -> dict[str, str]:
    late = at >= 18
    asked: Sequence[tuple[str, bool]] = (
        ("urn:sql", number < (20 if late else 10) + (10 if month.month == 12 else 0)),
        ("urn:fax", 50 <= number < (56 if late else 80)),
        ("urn:rust", late and number % 12 == 7),
        ("urn:rare", number == 99 and at % 7 == 0),
    )
    return {
        "id": f"{month:%Y%m}-{number}",
        "title": f"Job {number}",
        "skills": ";".join(skill for skill, is_asked in asked if is_asked),
        "occupation": "Clerk" if number % 4 else "Engineer",
        "region": "Ohio" if number % 2 else "",
        "employer": f"Employer {number % 9}",
        "posted": month.replace(day=1 + number % 28).isoformat(),
        "from": str(20_000 + 100 * number) if number % 5 == 0 else "",
        "to": str(30_000 + 100 * number) if number % 5 == 0 else "",
        "period": "year",
        "currency": "EUR" if number % 10 else "USD",
    }


def mapping_text(**changed: Any) -> str:
    """The mapping of these tests as a document."""
    return json.dumps({**MAPPING, **changed})
