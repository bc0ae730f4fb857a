"""How a definition is read from JSON: what cannot be read is told, the rest is read all the same.

A draft may hold anything a person typed. Reading it never fails: each value that cannot stand where
it stands is left out and becomes a problem with the pointer of its field, so that all of them can
be shown at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from testamur.credentials.members import (
    MAX_IRI,
    WEB,
    require_choice,
    require_iri,
    require_language,
    require_line,
    require_prose,
)
from testamur.errors import Refused
from testamur.problems import Problem

__all__ = ["Reader", "read_amount"]

T = TypeVar("T")

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,9}\Z")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,6})?\Z")


class Reader:
    """Reads the members of one object; `problems` collects what is wrong in it and its parts."""

    def __init__(self, value: Any, problems: list[Problem], *, pointer: str = "") -> None:
        self._problems = problems
        self._pointer = pointer
        self._known: set[str] = set()
        self._value: Mapping[str, Any] = {}
        if isinstance(value, Mapping):
            self._value = value
        else:
            self._tell("value.wrong-kind", f"{value!r:.40} is not an object of fields", "")

    def line(self, name: str, *, at_most: int = 300) -> str:
        """One line of text, "" where none is stated."""
        return self._read(name, lambda value, at: _short(require_line(value, at), at, at_most), "")

    def prose(self, name: str, *, at_most: int = 10_000) -> str:
        """Text of several lines, "" where none is stated."""
        return self._read(name, lambda value, at: _short(require_prose(value, at), at, at_most), "")

    def choice(self, name: str, among: Collection[str]) -> str:
        """One of the listed values, "" where none is stated."""
        return self._read(name, lambda value, at: require_choice(value, at, among=among), "")

    def language(self, name: str) -> str:
        """A language code, "" where none is stated."""
        return self._read(name, require_language, "")

    def matching(self, name: str, pattern: re.Pattern[str], told: str) -> str:
        """A text of the pattern, which `told` describes; "" where none is stated."""

        def read(value: Any, pointer: str) -> str:
            if isinstance(value, str) and pattern.fullmatch(value):
                return value
            raise Refused.because("value.wrong-kind", f"{value!r:.40} is not {told}", pointer)

        return self._read(name, read, "")

    def address(self, name: str, *, at_most: int = MAX_IRI) -> str:
        """The address of a page, "" where none is stated."""

        def read(value: Any, pointer: str) -> str:
            return _short(require_iri(value, pointer, schemes=WEB), pointer, at_most)

        return self._read(name, read, "")

    def whole(self, name: str, *, least: int = 0, most: int) -> int | None:
        """A whole number, None where none is stated."""
        return self._read(name, lambda value, at: _whole(value, at, least=least, most=most), None)

    def decimal(self, name: str, *, most: int) -> Decimal | None:
        """A number with at most two decimals, None where none is stated."""
        return self._read(name, lambda value, at: read_amount(value, at, most=most), None)

    def claim(self, name: str, *, default: bool) -> bool:
        """True or false."""

        def read(value: Any, pointer: str) -> bool:
            if isinstance(value, bool):
                return value
            raise Refused.because("value.wrong-kind", f"{value!r:.40} is not yes or no", pointer)

        return self._read(name, read, default)

    def value(self, name: str, read: Callable[[Any, str], T], default: T) -> T:
        """What `read` makes of a value and its pointer; it raises `Refused` for what is wrong."""
        return self._read(name, read, default)

    def judged(
        self,
        name: str,
        judge: Callable[[Any, str], list[Problem]],
        read: Callable[[Any], T],
        default: T,
    ) -> T:
        """What `read` makes of a value in which `judge` finds no problem; all it finds are told."""
        value = self._take(name)
        if value is None:
            return default
        found = judge(value, f"{self._pointer}/{name}")
        self._problems.extend(found)
        return default if found else read(value)

    def part(self, name: str, make: Callable[[Reader], T]) -> T | None:
        """An object with fields of its own, None where none is stated."""
        value = self._take(name)
        if value is None:
            return None
        return make(Reader(value, self._problems, pointer=f"{self._pointer}/{name}"))

    def rows(self, name: str, make: Callable[[Reader], T], *, most: int = 40) -> tuple[T, ...]:
        """Objects in a row; an empty row is none."""
        return tuple(
            make(Reader(value, self._problems, pointer=f"{self._pointer}/{name}/{at}"))
            for at, value in enumerate(self._list(name, most))
            if value != {}
        )

    def choices(self, name: str, among: Collection[str]) -> tuple[str, ...]:
        """Several of the listed values, each once."""
        return self._each(name, lambda value, at: require_choice(value, at, among=among))

    def lines(self, name: str, *, most: int = 20, at_most: int = 60) -> tuple[str, ...]:
        """Several lines of text, each once."""
        return self._each(
            name, lambda value, at: _short(require_line(value, at), at, at_most), most=most
        )

    def day(self, name: str) -> date | None:
        """A day such as 2027-01-31, None where none is stated."""
        return self._read(name, _day, None)

    def days(self, name: str, *, most: int = 60) -> tuple[date, ...]:
        """Several days, each once, the earliest first."""
        return tuple(sorted(self._each(name, _day, most=most)))

    def has(self, name: str) -> bool:
        """Whether a member says something."""
        return self._take(name) is not None

    @property
    def has_told(self) -> bool:
        """Whether something is wrong in what was read so far."""
        return any(f"{one.pointer}/".startswith(f"{self._pointer}/") for one in self._problems)

    def tell(self, code: str, detail: str, name: str = "") -> None:
        """Tell of a problem of the object, or of its member `name`."""
        self._tell(code, detail, name)

    def finish(self) -> None:
        """Tell of members that nobody asked for."""
        for name in self._value.keys() - self._known:
            self._tell("document.unexpected-member", f"{name!r:.40} means nothing here", name)

    def _each(self, name: str, read: Callable[[Any, str], T], *, most: int = 40) -> tuple[T, ...]:
        found: dict[T, None] = {}
        for at, value in enumerate(self._list(name, most)):
            try:
                found[read(value, f"{self._pointer}/{name}/{at}")] = None
            except Refused as error:
                self._problems.append(error.problem)
        return tuple(found)

    def _list(self, name: str, most: int) -> list[Any]:
        value = self._take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._tell("value.wrong-kind", f"{value!r:.40} is not a list", name)
            return []
        if len(value) > most:
            told = f"{len(value)} entries; at most {most} may stand here"
            self._tell("value.out-of-range", told, name)
        return value[:most]

    def _read(self, name: str, read: Callable[[Any, str], T], default: T) -> T:
        value = self._take(name)
        if value is None:
            return default
        try:
            return read(value, f"{self._pointer}/{name}")
        except Refused as error:
            self._problems.append(error.problem)
            return default

    def _take(self, name: str) -> Any:
        """The value of a member, None for one that says nothing."""
        self._known.add(name)
        value = self._value.get(name)
        return None if value in ("", [], {}) else value

    def _tell(self, code: str, detail: str, name: str) -> None:
        escaped = name.replace("~", "~0").replace("/", "~1")
        pointer = f"{self._pointer}/{escaped}" if name else self._pointer
        self._problems.append(Problem(code, detail, pointer))


def _short(text: str, pointer: str, at_most: int) -> str:
    if len(text) > at_most:
        told = f"{len(text)} characters; at most {at_most} may stand here"
        raise Refused.because("text.too-long", told, pointer)
    return text


def _whole(value: Any, pointer: str, *, least: int, most: int) -> int:
    text = "" if isinstance(value, bool) else str(value).strip()
    if not _WHOLE.match(text):
        told = f"{text[:40]!r} is not a whole number"
        raise Refused.because("value.wrong-kind", told, pointer)
    if not least <= int(text) <= most:
        told = f"{text[:40]} is not between {least} and {most}"
        raise Refused.because("value.out-of-range", told, pointer)
    return int(text)


def _day(value: Any, pointer: str) -> date:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        told = f"{value!r:.40} is not a day such as 2027-01-31"
        raise Refused.because("value.wrong-kind", told, pointer) from None


def read_amount(value: Any, pointer: str, *, most: int) -> Decimal:
    """A number with at most two decimals; raises `Refused`."""
    text = "" if isinstance(value, bool) else str(value).strip()
    if not _DECIMAL.match(text):
        raise Refused.because("value.wrong-kind", f"{text[:40]!r} is not a number", pointer)
    number = Decimal(text.replace(",", "."))
    if not 0 <= number <= most:
        told = f"{text[:40]} is not between 0 and {most}"
        raise Refused.because("value.out-of-range", told, pointer)
    if number != round(number, 2):
        told = f"{text[:40]} has more than two decimals"
        raise Refused.because("value.out-of-range", told, pointer)
    return number
