"""Rules in plain English, as a builder reads them back to whoever writes them.

A clause may carry the name of what it asks for. `names` says what other addresses are called, such
as issuers; an address that nobody has a name for is told as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from testamur.pathways.rules import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Clause,
    Credits,
    FromIssuers,
    InOrder,
    Rule,
    Skilled,
    Within,
)

__all__ = ["phrase", "sentence", "told_credits", "told_months"]


_NAMELESS: Final[Mapping[str, str]] = MappingProxyType({})


def sentence(rule: Rule, names: Mapping[str, str] = _NAMELESS) -> str:
    """The whole rule as a sentence, with what counts as what."""
    told = [f"{f'For “{rule.name}”, hold' if rule.name else 'Hold'} {phrase(rule.clause, names)}."]
    told += [
        f"{_any_of(others, names)} counts as {_quoted(names.get(name, ''), name)}."
        for name, others in sorted(rule.recognised.items())
    ]
    if rule.counts_twice:
        told.append("One credential may count in several places.")
    return " ".join(told)


def phrase(clause: Clause, names: Mapping[str, str] = _NAMELESS) -> str:
    """One clause as part of a sentence."""
    match clause:
        case Achieved():
            version = f", version {clause.version}" if clause.version else ""
            name = clause.name or names.get(clause.achievement, "")
            return f"{_quoted(name, clause.achievement)}{version}"
        case Skilled():
            level = f" at EQF level {clause.level} or above" if clause.level else ""
            return f"the skill {_quoted(clause.name, clause.skill)}{level}"
        case Credits():
            told = f"at least {told_credits(clause.amount, clause.scheme)}"
            named = _any_of(clause.achievements, names)
            return f"{told} from {named}" if named else told
        case AtLevel() | Within() | FromIssuers():
            return f"{_inner(clause.clause, names)}, {_condition(clause, names)}"
        case _:
            return _several(clause, names)


def told_credits(amount: Decimal, scheme: str) -> str:
    """An amount of credits: `2.5 ECTS credits`, `1 ECTS credit`."""
    number = f"{amount.normalize():f}"
    return f"{number} {scheme} credit{'' if amount == 1 else 's'}"


def told_months(months: int) -> str:
    """A number of months, in years where it is whole years: `18 months`, `2 years`."""
    number, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return unit if number == 1 else f"{number} {unit}s"


def _condition(clause: AtLevel | Within | FromIssuers, names: Mapping[str, str]) -> str:
    match clause:
        case AtLevel():
            return f"at EQF level {clause.level} or above"
        case Within():
            return f"awarded in the last {told_months(clause.months)}"
        case FromIssuers():
            issuers = [names.get(issuer, issuer) for issuer in clause.issuers]
            return f"awarded by {_joined(issuers, 'or')}"


def _several(clause: AllOf | AnyOf | AtLeast | InOrder, names: Mapping[str, str]) -> str:
    parts = [_inner(one, names) for one in clause.clauses]
    match clause:
        case AllOf():
            return _joined(parts, "and")
        case AnyOf():
            return _joined(parts, "or")
        case InOrder():
            return ", then ".join(parts)
        case AtLeast():
            return f"at least {clause.count} of {_joined(parts, 'or')}"


def _inner(clause: Clause, names: Mapping[str, str]) -> str:
    """A clause inside another: in brackets where it would run into its neighbours."""
    told = phrase(clause, names)
    is_list = isinstance(clause, AllOf | AnyOf | AtLeast | InOrder) and len(clause.clauses) > 1
    return f"({told})" if is_list or isinstance(clause, AtLevel | Within | FromIssuers) else told


def _joined(parts: Sequence[str], word: str) -> str:
    *first, last = parts or [""]
    return f"{', '.join(first)} {word} {last}" if first else last


def _any_of(addresses: Iterable[str], names: Mapping[str, str]) -> str:
    return _joined([_quoted(names.get(one, ""), one) for one in addresses], "or")


def _quoted(name: str, address: str) -> str:
    return f"“{name}”" if name else address
