"""How far somebody is toward a qualification: credits earned, exempt and open, unit by unit.

    found = progress(units, total=total, recognised=rows, held=held, exempt=exemptions)
    found.earned + found.exempt + found.open == total

Rules kept here:

- a credential counts where the institution recognises its achievement for the unit, judged by the
  day it was awarded, so that a recognition that ends takes nothing from those who have it;
- a credential that states a lower level than it is recognised at does not count; one that states
  none does;
- a unit counts an achievement once: a renewal is no second award, and what an exemption was
  granted for does not count beside it;
- credits never exceed those of the unit, nor those of electives what mandatory units leave open;
- the answer depends on what is held alone, not on its order, and more is never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from testamur.pathways.held import Held

__all__ = ["Exemption", "Part", "Progress", "Recognised", "Unit", "UnitProgress", "Why", "progress"]

_NONE: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a qualification, and how many credits it has."""

    id: str
    _: KW_ONLY
    credits: Decimal
    is_mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Recognised:
    """An achievement that counts toward a unit: its address, and for how many credits.

    It holds for what was awarded on the days from `begins` to `ends`; None is without a bound.
    """

    unit: str
    achievement: str
    _: KW_ONLY
    credits: Decimal
    level: int | None = None
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """Credits that were granted for a unit, and for what: digests and addresses of achievements."""

    unit: str
    _: KW_ONLY
    credits: Decimal
    digests: tuple[str, ...] = ()
    achievements: tuple[str, ...] = ()


class Why(StrEnum):
    """Why a credential that is recognised for a unit brings it no credits."""

    EARLY = "awarded before it was recognised"
    LATE = "awarded after it was recognised"
    LEVEL = "level too low"
    AGAIN = "counted already"
    EXEMPT = "counted by an exemption"
    SPARE = "not needed"


@dataclass(frozen=True, slots=True)
class Part:
    """A credential in a unit: the credits it brings, or none and why."""

    held: Held
    recognised: Recognised
    credits: Decimal
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One unit: what counts in it, what does not, and its credits."""

    unit: Unit
    parts: tuple[Part, ...]
    earned: Decimal
    exempt: Decimal

    @property
    def open(self) -> Decimal:
        """The credits that are missing."""
        return self.unit.credits - self.earned - self.exempt


@dataclass(frozen=True, slots=True)
class Progress:
    """All units; `earned`, `exempt` and `open` add up to `total`."""

    units: tuple[UnitProgress, ...]
    total: Decimal
    earned: Decimal
    exempt: Decimal

    @property
    def open(self) -> Decimal:
        """The credits that are missing for the whole."""
        return self.total - self.earned - self.exempt

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.open


def progress(
    units: Iterable[Unit],
    *,
    total: Decimal,
    recognised: Iterable[Recognised] = (),
    held: Iterable[Held] = (),
    exempt: Iterable[Exemption] = (),
) -> Progress:
    """Count what somebody holds, and what they are exempt from, toward a qualification.

    `held` are verified credentials about one person; `exempt` are exemptions that are in force.
    """
    rows, holds, granted = list(recognised), list(held), list(exempt)
    found = tuple(
        _unit_progress(
            unit,
            [row for row in rows if row.unit == unit.id],
            holds,
            [one for one in granted if one.unit == unit.id],
        )
        for unit in units
    )
    return _summed(found, total)


def _unit_progress(
    unit: Unit, rows: Sequence[Recognised], held: Sequence[Held], granted: Sequence[Exemption]
) -> UnitProgress:
    exempt = min(unit.credits, sum((one.credits for one in granted), _NONE))
    candidates = sorted((_judged(one, rows) for one in held if _named(one, rows)), key=_rank)
    spent = {key for one in granted for key in (*one.digests, *one.achievements)}
    parts = tuple(_filled(candidates, unit.credits - exempt, spent))
    earned = sum((part.credits for part in parts), _NONE)
    return UnitProgress(unit, parts, earned, exempt)


def _named(held: Held, rows: Iterable[Recognised]) -> bool:
    return any(row.achievement in held.names for row in rows)


def _judged(held: Held, rows: Iterable[Recognised]) -> Part:
    """The credential under the recognition that gives it most."""
    mine = (_part(held, row) for row in rows if row.achievement in held.names)
    return min(mine, key=lambda part: (-part.credits, _terms(part.recognised)))


def _terms(row: Recognised) -> tuple[str, str, str, int, Decimal]:
    """What tells recognitions apart, so that between equals one answer is given."""
    return (row.achievement, str(row.begins), str(row.ends), row.level or 0, row.credits)


def _part(held: Held, row: Recognised) -> Part:
    why = _why_not(held, row)
    return Part(held, row, _NONE if why else row.credits, why)


def _why_not(held: Held, row: Recognised) -> Why | None:
    day = held.awarded.date() if held.awarded else None
    if row.begins is not None and (day is None or day < row.begins):
        return Why.EARLY
    if row.ends is not None and (day is None or day > row.ends):
        return Why.LATE
    if row.level is not None and held.level is not None and held.level < row.level:
        return Why.LEVEL
    return None


def _rank(part: Part) -> tuple[Decimal, float, str]:
    """Most credits first, then the oldest award; the digest decides between equals."""
    awarded = part.held.awarded
    return (-part.credits, awarded.timestamp() if awarded else 0.0, part.held.digest)


def _filled(candidates: Iterable[Part], room: Decimal, spent: set[str]) -> Iterator[Part]:
    """Each part with the credits that there is still room for.

    The last name of an achievement is that of its page, which its versions share.
    """
    counted: set[str] = set()
    for part in candidates:
        held = part.held
        if part.why is not None:
            yield part
        elif spent & {held.digest, *held.names}:
            yield _without(part, Why.EXEMPT)
        elif held.names[-1] in counted:
            yield _without(part, Why.AGAIN)
        elif room <= 0:
            yield _without(part, Why.SPARE)
        else:
            taken = min(room, part.credits)
            room -= taken
            counted.add(held.names[-1])
            yield Part(held, part.recognised, taken)


def _without(part: Part, why: Why) -> Part:
    return Part(part.held, part.recognised, _NONE, why)


def _summed(units: tuple[UnitProgress, ...], total: Decimal) -> Progress:
    """Electives count up to what the mandatory units leave of the total."""
    mandatory = [one for one in units if one.unit.is_mandatory]
    elective = [one for one in units if not one.unit.is_mandatory]
    room = max(_NONE, total - sum((one.unit.credits for one in mandatory), _NONE))
    exempt = min(room, _sum_exempt(elective))
    earned = min(room - exempt, _sum_earned(elective))
    all_exempt = min(total, exempt + _sum_exempt(mandatory))
    all_earned = min(total - all_exempt, earned + _sum_earned(mandatory))
    return Progress(units, total, all_earned, all_exempt)


def _sum_earned(units: Iterable[UnitProgress]) -> Decimal:
    return sum((one.earned for one in units), _NONE)


def _sum_exempt(units: Iterable[UnitProgress]) -> Decimal:
    return sum((one.exempt for one in units), _NONE)
