"""The packages of the extra `market`: one clear problem where they are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from testamur.errors import Refused

__all__ = ["extra"]


@contextmanager
def extra(name: str = "market") -> Iterator[None]:
    """Imports inside that fail are told as `market.extra-missing`, naming what to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        told = f"{error.name} is not installed: it comes with pip install 'testamur[{name}]'"
        raise Refused.because("market.extra-missing", told) from None
