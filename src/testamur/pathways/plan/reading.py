"""Needs, offers and what is held, from JSON: each member checked once, told by its JSON Pointer.

Money is read as exact text or number and kept in hundredths, hours in minutes; whatever is finer
than that is refused, never rounded. Labels of skills may stand beside them, for people only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from testamur.encoding import Json, JsonObject
from testamur.errors import Refused
from testamur.pathways.plan.funding import Condition, Fact, Funding, Test
from testamur.pathways.plan.offers import (
    AllOf,
    AnyOf,
    HasAchievement,
    HasSkill,
    Held,
    Offer,
    Prerequisite,
    Taught,
)
from testamur.skills.framework import ESSENTIAL, Need

__all__ = ["labels_in", "read_held", "read_needs", "read_offers"]

MOST_NESTED: Final = 20
_CENTS: Final = 100
_HOUR: Final = 60
_HIGHEST: Final = 8
_WHOLE_PRICE: Final = 100

Read = TypeVar("Read")


def read_needs(value: Json) -> tuple[Need, ...]:
    """A list of needs, or an object with `needs`; raises `Refused` (`document.*`)."""
    return _each(value, "needs", _need)


def read_offers(value: Json) -> tuple[Offer, ...]:
    """A list of offers, or an object with `offers`; raises `Refused` (`document.*`)."""
    return _each(value, "offers", _offer)


def read_held(value: Json) -> Held:
    """An object with `skills`, `achievements` and `facts`; raises `Refused` (`document.*`)."""
    held = _object(value, "")
    skills = [_taught(one, at) for one, at in _items(held, "skills", "")]
    achievements = [_text(one, at) for one, at in _items(held, "achievements", "")]
    facts = {
        name: _fact(one, f"/facts/{name}")
        for name, one in _object(held.get("facts", {}), "/facts").items()
    }
    return Held({one.skill: one.level for one in skills}, frozenset(achievements), facts)


def labels_in(value: Json) -> dict[str, str]:
    """Each `label` that stands beside a `skill`, anywhere in a value, by skill."""
    found: dict[str, str] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            skill, label = one.get("skill"), one.get("label")
            if isinstance(skill, str) and isinstance(label, str):
                found.setdefault(skill, label)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return found


def _each(value: Json, name: str, read: Callable[[Json, str], Read]) -> tuple[Read, ...]:
    if isinstance(value, dict):
        return tuple(read(one, at) for one, at in _items(value, name, "", is_needed=True))
    if not isinstance(value, list):
        raise _wrong_form("a list is needed", "")
    return tuple(read(one, f"/{at}") for at, one in enumerate(value))


def _need(value: Json, at: str) -> Need:
    members = _object(value, at)
    importance = members.get("importance", ESSENTIAL)
    if isinstance(importance, bool) or not isinstance(importance, int | float):
        raise _wrong_form("an importance is a number", f"{at}/importance")
    if not 0 <= importance <= 1:
        raise _wrong_value("an importance is between 0 and 1", f"{at}/importance")
    return Need(
        _needed(members, "skill", at), level=_level(members, at), importance=float(importance)
    )


def _offer(value: Json, at: str) -> Offer:
    members = _object(value, at)
    name = _needed(members, "id", at)
    required = members.get("requires")
    return Offer(
        name,
        _optional(members, "title", at) or name,
        gives=tuple(_taught(one, place) for one, place in _items(members, "gives", at)),
        minutes=_exact(members.get("hours"), _HOUR, f"{at}/hours"),
        cents=_prices(members.get("price", {}), f"{at}/price"),
        achievement=_optional(members, "achievement", at),
        language=_optional(members, "language", at),
        mode=_optional(members, "mode", at),
        place=_optional(members, "place", at),
        starts=tuple(_date(one, place) for one, place in _items(members, "starts", at)),
        weeks_at_most=_count(members, "weeksAtMost", at),
        requires=None if required is None else _required(required, f"{at}/requires"),
        funding=tuple(_funding(one, place) for one, place in _items(members, "funding", at)),
    )


def _taught(value: Json, at: str) -> Taught:
    if isinstance(value, str):
        return Taught(value)
    members = _object(value, at)
    return Taught(_needed(members, "skill", at), _level(members, at))


def _required(value: Json, at: str, depth: int = 0) -> Prerequisite:
    """`{"achievement": …}`, `{"skill": …, "level": …}`, `{"all": […]}` or `{"any": […]}`."""
    if depth > MOST_NESTED:
        raise _wrong_value("prerequisites nest too deeply", at)
    members = _object(value, at)
    if "achievement" in members:
        return HasAchievement(_needed(members, "achievement", at))
    if "skill" in members:
        return HasSkill(_needed(members, "skill", at), _level(members, at))
    for name, kind in (("all", AllOf), ("any", AnyOf)):
        if name in members:
            parts = _items(members, name, at)
            return kind(tuple(_required(one, place, depth + 1) for one, place in parts))
    raise _wrong_form("a prerequisite has achievement, skill, all or any", at)


def _funding(value: Json, at: str) -> Funding:
    members = _object(value, at)
    percent = _count(members, "percent", at)
    percent = _WHOLE_PRICE if percent is None else percent
    if percent > _WHOLE_PRICE:
        raise _wrong_value("a funding pays 100 percent at most", f"{at}/percent")
    return Funding(
        _needed(members, "name", at),
        percent=percent,
        most=_prices(members.get("most", {}), f"{at}/most"),
        conditions=tuple(_condition(one, place) for one, place in _items(members, "if", at)),
    )


def _condition(value: Json, at: str) -> Condition:
    members = _object(value, at)
    tests = [test for test in Test if test.value in members]
    if len(tests) != 1:
        raise _wrong_form("a condition has one of is, oneOf, atLeast and atMost", at)
    test = tests[0]
    wanted = members[test.value]
    place = f"{at}/{test.value}"
    if test is Test.ONE_OF:
        several = _items(members, test.value, at)
        return Condition(_needed(members, "fact", at), test, tuple(_fact(*one) for one in several))
    return Condition(_needed(members, "fact", at), test, _fact(wanted, place))


def _prices(value: Json, at: str) -> Mapping[str, int]:
    return {name: _exact(one, _CENTS, f"{at}/{name}") for name, one in _object(value, at).items()}


def _exact(value: Json, parts: int, at: str) -> int:
    """A number, or one as text, in whole parts of its unit."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _wrong_form("a number is needed, or one as text", at)
    try:
        counted = Decimal(str(value)) * parts
    except InvalidOperation:
        raise _wrong_value(f"{value!r:.40} is not a number", at) from None
    if not counted.is_finite() or counted < 0 or counted > 10**12 or counted != int(counted):
        raise _wrong_value(f"{value!r:.40} is negative, too large or too fine", at)
    return int(counted)


def _level(members: JsonObject, at: str) -> int | None:
    level = _count(members, "level", at)
    if level is not None and not 1 <= level <= _HIGHEST:
        raise _wrong_value("a level is between 1 and 8", f"{at}/level")
    return level


def _count(members: JsonObject, name: str, at: str) -> int | None:
    value = members.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise _wrong_form("a whole number is needed", f"{at}/{name}")
    if value is not None and value < 0:
        raise _wrong_value("a number below 0 makes no sense here", f"{at}/{name}")
    return value


def _date(value: Json, at: str) -> date:
    try:
        return date.fromisoformat(_text(value, at))
    except ValueError:
        raise _wrong_value("a date is written like 2027-01-31", at) from None


def _fact(value: Json, at: str) -> Fact:
    if isinstance(value, str | int):
        return value
    raise _wrong_form("text or a whole number is needed", at)


def _object(value: Json, at: str) -> JsonObject:
    if not isinstance(value, dict):
        raise _wrong_form("an object is needed", at)
    return value


def _items(
    members: JsonObject, name: str, at: str, *, is_needed: bool = False
) -> list[tuple[Json, str]]:
    if is_needed and name not in members:
        raise Refused.because("document.missing-member", f"{name} is missing", at)
    several = members.get(name, [])
    if not isinstance(several, list):
        raise _wrong_form("a list is needed", f"{at}/{name}")
    return [(one, f"{at}/{name}/{number}") for number, one in enumerate(several)]


def _needed(members: JsonObject, name: str, at: str) -> str:
    if name not in members:
        raise Refused.because("document.missing-member", f"{name} is missing", at)
    return _text(members[name], f"{at}/{name}")


def _optional(members: JsonObject, name: str, at: str) -> str:
    return _text(members[name], f"{at}/{name}") if members.get(name) is not None else ""


def _text(value: Json, at: str) -> str:
    if not isinstance(value, str) or not value:
        raise _wrong_form("text is needed", at)
    return value


def _wrong_form(told: str, at: str) -> Refused:
    return Refused.because("document.wrong-form", told, at)


def _wrong_value(told: str, at: str) -> Refused:
    return Refused.because("document.wrong-value", told, at)
