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
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from testamur.encoding import (
    Json,
    JsonObject,
    canonical_json,
    multibase_encode,
    parse_object,
)
from testamur.pathways.clauses import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Clause,
    Credits,
    FromIssuers,
    InOrder,
    Skilled,
    Within,
)
from testamur.pathways.held import ECTS
from testamur.pathways.rule_checks import (
    MAX_CLAUSES,
    MAX_DEPTH,
    check_clauses,
    check_recognised,
    check_rule,
)

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

MAX_RULE_BYTES: Final = 128 * 1024
_SHA256: Final = b"\x12\x20"


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
        check_rule(self.as_json())

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
    check_rule(document)
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
    check_clauses(document, pointer)
    return _made(document)


def read_recognised(document: Json, pointer: str = "") -> dict[str, tuple[str, ...]]:
    """Read which achievements count as which; raises `Refused` as `read_rule` does."""
    check_recognised(document, pointer)
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
