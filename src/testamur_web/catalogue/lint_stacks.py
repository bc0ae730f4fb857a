"""What stands in the way of a whole, and what makes it hard or impossible to earn.

Nobody can earn a whole that asks for itself, so that is refused. The rest is advice: a part may be
published tomorrow, lie elsewhere, or be recognised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F, Max
from django.utils.translation import gettext as _

from testamur.pathways.clauses import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Clause,
    Credits,
    InOrder,
    Skilled,
    every_clause,
    inside,
)
from testamur.pathways.held import ECTS
from testamur.pathways.rules import read_clause
from testamur.problems import Problem
from testamur_web.catalogue.addresses import achievement_at
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.models import Achievement, OutcomeSkill
from testamur_web.catalogue.parts import Part, Standing, addresses_of, circle_from, find_parts

__all__ = ["stack_advice", "stack_problems"]

_RULE: Final = "/stack/clause"
_Parts = Mapping[str, Part]


def stack_problems(definition: Definition, *, of: UUID | None) -> list[Problem]:
    """What stands in the way of publishing the stack of an achievement."""
    stack = definition.stack
    if stack is None:
        return []
    if stack.clause is None:
        return [Problem("definition.missing", _("Say what it is made of."), _RULE)]
    named = {address: achievement_at(address) for address in addresses_of(stack)}
    way = circle_from(of, [key for key in named.values() if key]) if of else []
    if not way:
        return []
    clause = read_clause(dict(stack.clause))
    first = {address for address, key in named.items() if key == way[0]}
    pointer = next(
        (at for at, one in every_clause(clause, _RULE) if first & {*_asked_for(one)}), _RULE
    )
    return [Problem("stack.circle", _told_circle(definition.title, way), pointer)]


def stack_advice(definition: Definition) -> list[Problem]:
    """What would make the stack easier to earn, or possible at all."""
    stack = definition.stack
    if stack is None or stack.clause is None:
        return []
    clause = read_clause(dict(stack.clause))
    parts = find_parts(addresses_of(stack))
    told = list(_about_parts(clause, parts))
    told += _about_credits(clause, parts)
    told += _about_levels(clause, parts)
    told += _about_skills(clause)
    if not stack.counts_twice:
        told += _about_doubles(clause)
    return told


def _told_circle(title: str, way: Iterable[UUID]) -> str:
    keys = list(way)
    titles = dict(Achievement.objects.filter(pk__in=keys).values_list("pk", "title"))
    told = [f"“{titles.get(key, key)}”" for key in keys[:-1]]
    if not told:
        return _("“%s” asks for itself, so nobody can earn it.") % title
    around = _("“%(title)s” asks for %(way)s, which asks for it again: nobody can earn it.")
    return around % {"title": title, "way": _(", which asks for ").join(told)}


def _asked_for(clause: Clause) -> tuple[str, ...]:
    match clause:
        case Achieved():
            return (clause.achievement,)
        case Credits():
            return clause.achievements
        case _:
            return ()


def _about_parts(clause: Clause, parts: _Parts) -> Iterator[Problem]:
    for pointer, one in every_clause(clause, _RULE):
        for address in _asked_for(one):
            yield from _about_part(parts[address], pointer)


def _about_part(part: Part, pointer: str) -> Iterator[Problem]:
    told = {
        Standing.WITHDRAWN: _("“%s” was withdrawn: nobody new can earn it.") % part.title,
        Standing.UNKNOWN: _("Nothing is published at %s.") % part.address,
        Standing.ELSEWHERE: _("%s is not published here, so nobody can enrol for it here.")
        % part.address,
    }.get(part.standing)
    if told:
        yield Problem("stack.part-not-offered", told, pointer)
    if part.stands_alone:
        told = _("“%s” says that it stands alone. Ask its issuer whether it counts toward others.")
        yield Problem("stack.part-stands-alone", told % part.title, pointer)


def _about_credits(clause: Clause, parts: _Parts) -> Iterator[Problem]:
    for pointer, one in every_clause(clause, _RULE):
        if not isinstance(one, Credits) or not one.achievements:
            continue
        most = _most_credits((parts[each] for each in one.achievements), one.scheme)
        if most is not None and most < one.amount:
            told = _("The achievements named give %(most)s credits in all, not %(asked)s.")
            told %= {"most": f"{most.normalize():f}", "asked": f"{one.amount.normalize():f}"}
            yield Problem("stack.out-of-reach", told, pointer)


def _most_credits(parts: Iterable[Part], scheme: str) -> Decimal | None:
    """What they can give together; None where that of one is not known."""
    total = Decimal()
    for part in parts:
        if part.version is None:
            return None
        total += _credits_of(part.version.content, scheme)
    return total


def _credits_of(content: Mapping[str, object], scheme: str) -> Decimal:
    if scheme == ECTS:
        return Decimal(str(content.get("ects") or 0))
    other = content.get("other_credits")
    if not isinstance(other, Mapping) or other.get("system") != scheme:
        return Decimal()
    return Decimal(str(other.get("amount") or 0))


def _about_levels(clause: Clause, parts: _Parts) -> Iterator[Problem]:
    for pointer, one in every_clause(clause, _RULE):
        if isinstance(one, AtLevel) and not _reaches(one.clause, one.level, parts):
            told = _("What is asked for here does not reach EQF level %s.") % one.level
            yield Problem("stack.out-of-reach", told, pointer)


def _reaches(clause: Clause, level: int, parts: _Parts) -> bool:
    """Whether the clause could be met at a level; what states no level could."""
    match clause:
        case Achieved():
            return _is_at(parts[clause.achievement], level)
        case Credits():
            named = [_is_at(parts[each], level) for each in clause.achievements]
            return any(named) or not named
    met = [_reaches(one, level, parts) for _further, one in inside(clause)]
    match clause:
        case AnyOf():
            return any(met)
        case AtLeast():
            return sum(met) >= clause.count
        case _:
            return all(met)


def _is_at(part: Part, level: int) -> bool:
    stated = part.version.eqf_level if part.version else None
    return stated is None or stated >= level


def _about_skills(clause: Clause) -> Iterator[Problem]:
    asked = [
        (pointer, one, one.level)
        for pointer, one in every_clause(clause, _RULE)
        if isinstance(one, Skilled) and one.level is not None
    ]
    most = _best_offers({one.skill for _pointer, one, _level in asked})
    for pointer, one, level in asked:
        best = most.get(one.skill)
        if best is not None and best < level:
            told = _("Nothing published here certifies “%(skill)s” above EQF level %(level)s.")
            told %= {"skill": one.name or one.skill, "level": best}
            yield Problem("stack.out-of-reach", told, pointer)


def _best_offers(skills: Iterable[str]) -> dict[str, int | None]:
    wanted = set(skills)
    if not wanted:
        return {}
    offers = OutcomeSkill.objects.filter(
        uri__in=wanted,
        version__achievement__current=F("version"),
        version__achievement__withdrawn_at=None,
    )
    return dict(offers.order_by().values_list("uri").annotate(best=Max("level")))


def _about_doubles(clause: Clause) -> Iterator[Problem]:
    for pointer, one in every_clause(clause, _RULE):
        if not isinstance(one, AllOf | InOrder):
            continue
        counted: Counter[str] = Counter()
        for further, each in inside(one):
            if isinstance(each, Achieved):
                counted[each.achievement] += 1
                if counted[each.achievement] == 2:
                    told = _("“%s” stands here twice, and one credential counts once.")
                    told %= each.name or each.achievement
                    yield Problem("stack.part-twice", told, f"{pointer}{further}")
