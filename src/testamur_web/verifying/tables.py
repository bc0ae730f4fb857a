"""The table of a shortlist: filtered, counted, as a file, and as a signed receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from testamur.encoding import compact_json, format_timestamp
from testamur.errors import Conflict
from testamur.interop.receipts import facts_of_many, receipt_of
from testamur_web.awards.queries import issuer_id
from testamur_web.awards.services import instance_signer
from testamur_web.ops import trail
from testamur_web.people.models import Person
from testamur_web.people.tables import lines_of
from testamur_web.verifying.models import Shortlist, ShortlistRow
from testamur_web.verifying.states import State, headline_of

__all__ = [
    "ANSWERS",
    "GOOD",
    "Progress",
    "Wanted",
    "csv_of",
    "facts_of",
    "progress_of",
    "progress_of_each",
    "row_as_json",
    "rows_of",
    "sign_table",
    "table_json",
]

ANSWERS: Final = ("untampered", "signed", "current", "trusted")
"""The columns of the four answers, in their order."""

GOOD: Final = (State.VALID.value,)
"""What is genuine, still holds, and is of an issuer who is known: anybody can sign in any name."""

_BAD: Final = tuple(state.value for state in State if state.tone == "invalid")
_GROUPS: Final[Mapping[str, Q]] = {
    "holds": Q(state__in=GOOD),
    "fails": Q(state__in=_BAD),
    "look": ~Q(state="") & ~Q(state__in=[*GOOD, *_BAD]),
    "waiting": Q(state=""),
}
_COUNTED: Final = {"total": Count("pk")} | {
    group: Count("pk", filter=_GROUPS[group]) for group in ("waiting", "holds", "fails")
}
_COLUMNS: Final = (
    *("Row", "Handed over as", "Person", "Claim", "Result", "Untampered", "Signed by issuer"),
    *("Still valid", "Issuer known here", "Level", "Freshness", "Issuer", "Issuer's identifier"),
    *("Awarded", "Valid until", "Status as of", "Checked at", "Why", "SHA-256"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: by how it ended, by the outcome of one answer, from a level on, by text.

    `group` is one of holds, fails, look, waiting; `answers` gives outcomes by column.
    """

    group: str = ""
    answers: Mapping[str, str] | None = None
    level: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows there are, and how they ended."""

    total: int
    waiting: int
    holds: int
    fails: int

    @property
    def checked(self) -> int:
        """Rows that were judged."""
        return self.total - self.waiting

    @property
    def look(self) -> int:
        """Rows to look at: of an unknown issuer, expired, unreadable, not to be judged now."""
        return self.checked - self.holds - self.fails


def rows_of(shortlist: Shortlist, wanted: Wanted | None = None) -> QuerySet[ShortlistRow]:
    """The rows that fit, in the order in which they were handed over."""
    asked = wanted or Wanted()
    found = shortlist.rows.defer("data").order_by("number", "part")
    if asked.group in _GROUPS:
        found = found.filter(_GROUPS[asked.group])
    for column, outcome in (asked.answers or {}).items():
        if column in ANSWERS and outcome in ShortlistRow.Outcome.values:
            found = found.filter(**{column: outcome})
    if asked.level is not None:
        found = found.filter(level__gte=asked.level)
    for word in asked.text.split()[:8]:
        found = found.filter(
            Q(person__icontains=word)
            | Q(claim__icontains=word)
            | Q(issuer_name__icontains=word)
            | Q(issuer__icontains=word)
            | Q(name__icontains=word)
        )
    return found


def progress_of(shortlist: Shortlist) -> Progress:
    """How far it is."""
    return Progress(**shortlist.rows.order_by().aggregate(**_COUNTED))


def progress_of_each(shortlists: Iterable[Shortlist]) -> list[tuple[Shortlist, Progress]]:
    """How far each of them is, in one query."""
    several = list(shortlists)
    rows = ShortlistRow.objects.filter(shortlist__in=several).order_by()
    tallied = rows.values_list("shortlist").annotate(**_COUNTED)
    counted = {pk: Progress(*counts) for pk, *counts in tallied}
    return [(one, counted.get(one.pk) or Progress(0, 0, 0, 0)) for one in several]


def row_as_json(row: ShortlistRow) -> dict[str, Any]:
    """One row for programs."""
    return {
        "number": row.number,
        "part": row.part,
        "name": row.name,
        "state": row.state,
        "verdict": row.verdict,
        "headline": headline_of(State(row.state)) if row.state else "",
        "person": row.person,
        "claim": row.claim,
        "answers": {column: getattr(row, column) for column in ANSWERS},
        "sentences": row.sentences,
        "level": row.level,
        "freshness": None if row.freshness is None else float(row.freshness),
        "issuer": row.issuer,
        "issuerName": row.issuer_name,
        "isProven": row.is_proven,
        "awarded": _moment(row.awarded_at),
        "validUntil": _moment(row.valid_until),
        "statusAsOf": _moment(row.status_as_of),
        "checkedAt": _moment(row.checked_at),
        "problems": row.problems,
        "sha256": row.digest,
    }


def csv_of(rows: QuerySet[ShortlistRow]) -> Iterator[str]:
    """The rows as a table for spreadsheets, line by line; no cell of it is a formula."""
    yield from lines_of(_lines(rows))


def table_json(shortlist: Shortlist, rows: QuerySet[ShortlistRow]) -> str:
    """The rows for programs, as one file."""
    told = {"name": shortlist.name, "rows": [row_as_json(row) for row in rows.iterator()]}
    return compact_json(told)


def sign_table(shortlist: Shortlist, *, by: Person, at: datetime) -> str:
    """The receipt of all rows; raises `Conflict` (`shortlist.unfinished`) while any waits."""
    if shortlist.rows.filter(state="").exists():
        raise Conflict.because("shortlist.unfinished", "rows are still being checked")
    signer = instance_signer(at=at)  # makes the key that the instance is named by
    text = receipt_of(facts_of(shortlist), issuer=issuer_id(None), signer=signer, at=at)
    trail.record("shortlist.sign", shortlist, by=by, tenant=None, at=at)
    return text


def facts_of(shortlist: Shortlist) -> dict[str, Any]:
    """What its receipt says: of the content of each credential only issuer and title."""
    rows = [_fact(row) for row in rows_of(shortlist).iterator()]
    at = shortlist.finished_at or shortlist.touched_at
    return facts_of_many(rows, at=at) | {"shortlist": str(shortlist.pk)}


def _fact(row: ShortlistRow) -> dict[str, Any]:
    told = {
        "number": row.number,
        "name": row.name,
        "sha256": row.digest,
        "verdict": row.verdict,
        "state": row.state,
        "answers": [getattr(row, column) for column in ANSWERS],
        "problems": [one["code"] for one in row.problems],
        "title": row.claim,
        "issuer": row.issuer,
        "checkedAt": _moment(row.checked_at),
    }
    return told | ({"statusAsOf": _moment(row.status_as_of)} if row.status_as_of else {})


def _lines(rows: QuerySet[ShortlistRow]) -> Iterator[list[str]]:
    yield list(_COLUMNS)
    for row in rows.iterator():
        yield [
            f"{row.number}.{row.part}" if row.part else str(row.number),
            row.name,
            row.person,
            row.claim,
            headline_of(State(row.state)) if row.state else "",
            *(getattr(row, column) for column in ANSWERS),
            str(row.level or ""),
            "" if row.freshness is None else f"{row.freshness:f}",
            row.issuer_name,
            row.issuer,
            *(_moment(one) or "" for one in (row.awarded_at, row.valid_until)),
            *(_moment(one) or "" for one in (row.status_as_of, row.checked_at)),
            " ".join(one["code"] for one in row.problems),
            row.digest,
        ]


def _moment(at: datetime | None) -> str | None:
    return format_timestamp(at.replace(microsecond=0)) if at else None
