"""What a whole is made of, as its page shows it: the rule as nested lines, and what it takes.

Hours, credits and cost are ranges: of alternatives the least is that of the cheapest way and the
most that of the dearest. Where one part does not state its own, nothing is said of the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.pathways.clauses import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Clause,
    FromIssuers,
    InOrder,
    Skilled,
    Within,
    inside,
)
from testamur.pathways.rules import Rule
from testamur.pathways.sentences import phrase, sentence, told_months
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.parts import Part, addresses_in, find_parts
from testamur_web.catalogue.queries import published

__all__ = ["Line", "Made", "Span", "counts_toward", "made_of"]

_GROUPS: Final[Mapping[type[Clause], Promise]] = {
    AllOf: gettext_lazy("All of these"),
    AnyOf: gettext_lazy("Any one of these"),
    InOrder: gettext_lazy("All of these, in this order"),
}
_Worth = Callable[[Part], Decimal | None]


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most of something."""

    least: Decimal
    most: Decimal

    @property
    def is_exact(self) -> bool:
        """Whether it is the same whatever way is taken."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Line:
    """One clause: a part with what is known of it, a skill by its address, or words; and inside."""

    told: str
    lines: list[Line]
    part: Part | None = None
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The rule of a whole in words, in lines, and in sums where they can be told."""

    told: str
    line: Line
    hours: Span | None
    ects: Span | None
    cost: Span | None
    currency: str


def made_of(rule: Rule, names: Mapping[str, str]) -> Made:
    """What a rule asks for; `names` are those of issuers."""
    parts = find_parts([*addresses_in(rule.clause), *rule.recognised])
    titles = {address: part.title for address, part in parts.items() if part.title}
    versions = [part.version for part in parts.values() if part.version]
    currencies = {version.currency for version in versions if version.price}
    all_names = {**names, **titles}
    return Made(
        told=sentence(replace(rule, name=""), all_names),
        line=_line(rule.clause, parts, all_names),
        hours=_span(rule.clause, parts, _hours),
        ects=_span(rule.clause, parts, _ects),
        cost=_span(rule.clause, parts, _price) if len(currencies) <= 1 else None,
        currency=next(iter(currencies), ""),
    )


def counts_toward(achievement: UUID) -> list[Version]:
    """What is offered that names this achievement as a part, by title."""
    wholes = published().filter(parts__achievement=achievement).defer("content")
    return list(wholes.exclude(achievement=achievement).order_by("title", "pk"))


def _line(clause: Clause, parts: Mapping[str, Part], names: Mapping[str, str]) -> Line:
    lines = [_line(one, parts, names) for _further, one in inside(clause)]
    match clause:
        case Achieved():
            return Line(phrase(clause, names), lines, part=parts[clause.achievement])
        case Skilled():
            return Line(phrase(clause, names), lines, skill=clause.skill)
        case AllOf() | AnyOf() | InOrder():
            return Line(str(_GROUPS[type(clause)]), lines)
        case AtLeast():
            return Line(_("At least %s of these") % clause.count, lines)
        case AtLevel() | Within() | FromIssuers():
            return Line(_condition(clause, names), lines)
        case _:
            told = phrase(clause, names)
            return Line(told[:1].upper() + told[1:], lines)


def _condition(clause: AtLevel | Within | FromIssuers, names: Mapping[str, str]) -> str:
    match clause:
        case AtLevel():
            return _("At EQF level %s or above") % clause.level
        case Within():
            return _("Awarded in the last %s") % told_months(clause.months)
        case FromIssuers():
            issuers = [names.get(issuer, issuer) for issuer in clause.issuers]
            return _("Awarded by %s") % _(" or ").join(issuers)


def _span(clause: Clause, parts: Mapping[str, Part], worth: _Worth) -> Span | None:
    """The least and the most of a clause; None where a part of it does not say."""
    if isinstance(clause, Achieved):
        own = worth(parts[clause.achievement])
        return None if own is None else Span(own, own)
    spans = [_span(one, parts, worth) for _further, one in inside(clause)]
    known = [span for span in spans if span is not None]
    if not known or len(known) < len(spans):
        return None
    wanted = _how_many(clause, len(known))
    least = sorted(span.least for span in known)[:wanted]
    most = sorted((span.most for span in known), reverse=True)[:wanted]
    return Span(sum(least, Decimal()), sum(most, Decimal()))


def _how_many(clause: Clause, there_are: int) -> int:
    match clause:
        case AnyOf():
            return 1
        case AtLeast():
            return clause.count
        case _:
            return there_are


def _hours(part: Part) -> Decimal | None:
    hours = part.version.hours if part.version else None
    return None if hours is None else Decimal(hours)


def _ects(part: Part) -> Decimal | None:
    return part.version.ects if part.version else None


def _price(part: Part) -> Decimal | None:
    return part.version.price if part.version else None
