"""What a count toward a rule says: what counts, what does not and why, what is left.

These are the values of `pathways.stack`, each as `testamur stack --json` prints it.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from testamur.encoding import JsonObject, format_timestamp
from testamur.pathways.held import Held
from testamur.pathways.rules import Rule

__all__ = ["Counted", "Reason", "Rejected", "Remaining", "Stack", "Why"]


class Why(StrEnum):
    """Why a credential does not count."""

    NOT_ASKED = "not asked for"
    OTHER_HOLDER = "about somebody else"
    EXPIRED = "expired"
    NOT_YET = "not yet awarded"
    VERSION = "another version"
    ISSUER = "not an accepted issuer"
    LEVEL = "level too low"
    AGE = "too long ago"
    ORDER = "out of order"
    AGAIN = "counted already"
    SPARE = "not needed"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, and the clause it stands against ("" for the whole rule)."""

    why: Why
    detail: str
    pointer: str = ""

    def as_json(self) -> JsonObject:
        """The reason as `testamur stack --json` prints it."""
        return {"why": self.why.value, "detail": self.detail, "pointer": self.pointer}


@dataclass(frozen=True, slots=True)
class Counted:
    """A credential and the clause that it meets, in data and in words."""

    held: Held
    pointer: str
    clause: str

    def as_json(self) -> JsonObject:
        """The row as `testamur stack --json` prints it."""
        return _named(self.held) | {"pointer": self.pointer, "clause": self.clause}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A credential that does not count, and every reason."""

    held: Held
    reasons: tuple[Reason, ...]

    def as_json(self) -> JsonObject:
        """The row as `testamur stack --json` prints it."""
        return _named(self.held) | {"reasons": [reason.as_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left: one clause, or `choose` of those in `of`; `credits` says how many are missing.

    `skill` and `achievement` name what is asked for, "" where it is something else.
    """

    told: str
    _: KW_ONLY
    pointer: str
    choose: int = 0
    of: tuple[Remaining, ...] = ()
    achievement: str = ""
    skill: str = ""
    level: int | None = None
    credits: Decimal | None = None
    scheme: str = ""

    def as_json(self) -> JsonObject:
        """The row as `testamur stack --json` prints it."""
        told = {
            "told": self.told,
            "pointer": self.pointer,
            "choose": self.choose or None,
            "of": [one.as_json() for one in self.of] or None,
            "achievement": self.achievement or None,
            "skill": self.skill or None,
            "level": self.level,
            "credits": None if self.credits is None else float(self.credits),
            "scheme": self.scheme or None,
        }
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Stack:
    """How far somebody is: `progress` is the share of the rule that is met, exactly."""

    rule: Rule
    at: datetime
    counted: tuple[Counted, ...]
    rejected: tuple[Rejected, ...]
    remaining: tuple[Remaining, ...]
    progress: Fraction

    @property
    def complete(self) -> bool:
        """Whether the rule is met."""
        return self.progress == 1

    def as_json(self) -> JsonObject:
        """The answer as `testamur stack --json` prints it."""
        rule = {"id": self.rule.id, "version": self.rule.version, "digest": self.rule.digest}
        return {
            "rule": rule,
            "at": format_timestamp(self.at),
            "complete": self.complete,
            "progress": round(float(self.progress), 4),
            "counted": [one.as_json() for one in self.counted],
            "rejected": [one.as_json() for one in self.rejected],
            "remaining": [one.as_json() for one in self.remaining],
        }


def _named(held: Held) -> JsonObject:
    awarded = format_timestamp(held.awarded) if held.awarded else None
    return {
        "credential": held.credential,
        "digest": held.digest,
        "achievement": held.achievement,
        "name": held.title,
        "issuer": held.issuer,
        "awarded": awarded,
    }
