"""How a rule is judged before it is made: its kinds, members, sizes, each with a JSON Pointer.

It says in Python what `rule.schema.json` says to others. Nothing here calls itself, so that a rule
nested a thousand deep is refused and not followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from testamur.encoding import Json, JsonObject
from testamur.errors import Refused

__all__ = ["MAX_CLAUSES", "MAX_DEPTH", "check_clauses", "check_recognised", "check_rule"]

MAX_DEPTH: Final = 8
MAX_CLAUSES: Final = 200
MAX_MONTHS: Final = 1_200
MAX_CREDITS: Final = 10_000
MAX_TEXT: Final = 2_000
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")


def _refused(told: str, pointer: str) -> Refused:
    return Refused.because("stack.rule-malformed", told, pointer)


def _text(value: Json, pointer: str) -> None:
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT:
        raise _refused(f"a text of 1 to {MAX_TEXT} characters stands here", pointer)


def _iri(value: Json, pointer: str) -> None:
    _text(value, pointer)
    if not _ADDRESS.match(value):
        raise _refused(f"{value[:80]!r} is not an address with a scheme, such as https:", pointer)


def _iris(value: Json, pointer: str) -> None:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_CLAUSES:
        raise _refused(f"a list of 1 to {MAX_CLAUSES} addresses stands here", pointer)
    for at, one in enumerate(value):
        _iri(one, f"{pointer}/{at}")


def _truth(value: Json, pointer: str) -> None:
    if not isinstance(value, bool):
        raise _refused("true or false stands here", pointer)


def _whole(most: int) -> Callable[[Json, str], None]:
    def check(value: Json, pointer: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise _refused(f"a whole number from 1 to {most} stands here", pointer)

    return check


def _amount(value: Json, pointer: str) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value <= MAX_CREDITS:
        raise _refused(f"a number above 0 and up to {MAX_CREDITS:,} stands here", pointer)


def _clauses(value: Json, pointer: str) -> None:
    if not isinstance(value, list) or not value:
        raise _refused("a list of at least one clause stands here", pointer)


def _clause(value: Json, pointer: str) -> None:
    if not isinstance(value, dict):
        raise _refused("a clause stands here, which is an object", pointer)


def check_recognised(value: Json, pointer: str) -> None:
    """Refuse what is no table of achievements to those that count as them."""
    if not isinstance(value, dict) or len(value) > MAX_CLAUSES:
        raise _refused(f"a table of at most {MAX_CLAUSES} achievements stands here", pointer)
    for name, others in value.items():
        place = f"{pointer}/{_escaped(name)}"
        _iri(name, place)
        _iris(others, place)


_Check: TypeAlias = Callable[[Json, str], None]
_LEVEL: Final = _whole(8)
_LEAVES: Final[Mapping[str, Mapping[str, _Check]]] = {
    "achievement": {"achievement": _iri, "name": _text, "version": _text},
    "skill": {"skill": _iri, "name": _text, "level": _LEVEL},
    "credits": {"credits": _amount, "scheme": _text, "from": _iris},
}
_AROUND: Final[Mapping[str, Mapping[str, _Check]]] = {
    "all": {"all": _clauses},
    "any": {"any": _clauses},
    "inOrder": {"inOrder": _clauses},
    "atLeast": {"atLeast": _whole(MAX_CLAUSES), "of": _clauses},
    "atLevel": {"atLevel": _LEVEL, "rule": _clause},
    "withinMonths": {"withinMonths": _whole(MAX_MONTHS), "rule": _clause},
    "issuers": {"issuers": _iris, "rule": _clause},
}
_KINDS: Final[Mapping[str, Mapping[str, _Check]]] = {**_LEAVES, **_AROUND}
_WHOLE: Final[Mapping[str, _Check]] = {
    "id": _iri,
    "version": _text,
    "rule": _clause,
    "name": _text,
    "countsTwice": _truth,
    "recognised": check_recognised,
}
_NEEDED: Final = {"id", "version", "rule"}


def check_rule(document: JsonObject) -> None:
    """Refuse what is no rule."""
    _check_object(document, _WHOLE, _NEEDED, "")
    check_clauses(document["rule"], "/rule")


def check_clauses(document: Json, pointer: str) -> None:
    """Every clause in turn, however deep they are written: nothing calls itself."""
    waiting: list[tuple[Json, str, int]] = [(document, pointer, 1)]
    count = 0
    while waiting:
        clause, place, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_CLAUSES:
            told = f"at most {MAX_CLAUSES} clauses, {MAX_DEPTH} deep, are read"
            raise Refused.because("stack.rule-too-large", told, place)
        _clause(clause, place)
        waiting += [(one, at, depth + 1) for one, at in _check_clause(clause, place)]


def _check_clause(clause: JsonObject, pointer: str) -> Iterator[tuple[Json, str]]:
    """The clauses inside one that is sound itself."""
    kinds = [name for name in _KINDS if name in clause]
    if len(kinds) != 1:
        told = f"a clause has exactly one of {', '.join(_KINDS)}"
        raise _refused(told, pointer)
    [kind] = kinds
    needed = {kind} if kind in _LEAVES else set(_AROUND[kind])
    _check_object(clause, _KINDS[kind], needed, pointer)
    for name in _AROUND.get(kind, {}):
        inside = clause[name]
        if name == "rule":
            yield inside, f"{pointer}/rule"
        elif isinstance(inside, list) and name != "issuers":
            yield from ((one, f"{pointer}/{name}/{at}") for at, one in enumerate(inside))
    if kind == "atLeast" and clause["atLeast"] > len(clause["of"]):
        raise _refused(f"there are only {len(clause['of'])} clauses", f"{pointer}/atLeast")


def _check_object(
    document: JsonObject, checks: Mapping[str, _Check], needed: set[str], pointer: str
) -> None:
    for name in sorted(needed - document.keys()):
        raise _refused(f"the member {name!r} is missing", pointer)
    for name, value in document.items():
        if name not in checks:
            raise _refused(f"there is no member {name[:60]!r} here", f"{pointer}/{_escaped(name)}")
        checks[name](value, f"{pointer}/{name}")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
