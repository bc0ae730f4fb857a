"""Other people's JSON Schemas, evaluated under a budget.

A schema that a credential names may come from anybody. Rules kept here:

- nothing is fetched: a reference leads inside the schema, or the schema is refused;
- every keyword and every pattern pays for its work from one budget, sized so that an honest schema
  of a hundred kilobytes passes and a hostile one is given up within about a second;
- giving up is `Refused` with `schema.refused`: nothing is known about the document then;
- drafts 4, 6, 7, 2019-09 and 2020-12; without `$schema`, 2020-12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from testamur.credentials.schemas.compiled import Fault
from testamur.credentials.schemas.formats import FORMATS
from testamur.credentials.schemas.patterns import bounded_pattern
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused

__all__ = ["faults_under"]

MAX_WORK: Final = 30_000
MAX_FAULTS: Final = 10
_STEPS_PER_UNIT: Final = 250
_CHARACTERS_PER_UNIT: Final = 1_000
_DRAFTS: Final = {
    "http://json-schema.org/draft-04/schema": "Draft4Validator",
    "http://json-schema.org/draft-06/schema": "Draft6Validator",
    "http://json-schema.org/draft-07/schema": "Draft7Validator",
    "https://json-schema.org/draft/2019-09/schema": "Draft201909Validator",
    "https://json-schema.org/draft/2020-12/schema": "Draft202012Validator",
}
_NEWEST: Final = "https://json-schema.org/draft/2020-12/schema"

Keyword = Callable[[Any, Any, Json, Any], "Iterator[Any] | None"]


def faults_under(schema: JsonObject, document: Json) -> list[Fault]:
    """How `document` breaks `schema`, the first few; empty where it keeps it.

    Raises `Refused` (`schema.refused`) where that cannot be told at bounded cost.
    """
    from referencing.exceptions import Unresolvable

    validator = _validator(schema, _Meter(document))
    try:
        return [_fault(error) for error in islice(validator.iter_errors(document), MAX_FAULTS)]
    except Refused:
        raise
    except Unresolvable as error:
        raise _refused(f"it refers to {str(error.ref)[:100]}, which is not fetched") from None
    except RecursionError:
        raise _refused("it refers to itself without end") from None
    except Exception as error:  # noqa: BLE001 - nobody has checked the schema: any error is its own
        raise _refused(f"{type(error).__name__}: {str(error)[:120]}") from None


def _validator(schema: JsonObject, meter: _Meter) -> Any:
    """A validator of the schema's own draft whose every keyword pays to `meter`."""
    import jsonschema
    from referencing import Registry

    draft = str(schema.get("$schema", _NEWEST)).rstrip("#")
    if draft not in _DRAFTS:
        raise _refused(f"it is written for {draft[:80]}, which is not evaluated")
    standard = getattr(jsonschema, _DRAFTS[draft])
    checker = jsonschema.FormatChecker(formats=())
    for name, (fits, _) in FORMATS.items():
        checker.checks(name)(lambda value, fits=fits: not isinstance(value, str) or fits(value))
    extend: Callable[..., Any] = jsonschema.validators.extend
    metered = extend(standard, meter.keywords(standard.VALIDATORS))
    # A nested `$schema` would make the validator change to a class that pays nothing.
    plain = _without_dialects(schema, draft)
    return metered(plain, registry=Registry(), format_checker=checker)


def _fault(error: Any) -> Fault:
    """The innermost cause of an error, without the whole document in it."""
    from jsonschema.exceptions import best_match

    cause = best_match([error]) or error
    return Fault(tuple(cause.absolute_path), cause.validator or "", str(cause.message)[:160])


class _Meter:
    """What an evaluation has left to spend on one document."""

    def __init__(self, document: Json) -> None:
        self.left = MAX_WORK
        self.weights: dict[int, int] = {}
        _weigh(document, self.weights)

    def spend(self, units: int) -> None:
        """Pay for some work; raises `Refused` when nothing is left."""
        self.left -= units
        if self.left < 0:
            raise _refused("evaluating it takes too much work")

    def keywords(self, standard: Mapping[str, Keyword]) -> dict[str, Keyword]:
        """The same keywords, each paying before it works."""
        own: dict[str, Keyword] = {"pattern": self._pattern}
        if "patternProperties" in standard:
            own["patternProperties"] = self._pattern_properties
        return {name: self._metered(name, own.get(name, work)) for name, work in standard.items()}

    def _metered(self, name: str, work: Keyword) -> Keyword:
        def keyword(validator: Any, value: Any, instance: Json, schema: Any) -> Any:
            units = 1 + self.weights.get(id(instance), 0)
            if name in ("enum", "required", "dependentRequired") and isinstance(value, list | dict):
                units += len(value) // 8
            elif name == "uniqueItems" and isinstance(instance, list):
                units += len(instance) ** 2 // 8
            elif name in ("additionalProperties", "unevaluatedProperties"):
                self._pay_for_names(schema.get("patternProperties", {}), instance)
            self.spend(units)
            return work(validator, value, instance, schema)

        return keyword

    def _pattern(self, _: Any, pattern: str, instance: Json, __: Any) -> Iterator[Any]:
        if isinstance(instance, str) and not self._is_in(pattern, instance):
            from jsonschema import ValidationError

            yield ValidationError(f"{instance[:60]!r} does not match {pattern[:60]!r}")

    def _pattern_properties(
        self, validator: Any, patterns: JsonObject, instance: Json, _: Any
    ) -> Iterator[Any]:
        if not isinstance(instance, dict):
            return
        for pattern, schema in patterns.items():
            for name, item in instance.items():
                if self._is_in(pattern, name):
                    yield from validator.descend(item, schema, path=name, schema_path=pattern)

    def _pay_for_names(self, patterns: JsonObject, instance: Json) -> None:
        for pattern in patterns:
            for name in instance if isinstance(instance, dict) else ():
                self._is_in(pattern, name)

    def _is_in(self, pattern: str, text: str) -> bool:
        bounded = bounded_pattern(pattern)
        self.spend(1 + bounded.steps(len(text)) // _STEPS_PER_UNIT)
        return bounded.is_in(text)


def _weigh(value: Json, weights: dict[int, int]) -> int:
    """The characters in a value; what a complaint about each container costs goes to `weights`."""
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, dict | list):
        return 8
    members = value.values() if isinstance(value, dict) else value
    characters = sum(_weigh(member, weights) for member in members) + 8 * len(value)
    weights[id(value)] = characters // _CHARACTERS_PER_UNIT
    return characters


def _without_dialects(schema: Json, draft: str) -> Json:
    if isinstance(schema, list):
        return [_without_dialects(part, draft) for part in schema]
    if not isinstance(schema, dict):
        return schema
    stated = schema.get("$schema")
    if isinstance(stated, str) and stated.rstrip("#") != draft:
        raise _refused("a part of it is written for another draft")
    return {
        name: _without_dialects(part, draft)
        for name, part in schema.items()
        if not (name == "$schema" and isinstance(part, str))
    }


def _refused(why: str) -> Refused:
    return Refused.because("schema.refused", why)
