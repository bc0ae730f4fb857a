"""What can be wrong, and how a judgement is told.

Every other room reports through these values, so that the same sentence reaches the report, the
command line, a form and an HTTP answer (RFC 9457). Rules kept here:

- a code is stable, lower case, `subject.what-is-wrong`; nobody ever branches on `detail`;
- "could not be judged" is an outcome of its own: never `failed`, never `passed`;
- every code stands in `CATALOGUE` with what it means and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from testamur.problems.catalogue import CATALOGUE, Meaning

__all__ = ["CATALOGUE", "Answer", "Check", "Meaning", "Outcome", "Problem", "Report", "Verdict"]


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not applicable"


class Verdict(StrEnum):
    """What all checks say together."""

    VALID = "valid"
    INVALID = "invalid"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and which rule says so.

    `code` is a key of `CATALOGUE`; `detail` is one plain sentence; `pointer` is a JSON Pointer
    (RFC 6901) into the document, or "" for the whole; `spec` names the rule's section.
    """

    code: str
    detail: str
    pointer: str = ""
    spec: str = ""

    def __post_init__(self) -> None:
        if self.code not in CATALOGUE:
            raise LookupError(f"problem code {self.code!r} is not in the catalogue")

    @property
    def meaning(self) -> Meaning:
        """What the code means in general and what to do about it."""
        return CATALOGUE[self.code]

    def as_json(self) -> dict[str, str]:
        """The problem as it appears in reports; empty members are left out."""
        members = {
            "code": self.code,
            "detail": self.detail,
            "pointer": self.pointer,
            "spec": self.spec,
        }
        return {name: value for name, value in members.items() if value}


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of a credential, and its outcome."""

    name: str
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """The check as it appears in reports."""
        told: dict[str, Any] = {"name": self.name, "outcome": self.outcome.value}
        if self.detail:
            told["detail"] = self.detail
        if self.problems:
            told["problems"] = [problem.as_json() for problem in self.problems]
        return told


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four plain answers a verifier gives to a person."""

    question: str
    outcome: Outcome
    sentence: str

    def as_json(self) -> dict[str, str]:
        """The answer as it appears in reports."""
        return {
            "question": self.question,
            "outcome": self.outcome.value,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The whole judgement of one credential at one moment.

    `at` is the moment the dates were judged against; `status_as_of` is the age of the oldest
    status information used, or None where none was needed or had.
    """

    verdict: Verdict
    checks: tuple[Check, ...]
    at: datetime
    kind: str = ""
    answers: tuple[Answer, ...] = ()
    status_as_of: datetime | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of every check, in the order they were found."""
        return tuple(problem for check in self.checks for problem in check.problems)

    def outcome_of(self, name: str) -> Outcome:
        """How the check called `name` ended; `NOT_APPLICABLE` where it was not asked."""
        found = [check.outcome for check in self.checks if check.name == name]
        return found[0] if found else Outcome.NOT_APPLICABLE

    def as_json(self) -> dict[str, Any]:
        """The report as `testamur verify --json` prints it."""
        told: dict[str, Any] = {"verdict": self.verdict.value, "at": self.at.isoformat()}
        if self.kind:
            told["kind"] = self.kind
        if self.status_as_of is not None:
            told["statusAsOf"] = self.status_as_of.isoformat()
        told["answers"] = [answer.as_json() for answer in self.answers]
        told["checks"] = [check.as_json() for check in self.checks]
        told["problems"] = [problem.as_json() for problem in self.problems]
        return told


def verdict_of(checks: Iterable[Check]) -> Verdict:
    """Invalid if any check failed, else undetermined if any could not be judged, else valid."""
    outcomes = {check.outcome for check in checks}
    if Outcome.FAILED in outcomes:
        return Verdict.INVALID
    if Outcome.UNDETERMINED in outcomes:
        return Verdict.UNDETERMINED
    return Verdict.VALID


def titles() -> Mapping[str, str]:
    """Code to title, for documentation and translation."""
    return {code: meaning.title for code, meaning in CATALOGUE.items()}
