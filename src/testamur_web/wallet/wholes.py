"""What a whole shows: the rule it met, its parts, and whether those at hand prove it.

A credential that is made of others says so itself, so its parts are named wherever it is shown.
Whether they prove it is asked only with one of them at hand; nothing is looked up to answer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from testamur import Credential
from testamur.credentials.resolution import Resolver
from testamur.errors import TestamurError
from testamur.pathways.composite import Composite, Part, evaluate_composite, read_composite
from testamur.pathways.held import digest_of
from testamur.pathways.sentences import sentence
from testamur.problems import Answer, Report

__all__ = ["PartShown", "WholeShown", "parts_in", "read_whole", "whole_in"]


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part as the whole lists it; `wrong` says what is wrong with it, "" for nothing."""

    name: str
    credential: str
    is_at_hand: bool
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class WholeShown:
    """A whole; `report` is on it and its parts, None where no part is at hand."""

    rule: str
    parts: Sequence[PartShown]
    report: Report | None = None

    @property
    def answer(self) -> Answer | None:
        """Whether its parts prove it."""
        return self.report.answers[-1] if self.report else None


def read_whole(text: str) -> Composite | None:
    """What a credential says it is made of; None where it is not, or cannot be read."""
    if '"composite"' not in text:
        return None
    try:
        return read_composite(Credential(text).document)
    except TestamurError:
        return None


def parts_in(whole: Composite, beside: Iterable[str]) -> list[str]:
    """Those of the texts that are parts of the whole, and the parts of those parts."""
    by_digest = {digest_of(text): text for text in beside}
    found: dict[str, str] = {}
    waiting = list(whole.parts)
    while waiting:
        digest = waiting.pop(0).digest
        if digest in by_digest and digest not in found:
            found[digest] = by_digest[digest]
            inner = read_whole(found[digest])
            waiting += inner.parts if inner else ()
    return list(found.values())


def whole_in(
    text: str, *, beside: Sequence[str], resolver: Resolver, at: datetime
) -> WholeShown | None:
    """What a credential shows of its parts, with the texts of others `beside` it."""
    composite = read_whole(text)
    if composite is None:
        return None
    at_hand = {digest_of(one) for one in beside}
    report = None
    if any(part.digest in at_hand for part in composite.parts):
        parts = [Credential(one) for one in beside]
        report = evaluate_composite(Credential(text), parts=parts, resolver=resolver, at=at)
    shown = [
        PartShown(part.name, part.credential, part.digest in at_hand, _wrong(part, report))
        for part in composite.parts
    ]
    return WholeShown(sentence(composite.rule), shown, report)


def _wrong(part: Part, report: Report | None) -> str:
    told = [
        problem.detail.removeprefix(f"{part.name}: ").partition(" [")[0]
        for check in (report.checks if report else ())
        if check.name == "parts"
        for problem in check.problems
        if problem.pointer == part.pointer
    ]
    return "; ".join(told)
