"""Our own JSON Schemas as plain functions: a validator's answer at the speed of a look.

A schema becomes a plan: for each JSON type, the rule to ask of a value of that type, or None where
every such value will do. So nothing is called for the many members that need only be strings.
Rules kept here:

- only the keywords that the shipped files use are known; any other makes compilation refuse, so
  that no rule is ever skipped. `format` is asserted;
- a rule returns None when all is well, so that a sound document costs no allocation;
- a fault names its place from the value the rule was given, and the section (`$comment`) of the
  innermost schema that states one;
- of alternatives (`anyOf`) only those that take the value's JSON type count, so that a fault is
  explained by the one that was meant;
- of the many faults of one array or object the first `MAX_FAULTS` are told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple, TypeAlias

from testamur.credentials.schemas.formats import FORMATS
from testamur.encoding import Json, JsonObject

__all__ = ["FILES", "Fault", "Rule", "pointer_of", "rule_of", "shipped_schema"]


class Fault(NamedTuple):
    """One breach: the steps to its place, the keyword, one sentence, and the section behind it."""

    path: tuple[str | int, ...]
    keyword: str
    detail: str
    spec: str = ""


Rule: TypeAlias = Callable[[Json], list[Fault] | None]
Schema: TypeAlias = Mapping[str, Any]

FILES: Final = {
    "urn:testamur:schema:verifiable-credential": "verifiable-credential.schema.json",
    "urn:testamur:schema:open-badges": "open-badges.schema.json",
    "urn:testamur:schema:clr": "clr.schema.json",
}
"""The shipped schemas by their `$id`."""

MAX_FAULTS: Final = 20
"""The most faults told of the members of one array or object."""

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_LOCK: Final = RLock()
_NAMES: Final = {
    dict: "an object",
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}
_ANNOTATIONS: Final = {"$comment", "title", "description", "$schema", "$id", "$defs"}
_OBJECT_KEYWORDS: Final = frozenset(
    {"properties", "required", "additionalProperties", "propertyNames", "minProperties"}
)
_ARRAY_KEYWORDS: Final = frozenset({"items", "prefixItems", "contains", "minItems"})


class _Plan(dict[type, Rule | None]):
    """What to ask of a value by its Python type, made when it is first asked.

    Definitions refer to each other in circles, so none is made before it is needed. A type that is
    not JSON's is always a fault.
    """

    __slots__ = ("_make", "_making")

    def __init__(self, make: Callable[[], _Plan] | None = None) -> None:
        self._make = make
        self._making = False

    def __missing__(self, kind: type) -> Rule | None:
        if not self:
            with _LOCK:
                self._fill()
        if kind in self:
            return self[kind]
        return lambda _: [Fault((), "type", f"a Python {kind.__name__} stands where JSON must")]

    def _fill(self) -> None:
        if self or self._make is None:  # another thread was quicker
            return
        if self._making:
            raise LookupError("a schema is defined by itself alone")
        self._making = True
        made = self._make()
        self.update({kind: made[kind] for kind in _NAMES})


def _ready(rules: Mapping[type, Rule | None]) -> _Plan:
    plan = _Plan()
    plan.update(rules)
    return plan


@cache
def shipped_schema(identifier: str) -> Schema:
    """The shipped schema called `identifier`, parsed; shared, so never to be changed."""
    text = Path(__file__).with_name(FILES[identifier]).read_text("utf-8")
    schema: Schema = json.loads(text)
    return schema


@cache
def rule_of(reference: str) -> Rule:
    """The rule behind `urn:testamur:schema:NAME#/$defs/DEFINITION`."""
    plan = _definition(reference, "")

    def check(value: Json) -> list[Fault] | None:
        rule = plan[type(value)]
        return None if rule is None else rule(value)

    return check


def pointer_of(path: Iterable[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of the steps `path`."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


@cache
def _definition(reference: str, spec: str) -> _Plan:
    identifier, _, name = reference.partition("#/$defs/")
    return _Plan(lambda: _plan(shipped_schema(identifier)["$defs"][name], identifier, spec))


def _plan(schema: Schema, base: str, spec: str) -> _Plan:
    spec = schema.get("$comment", spec)
    parts: list[_Plan] = []
    for keyword, value in schema.items():
        if (build := _BUILDERS.get(keyword)) is not None:
            parts.append(build(value, base, spec))
        elif keyword not in _KNOWN:
            raise LookupError(f"the keyword {keyword!r} is not compiled")
    if not _OBJECT_KEYWORDS.isdisjoint(schema):
        parts.append(_only_of(dict, _object_rule(schema, base, spec)))
    if not _ARRAY_KEYWORDS.isdisjoint(schema):
        parts.append(_only_of(list, _array_rule(schema, base, spec)))
    if "if" in schema:
        parts.append(_conditional(schema, base, spec))
    return parts[0] if len(parts) == 1 else _all_of(parts)


def _only_of(kind: type, rule: Rule) -> _Plan:
    """Ask `rule` of values of one type; any other value will do."""
    return _ready({**dict.fromkeys(_NAMES), kind: rule})


def _all_of(parts: list[_Plan]) -> _Plan:
    """Every part must be kept; a value of a wrong type is told once."""

    def make() -> _Plan:
        rules = {kind: [rule for part in parts if (rule := part[kind])] for kind in _NAMES}
        wrong = {kind: [rule for rule in found if rule in _WRONG] for kind, found in rules.items()}
        return _ready({kind: _every(wrong[kind][:1] or rules[kind]) for kind in _NAMES})

    return _Plan(make)


def _every(rules: list[Rule]) -> Rule | None:
    def check(value: Json) -> list[Fault] | None:
        faults: list[Fault] | None = None
        for rule in rules:
            if found := rule(value):
                faults = found if faults is None else faults + found
        return faults

    return check if len(rules) > 1 else rules[0] if rules else None


# objects and arrays -------------------------------------------------------------------------------


def _object_rule(schema: Schema, base: str, spec: str) -> Rule:
    required = frozenset(schema.get("required", ()))
    members = {name: _plan(part, base, spec) for name, part in schema.get("properties", {}).items()}
    others = _other_members(schema, base, spec)
    least = schema.get("minProperties", 0)
    plan_of = members.get

    def check(value: JsonObject) -> list[Fault] | None:
        faults: list[Fault] | None = None
        if not required <= value.keys():
            faults = _missing(sorted(required - value.keys()), spec)
        for name, item in value.items():
            if (plan := plan_of(name)) is None:
                found = None if others is None else others(name, item)
            elif (rule := plan[type(item)]) is None:
                continue
            else:
                found = rule(item)
            if found and len(faults := _with(faults, found, name)) >= MAX_FAULTS:
                break
        if len(value) < least:
            faults = [*(faults or ()), Fault((), "minProperties", "it says nothing", spec)]
        return faults

    return check


def _with(faults: list[Fault] | None, found: list[Fault], step: str | int) -> list[Fault]:
    """The faults so far, and those `found` one step further inside."""
    return [*(faults or ()), *(fault._replace(path=(step, *fault.path)) for fault in found)]


def _missing(names: list[str], spec: str) -> list[Fault]:
    return [Fault((name,), "required", f"{name!r} is missing", spec) for name in names]


def _other_members(
    schema: Schema, base: str, spec: str
) -> Callable[[str, Json], list[Fault] | None] | None:
    """The rule for members that `properties` does not name, or None where anything goes."""
    if schema.get("additionalProperties") is False:
        return lambda name, _: [
            Fault((), "additionalProperties", f"{name!r} is not expected", spec)
        ]
    if "propertyNames" not in schema and "additionalProperties" not in schema:
        return None
    names = _plan(schema.get("propertyNames", {}), base, spec)
    values = _plan(schema.get("additionalProperties", {}), base, spec)

    def check(name: str, item: Json) -> list[Fault] | None:
        for plan, value in ((names, name), (values, item)):
            rule = plan[type(value)]
            if rule is not None and (found := rule(value)):
                return found
        return None

    return check


def _array_rule(schema: Schema, base: str, spec: str) -> Rule:
    first = [_plan(part, base, spec) for part in schema.get("prefixItems", ())]
    rest = _plan(schema.get("items", {}), base, spec)
    least = schema.get("minItems", 0)
    wanted = _wanted(schema.get("contains", {}))
    usual = [[name] for name in wanted if not first and least <= 1 and _takes_text(rest)]

    def check(value: list[Json]) -> list[Fault] | None:
        if value in usual:  # `["Achievement"]`, of which a credential has dozens
            return None
        faults: list[Fault] | None = None
        if len(value) < least:
            faults = [Fault((), "minItems", f"at least {least} items are needed", spec)]
        is_found = not wanted
        for place, item in enumerate(value):
            rule = (first[place] if place < len(first) else rest)[type(item)]
            found = None if rule is None else rule(item)
            if found and len(faults := _with(faults, found, place)) >= MAX_FAULTS:
                break
            if not is_found:
                is_found = type(item) is str and item in wanted
        if not is_found:
            lacking = Fault((), "contains", f"it must name {' or '.join(wanted)}", spec)
            faults = [*(faults or ()), lacking]
        return faults

    return check


def _takes_text(plan: _Plan) -> bool:
    return plan[str] is None


def _wanted(contains: Schema) -> tuple[str, ...]:
    """The strings that `contains` accepts: `{"const": …}` or `{"enum": […]}`, nothing else."""
    match contains:
        case {"const": str(only), **rest} if not rest:
            return (only,)
        case {"enum": list(several), **rest} if not rest:
            return tuple(several)
        case _ if not contains:
            return ()
    raise LookupError("`contains` is compiled for named strings only")


# keywords -----------------------------------------------------------------------------------------


def _reference(value: str, base: str, spec: str) -> _Plan:
    return _definition(f"{base}{value}" if value.startswith("#") else value, spec)


_WRONG: Final[set[Rule]] = set()


def _type(name: str, _: str, spec: str) -> _Plan:
    return _only(dict.fromkeys(_TYPES[name]), spec)


def _only(taken: Mapping[type, Rule | None], spec: str) -> _Plan:
    """The rules of the types that are taken, and a fault for a value of any other type."""
    wanted = " or ".join(dict.fromkeys(_NAMES[kind] for kind in taken))

    def check(value: Json) -> list[Fault] | None:
        return [Fault((), "type", f"{_NAMES[type(value)]} stands where {wanted} must", spec)]

    _WRONG.add(check)
    return _ready({**dict.fromkeys(_NAMES, check), **taken})


def _const(only: str, _: str, spec: str) -> _Plan:
    def check(value: Json) -> list[Fault] | None:
        return None if value == only else [Fault((), "const", f"it must be {only!r}", spec)]

    return _only({str: check}, spec)


def _enum(several: list[str], _: str, spec: str) -> _Plan:
    accepted = frozenset(several)

    def check(value: Json) -> list[Fault] | None:
        if value in accepted:
            return None
        return [Fault((), "enum", f"{value[:60]!r} is not one of the listed values", spec)]

    return _only({str: check}, spec)


def _pattern(pattern: str, _: str, spec: str) -> _Plan:
    matches = re.compile(pattern.replace("$", r"\Z"), re.ASCII).search

    def check(value: Json) -> list[Fault] | None:
        if matches(value):
            return None
        return [Fault((), "pattern", f"{value[:60]!r} is not written as it must be", spec)]

    return _only_of(str, check)


def _format(name: str, _: str, spec: str) -> _Plan:
    fits, wish = FORMATS[name]

    def check(value: Json) -> list[Fault] | None:
        if fits(value):
            return None
        return [Fault((), f"format {name}", f"{value[:60]!r} is not {wish}", spec)]

    return _only_of(str, check)


def _every_part(parts: list[Schema], base: str, spec: str) -> _Plan:
    return _all_of([_plan(part, base, spec) for part in parts])


def _any_of(parts: list[Schema], base: str, spec: str) -> _Plan:
    plans = [_plan(part, base, spec) for part in parts]

    def make() -> _Plan:
        taken: dict[type, Rule | None] = {}
        for kind in _NAMES:
            meant = [rule for plan in plans if (rule := plan[kind]) not in _WRONG]
            if meant:
                taken[kind] = _either(meant)
        return _only(taken, spec)

    return _Plan(make)


def _either(given: list[Rule | None]) -> Rule | None:
    """One of several rules for values of one type; the first explains a failure of all."""
    rules = [rule for rule in given if rule is not None]

    def check(value: Json) -> list[Fault] | None:
        first = rules[0](value)
        if not first or any(not rule(value) for rule in rules[1:]):
            return None
        return first

    if len(rules) < len(given):
        return None
    return rules[0] if len(rules) == 1 else check


def _conditional(schema: Schema, base: str, spec: str) -> _Plan:
    condition, then, otherwise = (
        _plan(schema.get(name, {}), base, spec) for name in ("if", "then", "else")
    )

    def choose(value: Json) -> list[Fault] | None:
        kind = type(value)
        test = condition[kind]
        rule = (then if test is None or not test(value) else otherwise)[kind]
        return None if rule is None else rule(value)

    return _ready(dict.fromkeys(_NAMES, choose))


_BUILDERS: Final[Mapping[str, Callable[[Any, str, str], _Plan]]] = {
    "$ref": _reference,
    "type": _type,
    "const": _const,
    "enum": _enum,
    "pattern": _pattern,
    "format": _format,
    "allOf": _every_part,
    "anyOf": _any_of,
}
_KNOWN: Final = _ANNOTATIONS | _OBJECT_KEYWORDS | _ARRAY_KEYWORDS | {"if", "then", "else"}
