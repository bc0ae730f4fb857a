"""Rows become recipients: whom the award is for, since when, with which grade and evidence.

Rules kept here:

- a recipient is known by an identifier (DID, URL, URN), else by e-mail address, else by name and
  student number; the credential then carries that id, or the identity alone;
- one row, one problem: the first that is found, under its heading as the file writes it;
- who stands in the list twice, by any of those, is told on the later row;
- cells that look like formulas are text like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeAlias

from testamur.credentials.members import (
    WEB,
    canonical_email,
    require_iri,
    require_line,
    require_name,
)
from testamur.credentials.openbadges import Identity
from testamur.credentials.recipients.columns import Columns, columns_of
from testamur.credentials.recipients.dates import DateForm
from testamur.credentials.recipients.rows import (
    DELIMITERS,
    BrokenRow,
    Row,
    cut_rows,
    decode_list,
)
from testamur.errors import Refused

__all__ = [
    "MAX_LIST_BYTES",
    "Recipient",
    "RowProblem",
    "find_columns",
    "read_cells",
    "read_recipients",
]

MAX_LIST_BYTES: Final = 64 * 1024 * 1024
"""The largest list that is read."""

_SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t])(?:\r\n|\n|\r)", re.IGNORECASE)
_BETWEEN_ADDRESSES: Final = re.compile(r"[\s|]+")
_MAILTO: Final = "mailto:"
_Cell: TypeAlias = tuple[str, int, Callable[[str], Any]]
_NAMES: Final = {"name", "given_name", "family_name"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person of the list. What the list does not say is None.

    `row` counts as spreadsheets do, the headings being row 1. `awarded` and `expires` are in UTC.
    """

    row: int
    _: KW_ONLY
    name: str | None = None
    id: str | None = None
    email: str | None = None
    student_number: str | None = None
    awarded: datetime | None = None
    expires: datetime | None = None
    grade: str | None = None
    evidence: tuple[str, ...] = ()

    @property
    def subject_id(self) -> str | None:
        """What stands as `credentialSubject.id`; None where only `identities` tell the person."""
        return self.id or (f"{_MAILTO}{self.email}" if self.email else None)

    @property
    def key(self) -> str:
        """What tells this person from all others, whatever file or row they stand in."""
        return self.subject_id or f"student-number:{self.student_number}"

    @property
    def identities(self) -> tuple[Identity, ...]:
        """The name, and the student number where nothing else tells the person."""
        told = [Identity.name(self.name)] if self.name else []
        if self.subject_id is None and self.student_number:
            told.append(Identity.student_id(self.student_number))
        return tuple(told)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row gives no award: a code of the catalogue, the heading it is about, a sentence."""

    row: int
    code: str
    column: str
    sentence: str


def find_columns(data: bytes | str, *, columns: Mapping[str, str] | None = None) -> Columns:
    """Which column of the list holds what; raises like `read_recipients`."""
    return _open(data, columns or {})[2]


def read_cells(
    data: bytes | str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Row | BrokenRow]:
    """The rows as they are written, headings first; raises like `read_recipients`."""
    text, delimiter, _ = _open(data, columns or {})
    heads = 1 if _SEPARATOR_LINE.match(text) else 0
    return islice(cut_rows(text, delimiter=delimiter), heads, None)


def read_recipients(
    data: bytes | str,
    *,
    columns: Mapping[str, str] | None = None,
    dates: DateForm | None = None,
) -> Iterator[Recipient | RowProblem]:
    """Every row of a CSV list as a recipient or as its problem, in order.

    `columns` names headings for fields (`FIELDS`) where they would not be found; `dates` says how
    dates are written (ISO 8601 where None). Raises `Refused` at once with `recipients.unreadable`
    or `recipients.header` where the whole file cannot be used.
    """
    text, delimiter, found = _open(data, columns or {})
    return _read(text, delimiter, found, dates or DateForm())


def _open(data: bytes | str, named: Mapping[str, str]) -> tuple[str, str, Columns]:
    """The text after its separator line, the delimiter, and the columns."""
    if len(data) > MAX_LIST_BYTES:
        told = f"the list is larger than {MAX_LIST_BYTES // 2**20} MiB; cut it in several"
        raise Refused.because("recipients.unreadable", told)
    text = decode_list(data)
    declared = _SEPARATOR_LINE.match(text)
    delimiter = declared[1] if declared else max(DELIMITERS, key=lambda one: _fit(text, one))
    found = columns_of(_headings(text, delimiter), named=named)
    fields = set(found.places)
    if not fields & {"id", "email"} and not ("student_number" in fields and fields & _NAMES):
        seen = ", ".join(repr(heading) for heading in found.headings[:12] if heading) or "nothing"
        wanted = "an e-mail address, an identifier, or a name and a student number"
        raise Refused.because("recipients.header", f"no column holds {wanted}; there is {seen}")
    return text, delimiter, found


def _headings(text: str, delimiter: str) -> tuple[str, ...]:
    start = _SEPARATOR_LINE.match(text)
    first = next(cut_rows(text[start.end() if start else 0 :], delimiter=delimiter), None)
    return first.cells if isinstance(first, Row) else ()


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    headings = _headings(text, delimiter)
    try:
        known = len(columns_of(headings, named={}).places)
    except Refused:
        known = 2  # two headings at least were understood
    return known, len(headings)


def _read(
    text: str, delimiter: str, columns: Columns, dates: DateForm
) -> Iterator[Recipient | RowProblem]:
    readers = _READERS | dict.fromkeys(("date", "expires"), lru_cache(maxsize=1_000)(dates.read))
    cells = [(field, place, readers[field]) for field, place in columns.places.items()]
    heads = 2 if _SEPARATOR_LINE.match(text) else 1
    seen: dict[tuple[str, str], int] = {}
    for row in islice(cut_rows(text, delimiter=delimiter), heads, None):
        if isinstance(row, BrokenRow):
            yield RowProblem(row.number, row.code, "", row.sentence)
            continue
        try:
            recipient = _recipient_of(row, _values_of(row, cells, columns))
            _refuse_twice(recipient, seen)
        except _RowError as error:
            heading = columns.heading(error.field) if error.field else ""
            yield RowProblem(row.number, error.code, heading, error.sentence)
        else:
            yield recipient


class _RowError(Exception):
    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.field, self.sentence = code, field, sentence


def _values_of(row: Row, cells: list[_Cell], columns: Columns) -> dict[str, Any]:
    """What the cells of a row say, by field; an empty cell says nothing."""
    if any(row.cells[len(columns.headings) :]):
        told = f"the row has {len(row.cells)} cells under {len(columns.headings)} headings"
        raise _RowError("row.malformed", "", f"{told}; is a cell not in quotation marks?")
    values: dict[str, Any] = {}
    for field, place, read in cells:
        if place < len(row.cells) and row.cells[place]:
            try:
                values[field] = read(row.cells[place])
            except Refused as error:
                raise _RowError(error.problem.code, field, error.problem.detail) from None
    return values


def _recipient_of(row: Row, values: dict[str, Any]) -> Recipient:
    """The recipient of a row, under one id, or the reason why there is none."""
    halves = (values.get("given_name"), values.get("family_name"))
    recipient = Recipient(
        row.number,
        name=values.get("name") or " ".join(filter(None, halves)) or None,
        id=values.get("id"),
        email=values.get("email"),
        student_number=values.get("student_number"),
        awarded=values.get("date"),
        expires=values.get("expires"),
        grade=values.get("grade"),
        evidence=values.get("evidence", ()),
    )
    if recipient.id and recipient.id.startswith(_MAILTO):
        recipient = _under_its_address(recipient, recipient.id.removeprefix(_MAILTO))
    if recipient.subject_id is None and not (recipient.name and recipient.student_number):
        told = "there is no e-mail address, no identifier, and no name with a student number"
        raise _RowError("row.recipient-missing", "", told)
    if recipient.awarded and recipient.expires and recipient.expires <= recipient.awarded:
        raise _RowError("value.contradiction", "expires", "the award would end before it begins")
    return recipient


def _under_its_address(recipient: Recipient, address: str) -> Recipient:
    if recipient.email not in (None, address):
        told = f"{recipient.id} and {recipient.email} are two addresses"
        raise _RowError("value.contradiction", "id", told)
    return replace(recipient, id=None, email=address)


def _refuse_twice(recipient: Recipient, seen: dict[tuple[str, str], int]) -> None:
    known_by = [
        (field, value)
        for field in ("id", "email", "student_number")
        if (value := getattr(recipient, field))
    ]
    for field, value in known_by:
        if (field, value) in seen:
            told = f"{value:.80} stands already in row {seen[field, value]}"
            raise _RowError("row.duplicate", field, told)
    for known in known_by:
        seen[known] = recipient.row


def _name(text: str) -> str:
    return require_name(text, "/name")


def _line(text: str) -> str:
    return require_line(text, "")


def _identifier(text: str) -> str:
    return require_iri(text, "/id", schemes=WEB | {"did", "urn", "mailto"})


def _addresses(text: str) -> tuple[str, ...]:
    several = filter(None, _BETWEEN_ADDRESSES.split(text))
    return tuple(dict.fromkeys(require_iri(one, "/evidence", schemes=WEB) for one in several))


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "name": _name,
    "given_name": _name,
    "family_name": _name,
    "id": _identifier,
    "email": canonical_email,
    "student_number": _line,
    "grade": _line,
    "evidence": _addresses,
}
