"""What every figure of demand is shown with: a picture in two widths, what it says, and a table.

The same table goes into a file, and the same picture. A number that stands for fewer than five is
`FEW`, one that nobody knows is None; neither is ever 0. Here are the kinds of figures that skills
and occupations share: months in a row, bars of parts, heat maps, and pay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from testamur_web.labour.models import Figure
from testamur_web.ui.labour.pictures import (
    Bar,
    Canvas,
    Heat,
    Month,
    Told,
    draw_bars,
    draw_heat,
    draw_trend,
)
from testamur_web.ui.labour.pictures.svg import number
from testamur_web.ui.labour.words import growth_told, month_of, month_told, seasons_told

__all__ = [
    "DRAWN",
    "FEW",
    "Content",
    "Row",
    "Shown",
    "address_of",
    "as_heat",
    "bars_of",
    "heat_of_months",
    "number_of",
    "parts_of",
    "pay_of",
    "trend_of",
    "value_of",
]

FEW: Final = "<5"
"""What stands where fewer than five were counted."""

DRAWN: Final = 12
"""So many are drawn; the table beside tells all."""

_MOST_MONTHS: Final = 60
_HEAT_MONTHS: Final = 36
"""A heat map tells the last three years: its cells are to be seen on a telephone."""

Content = Mapping[str, Any]
Draw = Callable[..., str]
Value = float | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its name, where that leads to, and its values."""

    name: str
    values: Sequence[Value]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure. `head` names the columns, the first that of the names of rows."""

    name: str
    told: Told
    head: Sequence[str]
    rows: Sequence[Row]
    draw: Draw | None = None
    note: str = ""

    @property
    def wide(self) -> SafeString:
        """The picture for wide screens."""
        return self._drawn(Canvas.WIDE)

    @property
    def narrow(self) -> SafeString:
        """The picture for narrow screens."""
        return self._drawn(Canvas.NARROW)

    @property
    def has_picture(self) -> bool:
        """Whether it is drawn; a template that asked for `draw` would call it."""
        return self.draw is not None

    def alone(self, source: str) -> str:
        """The picture as a file, with where it comes from; "" where there is none."""
        return self.draw(replace(self.told, source=source), is_alone=True) if self.draw else ""

    def _drawn(self, canvas: Canvas) -> SafeString:
        drawn = self.draw(self.told, canvas=canvas) if self.draw else ""
        return mark_safe(drawn)  # noqa: S308 -- drawn here, every word in it escaped


def address_of(uri: str, kind: str = Figure.Kind.SKILL) -> str:
    """The page of a skill or an occupation."""
    name = "public-read-demand-of-skill"
    if kind == Figure.Kind.OCCUPATION:
        name = "public-read-demand-of-occupation"
    return f"{reverse(name)}?{urlencode({'uri': uri})}"


def value_of(share: Content, name: str = "perThousand") -> Value:
    """One number of a share as a cell tells it."""
    if share.get("suppressed"):
        return FEW
    value = share.get(name)
    if value is None and share.get("of"):
        return 0
    return None if value is None else round(value, 1)


def number_of(share: Content) -> float | None:
    """Of a thousand, as a picture draws it."""
    value = value_of(share)
    return float(value) if isinstance(value, int | float) else None


def trend_of(title: str, content: Content) -> Shown:
    """Months in a row, with where they tend."""
    months = _drawn([_month(one, is_adjusted=_is_adjusted(content)) for one in content["months"]])
    rows = [Row(month_told(one["month"]), _cells(one)) for one in content["months"]]
    return Shown(
        "trend",
        Told(title, growth_told(content["growth"])),
        [_("Month"), _("Postings"), _("Of a thousand"), _("At least"), _("At most")],
        rows,
        lambda told, **how: draw_trend(months, told, **how),
        _("The band is where the share lies with 95 % confidence.") + " " + seasons_told(content),
    )


def _drawn(months: Sequence[Month]) -> Sequence[Month]:
    """The last years, from the first month on of which something is known."""
    recent = months[-_MOST_MONTHS:]
    known = [at for at, month in enumerate(recent) if month.counted is not None]
    return recent[known[0] :] if known else recent


def _cells(month: Content) -> list[Value]:
    low, high = month["interval"] or (None, None)
    ends = (None if end is None else round(end, 1) for end in (low, high))
    return [value_of(month, "postings"), value_of(month), *ends]


def _is_adjusted(content: Content) -> bool:
    return bool(content["seasonality"] == "removed")


def _month(one: Content, *, is_adjusted: bool) -> Month:
    low, high = one["interval"] or (None, None)
    trend = one["adjusted"] if is_adjusted else None
    return Month(month_of(one["month"]), number_of(one), trend, low, high)


def parts_of(
    name: str, title: str, parts: Sequence[Content], head: Sequence[str], *, kind: str = ""
) -> Shown | None:
    """Shares of parts as bars: those that are known, the highest first."""
    known = [one for one in parts if one["value"] and one["perThousand"] is not None]
    if not known:
        return None
    rows = [
        Row(
            one["value"] or _("not stated"),
            [value_of(one, "postings"), one["of"], value_of(one)],
            address_of(one["value"], kind) if kind and one.get("isCounted") else "",
        )
        for one in parts
        if one["of"]
    ]
    says = _("The most in %(place)s: %(share)s of a thousand.") % {
        "place": known[0]["value"],
        "share": number(round(known[0]["perThousand"], 1)),
    }
    bars = bars_of((one["value"], one["perThousand"]) for one in known[:DRAWN])
    return Shown(
        name, Told(title, says), head, rows, lambda told, **how: draw_bars(bars, told, **how)
    )


def bars_of(shares: Iterable[tuple[str, float]]) -> list[Bar]:
    """A bar for each name and share of a thousand."""
    return [Bar(name, share, number(round(share, 1))) for name, share in shares]


def pay_of(title: str, content: Content) -> Shown:
    """Quartiles of pay by currency, a table alone."""
    rows = [
        Row(one["currency"], [one["postings"], one["lower"], one["median"], one["upper"]])
        for one in content["salaries"]
    ]
    head = [_("Currency"), _("Postings"), _("A quarter less than"), _("Half less than")]
    head.append(_("A quarter more than"))
    says = _("Of postings that state it: the middle of what each offers.")
    return Shown("pay", Told(title, says), head, rows)


def heat_of_months(title: str, heat: Content) -> Shown | None:
    """Skills by the month."""
    months = heat["months"][-_HEAT_MONTHS:]
    rows = [{**row, "cells": row["cells"][-_HEAT_MONTHS:]} for row in heat["rows"]]
    marks = [
        month[:4] if month.endswith("-01") or not at else "" for at, month in enumerate(months)
    ]
    columns = [month_told(month) for month in months]
    return as_heat("months", title, rows, columns, marks)


def as_heat(
    name: str, title: str, rows: Sequence[Content], columns: Sequence[str], marks: Sequence[str]
) -> Shown | None:
    """Skills by months or regions: the stronger the colour, the more."""
    if not rows or not columns:
        return None
    cells = [[number_of(cell) for cell in row["cells"]] for row in rows]
    heat = Heat([row["label"] for row in rows], columns, marks, cells)
    lines = [
        Row(row["label"], [value_of(cell) for cell in row["cells"]], address_of(row["skill"]))
        for row in rows
    ]
    says = _(
        "The stronger a colour, the more postings ask for it. A broken line: fewer than five, "
        "or unknown."
    )
    return Shown(
        name,
        Told(title, says),
        [_("Skill"), *columns],
        lines,
        lambda told, **how: draw_heat(heat, told, **how),
        says,
    )
