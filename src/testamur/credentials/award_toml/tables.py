"""One TOML table read strictly: its keys are known beforehand, and each has its kind.

What is refused is told with its place, as a JSON Pointer of the file's own keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from testamur.credentials.members import nearest
from testamur.errors import Refused

__all__ = ["Table"]

_KINDS: Final[Mapping[type, str]] = {
    str: "a text in quotation marks",
    float: "a number",
    int: "a whole number",
    list: "a list in square brackets",
    dict: "a table",
    date: "a date such as 2026-05-31",
    bool: "true or false",
}


class _PlacedError(Refused):
    """Already told from the whole file."""


class Table:
    """One table of the file at `pointer`, of no keys but `keys`; an absent value reads as None."""

    def __init__(self, members: object, pointer: str, keys: Collection[str]) -> None:
        self.pointer = pointer
        self._members: dict[str, Any] = _of_kind(members, dict, pointer)
        for key in self._members:
            if key not in keys:
                where = pointer.removeprefix("/").replace("/", ".")
                place = f"in [{where}]" if where else "at the top of the file"
                told = f"{key!r:.60} {place} means nothing{nearest(key, keys)}"
                raise _PlacedError.because("award.unknown-key", told, self._at(key))

    def text(self, key: str) -> str | None:
        """The text under `key`."""
        found: str | None = self._value(key, str)
        return found

    def needed_text(self, key: str) -> str:
        """The text under `key`; raises `value.missing` where the key is absent."""
        found = self.text(key)
        if found is None:
            raise _PlacedError.because("value.missing", f"{key!r} is not stated", self._at(key))
        return found

    def number(self, key: str) -> float | None:
        """The number under `key`."""
        found: float | None = self._value(key, float)
        return found

    def whole(self, key: str) -> int | None:
        """The whole number under `key`."""
        found: int | None = self._value(key, int)
        return found

    def truth(self, key: str) -> bool:
        """Whether the key is stated and true."""
        return bool(self._value(key, bool))

    def day(self, key: str) -> date | datetime | None:
        """The date, or date and time, under `key`."""
        found: date | None = self._value(key, date)
        return found

    def texts(self, key: str) -> list[str]:
        """The texts of the list under `key`; a single text stands for a list of one."""
        return [_of_kind(one, str, f"{self._at(key)}/{at}") for at, one in self._listed(key, str)]

    def table(self, key: str, keys: Collection[str]) -> Table:
        """The table under `key`; an absent one is empty."""
        return Table(self._members.get(key, {}), self._at(key), keys)

    def tables(self, key: str, keys: Collection[str], *, named: str = "") -> list[Table]:
        """The tables of the list under `key`; a text stands for a table of `named` alone."""
        listed = self._listed(key, (dict, str) if named else dict)
        rows = ((at, {named: one} if named and isinstance(one, str) else one) for at, one in listed)
        return [Table(row, f"{self._at(key)}/{at}", keys) for at, row in rows]

    def states(self, key: str) -> bool:
        """Whether the table states `key`."""
        return key in self._members

    @contextmanager
    def making(self, **told_as: str) -> Iterator[None]:
        """What is refused inside is told under this table; `told_as` maps members to keys."""
        try:
            yield
        except _PlacedError:
            raise
        except Refused as error:
            problem = error.problem
            steps = problem.pointer.split("/")[1:]
            keys = [told_as.get(step, step) if at == 0 else step for at, step in enumerate(steps)]
            pointer = "/".join((self.pointer, *keys))
            raise _PlacedError.because(
                problem.code, problem.detail, pointer, problem.spec
            ) from None

    def _listed(self, key: str, one: type | tuple[type, ...]) -> Iterator[tuple[int, Any]]:
        value = self._members.get(key, [])
        several = [value] if isinstance(value, one) else _of_kind(value, list, self._at(key))
        return enumerate(several)

    def _value(self, key: str, kind: type) -> Any:
        if key not in self._members:
            return None
        return _of_kind(self._members[key], kind, self._at(key))

    def _at(self, key: str) -> str:
        return f"{self.pointer}/{key.replace('~', '~0').replace('/', '~1')}"


def _of_kind(value: object, kind: type, pointer: str) -> Any:
    wanted: tuple[type, ...] = (int, float) if kind is float else (kind,)
    if isinstance(value, wanted) and isinstance(value, bool) == (kind is bool):
        return value
    told = f"{value!r:.40} should be {_KINDS[kind]}"
    raise _PlacedError.because("value.wrong-kind", told, pointer)
