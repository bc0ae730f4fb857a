"""What one check has found so far, and the outcome that follows from it.

A thing found wrong outweighs a thing that could not be judged, which outweighs a pass; a check that
nothing was asked of is not applicable. Notes change nothing: they are for the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from testamur.errors import Refused, TestamurError
from testamur.problems import Check, Outcome, Problem

__all__ = ["Findings", "in_a_sentence"]

_MAX_PROBLEMS: Final = 20
_MAX_NAME: Final = 120


@dataclass(slots=True)
class Findings:
    """The findings of the check called `name`."""

    name: str
    is_asked: bool = False
    wrong: list[Problem] = field(default_factory=list)
    unsure: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def passed(self, note: str = "") -> None:
        """The question was asked, and this much is right."""
        self.is_asked = True
        if note:
            self.note(note)

    def note(self, sentence: str) -> None:
        """Tell the reader something that changes nothing."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def fail(self, code: str, detail: str, pointer: str = "", spec: str = "") -> None:
        """Something is wrong."""
        self.wrong.append(Problem(code, detail, pointer, spec))

    def fail_all(self, problems: Iterable[Problem]) -> None:
        """Several things are wrong."""
        self.wrong.extend(problems)

    def doubt(self, code: str, detail: str, pointer: str = "", spec: str = "") -> None:
        """Something could not be judged."""
        self.unsure.append(Problem(code, detail, pointer, spec))

    def because_of(self, error: TestamurError, pointer: str) -> None:
        """An error came up at `pointer`: wrong input fails, all else leaves a doubt.

        An address that must not be asked for (`fetch.blocked`) says nothing about the badge, so it
        leaves a doubt as well.
        """
        found = error.problem
        problem = Problem(found.code, found.detail, found.pointer or pointer, found.spec)
        is_wrong = isinstance(error, Refused) and not found.code.startswith("fetch.")
        (self.wrong if is_wrong else self.unsure).append(problem)

    @property
    def outcome(self) -> Outcome:
        """How the check ends with what is known now."""
        if self.wrong:
            return Outcome.FAILED
        if self.unsure:
            return Outcome.UNDETERMINED
        return Outcome.PASSED if self.is_asked else Outcome.NOT_APPLICABLE

    def check(self) -> Check:
        """The check as it stands in the report."""
        problems = (*self.wrong, *self.unsure)[:_MAX_PROBLEMS]
        return Check(self.name, self.outcome, problems, " ".join(self.notes))


def in_a_sentence(text: str) -> str:
    """Somebody else's text, fit to stand inside a sentence of ours: one short printable line."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= _MAX_NAME else line[: _MAX_NAME - 1] + "…"
