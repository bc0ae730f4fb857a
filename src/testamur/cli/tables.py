"""The table of many that were verified together: its summary, as CSV, and as a signed receipt."""

from __future__ import annotations

import csv
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final

from testamur.cli.files import write_file
from testamur.cli.keyfile import add_passphrase_argument, find_passphrase, open_key
from testamur.cli.terminal import plural
from testamur.encoding import JsonObject, format_timestamp, harmless
from testamur.errors import Refused
from testamur.interop.receipts import fact_of_one, facts_of_many, receipt_of
from testamur.interop.standing import Row
from testamur.problems import Report, Verdict

__all__ = ["Judged", "Table", "add_table_arguments"]

_COLUMNS: Final = (
    *("File", "Person", "Claim", "Verdict", "Untampered", "Signed by issuer", "Still valid"),
    *("Trusted", "Level", "Freshness", "Issuer", "Awarded", "Expires", "Status as of", "Problems"),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One that was judged: what it is called, the report and its row."""

    name: str
    report: Report
    row: Row

    @property
    def told(self) -> str:
        """Whose it is, what it shows, at which level, how fresh; "" where nothing is known."""
        row = self.row
        level = f"level {row.level}" if row.level else ""
        fresh = f"fresh {row.freshness:f}" if row.freshness is not None else ""
        return " · ".join(filter(None, [row.person, row.claim, level, fresh]))

    def as_json(self) -> dict[str, Any]:
        """It as `testamur verify --json` prints it."""
        return {"file": self.name} | self.report.as_json() | self.row.as_json()


@dataclass(slots=True)
class Table:
    """What is kept of each until all are judged; where nothing is to be written, only counts."""

    csv_file: Path | None = None
    receipt_file: Path | None = None
    key_file: Path | None = None
    passphrase: bytes | None = None
    _counts: Counter[str] = field(default_factory=Counter)
    _rows: list[tuple[str, ...]] = field(default_factory=list)
    _facts: list[JsonObject] = field(default_factory=list)

    @classmethod
    def of(cls, arguments: Namespace) -> Table:
        """What was asked for; raises `Refused` (`option.malformed`) where a receipt has no key."""
        if bool(arguments.receipt) != bool(arguments.key):
            told = "--receipt and --key go together: a receipt is signed with a key"
            raise Refused.because("option.malformed", told)
        secret = find_passphrase(arguments.passphrase_file) if arguments.key else None
        return cls(arguments.csv, arguments.receipt, arguments.key, secret)

    def add(self, one: Judged) -> None:
        """Take in one more."""
        self._counts[one.report.verdict] += 1
        if self.csv_file:
            self._rows.append(_cells(one))
        if self.receipt_file:
            self._facts.append(fact_of_one(one.name, one.report, one.row))

    @property
    def summary(self) -> str:
        """How many there were, by verdict."""
        counts = self._counts
        counted = ", ".join(f"{counts[one]:,} {one}" for one in Verdict if counts[one])
        return f"{plural(counts.total(), 'source')}: {counted}"

    def close(self, *, at: datetime) -> None:
        """Write the files that were asked for."""
        if self.csv_file:
            text = StringIO("\ufeff")
            text.seek(0, 2)
            csv.writer(text).writerows([_COLUMNS, *self._rows])
            write_file(self.csv_file, text.getvalue().encode())
        if self.receipt_file and self.key_file:
            file, key = open_key(self.key_file, passphrase=self.passphrase)
            facts = facts_of_many(self._facts, at=at)
            text_of = receipt_of(facts, issuer=file.issuer, signer=key, at=at)
            write_file(self.receipt_file, text_of.encode())


def add_table_arguments(parser: ArgumentParser) -> None:
    """Where the table and its receipt are written."""
    parser.add_argument("--csv", metavar="FILE", type=Path, help="also write the table to FILE")
    parser.add_argument(
        "--receipt",
        metavar="FILE",
        type=Path,
        help="also write what was found to FILE, signed with --key: `testamur receipt FILE` shows "
        "it to anybody, later",
    )
    parser.add_argument("--key", metavar="KEY", type=Path, help="the key that signs the receipt")
    add_passphrase_argument(parser)


def _cells(one: Judged) -> tuple[str, ...]:
    report, row = one.report, one.row
    answers = [answer.outcome.value for answer in report.answers[:4]] or [""] * 4
    told = (
        one.name,
        row.person,
        row.claim,
        report.verdict.value,
        *answers,
        str(row.level or ""),
        "" if row.freshness is None else f"{row.freshness:f}",
        row.issuer_name or row.issuer,
        *(_day(moment) for moment in (row.awarded, row.expires)),
        format_timestamp(report.status_as_of) if report.status_as_of else "",
        " ".join(dict.fromkeys(problem.code for problem in report.problems)),
    )
    return tuple(map(harmless, told))


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
