"""Figures of inflation in words: what each part is called, how its value is read, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.quality.inflation_alerts import INDEX

__all__ = ["PARTS", "figure_value", "part_help", "part_label", "part_value", "times_hundred"]

register: Final = template.Library()

PARTS: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "overlap": (
        gettext_lazy("Overlap with others"),
        gettext_lazy("How far the outcomes are those of the definition that is most like it."),
    ),
    "nothing_new": (
        gettext_lazy("Added nothing new"),
        gettext_lazy("Awards whose skills their holder held already, at that level or above."),
    ),
    "passing": (
        gettext_lazy("Pass rate"),
        gettext_lazy("People who passed, of all about whom somebody decided."),
    ),
    "drift": (
        gettext_lazy("Drift of the level"),
        gettext_lazy("The rise of pass rate or marks, later against earlier, on equal evidence."),
    ),
    "shortfall": (
        gettext_lazy("Hours that are missing"),
        gettext_lazy("What is stated and cannot have fitted into the days that people took."),
    ),
    "per_person": (
        gettext_lazy("Credentials per person"),
        gettext_lazy("How many credentials each holder holds here, the mean."),
    ),
    "saturation": (
        gettext_lazy("Holders for each wanted"),
        gettext_lazy("People who hold the skills, for each one who is wanted with them."),
    ),
    INDEX: (gettext_lazy("The index itself"), gettext_lazy("From 0 to 100.")),
}
_PLAIN: Final = frozenset({"per_person", "saturation", INDEX})
"""The parts whose value is a number; all others are shares."""


@register.filter
def part_label(name: str) -> str:
    """What a part is called."""
    return str(PARTS[name][0])


@register.filter
def part_help(name: str) -> str:
    """What a part counts, in a sentence."""
    return str(PARTS[name][1])


@register.filter
def part_value(part: Mapping[str, Any]) -> str:
    """The value of a part as it is read, or why there is none."""
    return _read(part, is_plain=part["name"] in _PLAIN)


@register.filter
def figure_value(figure: Mapping[str, Any], kind: str = "share") -> str:
    """A figure that stands alone: a share in percent, or a `number`."""
    return _read(figure, is_plain=kind == "number")


@register.filter
def value_of(value: float | Decimal | None, name: str) -> str:
    """The value of a part that is known by its name."""
    if value is None:
        return "–"  # noqa: RUF001 -- a dash in a table
    return _number(Decimal(str(value))) if name in _PLAIN else _percent(value)


@register.filter
def times_hundred(share: float | Decimal) -> str:
    """A share in percent."""
    return _percent(share)


def _read(figure: Mapping[str, Any], *, is_plain: bool) -> str:
    value = figure["value"]
    if value is not None:
        return _number(Decimal(str(value))) if is_plain else _percent(value)
    return {
        "withheld": _("withheld: fewer than five people"),
        "too-few": _("too few people"),
    }.get(figure["state"], _("not known"))


def _percent(share: float | Decimal) -> str:
    return _("%(n)s %%") % {"n": _number(100 * Decimal(str(share)))}


def _number(value: Decimal) -> str:
    """To one place, and none where it is whole."""
    short = round(value, 1)
    return number_format(short if short % 1 else int(short))
