"""From a verdict to an exit code and to what a person reads first."""

from __future__ import annotations

from typing import Final

from testamur.cli.terminal import paint
from testamur.problems import Report, Verdict

__all__ = ["code_of", "headline", "worse"]

_STYLES: Final = {Verdict.VALID: "good", Verdict.INVALID: "bad", Verdict.UNDETERMINED: "unsure"}
_CODES: Final = {Verdict.VALID: 0, Verdict.INVALID: 1, Verdict.UNDETERMINED: 3}
_UNREADABLE: Final = frozenset({"file.missing", "file.unreadable"})
_UNREAD: Final = 2


def code_of(report: Report) -> int:
    """0 valid, 1 invalid, 3 undetermined; 2 where the source itself could not be read."""
    if any(problem.code in _UNREADABLE for problem in report.problems):
        return _UNREAD
    return _CODES[report.verdict]


def worse(one: int, other: int) -> int:
    """The worse of two exit codes: invalid, then unreadable, then undetermined."""
    return min(one, other, key=(1, 2, 3, 0).index)


def headline(report: Report, *, is_loud: bool = True) -> str:
    """The verdict in its colour."""
    word = report.verdict.upper() if is_loud else f"{report.verdict:<12}"
    return paint(word, _STYLES[report.verdict])
