"""The exceptions of the library, one leaf per party who must act.

`Refused`: whoever made the input. `NotVerified`: whoever relies on the credential. `Unreachable`:
nobody, try again later. `Conflict`: whoever asked for something that clashes with what was done.
"""

from __future__ import annotations

from typing import Self

from testamur.problems import Problem, Report

__all__ = ["Conflict", "NotVerified", "Refused", "TestamurError", "Unreachable"]


class TestamurError(Exception):
    """Root of everything this library raises on purpose; `problem` says what and where."""

    __test__ = False

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem

    @classmethod
    def because(cls, code: str, detail: str, pointer: str = "", spec: str = "") -> Self:
        """Make the error and its problem in one step."""
        return cls(Problem(code, detail, pointer, spec))


class Refused(TestamurError):
    """The input is wrong; the same input will be refused again."""


class Unreachable(TestamurError):
    """Something outside could not be had; nothing is known to be wrong."""


class Conflict(TestamurError):
    """The request clashes with what was already done."""


class NotVerified(TestamurError):
    """The credential did not verify; `report` carries the whole judgement."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.problems[0])
        self.report = report
