"""What came of reading a list of skills: the list, and each row that is not in it, with its reason.

Nothing is passed over in silence. A row is *refused* where it is faulty, and *left out* where it is
whole but stands for nothing here: an entry that its publisher withdrew, a link to one that is not
in the files. Both are counted by file and reason, with the first lines of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from testamur.skills.framework import Crosswalk, Framework

__all__ = ["Asked", "CrosswalkIntake", "Intake", "Notes", "Omission", "made_uri"]

_FIRST_LINES: Final = 5


def made_uri(*words: str) -> str:
    """A URI for something without one: the same words give the same URI."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, chr(0).join(words))}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever imports says of a list, where its files do not: "" is "see for yourself"."""

    name: str = ""
    version: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Omission:
    """`count` rows of one file that were not taken, for one reason; `lines` are the first few."""

    file: str
    reason: str
    _: KW_ONLY
    count: int
    lines: tuple[int, ...]
    is_fault: bool

    def as_json(self) -> dict[str, Any]:
        """The omission as it appears in reports."""
        return {
            "file": self.file,
            "reason": self.reason,
            "count": self.count,
            "lines": list(self.lines),
            "fault": self.is_fault,
        }


@dataclass(frozen=True, slots=True)
class Intake:
    """A framework as it was read: `rows` taken by file, `unused` files, `absent` ones that help."""

    framework: Framework
    _: KW_ONLY
    kind: str
    rows: dict[str, int]
    omissions: tuple[Omission, ...] = ()
    unused: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def refused(self) -> int:
        """How many rows were faulty."""
        return sum(one.count for one in self.omissions if one.is_fault)


@dataclass(frozen=True, slots=True)
class CrosswalkIntake:
    """A crosswalk as it was read, with the rows that are not in it."""

    crosswalk: Crosswalk
    omissions: tuple[Omission, ...] = ()


@dataclass(slots=True)
class Notes:
    """What a reader writes down while it reads; `tell` hears the name of each file it opens."""

    tell: Callable[[str], None] | None = None
    rows: dict[str, int] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    _omitted: dict[tuple[str, str, bool], list[int]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, bool], int] = field(default_factory=dict)

    def open(self, file: str) -> None:
        """A file is being read."""
        self.rows[file] = 0
        if self.tell is not None:
            self.tell(file)

    def refuse(self, file: str, line: int, reason: str) -> None:
        """A row is faulty."""
        self._omit((file, reason, True), line)

    def leave_out(self, file: str, line: int, reason: str) -> None:
        """A row is whole, and stands for nothing here."""
        self._omit((file, reason, False), line)

    def omissions(self) -> tuple[Omission, ...]:
        """Everything that was not taken, in the order in which it was met."""
        return tuple(
            Omission(
                file,
                reason,
                count=self._counts[file, reason, is_fault],
                lines=tuple(lines),
                is_fault=is_fault,
            )
            for (file, reason, is_fault), lines in self._omitted.items()
        )

    def _omit(self, key: tuple[str, str, bool], line: int) -> None:
        lines = self._omitted.setdefault(key, [])
        self._counts[key] = self._counts.get(key, 0) + 1
        if len(lines) < _FIRST_LINES:
            lines.append(line)
