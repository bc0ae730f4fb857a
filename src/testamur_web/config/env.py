"""The environment, read once and by name: the only place a setting comes from.

Rules: a name is written with the prefix `TESTAMUR_`; a secret `X` may lie in a file named by
`X_FILE` instead; an empty value counts as not stated; a value that cannot be understood stops the
start.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url

__all__ = [
    "WrongSetting",
    "read_database",
    "read_flag",
    "read_list",
    "read_number",
    "read_secret",
    "read_text",
]

_PREFIX = "TESTAMUR_"
_TRUE = frozenset({"1", "true", "yes", "on"})
_MOST_DIGITS = 9
_ENGINES = (".postgresql", ".sqlite3")
_FALSE = frozenset({"0", "false", "no", "off"})


class WrongSetting(ValueError):
    """The environment holds a value that cannot be used; the text names it."""


def read_text(name: str, *, default: str, source: Mapping[str, str] = os.environ) -> str:
    """The value of `TESTAMUR_<name>`, or `default` where it is not stated."""
    return source.get(_PREFIX + name, "").strip() or default


def read_list(name: str, *, default: str, source: Mapping[str, str] = os.environ) -> list[str]:
    """The parts of `TESTAMUR_<name>` between commas, without empty ones."""
    parts = read_text(name, default=default, source=source).split(",")
    return [part.strip() for part in parts if part.strip()]


def read_flag(name: str, *, default: bool, source: Mapping[str, str] = os.environ) -> bool:
    """Whether `TESTAMUR_<name>` says yes; raises `WrongSetting` for what is neither yes nor no."""
    stated = read_text(name, default="", source=source).lower()
    if not stated:
        return default
    if stated not in _TRUE | _FALSE:
        raise WrongSetting(f"{_PREFIX}{name} is {stated!r}; write true or false")
    return stated in _TRUE


def read_number(name: str, *, default: int, source: Mapping[str, str] = os.environ) -> int:
    """The whole number that `TESTAMUR_<name>` says, from 0; raises `WrongSetting` for any other."""
    stated = read_text(name, default=str(default), source=source)
    if not (stated.isascii() and stated.isdigit() and len(stated) <= _MOST_DIGITS):
        raise WrongSetting(f"{_PREFIX}{name} is {stated!r}; write a whole number")
    return int(stated)


def read_database(url: str) -> dict[str, Any]:
    """What `DATABASE_URL` names; raises `WrongSetting`, which does not repeat its password."""
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError:
        found = {}
    if not str(found.get("ENGINE", "")).endswith(_ENGINES):
        advice = "write postgres://user:password@host/name, or sqlite:///file"
        raise WrongSetting(f"DATABASE_URL names no database that is spoken to; {advice}")
    return dict(found)


def read_secret(
    name: str, *, prefix: str = _PREFIX, source: Mapping[str, str] = os.environ
) -> str | None:
    """The secret in `TESTAMUR_<name>` or in the file `TESTAMUR_<name>_FILE`; None if neither.

    `prefix` is another one for a variable that the whole field knows by a bare name.

    Raises `WrongSetting` when both are stated or the file cannot be read.
    """
    stated, path = (
        source.get(each, "").strip() for each in (prefix + name, f"{prefix}{name}_FILE")
    )
    if stated and path:
        raise WrongSetting(f"state either {prefix}{name} or {prefix}{name}_FILE, not both")
    if not path:
        return stated or None
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{prefix}{name}_FILE cannot be read: {error}") from None
    if not secret:
        raise WrongSetting(f"{prefix}{name}_FILE is an empty file")
    return secret
