"""The register of recognition beside the rule of a whole: what else counts for its parts on a day.

Rules kept here:

- only the word of whoever offers the whole widens its rule, and only for achievements of its own;
- the rule that a whole carries is the published one and, beside it, the equivalents that counted,
  so that anybody re-evaluates it offline, and nothing else that its holder has is told. Its version
  then says on which day the register was read, for its digest is another than the published one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from testamur.pathways.clauses import Achieved, Credits, every_clause
from testamur.pathways.held import Held
from testamur.pathways.rules import MAX_CLAUSES, Rule
from testamur.pathways.stack import Stack
from testamur_web.catalogue.addresses import achievement_at
from testamur_web.trust.equivalents import Equivalent, equivalents_among
from testamur_web.trust.models import Recognition

__all__ = ["accepted_in", "narrowed", "widened"]


def widened(rule: Rule, found: Sequence[Equivalent], *, issuer: UUID) -> Rule:
    """The rule with what its issuer accepts as the achievements that it asks for."""
    own = [one for one in found if one.organisation == issuer]
    if not own:
        return rule
    recognised = dict(rule.recognised)
    for name in sorted(_asked_by(rule))[: MAX_CLAUSES - len(recognised)]:
        more = [one.address for one in own if one.of == achievement_at(name)]
        recognised |= _joined(name, [*recognised.get(name, ()), *more])
    return replace(rule, recognised=recognised)


def narrowed(found: Stack, *, published: Rule) -> Stack:
    """The count by the rule as it was published, and beside it the equivalents that counted."""
    names = {name for one in found.counted for name in one.held.names}
    recognised = dict(published.recognised)
    for name, others in found.rule.recognised.items():
        own = published.recognised.get(name, ())
        more = [other for other in others if other not in own and other in names]
        recognised |= _joined(name, [*own, *more])
    if recognised == dict(published.recognised):
        return replace(found, rule=published)
    version = f"{published.version}+{found.at:%Y-%m-%d}"
    return replace(found, rule=replace(published, version=version, recognised=recognised))


def accepted_in(found: Stack, *, published: Rule, issuer: UUID) -> Mapping[str, Recognition]:
    """By the digest of what counted as an equivalent: the entry of the register that says so."""
    if found.rule == published:
        return {}
    counted = [one.held for one in found.counted]
    names = (name for held in counted for name in held.names)
    asked = {achievement_at(name) for name in _asked_by(published)}
    rows = [
        one
        for one in equivalents_among(names, at=found.at)
        if one.organisation == issuer and one.of in asked
    ]
    pairs = ((held, _entry_of(held, rows, published)) for held in counted)
    return {held.digest: row for held, row in pairs if row is not None}


def _entry_of(held: Held, rows: Iterable[Equivalent], published: Rule) -> Recognition | None:
    if not _asked_by(published).isdisjoint(held.names):
        return None
    return next((one.row for one in rows if one.address in held.names), None)


def _asked_by(rule: Rule) -> frozenset[str]:
    """The addresses of the achievements that a rule names."""
    found: set[str] = set()
    for _pointer, clause in every_clause(rule.clause):
        match clause:
            case Achieved():
                found.add(clause.achievement)
            case Credits():
                found.update(clause.achievements)
            case _:
                pass
    return frozenset(found)


def _joined(name: str, others: Iterable[str]) -> dict[str, tuple[str, ...]]:
    several = tuple(dict.fromkeys(others))
    return {name: several[:MAX_CLAUSES]} if several else {}
