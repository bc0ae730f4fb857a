"""Lists come in pages: `page` counts from 1, `size` is at most 100."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

__all__ = ["Page", "Wanted", "page_of"]

_T = TypeVar("_T")


class Wanted(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=100_000, description="Counted from 1.")
    size: int = Field(50, ge=1, le=100, description="How many on one page.")


class Page(Schema, Generic[_T]):
    """One page of a list, and how many there are in all."""

    items: list[_T]
    page: int
    size: int
    total: int


def page_of(
    found: QuerySet[Any] | Sequence[Any], wanted: Wanted, show: Callable[[Any], Any]
) -> dict[str, Any]:
    """The wanted page of what was found, each shown by `show`; past the end it is empty."""
    total = found.count() if isinstance(found, QuerySet) else len(found)
    begin = (wanted.page - 1) * wanted.size
    some = found[begin : begin + wanted.size] if begin < total else []
    return {
        "items": [show(each) for each in some],
        "page": wanted.page,
        "size": wanted.size,
        "total": total,
    }
