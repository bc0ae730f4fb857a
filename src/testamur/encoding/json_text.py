"""Strict JSON in, canonical JSON out.

Read: UTF-8 without a byte-order mark, no duplicate members, no NaN or infinity, no lone
surrogates, integers within plus or minus 2^53 - 1 (I-JSON, RFC 7493 §2.2), bounded size and depth.
Written: RFC 8785 (JCS), or compact in the order given.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn, TypeAlias

import orjson

from testamur.errors import Refused

__all__ = [
    "MAX_DEPTH",
    "MAX_DOCUMENT_BYTES",
    "Json",
    "JsonObject",
    "canonical_json",
    "compact_json",
    "copy_json",
    "parse_json",
    "parse_object",
]

Json: TypeAlias = Any
"""A JSON value: dict, list, str, int, float, bool or None."""

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object, parsed."""

MAX_DOCUMENT_BYTES: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 64
MAX_SAFE_INTEGER: Final = 2**53 - 1
_NOT_PLAIN: Final = object()

_STRINGS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")
_LAST_KEY_UTF16_SORTS_LIKE_UTF8: Final = "\ud7ff"


def parse_json(text: bytes | str, *, limit: int = MAX_DOCUMENT_BYTES) -> Json:
    """Read one JSON text of at most `limit` bytes; raises `Refused` with a `json.*` problem."""
    raw = _utf8(text)
    if len(raw) > limit:
        raise Refused.because("json.too-large", f"{len(raw)} bytes; at most {limit} are read")
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        value = _plainly_written(raw)
        if value is not _NOT_PLAIN:
            return value
    if _is_too_deep(raw):
        raise Refused.because("json.too-deep", f"at most {MAX_DEPTH} levels are read")
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused.because("json.malformed", f"not UTF-8 at byte {error.start}") from None
    try:
        value = _DECODER.decode(decoded)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refused.because(
            "json.malformed", f"{error.msg} at {where}", spec="RFC 8259"
        ) from None
    if "\\u" in decoded:
        _refuse_lone_surrogates(value)
    return value


def parse_object(text: bytes | str, *, limit: int = MAX_DOCUMENT_BYTES) -> JsonObject:
    """Read one JSON text that must be an object."""
    value = parse_json(text, limit=limit)
    if not isinstance(value, dict):
        raise Refused.because("json.malformed", "the document is not a JSON object")
    return value


def canonical_json(value: Json) -> bytes:
    """The RFC 8785 canonical form, as UTF-8 bytes."""
    if _sorts_like_bytes(value):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    import rfc8785

    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise Refused.because("json.number-out-of-range", str(error), spec="RFC 8785") from None


def compact_json(value: Json) -> str:
    """JSON text without white space, members in the order they stand."""
    return orjson.dumps(value).decode()


def copy_json(value: Json) -> Json:
    """A deep copy that shares nothing mutable with `value`."""
    if isinstance(value, dict):
        return {name: copy_json(member) for name, member in value.items()}
    if isinstance(value, list):
        return [copy_json(member) for member in value]
    return value


def _utf8(text: bytes | str) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused.because(
            "json.malformed", f"a lone surrogate at character {error.start}"
        ) from None


def _plainly_written(raw: bytes) -> Json:
    """The value, if orjson writes back the very bytes it read: then nothing was lost or bent."""
    try:
        value = orjson.loads(raw)
        if orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER) == raw:
            return value
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        pass
    return _NOT_PLAIN


def _is_too_deep(raw: bytes) -> bool:
    """Whether brackets nest too deep, in time that grows with the text alone.

    The innermost pairs are taken away round by round; what has more levels than rounds stays.
    """
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return False
    left = _STRINGS.sub(b"", raw).translate(_ONE_KIND, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        outer = left.replace(b"[]", b"")
        if len(outer) == len(left):
            break
        left = outer
    return b"[]" in left or left.count(b"[") > MAX_DEPTH


def _object_without_doubles(pairs: list[tuple[str, Json]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise Refused.because(
            "json.duplicate-key", f"the member {doubled!r} stands twice", spec="RFC 7493 §2.3"
        )
    return members


def _exact_integer(digits: str) -> int:
    if len(digits) > 17 or abs(value := int(digits)) > MAX_SAFE_INTEGER:
        raise Refused.because(
            "json.number-out-of-range",
            f"{digits[:24]} is beyond 2^53 - 1",
            spec="RFC 7493 §2.2",
        )
    return value


def _finite_float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise Refused.because("json.number-out-of-range", f"{digits[:24]} is not a finite double")
    return value


def _no_constant(name: str) -> NoReturn:
    raise Refused.because("json.malformed", f"{name} is not JSON", spec="RFC 8259 §6")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object_without_doubles,
    parse_int=_exact_integer,
    parse_float=_finite_float,
    parse_constant=_no_constant,
)


def _refuse_lone_surrogates(value: Json) -> None:
    try:
        orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError):
        raise Refused.because("json.malformed", "a string holds a lone surrogate") from None


def _sorts_like_bytes(value: Json) -> bool:
    """Whether orjson's form is RFC 8785's: no floats, no great integers, no keys past U+D7FF."""
    match value:
        case str() | bool() | None:
            return True
        case int():
            return -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER
        case dict():
            return all(
                isinstance(name, str)
                and (name.isascii() or max(name) <= _LAST_KEY_UTF16_SORTS_LIKE_UTF8)
                and _sorts_like_bytes(member)
                for name, member in value.items()
            )
        case list():
            return all(map(_sorts_like_bytes, value))
        case _:
            return False
