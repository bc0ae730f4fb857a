"""What a qualification asks for: clauses over achievements, skills, credits and levels, versioned.

    rule = read_rule(text)                # JSON as `rule.schema.json` describes it, or `Refused`
    rule.digest                           # of its canonical form (RFC 8785): the version, proven
    sentence(rule)                        # `pathways.sentences`: the same in plain English

Rules kept here:

- every value is immutable and checked where it is made; a problem carries a JSON Pointer;
- a condition (a level, an age, who awards) holds for every clause inside it; several add up;
- a credential counts once unless the rule says `countsTwice`;
- depth, number and size are bounded, so that reading and counting are, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from testamur.encoding import (
    Json,
    JsonObject,
    canonical_json,
    multibase_encode,
    parse_object,
)
from testamur.errors import Refused
from testamur.pathways.held import ECTS

__all__ = [
    "MAX_CLAUSES",
    "MAX_DEPTH",
    "MAX_RULE_BYTES",
    "Achieved",
    "AllOf",
    "AnyOf",
    "AtLeast",
    "AtLevel",
    "Clause",
    "Credits",
    "FromIssuers",
    "InOrder",
    "Rule",
    "Skilled",
    "Within",
    "read_clause",
    "read_recognised",
    "read_rule",
    "rule_schema",
]

MAX_DEPTH: Final = 8
MAX_CLAUSES: Final = 200
MAX_RULE_BYTES: Final = 128 * 1024
MAX_MONTHS: Final = 1_200
MAX_CREDITS: Final = 10_000
MAX_TEXT: Final = 2_000
_SHA256: Final = b"\x12\x20"
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")


@dataclass(frozen=True, slots=True)
class Achieved:
    """An achievement is held: by its address, or one recognised as it."""

    achievement: str
    _: KW_ONLY
    name: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Skilled:
    """A skill is certified, at a level (1 to 8) where one is asked for."""

    skill: str
    _: KW_ONLY
    name: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """Credits of one scheme add up to `amount`, from anything or from the achievements named."""

    amount: Decimal
    _: KW_ONLY
    scheme: str = ECTS
    achievements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every clause is met."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one clause is met."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the clauses are met."""

    count: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class InOrder:
    """Every clause is met, none of them by what was awarded before what met the one before it."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AtLevel:
    """The clause is met at this EQF level or above."""

    level: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class Within:
    """The clause is met by what was awarded in the last `months`."""

    months: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class FromIssuers:
    """The clause is met by what these issuers awarded."""

    issuers: tuple[str, ...]
    clause: Clause


Clause: TypeAlias = (
    Achieved
    | Skilled
    | Credits
    | AllOf
    | AnyOf
    | AtLeast
    | InOrder
    | AtLevel
    | Within
    | FromIssuers
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of what is asked for.

    `recognised` maps an achievement to those that count as it. With `counts_twice` one credential
    may meet several clauses.
    """

    id: str
    _: KW_ONLY
    version: str
    clause: Clause
    name: str = ""
    counts_twice: bool = False
    recognised: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "recognised", MappingProxyType(dict(self.recognised)))
        _check_rule(self.as_json())

    @property
    def text(self) -> str:
        """The canonical form (RFC 8785), which the digest is of."""
        return canonical_json(self.as_json()).decode()

    @property
    def digest(self) -> str:
        """The SHA-256 multihash of the canonical form, in multibase."""
        return multibase_encode(_SHA256 + sha256(self.text.encode()).digest(), base="u")

    def as_json(self) -> JsonObject:
        """The rule as `rule.schema.json` describes it."""
        members = {
            "id": self.id,
            "version": self.version,
            "name": self.name,
            "countsTwice": self.counts_twice,
            "recognised": {name: list(others) for name, others in self.recognised.items()},
        }
        kept = {name: value for name, value in members.items() if value}
        return kept | {"rule": _written(self.clause)}


@cache
def rule_schema() -> Mapping[str, Any]:
    """The published JSON Schema of rules, parsed; shared, so never to be changed."""
    schema: Mapping[str, Any] = json.loads(
        Path(__file__).with_name("rule.schema.json").read_text("utf-8")
    )
    return schema


def read_rule(text: str | bytes) -> Rule:
    """Read a rule; raises `Refused` (`stack.rule-malformed`, `stack.rule-too-large`, `json.*`)."""
    document = parse_object(text, limit=MAX_RULE_BYTES)
    _check_rule(document)
    return Rule(
        document["id"],
        version=document["version"],
        clause=_made(document["rule"]),
        name=document.get("name", ""),
        counts_twice=document.get("countsTwice", False),
        recognised=read_recognised(document.get("recognised", {}), "/recognised"),
    )


def read_clause(document: Json, pointer: str = "") -> Clause:
    """Read one clause, such as a builder edits; raises `Refused` as `read_rule` does."""
    _check_clauses(document, pointer)
    return _made(document)


def read_recognised(document: Json, pointer: str = "") -> dict[str, tuple[str, ...]]:
    """Read which achievements count as which; raises `Refused` as `read_rule` does."""
    _table(document, pointer)
    return {name: tuple(others) for name, others in document.items()}


# -------------------------------------------------------------------------------------- writing


def _written(clause: Clause) -> JsonObject:
    told: JsonObject
    match clause:
        case Achieved():
            told = {"achievement": clause.achievement, "name": clause.name}
            return _stated(told | {"version": clause.version})
        case Skilled():
            return _stated({"skill": clause.skill, "name": clause.name, "level": clause.level})
        case Credits():
            told = {"credits": _plain(clause.amount), "scheme": clause.scheme}
            return _stated(told | {"from": list(clause.achievements)})
        case AtLevel() | Within() | FromIssuers():
            return _condition(clause) | {"rule": _written(clause.clause)}
        case _:
            return _list(clause, [_written(one) for one in clause.clauses])


def _condition(clause: AtLevel | Within | FromIssuers) -> JsonObject:
    match clause:
        case AtLevel():
            return {"atLevel": clause.level}
        case Within():
            return {"withinMonths": clause.months}
        case FromIssuers():
            return {"issuers": list(clause.issuers)}


def _list(clause: AllOf | AnyOf | AtLeast | InOrder, inside: list[JsonObject]) -> JsonObject:
    match clause:
        case AllOf():
            return {"all": inside}
        case AnyOf():
            return {"any": inside}
        case InOrder():
            return {"inOrder": inside}
        case AtLeast():
            return {"atLeast": clause.count, "of": inside}


def _stated(members: JsonObject) -> JsonObject:
    return {name: value for name, value in members.items() if value not in (None, "", [])}


def _plain(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)


# -------------------------------------------------------------------------------------- making


def _several(value: Json) -> tuple[Clause, ...]:
    return tuple(_made(one) for one in value)


_MAKERS: Final[Mapping[str, Callable[[JsonObject], Clause]]] = {
    "achievement": lambda one: Achieved(
        one["achievement"], name=one.get("name", ""), version=one.get("version", "")
    ),
    "skill": lambda one: Skilled(one["skill"], name=one.get("name", ""), level=one.get("level")),
    "credits": lambda one: Credits(
        Decimal(str(one["credits"])),
        scheme=one.get("scheme", ECTS),
        achievements=tuple(one.get("from", ())),
    ),
    "all": lambda one: AllOf(_several(one["all"])),
    "any": lambda one: AnyOf(_several(one["any"])),
    "inOrder": lambda one: InOrder(_several(one["inOrder"])),
    "atLeast": lambda one: AtLeast(one["atLeast"], _several(one["of"])),
    "atLevel": lambda one: AtLevel(one["atLevel"], _made(one["rule"])),
    "withinMonths": lambda one: Within(one["withinMonths"], _made(one["rule"])),
    "issuers": lambda one: FromIssuers(tuple(one["issuers"]), _made(one["rule"])),
}


def _made(document: JsonObject) -> Clause:
    kind = next(name for name in _MAKERS if name in document)
    return _MAKERS[kind](document)


# ------------------------------------------------------------------------------------- checking


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


def _table(value: Json, pointer: str) -> None:
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
    "recognised": _table,
}
_NEEDED: Final = {"id", "version", "rule"}


def _check_rule(document: JsonObject) -> None:
    _check_object(document, _WHOLE, _NEEDED, "")
    _check_clauses(document["rule"], "/rule")


def _check_clauses(document: Json, pointer: str) -> None:
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
